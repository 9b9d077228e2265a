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
from ipaddress import IPv4Address, IPv6Address, ip_address
from typing import Final

from django.conf import settings
from django.http import HttpRequest
from msgspec import Struct

from tocsin.tracing.queries import query
from tocsin.web import store


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
}
"""Which limit -> how much. A code that is said has few digits: it is typed less often than others."""
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
                query("limits.take"), {**asked, "each": limit.each, "window": limit.window}
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
    subject = f"{now.date()} {network(_address(request))}".encode()
    return hmac.digest(settings.SECRET_KEY.encode(), subject, hashlib.sha256)[:_BYTES]


def network(address: str) -> str:
    """What one visitor has for themselves: an address of IPv4, a network of 64 bits of IPv6.

    >>> network("192.0.2.7"), network("2001:db8:1:2:3:4:5:6"), network("::ffff:192.0.2.7"), network("?")
    ('192.0.2.7', '2001:db8:1:2::', '192.0.2.7', '')
    """
    try:
        found: IPv4Address | IPv6Address = ip_address(address.strip().strip("[]").partition("%")[0])
    except ValueError:
        return ""
    if isinstance(found, IPv6Address):
        return str(found.ipv4_mapped or IPv6Address(int(found) >> 64 << 64))
    return str(found)


def _address(request: HttpRequest) -> str:
    """The other end of the line, or what the outermost of our own proxies saw (``TOCSIN_SITE_PROXIES``)."""
    proxies: int = settings.SITE_PROXIES
    if proxies:
        steps = request.META.get("HTTP_X_FORWARDED_FOR", "")[-2000:].split(",")
        if len(steps) >= proxies:
            return str(steps[-proxies])
    return str(request.META.get("REMOTE_ADDR") or "")


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
