"""Chores on a real store, at moments that a test says."""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Mapping
from datetime import UTC, datetime
from typing import Any

import psycopg
from procrastinate import App, PsycopgConnector

from tocsin.jobs import worker
from tocsin.jobs.job_status import JobRun, list_recent_runs
from tocsin.jobs.scheduled_job import (
    Counts,
    IntervalSchedule,
    JobResources,
    JobRunContext,
    ScheduledJob,
    When,
)
from tocsin.jobs.worker import JobScheduler
from tocsin.privacy.vault import Vault
from tocsin.store import database as stores

MORNING = datetime(2021, 3, 4, 8, 30, tzinfo=UTC)
"""Half past nine in Paris, on the day of the founding document."""


def chore(
    name: str, do: Callable[[JobRunContext], Counts | None], when: When | None = None, needs: Any = "store"
) -> ScheduledJob:
    """A chore of a test: every minute, where nothing else is said."""
    return ScheduledJob(
        name, when or IntervalSchedule(60), needs, "of a test", lambda context: do(context) or {}
    )


class Office:
    """A process that does chores, step by step."""

    def __init__(self, store: str, *chores: ScheduledJob, **resources: Any) -> None:
        self.store = store
        self.chores: Mapping[str, ScheduledJob] = {one.name: one for one in chores}
        known: dict[str, Any] = {"vault": Vault.for_tests(), "machine": lambda: MORNING}
        self.resources = JobResources(connect=lambda: stores.open_connection(store), **(known | resources))

    def look(self, now: datetime) -> list[str]:
        """Defer what is due."""
        return self._do(lambda app: JobScheduler(app, self.chores).defer_due_jobs(now))

    def work(self) -> None:
        """Do all that waits, and end."""
        self._do(self._work)

    def live(self, now: datetime) -> list[str]:
        """Defer what is due, and do it."""
        deferred = self.look(now)
        self.work()
        return deferred

    def retry_stalled_jobs(self) -> list[str]:
        """Take up again what dead processes left, however short they are dead."""
        return self._do(lambda app: JobScheduler(app, self.chores).retry_stalled_jobs(0))

    def again(self) -> None:
        """The seconds pass after which jobs that failed are tried again."""
        with stores.open_connection(self.store) as db:
            db.execute("update procrastinate_jobs set scheduled_at = null where status = 'todo'")

    def recent(self, each: int = 1) -> list[JobRun]:
        """What was done last."""
        with stores.open_connection(self.store) as db:
            return list_recent_runs(db, each, list(self.chores))

    def states(self) -> list[str]:
        """The states of all jobs, from the first to the last."""
        with stores.open_connection(self.store) as db:
            rows = db.execute("select status::text from procrastinate_jobs order by id").fetchall()
        return [row[0] for row in rows]

    async def _work(self, app: App) -> None:
        queues = list(self.resources.needs)
        await app.run_worker_async(
            wait=False, queues=queues, listen_notify=False, install_signal_handlers=False
        )

    def _do[Result](self, what: Callable[[App], Awaitable[Result]]) -> Result:
        async def opened() -> Result:
            connector = PsycopgConnector(conninfo=self.store, min_size=1, max_size=2)
            app = worker.build_app(connector, self.resources, self.chores)
            async with app.open_async():
                return await what(app)

        return asyncio.run(opened())


def said(caplog: Any) -> str:
    """All that was logged, as a careless formatter would write it: message, fields and traceback."""
    formatter = logging.Formatter()
    return "\n".join(f"{formatter.format(record)} {vars(record)}" for record in caplog.records)


def count(db: psycopg.Connection[Any], table: str) -> int:
    """Rows of a table."""
    row = db.execute(f"select count(*) from {table}").fetchone()  # type: ignore[arg-type]
    assert row
    return int(row[0])
