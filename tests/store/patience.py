"""A store that goes away is waited for."""

import time
from collections.abc import Callable
from contextlib import AbstractContextManager

import psycopg

from tocsin.store import database

_FIRST, _LONGEST = 0.1, 5.0
"""Seconds between two tries."""


def open_connection_patiently[T](
    action: Callable[[psycopg.Connection], T],
    *,
    seconds: float = 60.0,
    opens: Callable[[], AbstractContextManager[psycopg.Connection]] = database.open_connection,
    clock: Callable[[], float] = time.monotonic,
    sleep: Callable[[float], None] = time.sleep,
) -> T:
    """What a whole transaction gives, tried again while the store is away; each try has a new connection.

    The last commit may have been done although its answer was lost: ``action`` must give the same when it
    runs twice, as whatever works by keys does. Raises what the last try raised, once ``seconds`` are over.
    """
    until, pause = clock() + seconds, _FIRST
    while True:
        try:
            with opens() as connection:
                return action(connection)
        except database.NotAStoreAddress:
            raise
        except (psycopg.OperationalError, psycopg.InterfaceError, database.NoStore):
            if clock() + pause > until:
                raise
        sleep(pause)
        pause = min(2 * pause, _LONGEST)
