"""Who asks, as far as a limit needs it: a keyed hash of the address, under a key that lives for a day.

Pages and the API know a visitor by the same hash.

An address is never written down, in the store or in a log. Its hash is under a secret of the day: two days
later the secret is gone, and nothing that was kept can be led back to an address. While it lives, who can
read the store could try every address of IPv4: the counts live for minutes only. With a store all machines
share the secret; without one, each worker draws its own.
"""

import hashlib
import hmac
import secrets
from collections.abc import Mapping
from datetime import date, timedelta
from ipaddress import IPv4Address, IPv6Address, ip_address
from typing import Any, Final

from tocsin.store.statements import fetch_row
from tocsin.web.store_pool import STORE_POOL, StorePool, StoreUnavailable

BYTES: Final = 16
KEPT: Final = timedelta(days=1)
"""After its day, for how long the secret of a day is kept."""


class ClientPseudonyms:
    """Turns addresses into subjects of a limit."""

    def __init__(self, store: StorePool) -> None:
        self._store = store
        self._secrets: dict[date, tuple[bytes, bool]] = {}
        self._known: dict[tuple[date, str], bytes] = {}

    def pseudonym_of(self, address: str, today: date) -> bytes:
        """The client at an address: of IPv6 its network of 64 bits, which one line has as a whole."""
        found = self._known.get((today, address))
        if found is None:
            secret, shared = self._secret_of_day(today)
            found = hmac.digest(secret, client_network(address).encode(), hashlib.sha256)[:BYTES]
            if len(self._known) >= 10_000:
                self._known.clear()
            if shared or not self._store.is_configured():
                self._known[today, address] = found
        return found

    def _secret_of_day(self, today: date) -> tuple[bytes, bool]:
        found = self._secrets.get(today)
        if found is None or (not found[1] and self._store.is_configured()):
            try:
                found = self._draw_shared_secret(today), True
            except StoreUnavailable:
                found = found or (secrets.token_bytes(32), False)
            self._secrets = {today: found}
            self._known.clear()
        return found

    def _draw_shared_secret(self, today: date) -> bytes:
        drawn = secrets.token_bytes(32)
        with self._store.connection() as connection:
            row = fetch_row(connection, "api.day_secret", day=today, secret=drawn, before=today - KEPT)
        return bytes(row.secret)


CLIENT_PSEUDONYMS: Final = ClientPseudonyms(STORE_POOL)
"""Those of this worker."""


def client_network(address: str) -> str:
    """What one client has for itself.

    >>> (client_network("192.0.2.7"), client_network("2001:db8:1:2:3:4:5:6"),
    ...  client_network("::ffff:192.0.2.7"))
    ('192.0.2.7', '2001:db8:1:2::', '192.0.2.7')
    """
    found = parse_ip_address(address)
    if isinstance(found, IPv6Address):
        if found.ipv4_mapped:
            return str(found.ipv4_mapped)
        return str(IPv6Address(int(found) >> 64 << 64))
    return str(found) if found else ""


def parse_ip_address(address: str) -> IPv4Address | IPv6Address | None:
    try:
        return ip_address(address.strip().strip("[]").partition("%")[0])
    except ValueError:
        return None


def client_address(environ: Mapping[str, Any], proxies: int) -> str:
    """Where a request comes from: the line itself, or what the outermost of our own proxies saw.

    ``X-Forwarded-For`` is read from its end, as many steps as there are proxies of ours: what stands before
    was written by the client, and may be anything.
    """
    seen = str(environ.get("REMOTE_ADDR") or "")
    if proxies:
        steps = str(environ.get("HTTP_X_FORWARDED_FOR", ""))[-2_000:].split(",")
        if len(steps) >= proxies and parse_ip_address(steps[-proxies]):
            return steps[-proxies].strip()
    return seen.rpartition(":")[0] if seen.count(":") == 1 else seen


def is_local_request(environ: Mapping[str, Any]) -> bool:
    """Whether it was asked from here, and not through a proxy."""
    found = parse_ip_address(client_address(environ, 0))
    through = environ.get("HTTP_X_FORWARDED_FOR") or environ.get("HTTP_FORWARDED")
    return bool(found and found.is_loopback and not through)
