"""A verdict told again without its message says the same, and no word of the message."""

from datetime import date

import pytest

from tocsin.charter.loading import load_charter
from tocsin.charter.view import view_as_of
from tocsin.verdict.check import check
from tocsin.verdict.verdict_from_link import rebuild_verdict

FRAUD = "AMELI : votre carte vitale expire, payez 0,99 euro : ameli-vitale.example"
CHARTER = load_charter("assurance_maladie")
DAY = date(2024, 5, 2)


def again(verdict, lang, channel="sms"):
    cited = [(r.kind, r.clause, r.weight) for r in verdict.reasons]
    return rebuild_verdict(view_as_of(CHARTER, verdict.as_of), verdict.level, channel, cited, lang)


@pytest.mark.parametrize("lang", ["fr", "en"])
@pytest.mark.parametrize("text", [FRAUD, "Votre compte ameli a un nouveau message", "On mange ensemble ?"])
def test_it_says_what_was_said_and_what_to_do(text, lang):
    verdict = check(text, received=DAY, lang=lang)
    told = again(verdict, lang)
    assert (told.headline, told.proves, told.advice) == (verdict.headline, verdict.proves, verdict.advice)
    assert [(r.kind, r.clause, r.in_force) for r in told.reasons] == [
        (r.kind, r.clause, r.in_force) for r in verdict.reasons
    ]
    # With which messages it was compared is not known any more.
    assert [bool(r.source) for r in told.reasons] == [bool(r.source) for r in verdict.reasons]
    firm = [
        (a.source, b.source)
        for a, b in zip(told.reasons, verdict.reasons, strict=True)
        if a.clause[:5] != "sign."
    ]
    assert all(told_again == said for told_again, said in firm)


def test_no_word_of_the_message_is_in_it():
    told = again(check(FRAUD, received=DAY, lang="fr"), "fr")
    said = " ".join(reason.text for reason in told.reasons)
    assert "« … »" in said
    assert not [word for word in ("0,99", "ameli-vitale", "expire") if word in said]


def test_a_clause_that_the_charter_has_no_more_is_told_by_what_was_seen():
    told = rebuild_verdict(
        view_as_of(CHARTER, DAY), "imposture", "sms", [("asks_payment", "ask.gone", "contradicts")], "en"
    )
    assert [(r.text, r.source) for r in told.reasons] == [("You are asked to pay: “…”.", "")]


def test_what_a_register_said_is_told_as_such():
    cited = [("registered_text_differs", "register.registered_text_differs", "contradicts")]
    told = rebuild_verdict(view_as_of(CHARTER, DAY), "imposture", "sms", cited, "en")
    assert told.reasons[0].source == "register of the messages sent"
    assert told.proves.startswith("A code seen on an SMS can be copied")
