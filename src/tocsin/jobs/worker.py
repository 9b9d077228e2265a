"""A process that does chores: the scheduler beside a worker of procrastinate, until it is told to stop."""

import asyncio
import logging
import time
import zlib
from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from datetime import datetime
from typing import Any, Final

import psycopg
from procrastinate import App, JobContext, PsycopgConnector, RetryStrategy
from procrastinate.connector import BaseConnector
from procrastinate.exceptions import AlreadyEnqueued, ConnectorException
from procrastinate.jobs import Job, Status
from procrastinate.manager import JobManager

from tocsin.jobs.scheduled_job import Counts, JobResources, JobRunContext, ScheduledJob
from tocsin.runtime.clock import ServiceClock, to_real_seconds
from tocsin.runtime.logs import log_event
from tocsin.store import database
from tocsin.store.queries import query

MOST: Final = 5
"""How often a job that fails is tried again: after 3, 9, 27, 81 and 243 seconds of the machine."""
RETRY: Final = RetryStrategy(max_attempts=MOST, exponential_wait=3)
_ROOM: Final = 0x63686F72
"""First half of the advisory locks of chores."""


class JobFailed(Exception):
    """A chore came to nothing; what it says of why names nobody."""


class JobAlreadyRunning(Exception):
    """Another process still runs this chore."""


def build_app(
    connector: BaseConnector,
    resources: JobResources,
    chores: Mapping[str, ScheduledJob],
    tally: Counter[str] | None = None,
) -> App:
    """An application of procrastinate with a task for each chore; ``tally`` counts how they end."""
    made = App(connector=connector)
    for chore in chores.values():
        _add_task(made, chore, resources, Counter() if tally is None else tally)
    return made


def perform_job(chore: ScheduledJob, resources: JobResources, now: datetime) -> Counts:
    """Run a chore for a moment, unless another process is at it.

    Raises JobAlreadyRunning, and what the chore raises.
    """
    with resources.connect() as connection:
        _lock_job(chore, connection)
        return chore.do(JobRunContext(resources, connection, now))


def _add_task(made: App, chore: ScheduledJob, resources: JobResources, tally: Counter[str]) -> None:
    def run(context: JobContext, timestamp: int, now: str) -> None:
        tried = context.job.attempts + 1
        began = time.monotonic()
        try:
            counts = perform_job(chore, resources, datetime.fromisoformat(now))
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
    found = connection.execute(query("jobs.alone"), asked).fetchone()
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


BEAT: Final = 2.0
"""Seconds of the machine between two signs of life of a process."""
STALLED: Final = 15.0
"""Seconds of the machine without one after which its jobs are taken up again."""


class JobScheduler:
    """One in every process that does chores: whoever comes first takes a slot, the others find it taken."""

    def __init__(self, app: App, chores: Mapping[str, ScheduledJob]) -> None:
        self._app = app
        # Another process may be faster to take up a job: no end of ours is lost then.
        self._manager = JobManager(app.connector)
        self._chores = {chore.task_name: chore for chore in chores.values()}

    async def defer_due_jobs(self, now: datetime) -> list[str]:
        """Defer what is due; the names of the chores that were.

        A chore whose job waits, runs or is to be tried again is not deferred beside it.
        """
        rows = await self._app.connector.execute_query_all_async(
            query("jobs.slots"), tasks=list(self._chores)
        )
        deferred = []
        for row in rows:
            chore = self._chores[row["name"]]
            slot = int(chore.when.last_slot(now).timestamp())
            if not row["unfinished"] and slot not in row["slots"] and await self._defer_job(chore, slot, now):
                deferred.append(chore.name)
        return deferred

    def next_due_at(self, now: datetime) -> datetime:
        return min(chore.when.next_slot(now) for chore in self._chores.values())

    async def retry_stalled_jobs(self, stalled: float = STALLED) -> list[str]:
        """Take up again the jobs of processes that gave no sign of life for so many seconds; their chores.

        A job that was tried often enough is left as failed: perhaps it is what kills them.
        """
        rescued = []
        for job in await self._manager.get_stalled_jobs(seconds_since_heartbeat=stalled):
            chore = self._chores.get(job.task_name)
            if chore and await self._retry_or_fail(job):
                log_event(
                    _log, "job_left_behind", level=logging.WARNING, chore=chore.name, attempt=job.attempts + 1
                )
                rescued.append(chore.name)
        return rescued

    async def _defer_job(self, chore: ScheduledJob, slot: int, now: datetime) -> bool:
        # The moment is frozen in the job: tried again, it does the same.
        asked = self._app.tasks[chore.task_name].configure(
            queueing_lock=f"{chore.task_name}@{slot}", task_kwargs={"timestamp": slot, "now": now.isoformat()}
        )
        try:
            found = await self._manager.defer_periodic_job(
                job=asked.job, periodic_id="", defer_timestamp=slot
            )
        except AlreadyEnqueued:
            return False
        return found is not None

    async def _retry_or_fail(self, job: Job) -> bool:
        try:
            if job.attempts >= MOST:
                await self._manager.finish_job(job, Status.FAILED, delete_job=False)
            else:
                await self._manager.retry_job(job)
        except ConnectorException:  # another process was faster
            return False
        return True


ABREAST: Final = 4
"""Chores at once: a long file must not keep the calls waiting."""
REST: Final = 0.25
"""Seconds of the machine between two looks, at least."""
LOOK: Final = 5.0
"""At most."""
AWAY: Final = 1.0
"""Seconds of the machine before the store is tried again."""
_log = logging.getLogger("tocsin.chores")


class WorkerStopped(Exception):
    """The worker had lost the store: it ended by itself, or a job's end was not written."""


class WatchedJobManager(JobManager):
    """Writes down how jobs ended, and tells where it could not: such a job would stay with a process that lives,
    which does not do it, and which nobody takes it from.
    """

    def __init__(self, connector: BaseConnector) -> None:
        super().__init__(connector)
        self.end_lost = asyncio.Event()
        """Set once the end of a job could not be written."""

    async def finish_job(self, *what: Any, **named: Any) -> None:
        with self._watch_end():
            await super().finish_job(*what, **named)

    async def retry_job(self, *what: Any, **named: Any) -> None:
        with self._watch_end():
            await super().retry_job(*what, **named)

    @contextmanager
    def _watch_end(self) -> Iterator[None]:
        try:
            yield
        except ConnectorException:
            self.end_lost.set()
            raise


class JobWorker:
    def __init__(
        self,
        name: str,
        url: str,
        resources: JobResources,
        clock: ServiceClock,
        chores: Mapping[str, ScheduledJob],
    ) -> None:
        self.name = name
        self._resources = resources
        self._clock = clock
        able = {name: chore for name, chore in chores.items() if chore.needs in resources.needs}
        self._tally: Counter[str] = Counter(dict.fromkeys((*able, "failed"), 0))
        self._app = build_app(
            PsycopgConnector(conninfo=url, min_size=1, max_size=4), resources, able, self._tally
        )
        self._app.job_manager = self._manager = WatchedJobManager(self._app.connector)
        self._scheduler = JobScheduler(self._app, able)

    async def run(self, stop: asyncio.Event) -> None:
        """Work until ``stop`` is set, and end what is being done; a store that is away is waited for."""
        while not stop.is_set():
            shift = asyncio.create_task(self._work_and_schedule())
            ending = asyncio.create_task(stop.wait())
            await asyncio.wait({shift, ending}, return_when=asyncio.FIRST_COMPLETED)
            for task in (shift, ending):
                task.cancel()
            try:
                with suppress(asyncio.CancelledError):
                    await shift
            except* (ConnectorException, psycopg.Error, database.NoStore, WorkerStopped) as errors:
                log_event(
                    _log,
                    "store_away",
                    level=logging.WARNING,
                    error=error_kind(errors.exceptions[0]),
                )
                with suppress(TimeoutError):
                    await asyncio.wait_for(stop.wait(), AWAY)

    async def _work_and_schedule(self) -> None:
        async with self._app.open_async():
            try:
                async with asyncio.TaskGroup() as group:
                    group.create_task(self._run_procrastinate())
                    group.create_task(self._schedule_jobs())
                    group.create_task(self._stop_at_lost_end())
            finally:
                with suppress(ConnectorException):
                    await self._execute_statement("engine.gone")

    async def _run_procrastinate(self) -> None:
        await self._app.run_worker_async(
            name=self.name,
            queues=list(self._resources.needs),
            concurrency=ABREAST,
            fetch_job_polling_interval=BEAT,
            update_heartbeat_interval=BEAT,
            stalled_worker_timeout=STALLED,
            install_signal_handlers=False,
        )
        raise WorkerStopped(str(WorkerStopped.__doc__))

    async def _stop_at_lost_end(self) -> None:
        # The job is left behind then, and the next shift, or another process, takes it up again.
        self._manager.end_lost.clear()
        await self._manager.end_lost.wait()
        raise WorkerStopped(str(WorkerStopped.__doc__))

    async def _schedule_jobs(self) -> None:
        loop = asyncio.get_running_loop()
        looked = float("-inf")
        while True:
            now = self._clock.now()
            await self._scheduler.defer_due_jobs(now)
            if loop.time() - looked >= LOOK:
                await self._scheduler.retry_stalled_jobs()
                await self._send_heartbeat()
                looked = loop.time()
            left = (self._scheduler.next_due_at(now) - self._clock.now()).total_seconds()
            await asyncio.sleep(min(max(to_real_seconds(self._clock, left), REST), LOOK))

    async def _send_heartbeat(self) -> None:
        await self._execute_statement(
            "engine.beat", kind="chores", now=self._resources.machine(), counts=dict(self._tally)
        )

    async def _execute_statement(self, name: str, **what: Any) -> None:
        await self._app.connector.execute_query_async(query(name), worker=self.name, **what)
