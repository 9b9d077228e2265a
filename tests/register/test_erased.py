"""Three months later the text is gone from the register: it says what it still knows, and nothing more."""

from datetime import timedelta

import pytest
from msgspec.structs import replace

from tocsin.message.model import Message
from tocsin.register import (
    IssuedMessage,
    MemoryRegister,
    find_code_evidence,
    hash_recipient,
    verify_message_code,
    wording,
)
from tocsin.verdict.check import judge

from .people import NOTICE, NOW

LATER = NOW + timedelta(days=100)


@pytest.fixture
def erased(sent: IssuedMessage) -> MemoryRegister:
    """The register after the erasure."""
    book = MemoryRegister()
    book.publish(NOTICE)
    book.add(replace(sent.entry, text_hash="", recipient=""))
    return book


def message(text: str, **rest) -> Message:
    return Message(channel="sms", text=text, sender="38663", **rest)


@pytest.mark.parametrize("change", [str, str.upper, lambda text: text + " Payez 2 euros."])
def test_no_text_is_compared_any_more(erased: MemoryRegister, sent: IssuedMessage, change):
    answer = verify_message_code(erased, sent.code, text=change(sent.text), sender="38663", now=LATER)
    assert answer.outcome == "found"
    assert answer.compared == ("sender",)


def test_when_and_from_whom_it_was_sent_is_still_said(erased: MemoryRegister, sent: IssuedMessage):
    answer = verify_message_code(erased, sent.code, now=LATER)
    assert answer.entry is not None
    assert (answer.entry.issued, answer.entry.sender) == (NOW, "38663")
    assert "vous êtes cas contact" in answer.genuine
    assert "Zoé" not in answer.genuine


def test_no_number_is_compared_any_more(erased: MemoryRegister, sent: IssuedMessage, keys):
    answer = verify_message_code(
        erased, sent.code, recipient=hash_recipient(keys.recipients, "+33639980009"), now=LATER
    )
    assert answer.misuse == ()


@pytest.mark.parametrize(("lang", "words"), [("fr", "a été effacé depuis"), ("en", "was erased since")])
def test_people_are_told_that_it_was_erased(
    erased: MemoryRegister, sent: IssuedMessage, lang: str, words: str
):
    answer = verify_message_code(erased, sent.code, text=sent.text, now=LATER)
    assert words in wording.describe_outcome(answer, lang)
    assert wording.describe_advice(answer, lang) != wording.describe_advice(
        replace(answer, outcome="matches"), lang
    )


def test_the_check_does_not_call_a_genuine_old_code_unknown(erased: MemoryRegister, sent: IssuedMessage):
    given = message(sent.text, received=NOW.date())
    assert find_code_evidence(erased, given) == ()
    assert "code_unknown" not in {
        reason.kind for reason in judge(given, known=find_code_evidence(erased, given)).reasons
    }


def test_the_check_still_sees_an_old_code_on_a_new_message(erased: MemoryRegister, sent: IssuedMessage):
    given = message(sent.text, received=LATER.date())
    [evidence] = find_code_evidence(erased, given)
    assert evidence.value == "reused"
    assert "code_reused" in {reason.kind for reason in judge(given, known=(evidence,)).reasons}
