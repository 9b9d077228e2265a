"""One message by RCS, and by SMS where RCS does not bring it: what to do next, as a pure function.

The person is to read it once. So an SMS follows only where the provider refuses the RCS message, says that it will not
arrive, or says nothing for too long; and before it follows, the RCS message is revoked, where the provider can. A
receipt that comes before the SMS has left ends it; one that comes after changes nothing any more: a telephone may then
have shown both, which no provider can rule out.
"""

from typing import Literal

from msgspec import Struct
from msgspec.structs import replace

RcsStage = Literal["sent", "revoking", "sms", "arrived", "expired"]
"""``sent``: the RCS message left; ``revoking``: it is being taken back; ``sms``: the SMS is on its way instead;
``arrived``: it is on the telephone by RCS; ``expired``: it is worth nothing any more, and no SMS follows."""


class RcsProgress(Struct, frozen=True, kw_only=True):
    stage: RcsStage = "sent"
    falls_back_at: float
    """When its time is over, in seconds since 1970."""
    valid_until: float | None = None
    """When it is worth nothing any more."""
    revocable: bool = True
    """Whether the provider can take it back."""


class RcsRefused(Struct, frozen=True):
    """The provider does not take it, or says that it will never arrive."""


class RcsArrived(Struct, frozen=True):
    """It is on the telephone: delivered, or shown."""


class TimePassed(Struct, frozen=True):
    """Nothing happened until now."""


class RcsRevoked(Struct, frozen=True):
    """What came of taking it back."""

    done: bool
    """False: the provider says that it had arrived already. Where nobody knows, it counts as taken back: to be told
    twice is better than never."""


RcsEvent = RcsRefused | RcsArrived | TimePassed | RcsRevoked
RcsStep = Literal["send_sms", "revoke", "report_arrived", "report_expired"]


def advance_rcs(known: RcsProgress, event: RcsEvent, now: float) -> tuple[RcsProgress, tuple[RcsStep, ...]]:
    """What an event makes of a message, and what is to be done.

    >>> late = RcsProgress(falls_back_at=60.0)
    >>> advance_rcs(late, TimePassed(), 60.0)[1], advance_rcs(late, RcsArrived(), 59.0)[1]
    (('revoke',), ('report_arrived',))
    """
    if known.stage in ("arrived", "expired", "sms"):
        return known, ()
    match event:
        case RcsArrived() | RcsRevoked(False):
            return replace(known, stage="arrived"), ("report_arrived",)
        case RcsRefused():
            return _fall_back(known, now)
        case RcsRevoked(True) if known.stage == "revoking":
            return _fall_back(known, now)
        case TimePassed() if known.stage == "sent" and now >= known.falls_back_at:
            if known.revocable:
                return replace(known, stage="revoking"), ("revoke",)
            return _fall_back(known, now)
        case _:
            return known, ()


def _fall_back(known: RcsProgress, now: float) -> tuple[RcsProgress, tuple[RcsStep, ...]]:
    if known.valid_until is not None and now >= known.valid_until:
        return replace(known, stage="expired"), ("report_expired",)
    return replace(known, stage="sms"), ("send_sms",)
