"""One request of the API: who makes it, and what it may still take. Every view is given one."""

from typing import Final

from django.core.handlers.wsgi import WSGIRequest

from tocsin.web.api.authentication import NOBODY
from tocsin.web.api.problem import ApiProblem
from tocsin.web.api.request_body import Environ, RequestBody, read_whole_body
from tocsin.web.api.service import ApiService
from tocsin.web.rate_limits import BUCKETS, RateLimitDecision, limit_per_minute

WEIGHT: Final = 65_536
"""Bytes of a message that count as one check; a longer one counts as more."""
DEAREST: Final = 4
"""The dearest request costs this part of a minute's limit: whoever may ask at all may ask it."""


class ApiCall:
    """A request, its caller, and what it may still take."""

    __slots__ = ("body", "caller", "environ", "left", "now", "service")

    def __init__(self, service: ApiService, environ: Environ) -> None:
        self.service = service
        self.environ = environ
        """The request as WSGI has it; not Django's, which has this call and would never end."""
        self.now = service.clock.now()
        self.caller = NOBODY
        self.left: RateLimitDecision | None = None
        """What is left of the caller's limit; None where nothing was taken of one."""
        self.body: RequestBody | None = None

    def get_header(self, name: str) -> str:
        """A header, or an empty text."""
        return str(self.environ.get("HTTP_" + name.upper().replace("-", "_"), ""))

    def read_body(self) -> bytes:
        """The whole body. Raises ApiProblem where it is longer than the view takes in, or is cut short."""
        assert self.body is not None
        assert self.body.most is not None
        return read_whole_body(self.environ, self.body.most)

    def spend_quota(self, cost: int = 1) -> None:
        """Take this much of the limit. Raises ApiProblem."""
        self.left = self._take_quota(cost)
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
            budget, now = BUCKETS["verify"], self.service.clock.now()
            return self.service.limits.take_tokens("verify", self.caller.subject, budget, now, codes).allowed
        return codes <= 1 or self._take_quota_now(codes - 1).allowed

    def spend_for_body(self, size: int) -> None:
        """What a body of this size costs beyond the one that was taken already. Raises ApiProblem."""
        if size > WEIGHT:
            self.spend_quota(min(size // WEIGHT, max(1, self.caller.limit // DEAREST)))

    def spend_quota_up_to(self, most: int) -> int:
        """Take as much as there is now, up to ``most``; how much it was."""
        left = self._take_quota_now(most)
        if left.allowed:
            return most
        few = min(left.remaining, most)
        return few if few and self._take_quota_now(few).allowed else 0

    def _take_quota(self, cost: int) -> RateLimitDecision:
        limit = limit_per_minute(self.caller.limit)
        return self.service.limits.take_tokens("api", self.caller.subject, limit, self.now, cost)

    def _take_quota_now(self, cost: int) -> RateLimitDecision:
        """For what is taken while an answer is under way, which may take long."""
        limit, now = limit_per_minute(self.caller.limit), self.service.clock.now()
        return self.service.limits.take_tokens("api", self.caller.subject, limit, now, cost)


class ApiRequest(WSGIRequest):
    """A request as Django has it, once the API's middleware has seen it."""

    api_call: ApiCall
