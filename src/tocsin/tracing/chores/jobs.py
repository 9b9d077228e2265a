"""Chores as jobs of procrastinate: kept, tried again, and left to be seen where they fail for good."""

import logging
import time
import zlib
from collections import Counter
from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final

import psycopg
from procrastinate import App, JobContext, RetryStrategy
from procrastinate.connector import BaseConnector

from tocsin.tracing.chores.model import Chore, Counts, Desk, Means
from tocsin.tracing.queries import query

MOST: Final = 5
"""How often a job that fails is tried again: after 3, 9, 27, 81 and 243 seconds of the machine."""
RETRY: Final = RetryStrategy(max_attempts=MOST, exponential_wait=3)
_ROOM: Final = 0x63686F72
"""First half of the advisory locks of chores."""
_log = logging.getLogger("tocsin.chores")


class Failed(Exception):
    """A chore came to nothing; what it says of why names nobody."""


class Busy(Exception):
    """Another process still runs this chore."""


def app(
    connector: BaseConnector, means: Means, chores: Mapping[str, Chore], tally: Counter[str] | None = None
) -> App:
    """An application of procrastinate with a task for each chore; ``tally`` counts how they end."""
    made = App(connector=connector)
    for chore in chores.values():
        _add(made, chore, means, Counter() if tally is None else tally)
    return made


def perform(chore: Chore, means: Means, now: datetime) -> Counts:
    """Run a chore for a moment, unless another process is at it. Raises Busy, and what the chore raises."""
    with means.connect() as connection:
        _alone(chore, connection)
        return chore.do(Desk(means, connection, now))


def _add(made: App, chore: Chore, means: Means, tally: Counter[str]) -> None:
    def run(context: JobContext, timestamp: int, now: str) -> None:
        tried = context.job.attempts + 1
        began = time.monotonic()
        try:
            counts = perform(chore, means, datetime.fromisoformat(now))
        except Exception as error:
            why = reason(error)
        else:
            tally[chore.name] += 1
            took = round(time.monotonic() - began, 3)
            _log.info("chore done", extra={"chore": chore.name, "took_s": took, "counts": dict(counts)})
            return
        tally["failed"] += 1
        # Outside of the handler: what was raised may name people, and must not hang on to what is told of it.
        _log.warning("chore failed", extra={"chore": chore.name, "attempt": tried, "error": why})
        raise Failed(f"{chore.name}: {why}")

    made.task(name=chore.task, queue=chore.needs, lock=chore.task, retry=RETRY, pass_context=True)(run)


def _alone(chore: Chore, connection: psycopg.Connection[Any]) -> None:
    # A process taken for dead may be only slow. The lock ends with its connection, and so with the process.
    asked = {"room": _ROOM, "chore": zlib.crc32(chore.name.encode()) - 2**31}
    found = connection.execute(query("chores.alone"), asked).fetchone()
    connection.commit()
    if not found or not found[0]:
        raise Busy(str(Busy.__doc__))


def reason(error: BaseException) -> str:
    """What kind of error it is, without its words: they may quote somebody's data.

    >>> reason(ValueError("+33639981201"))
    'ValueError'
    """
    state = getattr(error, "sqlstate", None)
    return f"{type(error).__name__} {state}" if state else type(error).__name__
