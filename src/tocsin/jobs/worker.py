"""A process that does chores: the scheduler beside a worker of procrastinate, until it is told to stop."""

import asyncio
import logging
from collections import Counter
from collections.abc import Mapping
from contextlib import suppress
from typing import Any, Final

import psycopg
from procrastinate import PsycopgConnector
from procrastinate.exceptions import ConnectorException

from tocsin.jobs import procrastinate_app
from tocsin.jobs.scheduled_job import JobResources, ScheduledJob
from tocsin.jobs.scheduler import BEAT, STALLED, JobScheduler
from tocsin.runtime.clock import ServiceClock, to_real_seconds
from tocsin.runtime.logs import log_event
from tocsin.store import database
from tocsin.store.queries import query

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
    """The worker ended by itself: it had lost the store."""


class JobWorker:
    """Does chores under a name."""

    def __init__(
        self,
        name: str,
        url: str,
        means: JobResources,
        clock: ServiceClock,
        chores: Mapping[str, ScheduledJob],
    ) -> None:
        self.name = name
        self._means = means
        self._clock = clock
        able = {name: chore for name, chore in chores.items() if chore.needs in means.needs}
        self._tally: Counter[str] = Counter(dict.fromkeys((*able, "failed"), 0))
        self._app = procrastinate_app.build_app(
            PsycopgConnector(conninfo=url, min_size=1, max_size=4), means, able, self._tally
        )
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
                    error=procrastinate_app.error_kind(errors.exceptions[0]),
                )
                with suppress(TimeoutError):
                    await asyncio.wait_for(stop.wait(), AWAY)

    async def _work_and_schedule(self) -> None:
        async with self._app.open_async():
            try:
                async with asyncio.TaskGroup() as group:
                    group.create_task(self._run_procrastinate())
                    group.create_task(self._schedule_jobs())
            finally:
                with suppress(ConnectorException):
                    await self._execute_statement("engine.gone")

    async def _run_procrastinate(self) -> None:
        await self._app.run_worker_async(
            name=self.name,
            queues=list(self._means.needs),
            concurrency=ABREAST,
            fetch_job_polling_interval=BEAT,
            update_heartbeat_interval=BEAT,
            stalled_worker_timeout=STALLED,
            install_signal_handlers=False,
        )
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
            "engine.beat", kind="chores", now=self._means.machine(), counts=dict(self._tally)
        )

    async def _execute_statement(self, name: str, **what: Any) -> None:
        await self._app.connector.execute_query_async(query(name), worker=self.name, **what)
