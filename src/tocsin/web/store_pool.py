"""The store as pages and the API use it: a few connections kept open, and no waiting for one that is away.

After a failure the store is left alone for some seconds: meanwhile whoever can do without it does so at once,
and what needs it is refused at once. A worker has one ``STORE_POOL``, found as every command finds the store:
``TOCSIN_DATABASE_URL``, else the embedded one that runs.
"""

import os
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from typing import Any, Final

import psycopg
from psycopg.conninfo import make_conninfo
from psycopg_pool import ConnectionPool, PoolTimeout

from tocsin.config import read_settings
from tocsin.store import database, embedded
from tocsin.store.database import NoStore

Connection = psycopg.Connection[Any]
Pool = ConnectionPool[Connection]

AWAY: Final = 5.0
"""Seconds during which a store that failed is not asked again."""
WAIT = 2.0
"""Seconds to wait for a connection."""
STATEMENT = "5s"
"""How long one statement may take."""
MOST: Final = 16
"""Connections of one worker."""
LOOK: Final = 1.0
"""Seconds for which an embedded store is where it was, or not there: looking for it reads files."""
_GONE = (
    psycopg.OperationalError, psycopg.InterfaceError, PoolTimeout, NoStore,
    psycopg.errors.UndefinedTable,  # never migrated: it is no use to us yet
    psycopg.errors.ReadOnlySqlTransaction,
)  # fmt: skip


class StoreUnavailable(Exception):
    """The store does not answer, or there is none."""


class _ThreadConnection(threading.local):
    connection: Connection | None = None


class StorePool:
    """The store of one worker; it connects when it is first asked."""

    def __init__(self, url: str | None = None, *, clock: Callable[[], float] = time.monotonic) -> None:
        """``url``: None is found as every command finds it, an empty one is no store at all."""
        self.url = url
        self._clock = clock
        self._held = _ThreadConnection()
        self._lock = threading.Lock()
        self._pool: Pool | None = None
        self._of: tuple[int, str] = (0, "")
        """Process and address of the pool."""
        self._last = ""
        self._until = 0.0
        """Until then the store at the last address is left alone."""
        self._embedded: tuple[float, str] = (float("-inf"), "")

    def is_configured(self) -> bool:
        """Whether one was named, or the embedded one runs; it may be away all the same."""
        return bool(self._store_url())

    @contextmanager
    def connection(self) -> Iterator[Connection]:
        """A connection in autocommit; the same one for whoever asks again within. Raises StoreUnavailable."""
        if self._held.connection is not None:
            yield self._held.connection
            return
        where = self._store_url()
        if where != self._last:
            self._last, self._until = where, 0.0
        if not where or self._clock() < self._until:
            raise StoreUnavailable(str(StoreUnavailable.__doc__))
        try:
            with self._open_pool(where).connection(WAIT) as self._held.connection:
                yield self._held.connection
        except _GONE:
            self._until = self._clock() + AWAY
            self._close_pool()
            raise StoreUnavailable(str(StoreUnavailable.__doc__)) from None
        finally:
            self._held.connection = None

    @contextmanager
    def transaction(self) -> Iterator[Connection]:
        """A connection, in a transaction that is committed at the end. Raises StoreUnavailable."""
        with self.connection() as connection, connection.transaction():
            yield connection

    def open_own_connection(self) -> Connection:
        """A connection of the caller's own, to close. Raises StoreUnavailable."""
        try:
            return database.open_connection(self._store_url() or None)
        except _GONE:
            raise StoreUnavailable(str(StoreUnavailable.__doc__)) from None

    @contextmanager
    def open_unbounded_connection(self) -> Iterator[Connection]:
        """A connection without the bound of a page: some runs take minutes. Raises StoreUnavailable."""
        with self.open_own_connection() as connection:
            connection.execute("set statement_timeout = '10min'")
            connection.commit()
            yield connection

    def close_connections(self) -> None:
        self._close_pool(WAIT)

    def _close_pool(self, patience: float = 0.0) -> None:
        """Whoever asks next begins anew; those who have a connection in hand keep it."""
        with self._lock:
            pool, self._pool = self._pool, None
        if pool is not None:
            pool.close(patience)

    def forget_failure(self) -> None:
        """Ask again at once a store that was away."""
        self._until = 0.0
        self._embedded = (float("-inf"), "")

    def _store_url(self) -> str:
        if self.url is not None:
            return self.url
        if named := read_settings().database_url:
            return named
        at, found = self._embedded
        if self._clock() - at >= LOOK:
            found = embedded.find_store_url() or ""
            self._embedded = self._clock(), found
        return found

    def _open_pool(self, where: str) -> Pool:
        mark = (os.getpid(), where)
        with self._lock:
            if self._pool is None or self._of != mark:
                if self._pool is not None and self._of[0] == mark[0]:
                    self._pool.close()
                # A pool would try again and again, and somebody wait for it: what is away is said at once.
                psycopg.connect(make_conninfo(where, connect_timeout=round(WAIT))).close()
                self._pool, self._of = _create_pool(where), mark
            return self._pool


def _create_pool(where: str) -> Pool:
    return ConnectionPool(
        where,
        connection_class=psycopg.Connection,
        kwargs={
            "application_name": "tocsin-site", "connect_timeout": round(WAIT), "autocommit": True,
            "options": f"-c timezone=UTC -c statement_timeout={STATEMENT}",
        },
        min_size=0, max_size=MOST, max_waiting=64, timeout=WAIT, reconnect_timeout=1,
        check=ConnectionPool.check_connection,  # a server that was started again has forgotten them
        name="tocsin-site", open=True,
    )  # fmt: skip


STORE_POOL: Final = StorePool()
"""That of this worker."""


def is_store_configured() -> bool:
    return STORE_POOL.is_configured()


def store_connection() -> AbstractContextManager[Connection]:
    """A connection to the store, in autocommit. Raises StoreUnavailable."""
    return STORE_POOL.connection()
