"""Replies in JSON lines, one in and one out: the contract is in ``docs/reference/replies.md``."""

from collections.abc import Iterable
from datetime import datetime
from typing import TextIO

import msgspec

from tocsin.conversation.reading.model import Asked, Signal, Value
from tocsin.conversation.reading.reply import read_reply


class Input(msgspec.Struct, frozen=True):
    """A reply to read. Unknown keys are ignored."""

    asked: Asked
    text: str
    on: str
    """When it was received: ISO date, or date and time."""
    id: str | int = ""
    options: tuple[str, ...] | None = ()
    lang: str | None = "fr"


class Output(msgspec.Struct, frozen=True):
    """What it was read as."""

    id: str | int
    understood: bool
    value: Value
    signals: tuple[Signal, ...]


class Refusal(msgspec.Struct, frozen=True):
    """A line that cannot be read; the run goes on."""

    line: int
    """Counted from 1."""
    error: str


_decode = msgspec.json.Decoder(Input).decode
_encode = msgspec.json.Encoder().encode


def read_input(row: Input) -> Output:
    """One reply of a batch."""
    reading = read_reply(
        row.asked, row.text, datetime.fromisoformat(row.on), tuple(row.options or ()), row.lang or "fr"
    )
    return Output(row.id, reading.understood, reading.value, reading.signals)


def replies_jsonl(lines: Iterable[str], out: TextIO) -> int:
    """Read replies from JSON lines and write what they were read as; the number of lines refused.

    A line that is not a reply gives ``{"line": 3, "error": ...}`` and the run goes on.
    """
    refused = 0
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            result: Output | Refusal = read_input(_decode(line))
        except (msgspec.DecodeError, ValueError) as error:
            result, refused = Refusal(number, str(error)), refused + 1
        out.write(_encode(result).decode() + "\n")
    return refused
