"""A request with who makes it: what every handler is given."""

from collections.abc import Callable
from datetime import datetime

from msgspec import Struct

from tocsin.web.api.keys import Key
from tocsin.web.api.problem import Problem
from tocsin.web.api.request import Request
from tocsin.web.limits import BUCKETS, Left, Limits, a_minute

WEIGHT = 65_536
"""Bytes of a message that count as one check; a longer one counts as more."""
DEAREST = 4
"""The dearest request costs this part of a minute's limit: whoever may ask at all may ask it."""


class Caller(Struct, frozen=True):
    """Who asks."""

    subject: bytes
    """Of the limit."""
    limit: int
    """Checks a minute."""
    key: Key | None = None

    @property
    def at_once(self) -> int:
        """Requests that may be under way at the same time in one worker."""
        return 64 if self.key else 4


class Asked:
    """One request, its caller, and what it may still take."""

    __slots__ = ("caller", "clock", "left", "limits", "now", "parts", "request")

    def __init__(
        self,
        request: Request,
        caller: Caller,
        limits: Limits,
        clock: Callable[[], datetime],
        now: datetime,
        parts: tuple[str, ...],
    ) -> None:
        self.request = request
        self.caller = caller
        self.limits = limits
        self.clock = clock
        self.now = now
        self.parts = parts
        """What stands in the address where a route has names."""
        self.left: Left | None = None

    def spend(self, cost: int = 1) -> None:
        """Take this much of the limit. Raises Problem."""
        self.left = self._take(self.now, cost)
        if not self.left.allowed:
            raise Problem(
                "limit", f"{self.caller.limit} a minute", headers=(("Retry-After", str(self.left.retry)),)
            )

    def spend_codes(self, codes: int) -> bool:
        """Take what it costs to have codes looked up; whether it was there.

        Without a key that is the budget of the page that verifies codes; with one, a check for each beyond
        the first, which the request itself has paid.
        """
        if self.caller.key is None:
            budget = BUCKETS["verify"]
            return self.limits.take("verify", self.caller.subject, budget, self.clock(), codes).allowed
        return codes <= 1 or self._take(self.clock(), codes - 1).allowed

    def spend_for(self, size: int) -> None:
        """What a body of this size costs beyond the one that was taken already. Raises Problem."""
        if size > WEIGHT:
            self.spend(min(size // WEIGHT, max(1, self.caller.limit // DEAREST)))

    def spend_up_to(self, most: int) -> int:
        """Take as much as there is now, up to ``most``; how much it was."""
        now = self.clock()
        left = self._take(now, most)
        if left.allowed:
            return most
        few = min(left.remaining, most)
        return few if few and self._take(now, few).allowed else 0

    def _take(self, now: datetime, cost: int) -> Left:
        return self.limits.take("api", self.caller.subject, a_minute(self.caller.limit), now, cost)
