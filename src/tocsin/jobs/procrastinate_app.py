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

from tocsin.jobs.scheduled_job import Counts, JobResources, JobRunContext, ScheduledJob
from tocsin.runtime.logs import log_event
from tocsin.store.queries import query

MOST: Final = 5
"""How often a job that fails is tried again: after 3, 9, 27, 81 and 243 seconds of the machine."""
RETRY: Final = RetryStrategy(max_attempts=MOST, exponential_wait=3)
_ROOM: Final = 0x63686F72
"""First half of the advisory locks of chores."""
_log = logging.getLogger("tocsin.chores")


class JobFailed(Exception):
    """A chore came to nothing; what it says of why names nobody."""


class JobAlreadyRunning(Exception):
    """Another process still runs this chore."""


def build_app(
    connector: BaseConnector,
    means: JobResources,
    chores: Mapping[str, ScheduledJob],
    tally: Counter[str] | None = None,
) -> App:
    """An application of procrastinate with a task for each chore; ``tally`` counts how they end."""
    made = App(connector=connector)
    for chore in chores.values():
        _add_task(made, chore, means, Counter() if tally is None else tally)
    return made


def perform_job(chore: ScheduledJob, means: JobResources, now: datetime) -> Counts:
    """Run a chore for a moment, unless another process is at it.

    Raises JobAlreadyRunning, and what the chore raises.
    """
    with means.connect() as connection:
        _lock_job(chore, connection)
        return chore.do(JobRunContext(means, connection, now))


def _add_task(made: App, chore: ScheduledJob, means: JobResources, tally: Counter[str]) -> None:
    def run(context: JobContext, timestamp: int, now: str) -> None:
        tried = context.job.attempts + 1
        began = time.monotonic()
        try:
            counts = perform_job(chore, means, datetime.fromisoformat(now))
        except Exception as error:
            why = error_kind(error)
        else:
            tally[chore.name] += 1
            took = round(time.monotonic() - began, 3)
            log_event(_log, "chore_done", chore=chore.name, took_s=took, counts=dict(counts))
            return
        tally["failed"] += 1
        # Outside of the handler: what was raised may name people, and must not hang on to what is told of it.
        log_event(_log, "chore_failed", level=logging.WARNING, chore=chore.name, attempt=tried, error=why)
        raise JobFailed(f"{chore.name}: {why}")

    made.task(name=chore.task_name, queue=chore.needs, lock=chore.task_name, retry=RETRY, pass_context=True)(
        run
    )


def _lock_job(chore: ScheduledJob, connection: psycopg.Connection[Any]) -> None:
    # A process taken for dead may be only slow. The lock ends with its connection, and so with the process.
    asked = {"room": _ROOM, "chore": zlib.crc32(chore.name.encode()) - 2**31}
    found = connection.execute(query("chores.alone"), asked).fetchone()
    connection.commit()
    if not found or not found[0]:
        raise JobAlreadyRunning(str(JobAlreadyRunning.__doc__))


def error_kind(error: BaseException) -> str:
    """What kind of error it is, without its words: they may quote somebody's data.

    >>> error_kind(ValueError("+33639981201"))
    'ValueError'
    """
    state = getattr(error, "sqlstate", None)
    return f"{type(error).__name__} {state}" if state else type(error).__name__
