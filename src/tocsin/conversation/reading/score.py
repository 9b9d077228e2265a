"""How well an evaluation set is read, by kind of question.

python -m tocsin.conversation.reading.score evals/replies/own.jsonl [--show]
"""

import sys
from collections.abc import Iterable
from pathlib import Path

import msgspec

from tocsin.conversation.reading.batch import ReplyInput, ReplyOutput, read_batch_reply
from tocsin.conversation.reading.model import ASKED, ReplySignal


class ExpectedReading(msgspec.Struct, frozen=True):
    """What a reply must be read as."""

    understood: bool
    value: object
    signals: tuple[ReplySignal, ...]


class LabelledReply(ReplyInput, frozen=True):
    """A reply of an evaluation set."""

    expect: ExpectedReading = ExpectedReading(False, None, ())


class ReadingScore(msgspec.Struct, frozen=True):
    """Rows read right, of all rows of a kind; a guess is a wrong value where none was to be understood."""

    kind: str
    rows: int
    right: int
    guessed: int

    @property
    def share(self) -> float:
        """Share of rows read right, 0 to 1."""
        return self.right / self.rows if self.rows else 1.0


class MisreadReply(msgspec.Struct, frozen=True):
    """A row read wrong."""

    row: LabelledReply
    read: ReplyOutput


def load_labelled_replies(path: Path) -> list[LabelledReply]:
    """The rows of a JSONL file."""
    decoder = msgspec.json.Decoder(LabelledReply)
    return [decoder.decode(line) for line in path.read_bytes().splitlines() if line.strip()]


def find_misread_replies(rows: Iterable[LabelledReply]) -> list[MisreadReply]:
    """The rows that are read otherwise than expected, whatever differs."""
    read = ((row, read_batch_reply(row)) for row in rows)
    return [MisreadReply(row, output) for row, output in read if _differs(row.expect, output)]


def _differs(expect: ExpectedReading, output: ReplyOutput) -> bool:
    value = msgspec.json.decode(msgspec.json.encode(output.value))
    return (output.understood, value, output.signals) != (expect.understood, expect.value, expect.signals)


def score_replies(rows: list[LabelledReply]) -> list[ReadingScore]:
    """One score by kind of question, one for the rows with signals, and one for all."""
    wrong = {miss.row.id: miss for miss in find_misread_replies(rows)}
    kinds: dict[str, list[LabelledReply]] = {asked: [r for r in rows if r.asked == asked] for asked in ASKED}
    kinds["with signals"] = [r for r in rows if r.expect.signals]
    kinds["all"] = rows
    return [_score_kind(kind, members, wrong) for kind, members in kinds.items() if members]


def _score_kind(
    kind: str, rows: list[LabelledReply], wrong: dict[str | int | None, MisreadReply]
) -> ReadingScore:
    bad = [wrong[r.id] for r in rows if r.id in wrong]
    guessed = sum(1 for miss in bad if miss.read.understood and not miss.row.expect.understood)
    return ReadingScore(kind, len(rows), len(rows) - len(bad), guessed)


def main(arguments: list[str]) -> int:
    """Print the scores of a file, and with ``--show`` the rows read wrong."""
    rows = load_labelled_replies(Path(arguments[0]))
    for line in score_replies(rows):
        print(f"{line.kind:14} {line.right:4}/{line.rows:<4} {line.share:7.1%}  guessed {line.guessed}")
    for miss in find_misread_replies(rows) if "--show" in arguments else ():
        print(miss.row.id, miss.row.asked, repr(miss.row.text))
        print("   read    ", msgspec.json.encode(miss.read).decode())
        print("   expected", msgspec.json.encode(miss.row.expect).decode())
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
