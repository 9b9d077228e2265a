"""A charter states nothing that the engine cannot judge: lint by the tables, the tables by the decision."""

from datetime import date
from typing import Any, get_args

import pytest

from tests.charter.water import charter_of, content, listing, point
from tocsin.charter import compiled_tables, schema
from tocsin.charter.items import ITEMS
from tocsin.charter.judgement_coverage import CONTENTS, MEDIA, ONLY_TOLD, PRETEXTS
from tocsin.charter.lint import lint_loaded_charter
from tocsin.verdict import verdict_sentences
from tocsin.verdict.check import check as judge

DAY = date(2025, 6, 2)
ELSEWHERE = [
    ("sms_sender", "they_contact_you", "email"),
    ("sms_sender", "you_contact_them", "sms"),
    ("short_code", "they_contact_you", "call"),
    ("mail_address", "they_contact_you", "sms"),
    ("mail_domain", "you_contact_them", "email"),
]


def unjudged(*clauses: Any) -> list[str]:
    return [f.message for f in lint_loaded_charter(charter_of(*clauses)) if f.rule == "unjudged"]


@pytest.mark.parametrize(("medium", "direction", "channel"), ELSEWHERE)
def test_a_list_that_nothing_is_held_against_is_refused(medium: str, direction: str, channel: str) -> None:
    stated = listing("a", media=(medium,), direction=direction, channels=(channel,))
    assert unjudged(stated) == [f"{medium} ({direction}) is not judged by {channel}"]


def test_a_point_that_nothing_is_held_against_is_refused() -> None:
    stated = point("a", medium="sms_sender", value="WATER", direction="you_contact_them", channels=("sms",))
    assert unjudged(stated) == ["sms_sender (you_contact_them) is not judged by sms"]


@pytest.mark.parametrize("kind", ["lure_refund_", "rcs", "payment_notice"])
def test_a_content_that_no_rule_finds_cannot_be_forbidden(kind: str) -> None:
    assert unjudged(content("a", contents=(kind,), channels=("email",))) == [f"{kind} is not judged by email"]


def test_a_content_is_forbidden_only_where_it_is_looked_for() -> None:
    assert unjudged(content("a", contents=("attachment",), channels=("email", "call"))) == [
        "attachment is not judged by call"
    ]


def test_what_is_only_told_may_be_allowed() -> None:
    kinds = tuple(ONLY_TOLD)
    assert unjudged(content("a", contents=kinds, channels=("email",), allowed="yes")) == []


def test_every_medium_content_and_item_is_judged() -> None:
    assert set(CONTENTS) - set(PRETEXTS) <= set(verdict_sentences.load_wording_table()["kinds"])
    assert {medium for medium, _ in MEDIA} == set(get_args(schema.Medium))
    assert {item.kind for item in ITEMS.values()} <= set(verdict_sentences.load_wording_table()["kinds"])


def test_the_pretexts_are_those_of_the_lexicon_of_scams() -> None:
    assert sorted(PRETEXTS) == sorted(compiled_tables.get_table("lexicon/scams")["pretexts"])


PARCEL = "WATER : votre colis n'a pas pu être livré, le facteur repasse demain."
CALM_PARCEL = "WATER : votre colis n'a pas pu être livré, le facteur repasse demain matin avec lui."
"""The same pretext in words that resemble no fraud."""


@pytest.mark.parametrize(
    ("text", "allowed", "level", "weights"),
    [
        (PARCEL, "never", "imposture", ["contradicts"]),
        (CALM_PARCEL, "yes", "unproven", ["neutral"]),
        (PARCEL, None, "unproven", []),
    ],
)
def test_a_pretext_counts_only_where_the_charter_speaks_of_it(
    text: str, allowed: str | None, level: str, weights: list[str]
) -> None:
    told = () if allowed is None else (content("a", contents=("lure_parcel",), allowed=allowed),)
    charter = charter_of(*told, lexicon=schema.InstitutionLexicon(names=("water",)))
    found = judge(text, channel="sms", received=DAY, charter=charter)
    assert [r.weight for r in found.reasons if r.kind == "lure_parcel"] == weights
    assert found.level == level


@pytest.mark.parametrize(("allowed", "weights"), [("never", ["contradicts"]), ("yes", []), (None, ["warns"])])
def test_a_dear_number_is_what_the_charter_says_of_it(allowed: str | None, weights: list[str]) -> None:
    told = () if allowed is None else (content("a", contents=("premium_rate",), allowed=allowed),)
    charter = charter_of(*told, lexicon=schema.InstitutionLexicon(names=("water",)))
    found = judge("WATER : appelez le 08 99 00 00 12.", channel="sms", received=DAY, charter=charter)
    assert [r.weight for r in found.reasons if r.kind == "premium_rate"] == weights


NAMED = "WATER : votre remboursement est en attente."
"""Reads like no harmless message: whatever does is warned of, where a text alone names the institution."""
QUIET = "WATER : votre facture est dans votre espace."


@pytest.mark.parametrize(
    ("medium", "channel", "sender", "text", "kind"),
    [
        ("sms_sender", "sms", "WATERINFO", NAMED, "sender_not_official"),
        ("short_code", "sms", "38663", NAMED, "sender_not_official"),
        ("phone", "call", "01 99 00 42 17", NAMED, "sender_not_official"),
        ("mail_domain", "email", "WATER <a@b.example>", NAMED, "sender_not_official"),
        ("mail_address", "email", "WATER <a@b.example>", NAMED, "sender_not_official"),
        ("web_host", "sms", "", NAMED + " https://b.example", "link_not_official"),
    ],
)
def test_a_closed_list_contradicts_what_is_not_in_it(
    medium: str, channel: Any, sender: str, text: str, kind: str
) -> None:
    charter = charter_of(
        listing("a", media=(medium,), channels=(channel,), direction="they_contact_you"),
        lexicon=schema.InstitutionLexicon(names=("water",)),
    )
    found = judge(text, channel=channel, sender=sender, received=DAY, charter=charter)
    assert (kind, "a", "contradicts") in {(r.kind, r.clause, r.weight) for r in found.reasons}
    assert found.level == "imposture"


@pytest.mark.parametrize(
    ("sender", "text", "level"),
    [
        ("WATER", QUIET, "unproven"),
        ("water", QUIET, "unproven"),
        # Whoever chooses a name that looks like this one shows it, with or without a word for a function.
        ("WATER1", QUIET, "imposture"),
        ("WATERINFO", QUIET, "imposture"),
        ("InfoWATER", QUIET, "imposture"),
        ("WATER1", NAMED, "imposture"),
        # The name within another word is nobody's: the text alone claims, and may be somebody else's.
        ("WATERPOLO", QUIET, "suspicious"),
        ("Dewater", QUIET, "suspicious"),
    ],
)
def test_a_name_in_the_closed_list_does_not(sender: str, text: str, level: str) -> None:
    charter = charter_of(
        listing("a", media=("sms_sender",), channels=("sms",), direction="they_contact_you"),
        point("b", medium="sms_sender", value="WATER", direction="they_contact_you", channels=("sms",)),
        lexicon=schema.InstitutionLexicon(names=("water",)),
    )
    found = judge(text, channel="sms", sender=sender, received=DAY, charter=charter)
    assert found.level == level


@pytest.mark.parametrize(
    ("sender", "on", "clause"),
    [
        ("Assurance Maladie", date(2025, 3, 10), "content.sms.sender_name"),
        ("Ameli.fr", date(2025, 3, 10), "content.sms.sender_name"),
        ("Assurance Maladie", date(2025, 3, 9), "sign.sender_name_shape"),
        ("AssMaladie", date(2025, 3, 10), ""),
    ],
)
def test_a_name_that_french_networks_do_not_let_through_is_said(sender: str, on: date, clause: str) -> None:
    found = judge("Assurance Maladie : vos démarches sur https://www.ameli.fr", sender=sender, received=on)
    assert found.level == "unproven"
    assert [r.clause for r in found.reasons if r.kind == "sender_name_shape"] == ([clause] if clause else [])
