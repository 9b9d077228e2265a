"""API keys: drawn here, kept by their hash alone.

A key is 32 bytes from the system's own source. What is stored is its plain SHA-256: no salt and no slow hash
are needed, as nobody can try 2^256 keys, whereas a person's password could be guessed. A slow hash would
only let a stranger make us compute. Who reads the store learns no key.
"""

import hashlib
import secrets
import threading
import time
from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Final, Literal, get_args

from msgspec import Struct

from tocsin.store.statements import execute_statement, fetch_records, fetch_row
from tocsin.web.security_events import log_security_event
from tocsin.web.store_pool import Connection, StorePool

Scope = Literal["check", "intake", "metrics", "exchange"]
SCOPES: Final[tuple[Scope, ...]] = get_args(Scope)
PREFIX: Final = "tocsin_"
"""By which a key that was published by mistake is found."""
LENGTH: Final = len(PREFIX) + 43
PER_MINUTE: Final = 6_000
MOST_PER_MINUTE: Final = 100_000_000
KNOWN_FOR: Final = 30.0
"""Seconds after which a key is looked up again: so long a revoked key may still be taken."""
_SHOWN: Final = 8
"""Figures of a digest by which a key is told from others in the log of security."""
_MOST_KNOWN: Final = 10_000


class ApiKeyNameTaken(ValueError):
    """There is a key of this name already; revoked ones keep their names."""


class NoSuchApiKey(LookupError):
    """There is no key of this name."""


class ApiKeyGrant(Struct, frozen=True):
    """What a key opens."""

    name: str
    digest: bytes
    scopes: frozenset[str]
    per_minute: int
    expires: datetime | None

    def rate_limit_subject(self) -> bytes:
        """Of its limit."""
        return self.digest[:16]


class ApiKeySummary(Struct, frozen=True):
    """A key, as people see it: never the key itself."""

    name: str
    scopes: list[str]
    per_minute: int
    made: datetime
    by: str
    expires: datetime | None
    revoked: datetime | None
    used_on: date | None


def key_digest(key: str) -> bytes:
    """What is kept of a key."""
    return hashlib.sha256(key.encode()).digest()


def create_api_key(
    connection: Connection,
    name: str,
    scopes: tuple[Scope, ...],
    per_minute: int,
    expires: datetime | None,
    *,
    now: datetime,
    by: str,
) -> str:
    """Draw a key and keep its hash; it is never shown again. Raises ApiKeyNameTaken."""
    key = PREFIX + secrets.token_urlsafe(32)
    added = execute_statement(
        connection, "api.make_key", name=name, digest=key_digest(key), scopes=list(scopes), per_minute=per_minute,
        now=now, by=by[:64], expires=expires,
    )  # fmt: skip
    if not added:
        raise ApiKeyNameTaken(f"{str(ApiKeyNameTaken.__doc__).rstrip('.')}: {name}")
    log_security_event(
        "api_key_made", key=key_digest(key).hex()[:_SHOWN], scopes=list(scopes), per_minute=per_minute
    )
    return key


def list_api_keys(connection: Connection) -> list[ApiKeySummary]:
    """Every key, by name."""
    return fetch_records(connection, ApiKeySummary, "api.keys")


def revoke_api_key(connection: Connection, name: str, now: datetime) -> bool:
    """A key opens nothing any more; false where it was revoked before. Raises NoSuchApiKey."""
    row = fetch_row(connection, "api.revoke_key", name=name, now=now)
    if row is None:
        raise NoSuchApiKey(f"{str(NoSuchApiKey.__doc__).rstrip('.')}: {name}")
    log_security_event("api_key_revoked", key=bytes(row.digest).hex()[:_SHOWN])
    return bool(row.exists)


class ApiKeyCache:
    """The keys as one worker knows them."""

    def __init__(self, store: StorePool, clock: Callable[[], float] = time.monotonic) -> None:
        self._store = store
        self._clock = clock
        self._lock = threading.Lock()
        self._known: dict[bytes, tuple[ApiKeyGrant | None, float]] = {}

    def is_cached(self, key: str) -> bool:
        """Whether a key can be judged without asking the store."""
        found = self._known.get(key_digest(key))
        return found is not None and found[1] > self._clock()

    def find_key(self, key: str, now: datetime) -> ApiKeyGrant | None:
        """What a key opens; None where it is not known, was revoked or has expired.

        Raises StoreUnavailable.
        """
        if len(key) != LENGTH or not key.startswith(PREFIX):
            return None
        hashed = key_digest(key)
        found = self._known.get(hashed)
        if found is None or found[1] <= self._clock():
            found = self._load_key(hashed, now.astimezone(UTC).date()), self._clock() + KNOWN_FOR
            with self._lock:
                if len(self._known) >= _MOST_KNOWN:
                    self._known.clear()
                self._known[hashed] = found
        one = found[0]
        return None if one is None or (one.expires is not None and one.expires <= now) else one

    def _load_key(self, hashed: bytes, today: date) -> ApiKeyGrant | None:
        with self._store.connection() as connection:
            row = fetch_row(connection, "api.key", digest=hashed)
            if row is None:
                return None
            execute_statement(connection, "api.use_key", digest=hashed, day=today)
        return ApiKeyGrant(row.name, hashed, frozenset(row.scopes), row.per_minute, row.expires_at)
