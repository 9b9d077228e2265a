"""Yes and no, with everything that people put around them."""

from datetime import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tocsin.conversation.reading import read_reply

ON = datetime.fromisoformat("2021-03-05T10:30")


def read(text):
    return read_reply("yes_no", text, ON)


YES = [
    "oui",
    "Oui",
    "OUI!!",
    "ouais",
    "ouai",
    "wi",
    "ok",
    "1",
    "un",
    "👍🏽",
    "d'accord",
    "bien sûr",
    "yes",
    "si",
    "chui d'accord",
]
NO = [
    "non",
    "NON",
    "nn",
    "nan",
    "pas encore",
    "pas du tout",
    "2",
    "deux",
    "👎",
    "no",
    "jamais",
    "je crois pas",
    "non merci",
]


@pytest.mark.parametrize("text", YES)
def test_a_plain_yes(text):
    assert read(text).value == "yes"


@pytest.mark.parametrize("text", NO)
def test_a_plain_no(text):
    assert read(text).value == "no"


POLITE = st.sampled_from(["", "Bonjour, ", "bjr ", "Alors ", "euh ", "ben "])
AFTER = st.sampled_from(["", ".", " !!", " merci", ", bonne journée", " 😊", "\nCordialement"])


@given(st.sampled_from([t for t in YES if len(t) > 2 and t not in ("chui d'accord", "👍🏽")]), POLITE, AFTER)
def test_politeness_changes_nothing_to_a_yes(text, before, after):
    assert read(before + text + after).value == "yes"


@given(st.sampled_from([t for t in NO if len(t) > 2]), POLITE, AFTER)
def test_politeness_changes_nothing_to_a_no(text, before, after):
    assert read(before + text + after).value == "no"


@given(st.sampled_from(["oui", "non"]), st.lists(st.integers(1, 4), min_size=3, max_size=3), st.data())
def test_stretched_and_shouted(text, repeats, data):
    stretched = "".join(c * n for c, n in zip(text, repeats, strict=True))
    case = data.draw(st.sampled_from([str.lower, str.upper, str.title]))
    assert read(case(stretched)).value == {"oui": "yes", "non": "no"}[text]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("oui mais pas mon fils", "yes"),
        ("oui pour moi, non pour mon mari", "yes"),
        ("Ma femme oui, moi non", "no"),
        ("moi non mais ma fille oui", "no"),
        ("Non. Mon mari oui.", "no"),
        ("mes enfants non mais moi oui", "yes"),
    ],
)
def test_what_is_said_of_somebody_else_does_not_count(text, value):
    assert read(text).value == value


@pytest.mark.parametrize(
    ("text", "value"),
    [("oui enfin non", "no"), ("non pardon je voulais dire oui", "yes"), ("oui... en fait non", "no")],
)
def test_a_correction_replaces_the_answer(text, value):
    assert read(text).value == value


def test_a_restriction_is_noted():
    assert read("oui mais pas avant lundi").notes == ("restriction",)
    assert read("oui").notes == ()


@pytest.mark.parametrize(
    "text",
    [
        "oui et non",
        "oui mais non",
        "non oui",
        "peut-être",
        "je sais pas",
        "ça dépend",
        "oui ou non ?",
        "1 ou 2",
        "?",
        "merci",
        "lundi",
        "mon fils oui",
        "42",
        "",
        "   ",
        "🤷",
        "aucune idée",
        "sans doute",
        "probablement pas",
    ],
)
def test_what_is_not_an_answer_is_asked_again(text):
    reading = read(text)
    assert (reading.understood, reading.value) == (False, None)


def test_non_stop_is_not_a_no():
    assert read("je travaille non-stop").value is None
    assert read("non, stop").value == "no"
