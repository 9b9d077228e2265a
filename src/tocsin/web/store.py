"""The store as pages use it: one connection for each thread, and no waiting for a store that is away."""

import os
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Any, Final

import psycopg

from tocsin.tracing import db

AWAY: Final = 5.0
"""Seconds during which a store that did not answer is not asked again."""
_STATEMENT: Final = "set statement_timeout = '5s'"


class _Here(threading.local):
    """What a thread holds."""

    connection: psycopg.Connection[Any] | None = None
    mark: tuple[int, str] = (0, "")
    """Process and address of the connection."""


_here = _Here()
_away: dict[str, float] = {}


class Away(Exception):
    """The store does not answer, or there is none."""


@contextmanager
def connection() -> Iterator[psycopg.Connection[Any]]:
    """The thread's connection, in autocommit. Raises Away."""
    try:
        where = db.url()
    except db.NoStore:
        raise Away(str(Away.__doc__)) from None
    if time.monotonic() < _away.get(where, 0.0):
        raise Away(str(Away.__doc__))
    try:
        yield _connected(where)
    except (psycopg.OperationalError, psycopg.InterfaceError, psycopg.errors.UndefinedTable, db.NoStore):
        close()
        _away[where] = time.monotonic() + AWAY
        raise Away(str(Away.__doc__)) from None


def close() -> None:
    """End the thread's connection."""
    found, _here.connection = _here.connection, None
    if found is not None:
        with suppress(psycopg.Error):
            found.close()


def forget() -> None:
    """Ask again at once a store that was away."""
    _away.clear()


def _connected(where: str) -> psycopg.Connection[Any]:
    mark = (os.getpid(), where)
    found = _here.connection
    if found is not None and _here.mark == mark and _alive(found):
        return found
    close()
    made = db.connect(where, autocommit=True)
    made.execute(_STATEMENT)
    _here.connection, _here.mark = made, mark
    return made


def _alive(found: psycopg.Connection[Any]) -> bool:
    """Whether it still answers: a server that was started again has forgotten it."""
    try:
        found.execute("select 1")
    except (psycopg.OperationalError, psycopg.InterfaceError):
        return False
    return True
