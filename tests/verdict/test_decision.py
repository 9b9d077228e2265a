"""The published precedence, on findings made by hand: a contradiction beats any match; nothing is summed."""

from datetime import date
from itertools import permutations

import pytest

from tests.verdict.water import (
    DAY,
    OTHER,
    PREMIUM,
    RINGS,
    SHOWS,
    ask,
    caller,
    claim,
    decided,
    kinds,
    link,
    mailbox,
    number,
    registered,
    sign,
    signed,
)
from tocsin.evidence.model import Evidence

CONTRADICTS = ask("iban")
WARNS = sign("disguise", "obfuscation")
NEUTRAL = sign("pressure", "urgency")
PROVES = signed()

# claimed? what was found -> level
TABLE = [
    (False, (), "unrelated"),
    (False, (NEUTRAL,), "unrelated"),
    (False, (ask("personal"),), "unrelated"),
    (False, (ask("password"),), "suspicious"),
    (False, (sign("lure", "lure_parcel"),), "unrelated"),
    (False, (sign("lure", "lure_parcel"), link("foreign")), "suspicious"),
    (False, (sign("lure", "lure_relative"),), "suspicious"),
    (True, (), "unproven"),
    (True, (NEUTRAL,), "unproven"),
    (True, (NEUTRAL,) * 20, "unproven"),
    (True, (caller(SHOWS),), "unproven"),
    (True, (WARNS,), "suspicious"),
    (True, (WARNS,) * 20, "suspicious"),
    (True, (WARNS, caller(SHOWS)), "suspicious"),
    (True, (CONTRADICTS,), "imposture"),
    (True, (CONTRADICTS, caller(SHOWS)), "imposture"),
    (True, (CONTRADICTS, caller(SHOWS), link("official"), number(RINGS)), "imposture"),
    (True, (CONTRADICTS, WARNS, NEUTRAL), "imposture"),
    (True, (PROVES,), "authentic"),
    (True, (PROVES, NEUTRAL), "authentic"),
    (True, (PROVES, caller(SHOWS)), "authentic"),
    (True, (PROVES, WARNS), "suspicious"),
    (True, (PROVES, CONTRADICTS), "suspicious"),
    (True, (PROVES, CONTRADICTS, WARNS), "suspicious"),
    (True, (signed("vole.example"),), "unproven"),
    (True, (signed("vole.example"), CONTRADICTS), "imposture"),
    (True, (registered("matches"),), "authentic"),
    (True, (registered("matches"), WARNS), "suspicious"),
    (True, (registered("matches"), CONTRADICTS), "suspicious"),
    (True, (registered("differs"),), "imposture"),
    (True, (registered("differs"), PROVES), "suspicious"),
    (True, (registered("reused"),), "suspicious"),
    (True, (registered("reused"), CONTRADICTS), "imposture"),
    (True, (registered("unknown"),), "suspicious"),
    (False, (registered("matches"),), "authentic"),
    (False, (registered("matches"), CONTRADICTS), "suspicious"),
    (False, (registered("differs"),), "unrelated"),
    (False, (registered("reused"),), "unrelated"),
    (False, (registered("unknown"),), "unrelated"),
]


@pytest.mark.parametrize(("claimed", "found", "level"), TABLE)
def test_it_follows_the_published_precedence(claimed: bool, found: tuple[Evidence, ...], level: str) -> None:
    assert decided(*([claim()] if claimed else []), *found).level == level


@pytest.mark.parametrize("order", list(permutations([claim(), CONTRADICTS, WARNS, PROVES]))[::3])
def test_it_decides_the_same_in_whatever_order_things_were_found(order: tuple[Evidence, ...]) -> None:
    assert decided(*order).level == "suspicious"


# ---- who


@pytest.mark.parametrize(
    ("evidence", "channel", "on", "kind", "weight"),
    [
        (caller(SHOWS), "call", DAY, "number_matches_proves_nothing", "neutral"),
        (caller(OTHER), "call", date(2022, 6, 1), "sender_not_official", "contradicts"),
        (caller(OTHER), "call", DAY, "sender_unknown", "neutral"),
        (caller(RINGS), "call", DAY, "sender_unknown", "neutral"),
        (caller("+33612345678"), "sms", DAY, "sender_not_official", "warns"),
        (caller("+33612345678"), "sms", date(2019, 1, 1), "sender_unknown", "neutral"),
        (caller("+33612345678"), "call", date(2024, 1, 1), "sender_not_official", "warns"),
        (caller("+21671000000"), "call", DAY, "sender_not_official", "warns"),
        (caller(PREMIUM, "premium"), "call", DAY, "premium_rate", "warns"),
        (caller("38000", "standard", "short_code"), "sms", DAY, "sender_unknown", "neutral"),
        (mailbox("a@eau.example", "official"), "email", DAY, "sender_matches_proves_nothing", "neutral"),
        (mailbox("a@vole.example"), "email", DAY, "sender_not_official", "contradicts"),
        (mailbox("a@regie-eau.example", "lookalike"), "email", DAY, "lookalike_domain", "contradicts"),
        (mailbox("a@gmail.com"), "sms", DAY, "sender_not_official", "warns"),
        (mailbox("a@vole.example"), "sms", DAY, "sender_unknown", "neutral"),
    ],
)
def test_it_judges_who_sent_it(evidence: Evidence, channel: str, on: date, kind: str, weight: str) -> None:
    assert kinds(decided(claim(), evidence, channel=channel, on=on))[kind] == weight


@pytest.mark.parametrize("line", ["+33639981234", "+33739981234"])
@pytest.mark.parametrize(
    ("channel", "on", "kind"),
    [
        ("sms", date(2019, 7, 31), "sender_unknown"),
        ("sms", date(2019, 8, 1), "sender_not_official"),
        ("social", date(2022, 12, 31), "sender_unknown"),
        ("social", date(2023, 1, 1), "sender_not_official"),
        ("call", date(2023, 1, 2), "sender_not_official"),
    ],
)
def test_a_mobile_line_is_no_institutions_from_the_day_on_that_the_plan_says(
    line: str, channel: str, on: date, kind: str
) -> None:
    """SMS: 1 August 2019; calls: 1 January 2023. The day itself counts, the day before does not."""
    found = kinds(decided(claim(), caller(line), channel=channel, on=on))
    assert found == {kind: "warns" if kind == "sender_not_official" else "neutral"}


@pytest.mark.parametrize(
    ("on", "kind", "weight"),
    [
        (date(2023, 1, 1), "sender_not_official", "contradicts"),
        (date(2023, 1, 2), "sender_unknown", "neutral"),
    ],
)
def test_a_list_judges_to_the_end_of_its_last_day(on: date, kind: str, weight: str) -> None:
    assert kinds(decided(claim(), caller(OTHER), channel="call", on=on)) == {kind: weight}


def test_it_says_that_a_number_that_matches_proves_nothing() -> None:
    verdict = decided(claim(), caller(SHOWS), channel="call")
    assert verdict.level == "unproven"
    [reason] = verdict.reasons
    assert (reason.kind, reason.clause, reason.quote) == (
        "number_matches_proves_nothing",
        "point.shown",
        SHOWS,
    )
    assert "ne prouve rien" in reason.text


# ---- where to


@pytest.mark.parametrize(
    ("evidence", "channel", "expected"),
    [
        (number(RINGS), "sms", {}),
        (number(OTHER), "sms", {"callback_not_official": "contradicts"}),
        (number(OTHER, "mentioned"), "call", {}),
        (
            number(PREMIUM, tariff="premium"),
            "sms",
            {"callback_not_official": "contradicts", "premium_rate": "contradicts"},
        ),
        (number(PREMIUM, "mentioned", "premium"), "call", {"premium_rate": "warns"}),
        (link("official", "www.eau.example"), "sms", {}),
        (link("public", "sante.gouv.fr"), "sms", {}),
        (link("foreign"), "sms", {"link_not_official": "contradicts"}),
        (link("foreign"), "letter", {"link_not_official": "warns"}),
        (link("lookalike"), "letter", {"lookalike_domain": "contradicts", "link_not_official": "warns"}),
        (link("shortener"), "sms", {"shortener": "warns", "link_not_official": "contradicts"}),
        (link("official", "www.eau.example", "autre.example"), "sms", {"link_text_differs": "warns"}),
    ],
)
def test_it_judges_where_it_leads(evidence: Evidence, channel: str, expected: dict[str, str]) -> None:
    assert kinds(decided(claim(), evidence, channel=channel)) == expected


# ---- what


@pytest.mark.parametrize(
    ("evidence", "channel", "options", "expected"),
    [
        (ask("iban"), "sms", {}, {"asks_bank_details": "contradicts"}),
        (ask("iban"), "letter", {}, {"asks_bank_details": "contradicts"}),
        (ask("iban", partial=True), "call", {}, {}),
        (ask("iban", partial=True), "sms", {}, {"asks_bank_details": "contradicts"}),
        (ask("iban"), "email", {"inside_account": True}, {}),
        (ask("iban", manner="account"), "email", {}, {}),
        (ask("iban"), "sms", {"inside_account": True}, {"asks_bank_details": "contradicts"}),
        (ask("code"), "sms", {}, {"asks_credentials": "contradicts"}),
        (ask("code"), "sms", {"solicited": True}, {}),
        (ask("code"), "sms", {"solicited": False}, {"asks_credentials": "contradicts"}),
        (ask("nir"), "sms", {}, {"asks_nir": "warns"}),
        (ask("medical"), "sms", {}, {"asks_medical": "warns"}),
        (ask("personal"), "sms", {}, {}),
        (ask("password"), "sms", {}, {"asks_credentials": "warns"}),
        (ask("tax_number"), "sms", {}, {}),
        (sign("attachment", "a.pdf"), "email", {}, {"attachment": "contradicts"}),
        (sign("attachment", "a.pdf"), "letter", {}, {"attachment": "neutral"}),
        (sign("masked", "masked_number"), "call", {}, {"masked_number": "contradicts"}),
        (sign("masked", "masked_number"), "voicemail", {}, {"masked_number": "neutral"}),
        (sign("pressure", "threat"), "sms", {}, {"threat": "neutral"}),
        (sign("disguise", "obfuscation"), "sms", {}, {"obfuscation": "warns"}),
        (sign("programme", "meters"), "sms", {}, {"programme_ended": "contradicts"}),
        (sign("programme", "nothing"), "sms", {}, {}),
    ],
)
def test_it_judges_what_is_asked_and_shown(
    evidence: Evidence, channel: str, options: dict[str, bool], expected: dict[str, str]
) -> None:
    assert kinds(decided(claim(), evidence, channel=channel, **options)) == expected


def test_it_does_not_take_the_account_for_an_excuse_where_the_link_leads_elsewhere() -> None:
    verdict = decided(claim(), ask("iban", manner="account"), link("foreign"), channel="email")
    assert kinds(verdict)["asks_bank_details"] == "contradicts"


def test_it_lets_a_programme_run_while_it_runs() -> None:
    for day in (date(2022, 6, 1), date(2023, 1, 1)):
        assert kinds(decided(claim(), sign("programme", "meters"), on=day)) == {}
    found = kinds(decided(claim(), sign("programme", "meters"), on=date(2023, 1, 2)))
    assert found == {"programme_ended": "contradicts"}


@pytest.mark.parametrize(
    ("company", "weight"),
    [
        ((link("foreign"),), "contradicts"),
        ((ask("iban"),), "contradicts"),
        ((), "warns"),
        ((number(RINGS),), "neutral"),
        ((link("official", "www.eau.example"),), "neutral"),
        ((sign("account", "account"),), "neutral"),
    ],
)
def test_it_weighs_a_lure_by_where_it_leads(company: tuple[Evidence, ...], weight: str) -> None:
    assert kinds(decided(claim(), sign("lure", "lure_refund"), *company))["lure_refund"] == weight


def test_it_never_makes_an_imposture_of_an_inferred_clause() -> None:
    verdict = decided(claim(), ask("nir"))
    assert verdict.level == "suspicious"
    assert verdict.reasons[0].clause == "ask.nir"


# ---- what the verdict carries


def test_it_gives_every_reason_its_clause_dates_source_and_quote() -> None:
    [reason] = decided(claim(), ask("iban")).reasons
    assert reason.clause == "ask.iban"
    assert (reason.span, reason.quote, reason.field) == ((10, 20), "votre truc", "text")
    assert reason.source == "Régie des eaux, 2020-03-01, https://www.eau.example/contact (verbatim)"
    assert reason.in_force
    assert reason.text.endswith("ask.iban.")


def test_it_names_a_sign_that_has_no_clause() -> None:
    [reason] = decided(claim(), WARNS).reasons
    assert (reason.clause, reason.source, reason.in_force) == ("sign.obfuscation", "", "")


def test_it_puts_the_heaviest_reason_first_and_each_once() -> None:
    verdict = decided(claim(), NEUTRAL, WARNS, WARNS, CONTRADICTS, CONTRADICTS)
    assert [r.weight for r in verdict.reasons] == ["contradicts", "warns", "neutral"]


def test_it_says_what_would_have_been_compatible_where_something_was_not() -> None:
    assert decided(claim(), CONTRADICTS).compatible
    assert decided(claim()).compatible == ()
    assert decided(claim(), PROVES).compatible == ()


def test_it_says_what_is_proved_with_the_signature_that_breaks_a_rule() -> None:
    both = decided(claim(), PROVES, CONTRADICTS)
    alone = decided(claim(), WARNS)
    assert both.level == alone.level == "suspicious"
    assert both.headline != alone.headline
    assert "prouvée" in both.headline


@pytest.mark.parametrize(
    ("found", "advice"),
    [
        ((CONTRADICTS,), ["advice.received", "advice.doubt", "advice.paid"]),
        ((WARNS,), ["advice.received", "advice.doubt", "advice.paid"]),
        ((), ["advice.doubt"]),
        ((PROVES,), []),
    ],
)
def test_it_advises_by_level_in_order(found: tuple[Evidence, ...], advice: list[str]) -> None:
    given = [a.text.rstrip(".") for a in decided(claim(), *found).advice]
    assert [text for text in given if text.startswith("advice.")] == advice


def test_it_gives_the_contact_and_the_price_of_advice() -> None:
    advice = {a.when: a for a in decided(claim(), CONTRADICTS).advice}
    assert advice["doubt"].contact == "3900"
    assert advice["paid"].price == "free."


def test_it_names_the_charter_its_version_and_the_day() -> None:
    verdict = decided(claim())
    assert (verdict.charter_id, verdict.charter_version, verdict.as_of) == ("water", "2024-01-01", DAY)
    assert verdict.claims == ("water",)
    assert decided().claims == ()


def test_it_speaks_of_the_institution_by_its_name() -> None:
    assert "Régie des eaux" in decided(claim(), CONTRADICTS).headline
    assert "Water Board" in decided(claim(), CONTRADICTS, lang="en").headline
    assert "{" not in "".join(r.text for r in decided(claim(), CONTRADICTS, WARNS).reasons)


@pytest.mark.parametrize(("claimed", "found", "level"), TABLE)
def test_it_decides_the_same_in_french_and_in_english(
    claimed: bool, found: tuple[Evidence, ...], level: str
) -> None:
    evidence = [*([claim()] if claimed else []), *found]
    french, english = decided(*evidence, lang="fr"), decided(*evidence, lang="en")
    assert french.level == english.level == level
    assert [(r.kind, r.weight, r.span) for r in french.reasons] == [
        (r.kind, r.weight, r.span) for r in english.reasons
    ]
    assert all(f.text != e.text for f, e in zip(french.reasons, english.reasons, strict=True))


def test_it_answers_the_same_to_the_same_question() -> None:
    evidence = (claim(), CONTRADICTS, WARNS, link("foreign"), caller(OTHER))
    assert decided(*evidence) == decided(*evidence)
