"""A hostile reply costs time in proportion to its length, and no more."""

import time
from datetime import datetime

import pytest

from tocsin.conversation.masking import mask
from tocsin.conversation.reading import read_reply
from tocsin.conversation.reading.model import ASKED
from tocsin.conversation.words import MAX_LENGTH

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


def cost(call, *arguments):
    start = time.process_time()
    call(*arguments)
    return time.process_time() - start


@pytest.mark.parametrize("brick", BRICKS)
@pytest.mark.parametrize("asked", ASKED)
def test_the_longest_reply_that_is_read_stays_quick(brick, asked):
    text = (brick * MAX_LENGTH)[:MAX_LENGTH]
    assert cost(read_reply, asked, text, datetime.fromisoformat("2021-03-05"), ("matin", "soir")) < 0.5


@pytest.mark.parametrize("brick", BRICKS)
def test_masking_is_linear(brick):
    small = max(cost(mask, (brick * 20_000)[:20_000]), 0.002)
    assert cost(mask, (brick * 80_000)[:80_000]) < small * 4 * 4


def test_a_reply_too_long_is_no_answer_and_still_masked_and_heard():
    reading = read_reply(
        "yes_no", "STOP " + "oui " * 600 + "4111 1111 1111 1111", datetime.fromisoformat("2021-03-05")
    )
    assert (reading.understood, reading.value) == (False, None)
    assert reading.signals == ("stop", "sensitive_card")
    assert "4111" not in reading.masked
