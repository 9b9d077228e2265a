"""The store as the API uses it: a few connections kept open, and no waiting for one that is away.

After a failure the store is left alone for some seconds: meanwhile a check is answered without it at once,
and what needs it is refused at once.
"""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, Final

import psycopg
from psycopg_pool import ConnectionPool, PoolTimeout

from tocsin.tracing import db
from tocsin.tracing.db import NoStore

Connection = psycopg.Connection[Any]

AWAY: Final = 5.0
"""Seconds during which a store that failed is not asked again."""
WAIT: Final = 2.0
"""Seconds to wait for a connection."""
STATEMENT: Final = "5s"
"""How long one statement may take."""
MOST: Final = 8
"""Connections of one worker."""
_GONE = (
    psycopg.OperationalError, psycopg.InterfaceError, PoolTimeout, NoStore,
    psycopg.errors.UndefinedTable,  # never migrated: it is no use to us yet
    psycopg.errors.ReadOnlySqlTransaction,
)  # fmt: skip


class Away(Exception):
    """The store does not answer."""


class Store:
    """The store of one worker; it connects when it is first asked."""

    def __init__(self, url: str, *, clock: Callable[[], float] = time.monotonic) -> None:
        self.url = url
        self._clock = clock
        self._pool: ConnectionPool[Connection] | None = None
        self._until = 0.0

    @contextmanager
    def connection(self) -> Iterator[Connection]:
        """A connection, in a transaction that is committed at the end. Raises Away."""
        if self._clock() < self._until:
            raise Away(str(Away.__doc__))
        try:
            with self._opened().connection(WAIT) as connection:
                yield connection
        except _GONE:
            self._until = self._clock() + AWAY
            raise Away(str(Away.__doc__)) from None

    def alone(self) -> Connection:
        """A connection of the caller's own, to close. Raises Away."""
        try:
            return db.connect(self.url)
        except _GONE:
            raise Away(str(Away.__doc__)) from None

    def close(self) -> None:
        """End every connection."""
        if self._pool is not None:
            self._pool.close()
            self._pool = None

    def _opened(self) -> "ConnectionPool[Connection]":
        if self._pool is None:
            # Before the first of its connections: a worker answers at once where the store is away.
            self._pool = ConnectionPool(
                self.url,
                connection_class=psycopg.Connection,
                kwargs={
                    "application_name": "tocsin-api", "connect_timeout": 2,
                    "options": f"-c timezone=UTC -c statement_timeout={STATEMENT}",
                },
                min_size=0, max_size=MOST, max_waiting=64, timeout=WAIT, reconnect_timeout=1,
                name="tocsin-api", open=True,
            )  # fmt: skip
        return self._pool
