"""Somebody allows a text in spite of a reason, with a name, a reason and an end."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tocsin.guard import GuardWaiver, MessageDraft
from tocsin.guard.waivers import BadWaivers, find_waiver, read_waivers

from .telling import SPRING, ruling

TEXT = "Assurance Maladie : VOTRE TEST EST DEMAIN. Réf. {code}"
FILE = """
- kind: shouting
  by: Léa Martin
  reason: campagne d'hiver
  until: 2021-12-31
  for: winter
"""


def waiver(**told: object) -> GuardWaiver:
    known = {
        "kind": "shouting",
        "by": "Léa Martin",
        "reason": "campagne",
        "until": SPRING,
        "target": "winter",
    }
    return GuardWaiver(**known | told)  # type: ignore[arg-type]


def test_a_file_of_waivers_is_read():
    (found,) = read_waivers(FILE, "waivers.yaml")
    assert (found.kind, found.by, found.until, found.target) == (
        "shouting", "Léa Martin", date(2021, 12, 31), "winter",
    )  # fmt: skip


def test_an_empty_file_allows_nothing():
    assert read_waivers("", "w.yaml") == read_waivers("[]", "w.yaml") == ()


@pytest.mark.parametrize(
    "source",
    [
        "kind: shouting",
        "- kind: shout",
        FILE.replace("  until: 2021-12-31\n", ""),
        FILE.replace("by:", "granted_by:"),
        FILE.replace("2021-12-31", "one day"),
        "- [",
        "=",
        "&a [*a]",
        "\x00",
    ],
)
def test_a_bad_file_is_refused(source):
    with pytest.raises(BadWaivers):
        read_waivers(source, "waivers.yaml")


ASKS = ("asks_nir", "asks_medical", "asks_bank_details", "asks_credentials", "asks_payment")
"""Written out: a list read from the code under test would shrink with it."""


@pytest.mark.parametrize("kind", ASKS)
def test_nobody_may_allow_an_ask(kind):
    with pytest.raises(BadWaivers, match=r"waivers.yaml, line 2, \[0\].kind: nobody may allow"):
        read_waivers(FILE.replace("shouting", kind), "waivers.yaml")
    assert (
        find_waiver(
            (waiver(kind=kind),), kind, MessageDraft(sender="", flow="other", text="", id="winter"), SPRING
        )
        is None
    )


def test_a_waived_reason_stays_to_be_read_and_counts_for_nothing():
    found = ruling(TEXT, id="winter", waivers=(waiver(),))
    assert (found.result, found.proposal) == ("pass", None)
    assert [(r.kind, r.waived) for r in found.reasons] == [
        ("shouting", "Léa Martin, jusqu'au 2021-03-04 : campagne")
    ]


def test_a_waiver_may_be_for_the_whole_text():
    assert ruling(TEXT, waivers=(waiver(target=TEXT),)).result == "pass"


@pytest.mark.parametrize(
    "other",
    [{"until": date(2021, 3, 3)}, {"target": "summer"}, {"kind": "urgency"}],
    ids=["expired", "another template", "another kind"],
)
def test_any_other_waiver_counts_for_nothing(other):
    found = ruling(TEXT, id="winter", waivers=(waiver(**other),))
    assert (found.result, found.reasons[0].waived) == ("warn", "")


def test_what_is_not_waived_still_decides():
    found = ruling(TEXT + " Votre RIB ?", id="winter", waivers=(waiver(),))
    assert found.result == "block"


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        ("asks_payment", "Assurance Maladie : payez 5 euros. Réf. {code}"),
        ("asks_nir", "Assurance Maladie : donnez votre numéro de sécurité sociale. Réf. {code}"),
        ("asks_bank_details", "Assurance Maladie : donnez votre RIB. Réf. {code}"),
        ("asks_credentials", "Assurance Maladie : donnez votre mot de passe. Réf. {code}"),
    ],
)
def test_a_text_that_asks_is_held_back_whoever_allowed_it(kind, text):
    found = ruling(text, id="winter", waivers=(waiver(kind=kind),))
    assert found.result != "pass"
    assert [r.waived for r in found.reasons if r.kind == kind] == [""]


@pytest.mark.parametrize(("days", "holds"), [(-1, True), (0, True), (1, False)])
def test_a_waiver_holds_to_the_end_of_its_last_day(days, holds):
    draft = MessageDraft(sender="", flow="other", text="", id="winter")
    found = find_waiver((waiver(),), "shouting", draft, SPRING + timedelta(days=days))
    assert (found is not None) is holds


UNDECLARED = "Assurance Maladie : le café avait-il encore une odeur ? Réf. {code}"
TWO = {"kind": "undeclared_ask", "second": "Karim Diallo", "granted_on": date(2021, 3, 1)}


def test_two_people_may_allow_an_ask_that_is_not_declared():
    found = ruling(UNDECLARED, id="winter", waivers=(waiver(**TWO),))
    assert (found.result, [r.waived for r in found.reasons]) == (
        "pass",
        ["Léa Martin + Karim Diallo (2021-03-01), jusqu'au 2021-03-04 : campagne"],
    )


@pytest.mark.parametrize(
    "missing",
    [{"second": ""}, {"second": "Léa Martin"}, {"second": " LEA  martin "}, {"granted_on": None}],
    ids=["nobody else", "the same person", "the same person, otherwise written", "no day"],
)
def test_one_person_does_not_suffice(missing):
    assert ruling(UNDECLARED, id="winter", waivers=(waiver(**TWO | missing),)).result == "block"


@given(st.lists(st.sampled_from(["Léa Martin", "lea martin", "LÉA MARTIN "]), min_size=1, max_size=4))
def test_waivers_of_one_person_never_add_up(names):
    given_by_one = tuple(waiver(**TWO | {"by": name, "second": name}) for name in names)
    alone = tuple(waiver(kind="undeclared_ask", by=name) for name in names)
    assert ruling(UNDECLARED, id="winter", waivers=(*given_by_one, *alone)).result == "block"


def test_a_file_in_which_one_person_allows_it_is_refused():
    alone = FILE.replace("shouting", "undeclared_ask")
    with pytest.raises(BadWaivers, match=r"waivers.yaml, line 2, \[0\].second: two people"):
        read_waivers(alone, "waivers.yaml")
    both = alone + "  second: Karim Diallo\n  granted_on: 2021-03-01\n"
    assert read_waivers(both, "waivers.yaml")[0].second == "Karim Diallo"
