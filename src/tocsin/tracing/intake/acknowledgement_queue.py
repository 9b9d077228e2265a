"""Acknowledgements of messages, written as their records are decided on."""

from collections import deque
from collections.abc import Sequence
from datetime import datetime
from typing import BinaryIO

from tocsin.tracing.intake.hl7_acknowledgement import format_acknowledgement
from tocsin.tracing.intake.hprim_acknowledgement import format_hprim_acknowledgement
from tocsin.tracing.intake.oru_results import OruMessage
from tocsin.tracing.intake.records import Item, RefusedRecord
from tocsin.tracing.intake.tally import RecordOutcome


class AcknowledgementQueue:
    """One for each message of HL7 or HPRIM, in their order; only once all its records have a disposition."""

    def __init__(self, out: BinaryIO, now: datetime) -> None:
        self._out = out
        self._now = now
        self._waiting: deque[tuple[OruMessage, int, list[tuple[str, str]]]] = deque()
        self.written = 0

    def begin_message(self, read: OruMessage) -> None:
        """A message whose records are about to come."""
        self._waiting.append((read, len(read.found), []))

    def record_outcomes(self, items: Sequence[Item], outcomes: Sequence[RecordOutcome]) -> None:
        """What became of records, in their order."""
        for item, outcome in zip(items, outcomes, strict=True):
            if not self._waiting:
                return  # a file of another format
            read, left, reasons = self._waiting.popleft()
            reason = outcome.reason or (item.reason if isinstance(item, RefusedRecord) else "")
            if reason:
                reasons.append((item.place, reason))
            if left > 1:
                self._waiting.appendleft((read, left - 1, reasons))
            else:
                self._write_acknowledgement(read, reasons)

    def _write_acknowledgement(self, read: OruMessage, reasons: list[tuple[str, str]]) -> None:
        if read.form == "hl7":
            text = format_acknowledgement(read.message, [reason for _, reason in reasons], self._now)
            self._out.write(text.encode())
        elif read.form == "hprim":
            self._out.write(format_hprim_acknowledgement(read, reasons, self._now))
        else:
            return
        self.written += 1
