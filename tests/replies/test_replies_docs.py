"""The reference shows what the reader really does."""

import json
import re
from pathlib import Path

import msgspec

from tocsin.conversation.masking import MASKS
from tocsin.conversation.reading.batch import ReplyInput, read_batch_reply
from tocsin.conversation.reading.model import ASKED, SIGNALS

PAGE = (Path(__file__).parents[2] / "docs" / "reference" / "replies.md").read_text(encoding="utf-8")


def test_every_example_gives_the_line_below_it():
    lines = re.search(r"```json\n(.*?)```", PAGE, re.DOTALL)[1].splitlines()
    read = [read_batch_reply(msgspec.json.decode(line, type=ReplyInput)) for line in lines[::2]]
    assert [json.loads(msgspec.json.encode(r)) for r in read] == [json.loads(x) for x in lines[1::2]]


def test_every_question_signal_and_mask_is_named():
    for name in (*ASKED, *SIGNALS, *MASKS.values()):
        assert f"`{name}`" in PAGE
