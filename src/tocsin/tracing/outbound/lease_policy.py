"""What a gateway does by itself, and when: times, and the decision on what may have been sent already."""

from datetime import datetime, timedelta
from typing import Literal

from msgspec import Struct, structs


class GatewayPolicy(Struct, frozen=True, kw_only=True):
    """Times of one gateway. Spans that are a ``timedelta`` are on the clock of the service, which may be that
    of a story; those in seconds are real."""

    lease: timedelta = timedelta(minutes=1)
    """How long a message stays with a gateway that says nothing; renewed well before."""
    resend_after: timedelta = timedelta(minutes=2)
    """How long a message that may have been sent waits for news of it."""
    resends: int = 1
    """How often such a message is sent again, at most."""
    worth_resending: timedelta = timedelta(minutes=1)
    """What must be left of its validity for that."""
    retry_after: timedelta = timedelta(minutes=1)
    """When a message is tried again that the network refused for a fault of its own."""
    early_receipt_for: timedelta = timedelta(hours=1)
    """How long a receipt waits for the part it speaks of."""
    repetition_for: timedelta = timedelta(minutes=15)
    """How long an SMS is known that the network may hand over again."""
    confirm_for: float = 2.0
    """Seconds until the network is taken to have read that an SMS is safe; a process that is killed before it
    has leaves the SMS known, so that the next one does not take it for another."""
    poll_every: float = 0.1
    """Seconds between two looks into an empty outbox."""
    poll_at_most: float = 2.0
    """The same at most, where nothing is due and the outbox is so long that a look takes time."""
    batch_for: float = 0.25
    """Seconds from one turn to the next at least: what comes meanwhile is stored together, at half cost, and of an
    SMS whose receipt comes within them nothing is kept in between. A reply waits no longer for it."""
    renew_every: float = 1.0
    """Seconds between two renewals, signs of life and looks for receipts that came before their part."""
    settle_every: float = 5.0
    """Seconds between two looks for leases that have ended."""
    retry_first: float = 0.1
    """Seconds until the store is tried again; doubled each time."""
    retry_most: float = 5.0
    give_up: int = 20
    """Tries to reach the store, once it is to stop; what is not stored by then comes again."""

    @property
    def longest_hold(self) -> timedelta:
        return 2 * max(self.lease, self.resend_after)


def scale_to_speed(policy: GatewayPolicy, speed: float) -> GatewayPolicy:
    """The policy on a clock that runs ``speed`` times faster: no lease ends between two real renewals.

    >>> scale_to_speed(GatewayPolicy(), 1.0) == GatewayPolicy()
    True
    >>> scale_to_speed(GatewayPolicy(), 240.0).lease
    datetime.timedelta(seconds=4800)
    """
    if speed <= 1.0:
        return policy
    return structs.replace(
        policy,
        lease=max(policy.lease, timedelta(seconds=20 * policy.renew_every * speed)),
        resend_after=max(policy.resend_after, timedelta(seconds=5 * policy.renew_every * speed)),
    )


class ExpiredLease(Struct, frozen=True):
    """A message whose lease is over: nobody knows what became of it."""

    message_id: int
    valid_until: datetime | None
    flagged: bool
    """Whether it is known to be in doubt."""
    resent: int
    settled: bool
    """Whether it was delivered, or given up."""


Decision = Literal["flag", "resend", "give_up", "forget"]


def decide_expired_lease(ended: ExpiredLease, now: datetime, policy: GatewayPolicy) -> Decision:
    """What becomes of it.

    It is never sent again silently: first it is flagged, and news of it has time to come. Then it is sent
    once more if that is still worth it, or given up so that somebody calls.
    """
    if ended.settled:
        return "forget"
    if not ended.flagged:
        return "flag"
    worth = ended.valid_until is None or ended.valid_until >= now + policy.worth_resending
    return "resend" if worth and ended.resent < policy.resends else "give_up"
