"""Three months later the text is gone from the register: it says what it still knows, and nothing more."""

from datetime import timedelta

import pytest
from msgspec.structs import replace

from tocsin.message.model import Message
from tocsin.register import Book, Issued, known, recipient_hash, verify, wording
from tocsin.verdict.check import judge

from .people import NOTICE, NOW

LATER = NOW + timedelta(days=100)


@pytest.fixture
def erased(sent: Issued) -> Book:
    """The register after the erasure."""
    book = Book()
    book.publish(NOTICE)
    book.add(replace(sent.entry, text_hash="", recipient=""))
    return book


def message(text: str, **rest) -> Message:
    return Message(channel="sms", text=text, sender="38663", **rest)


@pytest.mark.parametrize("change", [str, str.upper, lambda text: text + " Payez 2 euros."])
def test_no_text_is_compared_any_more(erased: Book, sent: Issued, change):
    answer = verify(erased, sent.code, text=change(sent.text), sender="38663", now=LATER)
    assert answer.outcome == "found"
    assert answer.compared == ("sender",)


def test_when_and_from_whom_it_was_sent_is_still_said(erased: Book, sent: Issued):
    answer = verify(erased, sent.code, now=LATER)
    assert answer.entry is not None
    assert (answer.entry.issued, answer.entry.sender) == (NOW, "38663")
    assert "vous êtes cas contact" in answer.genuine
    assert "Zoé" not in answer.genuine


def test_no_number_is_compared_any_more(erased: Book, sent: Issued, keys):
    answer = verify(erased, sent.code, recipient=recipient_hash(keys.recipients, "+33639980009"), now=LATER)
    assert answer.misuse == ()


@pytest.mark.parametrize(("lang", "words"), [("fr", "a été effacé depuis"), ("en", "was erased since")])
def test_people_are_told_that_it_was_erased(erased: Book, sent: Issued, lang: str, words: str):
    answer = verify(erased, sent.code, text=sent.text, now=LATER)
    assert words in wording.headline(answer, lang)
    assert wording.advice(answer, lang) != wording.advice(replace(answer, outcome="matches"), lang)


def test_the_check_does_not_call_a_genuine_old_code_unknown(erased: Book, sent: Issued):
    given = message(sent.text, received=NOW.date())
    assert known(erased, given) == ()
    assert "code_unknown" not in {reason.kind for reason in judge(given, known=known(erased, given)).reasons}


def test_the_check_still_sees_an_old_code_on_a_new_message(erased: Book, sent: Issued):
    given = message(sent.text, received=LATER.date())
    [evidence] = known(erased, given)
    assert evidence.value == "reused"
    assert "code_reused" in {reason.kind for reason in judge(given, known=(evidence,)).reasons}
