"""How much one visitor may ask, whatever the number of workers and machines; pages and the API alike.

What is taken is given back bit by bit (a generic cell rate algorithm): there is no moment at which everything
begins anew. Where there is a store the count stands in it. For a large limit a worker takes a block at a
time, a twentieth, so that not each request costs a statement; what it does not use is lost. Once nothing is
left a worker refuses by itself until there is. Without a store, or while it is away, each worker counts for
itself alone.
"""

import hashlib
import hmac
import math
import threading
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Final

from django.conf import settings
from msgspec import Struct

from tocsin.store.queries import query
from tocsin.web import client_pseudonyms
from tocsin.web.store_pool import STORE_POOL, StorePool, StoreUnavailable

if TYPE_CHECKING:
    from django.http import HttpRequest

_BYTES: Final = 16
BLOCKS: Final = 20
OVER: Final = timedelta(hours=1)
"""After so long nobody's clock needs what was given back."""
_MOST_SUBJECTS: Final = 100_000
_EVER: Final = datetime.min.replace(tzinfo=UTC)


class RateLimit(Struct, frozen=True):
    """So many at once, each given back after a while."""

    most: int
    each: timedelta

    @property
    def window(self) -> timedelta:
        """After so long everything is given back."""
        return self.most * self.each


class RetryAfter(Struct, frozen=True):
    seconds: int
    """In how many seconds one more is allowed."""


class RateLimitDecision(Struct, frozen=True):
    allowed: bool
    limit: int
    remaining: int
    """As far as this worker knows."""
    reset: int
    """Seconds until everything is given back."""
    retry: int = 0
    """Seconds until what was refused is allowed."""


BUCKETS: Final[Mapping[str, RateLimit]] = {
    "check": RateLimit(120, timedelta(seconds=1)),
    "verify": RateLimit(20, timedelta(seconds=30)),
    "call": RateLimit(10, timedelta(seconds=60)),
    "enter": RateLimit(30, timedelta(seconds=20)),
    "enter_here": RateLimit(10, timedelta(seconds=60)),
    "enter_as": RateLimit(50, timedelta(seconds=60)),
    "enter_known": RateLimit(10, timedelta(seconds=60)),
    "factor": RateLimit(5, timedelta(minutes=5)),
    "report": RateLimit(10, timedelta(minutes=2)),
    "report_same": RateLimit(3, timedelta(hours=8)),
    "outcome": RateLimit(20, timedelta(seconds=30)),
}
"""Limits of pages. Behind one address may stand many people who check a message; a code that is said has few
digits, and is typed less often than others. ``verify`` is one budget for every code that is looked up: on
its own page, in a message on the page of the check, and by those who ask the API without a key.

Passwords: ``enter`` from one network; ``enter_here`` from one network as one person; ``enter_as`` as one
person from anywhere, so that no one network keeps a colleague out; ``enter_known`` as one person from a
browser in which they have come in before, which no stranger's guesses count against.

Reports: ``report_same`` is of the same words from one network, so that nobody makes a campaign alone; ``outcome`` is of
codes of receipts that are asked for."""


def limit_per_minute(most: int) -> RateLimit:
    return RateLimit(most, timedelta(minutes=1) / most if most else timedelta(minutes=1))


class _TokenBlock(Struct):
    tokens: int = 0
    """Taken, and not used yet."""
    lapse: datetime = _EVER
    """When they are worth nothing any more: they were given back to all."""
    until: datetime = _EVER
    """When all that was taken is given back."""


class RateLimiter:
    def __init__(self, store: StorePool) -> None:
        self._store = store
        self._lock = threading.Lock()
        self._blocks: dict[tuple[str, bytes], _TokenBlock] = {}
        self.local = 0
        """How often only this worker counted."""

    def take_tokens(
        self, bucket: str, client: bytes, limit: RateLimit, now: datetime, cost: int = 1
    ) -> RateLimitDecision:
        """Take ``cost`` of a visitor's limit; what is refused costs nothing."""
        block = self._block(bucket, client)
        with self._lock:
            if block.lapse <= now:
                block.tokens = 0
            if block.tokens >= cost:
                block.tokens -= cost
                return _decision(True, limit, block, now)
            least = cost - block.tokens
            if cost > limit.most or not _fits_window(block.until, 1, limit, now):
                return _decision(False, limit, block, now, least)
            wants = sorted({least, max(least, limit.most // BLOCKS)}, reverse=True)
        for want in wants:
            until = self._take_from_store(bucket, client, want, limit, now, block)
            with self._lock:
                block.until = max(block.until, until) if until else block.until
                if until:
                    block.tokens += want - cost
                    block.lapse = now + want * limit.each
                    return _decision(True, limit, block, now)
        return _decision(False, limit, block, now, least)

    def delete_expired(self, now: datetime) -> None:
        """Take out what is over. Raises StoreUnavailable."""
        with self._store.connection() as connection:
            connection.execute(query("jobs.tidy_visitors"), {"before": now - OVER})

    def forget_local_counts(self) -> None:
        with self._lock:
            self._blocks.clear()

    def _block(self, bucket: str, client: bytes) -> _TokenBlock:
        with self._lock:
            if len(self._blocks) >= _MOST_SUBJECTS:
                self._blocks.clear()
            return self._blocks.setdefault((bucket, client), _TokenBlock())

    def _take_from_store(
        self, bucket: str, client: bytes, want: int, limit: RateLimit, now: datetime, block: _TokenBlock
    ) -> datetime | None:
        """When all is given back once this was taken; None where it is not there."""
        try:
            with self._store.connection() as connection:
                asked = {"bucket": bucket, "client": client, "now": now}
                span = {"every": want * limit.each, "window": limit.window}
                row = connection.execute(query("limits.take"), {**asked, **span}).fetchone()
                if row:
                    return row[0]  # type: ignore[no-any-return]
                row = connection.execute(query("limits.until"), asked).fetchone()
        except StoreUnavailable:
            return self._take_locally(want, limit, now, block)
        with self._lock:
            block.until = row[0] if row else block.until
        return None

    def _take_locally(
        self, want: int, limit: RateLimit, now: datetime, block: _TokenBlock
    ) -> datetime | None:
        with self._lock:
            self.local += 1
            if not _fits_window(block.until, want, limit, now):
                return None
            block.until = max(block.until, now) + want * limit.each
            return block.until


def _fits_window(until: datetime, want: int, limit: RateLimit, now: datetime) -> bool:
    return max(until, now) + want * limit.each <= now + limit.window


def _decision(
    allowed: bool, limit: RateLimit, block: _TokenBlock, now: datetime, least: int = 0
) -> RateLimitDecision:
    free = now + limit.window - max(block.until, now)
    wait = max(block.until, now) + least * limit.each - limit.window - now if least else timedelta()
    return RateLimitDecision(
        allowed,
        limit.most,
        max(0, free // limit.each) + block.tokens,
        max(1, math.ceil((block.until - now).total_seconds())),
        max(1, math.ceil(wait.total_seconds())) if least else 0,
    )


RATE_LIMITER: Final = RateLimiter(STORE_POOL)
"""Those of this worker."""


def take_page_quota(bucket: str, client: bytes, now: datetime, cost: int = 1) -> RetryAfter | None:
    """Take ``cost`` of a visitor's limit on a page: None where it was there, else when to come back."""
    left = RATE_LIMITER.take_tokens(bucket, client, BUCKETS[bucket], now, cost)
    return None if left.allowed else RetryAfter(left.retry)


def client_pseudonym(request: "HttpRequest", now: datetime) -> bytes:
    """Who asks: a keyed hash of the address, under a secret of the day. The address is written nowhere."""
    came_from = client_pseudonyms.client_address(request.META, settings.SITE_PROXIES)
    return client_pseudonyms.CLIENT_PSEUDONYMS.pseudonym_of(came_from, now.date())


def login_pseudonym(login: str) -> bytes:
    """Whom somebody wants to come in as: a keyed hash, whether there is such an account or not."""
    return _keyed_hash(f"as {login}")


def login_pseudonym_on_network(login: str, request: "HttpRequest", now: datetime) -> bytes:
    return _keyed_hash(f"as {login} {client_pseudonym(request, now).hex()}")


def _keyed_hash(text: str) -> bytes:
    return hmac.digest(settings.SECRET_KEY.encode(), text.encode(), hashlib.sha256)[:_BYTES]
