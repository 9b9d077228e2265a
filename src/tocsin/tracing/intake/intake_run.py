"""A run over files: records in batches to a sink, that says what becomes of each, and the counts."""

from collections.abc import Callable, Iterator, Sequence
from datetime import datetime
from itertools import batched
from typing import Protocol

from tocsin.tracing.intake.acknowledgements import AcknowledgementQueue
from tocsin.tracing.intake.column_mapping import BadColumnMapping
from tocsin.tracing.intake.dry_run import DryRun
from tocsin.tracing.intake.records import Item
from tocsin.tracing.intake.result_files import ResultFile
from tocsin.tracing.intake.tally import IntakeTally, RecordOutcome

BATCH = 4000
"""Records of one step, and of one transaction."""

Seen = Callable[[ResultFile, int, int], None]
"""Hears of progress: file, records, records in quarantine."""


class ResultSink(Protocol):
    """Where records are decided on: without a store (``DryRunSink``), or with one (``StoreSink``)."""

    def begin_file(self, file: ResultFile, tally: IntakeTally) -> int | None:
        """A file begins: how many of its records are done already; None where all of them are."""

    def take_items(self, items: Sequence[Item]) -> list[RecordOutcome]:
        """What becomes of each of these."""

    def end_file(self, tally: IntakeTally) -> None:
        """The file is done."""

    def read_quarantine_reasons(self) -> dict[str, str]:
        """Place -> reason of the records that are in quarantine already."""


class DryRunSink:
    def __init__(self) -> None:
        self.trial = DryRun()

    def begin_file(self, file: ResultFile, tally: IntakeTally) -> int | None:
        self._opened, self._voided = self.trial.opened, self.trial.voided
        return 0

    def take_items(self, items: Sequence[Item]) -> list[RecordOutcome]:
        return self.trial.decide_items(items)

    def end_file(self, tally: IntakeTally) -> None:
        tally.cases_opened = self.trial.opened - self._opened
        tally.cases_voided = self.trial.voided - self._voided

    def read_quarantine_reasons(self) -> dict[str, str]:
        return {}


def run_intake(
    files: Sequence[ResultFile],
    sink: ResultSink,
    received_at: datetime,
    *,
    acknowledge: AcknowledgementQueue | None = None,
    seen: Seen | None = None,
    batch: int = BATCH,
) -> Iterator[IntakeTally]:
    """Take files in, one after the other; the counts of each as soon as it is done.

    Raises UnaccountedRecords where a record would have no disposition.
    """
    for file in files:
        tally = IntakeTally(file.name, file.format)
        try:
            _take_file(file, sink, tally, received_at, acknowledge, seen, batch)
        except BadColumnMapping as error:
            tally.error = str(error)
        tally.warnings += file.warnings
        tally.beside = file.beside
        tally.unread = file.unread or bool(tally.reasons["too_large"])
        tally.check_sum()
        yield tally


def _take_file(
    file: ResultFile,
    sink: ResultSink,
    tally: IntakeTally,
    received_at: datetime,
    acknowledge: AcknowledgementQueue | None,
    seen: Seen | None,
    size: int,
) -> None:
    done = sink.begin_file(file, tally)
    if done is None and acknowledge is None:
        return
    items = file.read_items(received_at, acknowledge)
    reasons = sink.read_quarantine_reasons() if done != 0 else {}
    left = done
    for records in batched(items, size):
        skipped = len(records) if left is None else min(left, len(records))
        outcomes = [_find_earlier_outcome(item, reasons) for item in records[:skipped]]
        if left is not None:
            left -= skipped
        if skipped < len(records):
            fresh = sink.take_items(records[skipped:])
            tally.add_outcomes(records[skipped:], fresh)
            outcomes += fresh
        if acknowledge is not None:
            acknowledge.record_outcomes(records, outcomes)
        if seen is not None:
            seen(file, len(records), sum(o.disposition == "quarantined" for o in outcomes))
    if done is not None:
        sink.end_file(tally)


def _find_earlier_outcome(item: Item, reasons: dict[str, str]) -> RecordOutcome:
    """What became of a record that an earlier run has counted: for its acknowledgement."""
    reason = reasons.get(item.place, "")
    return RecordOutcome("quarantined", reason) if reason else RecordOutcome("known")
