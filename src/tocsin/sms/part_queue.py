"""Parts that wait to leave: replies before bulk, each in the order in which it came."""

from collections import OrderedDict
from collections.abc import Callable
from heapq import heapify, heappop, heappush
from typing import Final

from msgspec import Struct

from tocsin.sms import message_parts
from tocsin.sms.gateway import OutgoingSms
from tocsin.sms.smpp_account import LongTexts

MOST_REFERENCES: Final = 100_000


class QueuedPart(Struct, frozen=True):
    ticket: int
    """Place in the queue; kept when the network sends the part back."""
    message: OutgoingSms
    part: message_parts.SmsPart
    tries: int = 0
    """Times the network sent it back for a fault of its own."""

    def is_expired(self, now: float) -> bool:
        until = self.message.valid_until
        return until is not None and until.timestamp() <= now


class PartQueue:
    """The queue that every bind of an account draws from."""

    def __init__(self, first_reference: int = 0, long_texts: LongTexts = "parts") -> None:
        self._heap: list[tuple[int, int, QueuedPart]] = []
        self._tickets = 0
        self._references: OrderedDict[str, int] = OrderedDict()
        self._first_reference = first_reference
        self._whole = long_texts == "payload"

    def __len__(self) -> int:
        return len(self._heap)

    def add_message(self, message: OutgoingSms) -> None:
        text = message.text
        for part in (
            message_parts.make_single_part(text)
            if self._whole
            else message_parts.split_into_parts(text, self._next_reference(message))
        ):
            self.requeue(QueuedPart(self._tickets, message, part))
            self._tickets += 1

    def requeue(self, pending: QueuedPart) -> None:
        """Queue a part again, in its old place."""
        heappush(self._heap, (pending.message.priority, pending.ticket, pending))

    def pop_next(self) -> QueuedPart | None:
        """The next part to send; None where nothing waits."""
        return heappop(self._heap)[2] if self._heap else None

    def remove_message(self, id: str) -> list[QueuedPart]:
        return self._remove_where(lambda pending: pending.message.id == id)

    def remove_expired(self, now: float) -> list[QueuedPart]:
        return self._remove_where(lambda pending: pending.is_expired(now))

    def _remove_where(self, which: Callable[[QueuedPart], bool]) -> list[QueuedPart]:
        removed = [entry[2] for entry in self._heap if which(entry[2])]
        if removed:
            self._heap = [entry for entry in self._heap if not which(entry[2])]
            heapify(self._heap)
        return sorted(removed, key=lambda pending: pending.ticket)

    def _next_reference(self, message: OutgoingSms) -> int:
        """A number that the same phone has not seen for 255 long messages."""
        used = self._references.pop(message.to, self._first_reference) + 1
        self._references[message.to] = used
        if len(self._references) > MOST_REFERENCES:
            self._references.popitem(last=False)
        return used & 0xFF
