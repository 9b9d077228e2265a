"""How many messages were judged, by day, way and verdict: counted in memory, and added to the store once a minute.

Nothing of a message, of who asked or of the hour is kept. A process that is killed loses a minute of counts.
"""

import threading
import time
from collections import Counter
from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import date, datetime
from typing import Any, Final, Literal

import psycopg

from tocsin.locale.paris_time import find_paris_day
from tocsin.store.database import NoStore
from tocsin.store.queries import query

EVERY: Final = 60.0
"""Seconds between two writes of a process."""
Way = Literal["page", "api"]


class VerdictCounter:
    def __init__(
        self,
        connection: Callable[[], AbstractContextManager[psycopg.Connection[Any]]],
        gone: tuple[type[Exception], ...] = (NoStore,),
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        """``gone``: what ``connection`` raises where the store is away; the counts then wait for it."""
        self._connection = connection
        self._gone: tuple[type[Exception], ...] = (*gone, psycopg.Error)
        self._clock = clock
        self._counts: Counter[tuple[date, Way, str]] = Counter()
        self._lock = threading.Lock()
        self._written = clock()

    def count_verdict(self, way: Way, verdict: str, now: datetime, count: int = 1) -> None:
        """So many more; never in the way of a check: what cannot be written waits."""
        with self._lock:
            self._counts[find_paris_day(now), way, verdict] += count
            if self._clock() - self._written < EVERY:
                return
            self._written = self._clock()
            waiting, self._counts = self._counts, Counter()
        try:
            self._add_counts(waiting)
        except self._gone:
            with self._lock:
                self._counts.update(waiting)

    def _add_counts(self, waiting: Counter[tuple[date, Way, str]]) -> None:
        rows = sorted(waiting.items())
        asked = {
            "days": [day for (day, _, _), _ in rows],
            "ways": [way for (_, way, _), _ in rows],
            "verdicts": [verdict for (_, _, verdict), _ in rows],
            "counts": [count for _, count in rows],
        }
        with self._connection() as connection, connection.transaction():
            connection.execute(query("webhooks.count_verdicts"), asked)
