"""Parts that wait to leave: replies before bulk, each in the order in which it came."""

from collections import OrderedDict
from collections.abc import Callable
from heapq import heapify, heappop, heappush
from typing import Final

from msgspec import Struct

from tocsin.sms import parts
from tocsin.sms.account import LongTexts
from tocsin.sms.gateway import Outgoing

MOST_REFERENCES: Final = 100_000


class Pending(Struct, frozen=True):
    """One part on its way out."""

    ticket: int
    """Place in the queue; kept when the network sends the part back."""
    message: Outgoing
    part: parts.Part
    tries: int = 0
    """Times the network sent it back for a fault of its own."""

    def overdue(self, now: float) -> bool:
        """Whether the message is worth nothing any more."""
        until = self.message.valid_until
        return until is not None and until.timestamp() <= now


class Outbox:
    """The queue that every bind of an account draws from."""

    def __init__(self, first_reference: int = 0, long_texts: LongTexts = "parts") -> None:
        self._heap: list[tuple[int, int, Pending]] = []
        self._tickets = 0
        self._references: OrderedDict[str, int] = OrderedDict()
        self._first_reference = first_reference
        self._whole = long_texts == "payload"

    def __len__(self) -> int:
        return len(self._heap)

    def add(self, message: Outgoing) -> None:
        """Queue every part of a message."""
        text = message.text
        for part in parts.whole(text) if self._whole else parts.cut(text, self._reference(message)):
            self.put_back(Pending(self._tickets, message, part))
            self._tickets += 1

    def put_back(self, pending: Pending) -> None:
        """Queue a part again, in its old place."""
        heappush(self._heap, (pending.message.priority, pending.ticket, pending))

    def take(self) -> Pending | None:
        """The next part to send; None where nothing waits."""
        return heappop(self._heap)[2] if self._heap else None

    def withdraw(self, id: str) -> list[Pending]:
        """Take every waiting part of a message out of the queue."""
        return self._remove(lambda pending: pending.message.id == id)

    def overdue(self, now: float) -> list[Pending]:
        """Take every part that is worth nothing any more out of the queue."""
        return self._remove(lambda pending: pending.overdue(now))

    def _remove(self, which: Callable[[Pending], bool]) -> list[Pending]:
        removed = [entry[2] for entry in self._heap if which(entry[2])]
        if removed:
            self._heap = [entry for entry in self._heap if not which(entry[2])]
            heapify(self._heap)
        return sorted(removed, key=lambda pending: pending.ticket)

    def _reference(self, message: Outgoing) -> int:
        """A number that the same phone has not seen for 255 long messages."""
        used = self._references.pop(message.to, self._first_reference) + 1
        self._references[message.to] = used
        if len(self._references) > MOST_REFERENCES:
            self._references.popitem(last=False)
        return used & 0xFF
