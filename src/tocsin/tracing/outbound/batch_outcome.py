"""What a batch of events comes to, before it is stored: plain records, nothing decided here."""

from datetime import datetime

from msgspec import Struct, field

from tocsin.sms.gateway import DeliveryState, IncomingSms

MOST_BITS = 62
"""Parts that a bit each can stand for in a column of 64 bits; longer messages share the last."""


class SubmittedPart(Struct, frozen=True):
    """The network took charge of a part, and has yet to say what became of it."""

    message_id: int
    part: int
    of: int
    remote_id: str
    """As receipts are matched: without case and leading zeros."""
    at: datetime


class PartOutcome(Struct, frozen=True):
    message_id: int | None
    """None where only the network's reference is known: sent before a restart, or by another process."""
    part: int
    of: int
    remote_id: str
    state: DeliveryState
    at: datetime


class TimestampedSms(Struct, frozen=True):
    sms: IncomingSms
    at: datetime


class BatchOutcome(Struct):
    """Everything of one batch that is to be stored, in one transaction."""

    accepted_parts: dict[str, SubmittedPart] = field(default_factory=dict)
    """Parts that the network took charge of, by its reference."""
    submitted: dict[int, datetime] = field(default_factory=dict)
    """Message -> when its first part was taken charge of."""
    receipts: list[PartOutcome] = field(default_factory=list)
    completed: list[int] = field(default_factory=list)
    """Messages of which the network has every part: they leave the outbox."""
    resolved: set[int] = field(default_factory=set)
    """Messages that were in doubt, and are not any more."""
    uncertain: dict[int, tuple[str, datetime]] = field(default_factory=dict)
    """Message that may have been sent -> why nobody knows, since when."""
    failed: dict[int, tuple[str, datetime]] = field(default_factory=dict)
    """Message that will not leave -> why, since when."""
    to_retry: dict[int, bool] = field(default_factory=dict)
    """Message that has not left and still may -> whether at once."""
    incoming: list[TimestampedSms] = field(default_factory=list)
    confirmed_rows: list[int] = field(default_factory=list)
    """Rows of SMS from people that the network knows to be safe."""

    def __bool__(self) -> bool:
        return any(getattr(self, name) for name in self.__struct_fields__)


def part_bits(part: int, of: int) -> int:
    """The bit of a part, or of all of them for part 0.

    >>> part_bits(1, 2), part_bits(2, 2), part_bits(0, 2)
    (1, 2, 3)
    """
    return 1 << min(part, MOST_BITS) - 1 if part else (1 << min(of, MOST_BITS)) - 1
