"""The labelled replies from which the danger reader learned; made up, with nobody in them."""

import json
from pathlib import Path

REPLIES = Path(__file__).parents[2] / "evals/replies"


def read_taught_replies(name):
    """The rows of one file."""
    return [json.loads(line) for line in (REPLIES / f"{name}.jsonl").read_text("utf-8").splitlines()]


_PLAIN = [row for row in read_taught_replies("danger") if row["author"] == "plain"]
CRIES = [row["text"] for row in _PLAIN if row["label"] != "harmless"]
"""Cries for help in plain words, however they are spelt."""
PLAIN_HARMLESS = [row["text"] for row in _PLAIN if row["label"] == "harmless"]
"""The same words without danger."""
