"""A request with who makes it: what every handler is given."""

from collections.abc import Callable
from datetime import datetime

from msgspec import Struct

from tocsin.web.api.api_keys import ApiKeyGrant
from tocsin.web.api.problem import ApiProblem
from tocsin.web.api.request import ApiRequest
from tocsin.web.rate_limits import BUCKETS, RateLimitDecision, RateLimiter, limit_per_minute

WEIGHT = 65_536
"""Bytes of a message that count as one check; a longer one counts as more."""
DEAREST = 4
"""The dearest request costs this part of a minute's limit: whoever may ask at all may ask it."""


class ApiCaller(Struct, frozen=True):
    """Who asks."""

    subject: bytes
    """Of the limit."""
    limit: int
    """Checks a minute."""
    key: ApiKeyGrant | None = None

    @property
    def max_concurrent(self) -> int:
        """Requests that may be under way at the same time in one worker."""
        return 64 if self.key else 4


class ApiContext:
    """One request, its caller, and what it may still take."""

    __slots__ = ("caller", "clock", "left", "limits", "now", "parts", "request")

    def __init__(
        self,
        request: ApiRequest,
        caller: ApiCaller,
        limits: RateLimiter,
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
        self.left: RateLimitDecision | None = None

    def spend_quota(self, cost: int = 1) -> None:
        """Take this much of the limit. Raises Problem."""
        self.left = self._take_quota(self.now, cost)
        if not self.left.allowed:
            raise ApiProblem(
                "limit", f"{self.caller.limit} a minute", headers=(("Retry-After", str(self.left.retry)),)
            )

    def spend_code_lookups(self, codes: int) -> bool:
        """Take what it costs to have codes looked up; whether it was there.

        Without a key that is the budget of the page that verifies codes; with one, a check for each beyond
        the first, which the request itself has paid.
        """
        if self.caller.key is None:
            budget = BUCKETS["verify"]
            return self.limits.take_tokens("verify", self.caller.subject, budget, self.clock(), codes).allowed
        return codes <= 1 or self._take_quota(self.clock(), codes - 1).allowed

    def spend_for_body(self, size: int) -> None:
        """What a body of this size costs beyond the one that was taken already. Raises Problem."""
        if size > WEIGHT:
            self.spend_quota(min(size // WEIGHT, max(1, self.caller.limit // DEAREST)))

    def spend_quota_up_to(self, most: int) -> int:
        """Take as much as there is now, up to ``most``; how much it was."""
        now = self.clock()
        left = self._take_quota(now, most)
        if left.allowed:
            return most
        few = min(left.remaining, most)
        return few if few and self._take_quota(now, few).allowed else 0

    def _take_quota(self, now: datetime, cost: int) -> RateLimitDecision:
        return self.limits.take_tokens(
            "api", self.caller.subject, limit_per_minute(self.caller.limit), now, cost
        )
