"""The reference shows what the reader really does."""

import io
import json
import re
from pathlib import Path

from tocsin.conversation.masking import MASKS
from tocsin.conversation.reading.batch import replies_jsonl
from tocsin.conversation.reading.model import ASKED, SIGNALS

PAGE = (Path(__file__).parents[2] / "docs" / "reference" / "replies.md").read_text(encoding="utf-8")


def test_every_example_gives_the_line_below_it():
    lines = re.search(r"```json\n(.*?)```", PAGE, re.DOTALL)[1].splitlines()
    out = io.StringIO()
    assert replies_jsonl(lines[::2], out) == 0
    assert [json.loads(line) for line in out.getvalue().splitlines()] == [json.loads(x) for x in lines[1::2]]


def test_every_question_signal_and_mask_is_named():
    for name in (*ASKED, *SIGNALS, *MASKS.values()):
        assert f"`{name}`" in PAGE
