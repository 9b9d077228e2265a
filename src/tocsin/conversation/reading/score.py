"""How well an evaluation set is read, by kind of question.

python -m tocsin.conversation.reading.score evals/replies/own.jsonl [--show]
"""

import sys
from collections.abc import Iterable
from pathlib import Path

import msgspec

from tocsin.conversation.reading.batch import Input, Output, read_input
from tocsin.conversation.reading.model import ASKED, Signal


class Expected(msgspec.Struct, frozen=True):
    """What a reply must be read as."""

    understood: bool
    value: object
    signals: tuple[Signal, ...]


class Row(Input, frozen=True):
    """A reply of an evaluation set."""

    expect: Expected = Expected(False, None, ())


class Score(msgspec.Struct, frozen=True):
    """Rows read right, of all rows of a kind; a guess is a wrong value where none was to be understood."""

    kind: str
    rows: int
    right: int
    guessed: int

    @property
    def share(self) -> float:
        """Share of rows read right, 0 to 1."""
        return self.right / self.rows if self.rows else 1.0


class Miss(msgspec.Struct, frozen=True):
    """A row read wrong."""

    row: Row
    read: Output


def load(path: Path) -> list[Row]:
    """The rows of a JSONL file."""
    decoder = msgspec.json.Decoder(Row)
    return [decoder.decode(line) for line in path.read_bytes().splitlines() if line.strip()]


def misses(rows: Iterable[Row]) -> list[Miss]:
    """The rows that are read otherwise than expected, whatever differs."""
    read = ((row, read_input(row)) for row in rows)
    return [Miss(row, output) for row, output in read if _differs(row.expect, output)]


def _differs(expect: Expected, output: Output) -> bool:
    value = msgspec.json.decode(msgspec.json.encode(output.value))
    return (output.understood, value, output.signals) != (expect.understood, expect.value, expect.signals)


def score(rows: list[Row]) -> list[Score]:
    """One score by kind of question, one for the rows with signals, and one for all."""
    wrong = {miss.row.id: miss for miss in misses(rows)}
    kinds: dict[str, list[Row]] = {asked: [r for r in rows if r.asked == asked] for asked in ASKED}
    kinds["with signals"] = [r for r in rows if r.expect.signals]
    kinds["all"] = rows
    return [_score(kind, members, wrong) for kind, members in kinds.items() if members]


def _score(kind: str, rows: list[Row], wrong: dict[str | int | None, Miss]) -> Score:
    bad = [wrong[r.id] for r in rows if r.id in wrong]
    guessed = sum(1 for miss in bad if miss.read.understood and not miss.row.expect.understood)
    return Score(kind, len(rows), len(rows) - len(bad), guessed)


def main(arguments: list[str]) -> int:
    """Print the scores of a file, and with ``--show`` the rows read wrong."""
    rows = load(Path(arguments[0]))
    for line in score(rows):
        print(f"{line.kind:14} {line.right:4}/{line.rows:<4} {line.share:7.1%}  guessed {line.guessed}")
    for miss in misses(rows) if "--show" in arguments else ():
        print(miss.row.id, miss.row.asked, repr(miss.row.text))
        print("   read    ", msgspec.json.encode(miss.read).decode())
        print("   expected", msgspec.json.encode(miss.row.expect).decode())
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
