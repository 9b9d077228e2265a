"""How often one visitor may ask, whatever the number of workers and machines.

Where there is a store the count stands in it, one statement for each question; without one, or while it is
away, each worker counts for itself. Each question is given back after a while (a generic cell rate
algorithm): there is no moment at which everything begins anew.
"""

import hashlib
import hmac
import math
import threading
from datetime import datetime, timedelta
from typing import Final

from django.conf import settings
from django.http import HttpRequest
from msgspec import Struct

from tocsin.tracing.queries import query
from tocsin.web import store
from tocsin.web.api.client import address, network


class Limit(Struct, frozen=True):
    """So many at once, each given back after a while."""

    most: int
    each: timedelta

    @property
    def window(self) -> timedelta:
        """After so long everything is given back."""
        return self.most * self.each


class Retry(Struct, frozen=True):
    """Not now."""

    seconds: int
    """In how many seconds one more is allowed."""


BUCKETS: Final = {
    "verify": Limit(20, timedelta(seconds=30)),
    "call": Limit(10, timedelta(seconds=60)),
    "enter": Limit(30, timedelta(seconds=20)),
    "enter_here": Limit(10, timedelta(seconds=60)),
    "enter_as": Limit(50, timedelta(seconds=60)),
    "enter_known": Limit(10, timedelta(seconds=60)),
    "factor": Limit(5, timedelta(minutes=5)),
}
"""Which limit -> how much. A code that is said has few digits: it is typed less often than others.

Passwords: ``enter`` from one network; ``enter_here`` from one network as one person; ``enter_as`` as one
person from anywhere, so that no one network keeps a colleague out; ``enter_known`` as one person from a
browser in which they have come in before, which no stranger's guesses count against."""
_BYTES: Final = 16
_MOST_LOCAL: Final = 50_000
_lock = threading.Lock()
_local: dict[tuple[str, bytes], datetime] = {}


def allowed(bucket: str, client: bytes, now: datetime) -> Retry | None:
    """Take one of a visitor's limit: None where it was there, else when to come back."""
    limit = BUCKETS[bucket]
    try:
        with store.connection() as connection:
            asked = {"bucket": bucket, "client": client, "now": now}
            taken = connection.execute(
                query("limits.take"), {**asked, "every": limit.each, "window": limit.window}
            ).fetchone()
            if taken:
                return None
            until = connection.execute(query("limits.until"), asked).fetchone()
            return _retry(until[0] if until else now, limit, now)
    except store.Away:
        return _alone(bucket, client, limit, now)


def client_of(request: HttpRequest, now: datetime) -> bytes:
    """Who asks: a keyed hash of the address and the day. The address itself is written nowhere.

    The key is the site's secret, the same for all workers of a machine; machines that share a limit share
    ``TOCSIN_SITE_SECRET`` as well.
    """
    came_from = network(address(request.META, settings.SITE_PROXIES))
    subject = f"{now.date()} {came_from}".encode()
    return hmac.digest(settings.SECRET_KEY.encode(), subject, hashlib.sha256)[:_BYTES]


def subject_of(login: str) -> bytes:
    """Whom somebody wants to come in as: a keyed hash, whether there is such an account or not."""
    return _hashed(f"as {login}")


def subject_from(login: str, request: HttpRequest, now: datetime) -> bytes:
    """The same from one network, for a day."""
    return _hashed(f"as {login} {client_of(request, now).hex()}")


def _hashed(text: str) -> bytes:
    return hmac.digest(settings.SECRET_KEY.encode(), text.encode(), hashlib.sha256)[:_BYTES]


def _alone(bucket: str, client: bytes, limit: Limit, now: datetime) -> Retry | None:
    """The same, counted by this worker alone."""
    with _lock:
        if len(_local) >= _MOST_LOCAL:
            _local.clear()
        after = max(_local.get((bucket, client), now), now) + limit.each
        if after > now + limit.window:
            return _retry(after - limit.each, limit, now)
        _local[bucket, client] = after
        return None


def forget() -> None:
    """Forget what this worker counted by itself."""
    with _lock:
        _local.clear()


def _retry(until: datetime, limit: Limit, now: datetime) -> Retry:
    wait = until + limit.each - limit.window - now
    return Retry(max(1, math.ceil(wait.total_seconds())))
