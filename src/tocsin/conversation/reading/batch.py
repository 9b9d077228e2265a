"""One row of a batch of replies, in and out: the contract is in ``docs/reference/replies.md``."""

from datetime import datetime

import msgspec

from tocsin.conversation.reading.model import QuestionKind, ReplyHandling, ReplySignal, ReplyValue
from tocsin.conversation.reading.reply_reader import read_reply


class ReplyInput(msgspec.Struct, frozen=True):
    """A reply to read. Unknown keys are ignored."""

    asked: QuestionKind
    text: str
    on: str
    """When it was received: ISO date, or date and time."""
    id: str | int | None = None
    options: tuple[str, ...] | None = ()
    lang: str | None = "fr"
    question: str | None = ""
    """Its words, where they are known: some replies answer only by them."""

    def __post_init__(self) -> None:
        try:
            datetime.fromisoformat(self.on)
        except ValueError:
            raise ValueError(f"on: {self.on[:40]!r} is not a time such as 2021-03-05T10:30") from None


class ReplyOutput(msgspec.Struct, frozen=True):
    """What it was read as."""

    id: str | int | None
    understood: bool
    value: ReplyValue
    signals: tuple[ReplySignal, ...]
    handling: ReplyHandling


def read_batch_reply(row: ReplyInput) -> ReplyOutput:
    """One reply of a batch."""
    reading = read_reply(
        row.asked,
        row.text,
        datetime.fromisoformat(row.on),
        tuple(row.options or ()),
        row.lang or "fr",
        row.question or "",
    )
    return ReplyOutput(row.id, reading.understood, reading.value, reading.signals, reading.handling)
