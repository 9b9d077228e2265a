"""Defers what is due by the service's clock, and takes up again what a dead process left."""

import logging
from collections.abc import Mapping
from datetime import datetime
from typing import Final

from procrastinate import App
from procrastinate.exceptions import AlreadyEnqueued, ConnectorException
from procrastinate.jobs import Job, Status

from tocsin.jobs.procrastinate_app import MOST
from tocsin.jobs.scheduled_job import ScheduledJob
from tocsin.runtime.logs import log_event
from tocsin.store.queries import query

BEAT: Final = 2.0
"""Seconds of the machine between two signs of life of a process."""
STALLED: Final = 15.0
"""Seconds of the machine without one after which its jobs are taken up again."""
_log = logging.getLogger("tocsin.chores")


class JobScheduler:
    """One in every process that does chores: whoever comes first takes a slot, the others find it taken."""

    def __init__(self, app: App, chores: Mapping[str, ScheduledJob]) -> None:
        self._app = app
        self._chores = {chore.task_name: chore for chore in chores.values()}

    async def defer_due_jobs(self, now: datetime) -> list[str]:
        """Defer what is due; the names of the chores that were.

        A chore whose job waits, runs or is to be tried again is not deferred beside it.
        """
        rows = await self._app.connector.execute_query_all_async(
            query("chores.slots"), tasks=list(self._chores)
        )
        deferred = []
        for row in rows:
            chore = self._chores[row["name"]]
            slot = int(chore.when.last_slot(now).timestamp())
            if not row["unfinished"] and slot not in row["slots"] and await self._defer_job(chore, slot, now):
                deferred.append(chore.name)
        return deferred

    def next_due_at(self, now: datetime) -> datetime:
        """When the next one is due."""
        return min(chore.when.next_slot(now) for chore in self._chores.values())

    async def retry_stalled_jobs(self, stalled: float = STALLED) -> list[str]:
        """Take up again the jobs of processes that gave no sign of life for so many seconds; their chores.

        A job that was tried often enough is left as failed: perhaps it is what kills them.
        """
        rescued = []
        for job in await self._app.job_manager.get_stalled_jobs(seconds_since_heartbeat=stalled):
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
            found = await self._app.job_manager.defer_periodic_job(
                job=asked.job, periodic_id="", defer_timestamp=slot
            )
        except AlreadyEnqueued:
            return False
        return found is not None

    async def _retry_or_fail(self, job: Job) -> bool:
        manager = self._app.job_manager
        try:
            if job.attempts >= MOST:
                await manager.finish_job(job, Status.FAILED, delete_job=False)
            else:
                await manager.retry_job(job)
        except ConnectorException:  # another process was faster
            return False
        return True
