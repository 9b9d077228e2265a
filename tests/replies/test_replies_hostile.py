"""A hostile reply is read like any other, and never stalls."""

import signal
from datetime import datetime

import pytest

from tocsin.conversation.masking import mask_secrets
from tocsin.conversation.reading import read_reply
from tocsin.conversation.reading.model import ASKED
from tocsin.conversation.reply_words import MAX_LENGTH

BRICKS = [
    "1 ",
    "06 ",
    "oui ",
    "le 3 ",
    "FR76 ",
    "4111 ",
    "Léa ",
    "pas ",
    "(",
    "é",
    "a.",
    "\u0301",
    "mot de passe est ",
    "ma ",
]


PATIENCE_S = 900
"""A guard against a stall, not a measure."""


@pytest.fixture(autouse=True)
def _no_stall():
    def give_up(*_):
        raise AssertionError(f"stalled for {PATIENCE_S} s")

    before = signal.signal(signal.SIGALRM, give_up)
    signal.alarm(PATIENCE_S)
    yield
    signal.alarm(0)
    signal.signal(signal.SIGALRM, before)


LONGEST_SMS = 255 * 153
"""Characters of an SMS of as many parts as one can have."""


@pytest.mark.parametrize("brick", BRICKS)
def test_the_longest_reply_is_read(brick):
    text = (brick * MAX_LENGTH)[:MAX_LENGTH]
    for asked in ASKED:
        reading = read_reply(asked, text, datetime.fromisoformat("2021-03-05"), ("matin", "soir"))
        assert reading.understood == (reading.value is not None), asked


@pytest.mark.parametrize("brick", BRICKS)
def test_a_long_text_is_masked_and_what_is_not_secret_is_kept(brick):
    text = (brick * LONGEST_SMS)[:LONGEST_SMS]
    masked = mask_secrets(text)
    assert masked.text == text or masked.secrets


def test_a_reply_too_long_is_no_answer_and_still_masked_and_heard():
    reading = read_reply(
        "yes_no", "STOP " + "oui " * 600 + "4111 1111 1111 1111", datetime.fromisoformat("2021-03-05")
    )
    assert (reading.understood, reading.value) == (False, None)
    assert reading.signals == ("stop", "sensitive_card")
    assert "4111" not in reading.masked
