"""The one interface to every network: what is handed over, and what comes back.

A gateway (``smpp``, ``http``) is one module behind ``SmsGateway``. The caller writes each message down
*before* it hands it over, stores each batch of events, and only then confirms the batch.
"""

from collections.abc import Callable
from datetime import UTC, datetime
from enum import IntEnum, StrEnum
from typing import Protocol

from msgspec import Struct

from tocsin.message import gsm7


class SendPriority(IntEnum):
    REPLY = 0
    """Somebody is waiting with the phone in the hand."""
    BULK = 1


class BadDestination(ValueError):
    """The destination is not an E.164 number such as +33639981234."""


class BadSender(ValueError):
    """The sender is neither a number nor a name of 1 to 11 GSM characters."""


class TooManyParts(ValueError):
    """The text needs more than 255 parts, which concatenation cannot number."""


class GatewayStopped(RuntimeError):
    """The gateway was stopped, and has nothing more to tell."""


class SuggestedReply(Struct, frozen=True):
    """A button under a message, for channels that have some."""

    label: str
    """As it is shown, and as it is written in an SMS."""
    postback: str
    """What comes back when it is touched: ``case-17.1:yes``."""


class OutgoingSms(Struct, frozen=True, kw_only=True):
    """One message to one phone, already guarded and registered."""

    id: str
    """Our own reference; comes back in every event about it."""
    to: str
    """Destination, E.164 with the plus sign."""
    sender: str
    """Short number (``38663``), E.164 number, or name."""
    text: str
    priority: SendPriority = SendPriority.BULK
    valid_until: datetime | None = None
    """When it is worth nothing any more, with time zone; it is then not sent, or dropped by the network.
    None: the network's own default."""
    replies: tuple[SuggestedReply, ...] = ()
    """Buttons, where the channel shows some; an SMS says its answers in its text."""

    @property
    def parts(self) -> int:
        """SMS it takes.

        >>> OutgoingSms(id="m1", to="+33639981234", sender="38663", text="é" * 161).parts
        2
        """
        return gsm7.measure_sms_cost(self.text).parts


class DeliveryState(StrEnum):
    """What the network says became of a part (SMPP 3.4, 5.2.28)."""

    ENROUTE = "enroute"
    DELIVERED = "delivered"
    EXPIRED = "expired"
    DELETED = "deleted"
    UNDELIVERABLE = "undeliverable"
    ACCEPTED = "accepted"
    UNKNOWN = "unknown"
    REJECTED = "rejected"

    @property
    def is_final(self) -> bool:
        return self not in (DeliveryState.ENROUTE, DeliveryState.ACCEPTED)


class PartAccepted(Struct, frozen=True):
    """The network took charge of a part."""

    id: str
    part: int
    """1 for the first; 0 for all of them, where the network cuts the message itself."""
    of: int
    remote_id: str
    """The network's own reference: keep it, a receipt that comes after a restart bears nothing else."""
    at: datetime


class PartRefused(Struct, frozen=True):
    """A part did not leave, and will not."""

    id: str
    part: int
    of: int
    reason: str
    """``expired``, ``sibling_refused``, ``stopped``, ``smpp_0x0000000b``, ``http_400``: stable names."""
    permanent: bool
    """Whether sending the same again is bound to fail."""
    at: datetime


class PartUncertain(Struct, frozen=True):
    """A part left, and nobody knows whether it arrived. Only the caller may decide to send it again.

    ``PartAccepted`` or ``PartRefused`` may still follow if the answer was only late.
    """

    id: str
    part: int
    of: int
    reason: str
    """``line_dropped``, ``no_answer``."""
    at: datetime


class DeliveryReceipt(Struct, frozen=True):
    id: str | None
    """Our reference; None where ``remote_id`` is not known here (sent before a restart)."""
    part: int
    """0 where unknown."""
    of: int
    remote_id: str
    """As in ``PartAccepted`` where ``id`` is known, else as the receipt writes it."""
    state: DeliveryState
    error: str
    """The network's error code, or empty."""
    at: datetime


class IncomingSms(Struct, frozen=True):
    sender: str
    """As the network gives it; with a plus sign where it says that the number is international."""
    to: str
    text: str
    """What arrived; ``…`` stands where parts are missing."""
    at: datetime
    missing: tuple[int, ...] = ()
    """Numbers of the parts that never came."""
    repeated: bool = False
    """The same came a moment ago, or on a line that dropped before it was confirmed: perhaps one message."""
    readable: bool = True
    """False for binary content, whose text is empty."""
    postback: str = ""
    """Of a button that was touched; empty where the person wrote."""


class LinkChange(Struct, frozen=True):
    """A connection to the network came up or went down."""

    link: str
    up: bool
    reason: str
    """Why it went down; empty when it came up."""
    at: datetime


Event = PartAccepted | PartRefused | PartUncertain | DeliveryReceipt | IncomingSms | LinkChange


class EventBatch:
    """Events in the order in which they happened, to be stored and then confirmed."""

    def __init__(self, events: tuple[Event, ...], confirm: Callable[[], None]) -> None:
        self.events = events
        self.confirm = confirm
        """Tells the network that receipts and incoming messages are safe; without it they come again."""


class SmsGateway(Protocol):
    async def start(self) -> None:
        """Open the way; returns at once, ``LinkChange`` says when it is open."""

    async def send(self, message: OutgoingSms) -> None:
        """Queue a message; waits while the queue is full. Raises if it can never be sent."""

    async def receive(self) -> EventBatch:
        """Wait for something to happen, and give everything that has."""

    async def stop(self) -> None:
        """Send nothing more, wait for what is in flight, close cleanly."""


def check_sendable(message: OutgoingSms) -> None:
    """Raise if the message can never be sent."""
    if not (message.to.startswith("+") and message.to[1:].isascii() and message.to[1:].isdigit()):
        raise BadDestination(f"{BadDestination.__doc__} {message.id}: {message.to!r}")
    if not 7 <= len(message.to) <= 16:
        raise BadDestination(f"{BadDestination.__doc__} {message.id}: {message.to!r}")
    if not is_valid_sender(message.sender):
        raise BadSender(f"{BadSender.__doc__} {message.id}: {message.sender!r}")
    if len(message.text) > 255 * gsm7.PART["ucs2"] and message.parts > 255:
        raise TooManyParts(f"{TooManyParts.__doc__} {message.id}: {message.parts}")


def is_valid_sender(sender: str) -> bool:
    """Whether it is 3 to 15 digits, perhaps after a plus sign, or a name of 1 to 11 ASCII characters.

    >>> [is_valid_sender(s) for s in ("38663", "+33639981234", "AMELI", "AssuranceMaladie", "")]
    [True, True, True, False, False]
    """
    digits = sender.removeprefix("+")
    if digits.isascii() and digits.isdigit():
        return 3 <= len(digits) <= 15
    return 1 <= len(sender) <= 11 and sender.isascii() and sender.isprintable() and gsm7.fits_gsm7(sender)


def utc_datetime(now: float) -> datetime:
    """Seconds since 1970 as a date and time of day in UTC."""
    return datetime.fromtimestamp(now, UTC)
