"""Acknowledgements of HL7 messages, written as their records are decided on."""

from collections import deque
from collections.abc import Sequence
from datetime import datetime
from typing import BinaryIO

from tocsin.tracing.intake.ack import acknowledgement
from tocsin.tracing.intake.hl7 import Message
from tocsin.tracing.intake.oru import Read
from tocsin.tracing.intake.outcome import Outcome
from tocsin.tracing.intake.record import Item, Refused


class Acknowledgements:
    """One ACK for each message, in their order; only once all its records have a disposition."""

    def __init__(self, out: BinaryIO, now: datetime) -> None:
        self._out = out
        self._now = now
        self._waiting: deque[tuple[Message | None, int, list[str]]] = deque()
        self.written = 0

    def message(self, read: Read) -> None:
        """A message whose records are about to come."""
        self._waiting.append((read.message, len(read.found), []))

    def settled(self, items: Sequence[Item], outcomes: Sequence[Outcome]) -> None:
        """What became of records, in their order."""
        for item, outcome in zip(items, outcomes, strict=True):
            if not self._waiting:
                return  # a file of another format
            message, left, reasons = self._waiting.popleft()
            reason = outcome.reason or (item.reason if isinstance(item, Refused) else "")
            if reason:
                reasons.append(reason)
            if left > 1:
                self._waiting.appendleft((message, left - 1, reasons))
            else:
                self._out.write(acknowledgement(message, reasons, self._now).encode())
                self.written += 1
