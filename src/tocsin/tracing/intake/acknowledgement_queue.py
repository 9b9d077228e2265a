"""Acknowledgements of HL7 messages, written as their records are decided on."""

from collections import deque
from collections.abc import Sequence
from datetime import datetime
from typing import BinaryIO

from tocsin.tracing.intake.hl7_acknowledgement import format_acknowledgement
from tocsin.tracing.intake.hl7_messages import Hl7Message
from tocsin.tracing.intake.oru_results import OruMessage
from tocsin.tracing.intake.records import Item, RefusedRecord
from tocsin.tracing.intake.tally import RecordOutcome


class AcknowledgementQueue:
    """One ACK for each message, in their order; only once all its records have a disposition."""

    def __init__(self, out: BinaryIO, now: datetime) -> None:
        self._out = out
        self._now = now
        self._waiting: deque[tuple[Hl7Message | None, int, list[str]]] = deque()
        self.written = 0

    def begin_message(self, read: OruMessage) -> None:
        """A message whose records are about to come."""
        self._waiting.append((read.message, len(read.found), []))

    def record_outcomes(self, items: Sequence[Item], outcomes: Sequence[RecordOutcome]) -> None:
        """What became of records, in their order."""
        for item, outcome in zip(items, outcomes, strict=True):
            if not self._waiting:
                return  # a file of another format
            message, left, reasons = self._waiting.popleft()
            reason = outcome.reason or (item.reason if isinstance(item, RefusedRecord) else "")
            if reason:
                reasons.append(reason)
            if left > 1:
                self._waiting.appendleft((message, left - 1, reasons))
            else:
                self._out.write(format_acknowledgement(message, reasons, self._now).encode())
                self.written += 1
