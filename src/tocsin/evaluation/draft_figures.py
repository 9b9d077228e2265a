"""How texts before they leave were ruled on, as the ledger keeps it."""

from collections import Counter
from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import Final

import msgspec
from msgspec import Struct

from tocsin.charter.loading import load_charter
from tocsin.charter.view import view_as_of
from tocsin.evaluation.ledger import MeasuredFamily
from tocsin.guard import MessageDraft, choose_guard_day, guard_draft
from tocsin.guard.model import GuardResult

FAMILIES: Final[dict[GuardResult, str]] = {"block": "forbidden", "warn": "doubtful", "pass": "fine"}
"""What a draft is, by the result expected first."""


class ExpectedRuling(Struct, frozen=True):
    """What the guard should say of a draft."""

    result: GuardResult | tuple[GuardResult, ...]
    """Results that are right, the best first."""
    reasons: tuple[str, ...] = ()

    @property
    def results(self) -> tuple[GuardResult, ...]:
        return (self.result,) if isinstance(self.result, str) else self.result


class LabelledDraft(MessageDraft, frozen=True, kw_only=True):
    """A draft of an evaluation set."""

    expect: ExpectedRuling


def measure_draft_file(path: Path, charter: str, today: date) -> tuple[int, list[MeasuredFamily]]:
    """The number of rows, and what the guard said of forbidden, doubtful and fine ones.

    Raises ``msgspec.DecodeError`` where a row cannot be read.
    """
    decoder = msgspec.json.Decoder(LabelledDraft)
    rows = [decoder.decode(line) for line in path.read_bytes().splitlines() if line.strip()]
    return len(rows), count_rulings(path.stem, rows, charter, today)


def count_rulings(
    name: str, rows: Iterable[LabelledDraft], charter: str, today: date
) -> list[MeasuredFamily]:
    """How many rows of each family were right, blocked, warned about and passed."""
    rules = load_charter(charter)
    families: dict[str, Counter[str]] = {}
    for row in rows:
        ruling = guard_draft(row, view_as_of(rules, choose_guard_day(rules, row.flow, today)))
        count = families.setdefault(FAMILIES[row.expect.results[0]], Counter())
        count["rows"] += 1
        count["right"] += ruling.result in row.expect.results
        count[ruling.result] += 1
    return [
        MeasuredFamily(
            name,
            family,
            "sms",
            count["rows"],
            {key: count[key] for key in ("right", "block", "warn", "pass")},
        )
        for family, count in sorted(families.items())
    ]
