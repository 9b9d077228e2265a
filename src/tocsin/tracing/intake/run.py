"""A run over files: records in batches to a desk, that says what becomes of each, and the counts."""

from collections.abc import Callable, Iterator, Sequence
from datetime import datetime
from itertools import batched
from typing import Protocol

from tocsin.tracing.intake.acknowledge import Acknowledgements
from tocsin.tracing.intake.files import ResultFile
from tocsin.tracing.intake.mapping import BadMapping
from tocsin.tracing.intake.outcome import Outcome, Tally
from tocsin.tracing.intake.record import Item
from tocsin.tracing.intake.trial import Trial

BATCH = 4000
"""Records of one step, and of one transaction."""

Seen = Callable[[ResultFile, int, int], None]
"""Hears of progress: file, records, records in quarantine."""


class Desk(Protocol):
    """Where records are decided on: without a store (``Trial``), or with one (``Store``)."""

    def begin(self, file: ResultFile, tally: Tally) -> int | None:
        """A file begins: how many of its records are done already; None where all of them are."""

    def take(self, items: Sequence[Item]) -> list[Outcome]:
        """What becomes of each of these."""

    def end(self, tally: Tally) -> None:
        """The file is done."""

    def reasons(self) -> dict[str, str]:
        """Place -> reason of the records that are in quarantine already."""


class TrialDesk:
    """Decides without a store."""

    def __init__(self) -> None:
        self.trial = Trial()

    def begin(self, file: ResultFile, tally: Tally) -> int | None:
        """Every file is new."""
        self._opened, self._voided = self.trial.opened, self.trial.voided
        return 0

    def take(self, items: Sequence[Item]) -> list[Outcome]:
        """What would become of them."""
        return self.trial.take(items)

    def end(self, tally: Tally) -> None:
        """How many cases there would be."""
        tally.cases_opened = self.trial.opened - self._opened
        tally.cases_voided = self.trial.voided - self._voided

    def reasons(self) -> dict[str, str]:
        """Nothing is kept."""
        return {}


def run(
    files: Sequence[ResultFile],
    desk: Desk,
    received_at: datetime,
    *,
    acknowledge: Acknowledgements | None = None,
    seen: Seen | None = None,
    batch: int = BATCH,
) -> Iterator[Tally]:
    """Take files in, one after the other; the counts of each as soon as it is done.

    Raises Unaccounted where a record would have no disposition.
    """
    for file in files:
        tally = Tally(file.name, file.format)
        try:
            _take(file, desk, tally, received_at, acknowledge, seen, batch)
        except BadMapping as error:
            tally.error = str(error)
        tally.warnings += file.warnings
        tally.beside = file.beside
        tally.unread = file.unread or bool(tally.reasons["too_large"])
        tally.check()
        yield tally


def _take(
    file: ResultFile,
    desk: Desk,
    tally: Tally,
    received_at: datetime,
    acknowledge: Acknowledgements | None,
    seen: Seen | None,
    size: int,
) -> None:
    done = desk.begin(file, tally)
    if done is None and acknowledge is None:
        return
    items = file.items(received_at, acknowledge)
    reasons = desk.reasons() if done != 0 else {}
    left = done
    for records in batched(items, size):
        skipped = len(records) if left is None else min(left, len(records))
        outcomes = [_before(item, reasons) for item in records[:skipped]]
        if left is not None:
            left -= skipped
        if skipped < len(records):
            fresh = desk.take(records[skipped:])
            tally.add(fresh)
            outcomes += fresh
        if acknowledge is not None:
            acknowledge.settled(records, outcomes)
        if seen is not None:
            seen(file, len(records), sum(o.disposition == "quarantined" for o in outcomes))
    if done is not None:
        desk.end(tally)


def _before(item: Item, reasons: dict[str, str]) -> Outcome:
    """What became of a record that an earlier run has counted: for its acknowledgement."""
    reason = reasons.get(item.place, "")
    return Outcome("quarantined", reason) if reason else Outcome("known")
