"""What became of records, and how many of each: every record that was received has one disposition."""

from collections import Counter
from collections.abc import Sequence
from typing import Any, Final

from msgspec import Struct

from tocsin.tracing.intake.records import DISPOSITIONS, Disposition, Item

TOLD: Final = 20
"""Records in quarantine of a file of which it is kept where they stand."""


class RecordOutcome(Struct, frozen=True, gc=False):
    disposition: Disposition
    reason: str = ""
    """Where it went to quarantine."""
    detail: str = ""
    """What was expected of it then; nothing personal."""


class UnaccountedRecords(AssertionError):
    """Records were received that have no disposition: a bug, and the run stops."""


class IntakeTally:
    def __init__(self, file: str, format: str = "") -> None:
        self.file = file
        self.format = format
        self.received = 0
        self.counts: Counter[str] = Counter()
        self.reasons: Counter[str] = Counter()
        self.waiting: list[str] = []
        """Of the first that went to quarantine: where it stands, and what was expected."""
        self.beside = 0
        """What was no result."""
        self.unread = False
        """Whether something of the file was neither taken in nor kept in quarantine."""
        self.again = False
        """Whether the file had been taken in before."""
        self.warnings: list[str] = []
        self.error = ""
        self.cases_opened = 0
        """Corrections open cases too."""
        self.cases_voided = 0

    def add_outcomes(self, items: Sequence[Item], outcomes: Sequence[RecordOutcome]) -> None:
        self.received += len(outcomes)
        for item, outcome in zip(items, outcomes, strict=True):
            self.counts[outcome.disposition] += 1
            if outcome.reason:
                self.reasons[outcome.reason] += 1
                if len(self.waiting) < TOLD:
                    self.waiting.append(f"{item.place}: {outcome.detail}")

    def merge_tally(self, other: "IntakeTally") -> None:
        self.received += other.received
        self.counts.update(other.counts)
        self.reasons.update(other.reasons)
        self.beside += other.beside
        self.cases_opened += other.cases_opened
        self.cases_voided += other.cases_voided

    def check_sum(self) -> None:
        """Raises UnaccountedRecords where the sum is not what was received."""
        if self.received != sum(self.counts[d] for d in DISPOSITIONS):
            raise UnaccountedRecords(f"{self.file}: {self.received} received, {dict(self.counts)}")

    def to_json(self) -> dict[str, Any]:
        found: dict[str, Any] = {"file": self.file, "format": self.format, "received": self.received}
        found |= {d: self.counts[d] for d in DISPOSITIONS}
        found["reasons"] = dict(sorted(self.reasons.items()))
        found |= {"cases_opened": self.cases_opened, "cases_voided": self.cases_voided}
        found["beside"] = self.beside
        if self.again:
            found["again"] = True
        if self.warnings:
            found["warnings"] = self.warnings
        if self.error:
            found["error"] = self.error
        return found
