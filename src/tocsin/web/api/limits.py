"""How much a client may ask in a minute, whatever the number of workers and machines.

The minute is that of the clock. Where there is a store, what is taken stands in it, and a worker takes a
block at a time: a twentieth of the limit, so that not each request costs a statement. In all never more than
the limit is given; what a worker took and does not use is lost for that minute, a twentieth at most for each.
Once the limit is reached a worker refuses by itself until the minute ends. Without a store, or while it is
away, each worker counts for itself alone.
"""

import threading
from datetime import datetime, timedelta
from typing import Final

from msgspec import Struct

from tocsin.web.api import sql
from tocsin.web.api.store import Away, Store

BLOCKS: Final = 20
MINUTE: Final = timedelta(minutes=1)
_MOST_SUBJECTS: Final = 100_000


class Retry(Struct, frozen=True):
    """Not now."""

    seconds: int
    """When it may be asked again."""


class Left(Struct, frozen=True):
    """What came of asking."""

    allowed: bool
    limit: int
    remaining: int
    """As far as this worker knows."""
    reset: int
    """Seconds until the minute ends."""


class _Block(Struct):
    tokens: int = 0
    taken: int = 0
    """By all workers, when it was last asked."""
    empty: bool = False


class Limits:
    """The limits of one worker."""

    def __init__(self, store: Store | None = None) -> None:
        self._store = store
        self._lock = threading.Lock()
        self._minute: datetime | None = None
        self._blocks: dict[bytes, _Block] = {}
        self.local = 0
        """How often the store was away, and only this worker counted."""

    def take(self, subject: bytes, limit: int, now: datetime, cost: int = 1) -> Left:
        """Take ``cost`` of a subject's limit for this minute."""
        minute = now.replace(second=0, microsecond=0)
        reset = max(1, 60 - now.second)
        with self._lock:
            if minute != self._minute:
                self._begin(minute)
            block = self._blocks.get(subject)
            if block is None:
                if len(self._blocks) >= _MOST_SUBJECTS:
                    self._blocks.clear()
                block = self._blocks[subject] = _Block()
            if block.tokens >= cost:
                block.tokens -= cost
                return Left(True, limit, max(0, limit - block.taken) + block.tokens, reset)
            if block.empty:
                return Left(False, limit, block.tokens, reset)
            want = max(cost - block.tokens, min(limit // BLOCKS, limit), 1)
        taken = self._taken(subject, minute, want, block)
        with self._lock:
            given = max(0, min(want, limit - (taken - want)))
            block.tokens += given
            block.taken = max(block.taken, taken)
            block.empty = taken >= limit
            allowed = block.tokens >= cost
            if allowed:
                block.tokens -= cost
            return Left(allowed, limit, max(0, limit - block.taken) + block.tokens, reset)

    def allowed(self, bucket: str, client: bytes, limit: int, now: datetime) -> Retry | None:
        """Whether a client may do something once more in this minute; None where it may."""
        left = self.take(bucket.encode() + b"\0" + client, limit, now)
        return None if left.allowed else Retry(left.reset)

    def _taken(self, subject: bytes, minute: datetime, want: int, block: _Block) -> int:
        """What all workers together have asked for, this included."""
        if self._store is not None:
            try:
                with self._store.connection() as connection:
                    asked = {"subject": subject, "minute": minute, "want": want}
                    row = connection.execute(sql.TAKE, asked).fetchone()
                assert row is not None
                return int(row[0])
            except Away:
                self.local += 1
        return block.taken + want

    def _begin(self, minute: datetime) -> None:
        """A minute begins: what was left of the one before is worth nothing."""
        self._minute = minute
        self._blocks = {}

    def tidy(self, now: datetime) -> None:
        """Take out what is over. Raises Away."""
        if self._store is not None:
            with self._store.connection() as connection:
                connection.execute(sql.TIDY_ALLOWANCES, {"before": now - 2 * MINUTE})
