"""Defers what is due by the service's clock, and takes up again what a dead process left."""

import logging
from collections.abc import Mapping
from datetime import datetime
from typing import Final

from procrastinate import App
from procrastinate.exceptions import AlreadyEnqueued, ConnectorException
from procrastinate.jobs import Job, Status

from tocsin.tracing.chores.jobs import MOST
from tocsin.tracing.chores.model import Chore
from tocsin.tracing.queries import query

BEAT: Final = 2.0
"""Seconds of the machine between two signs of life of a process."""
STALLED: Final = 15.0
"""Seconds of the machine without one after which its jobs are taken up again."""
_log = logging.getLogger("tocsin.chores")


class Scheduler:
    """One in every process that does chores: whoever comes first takes a slot, the others find it taken."""

    def __init__(self, app: App, chores: Mapping[str, Chore]) -> None:
        self._app = app
        self._chores = {chore.task: chore for chore in chores.values()}

    async def look(self, now: datetime) -> list[str]:
        """Defer what is due; the names of the chores that were.

        A chore whose job waits, runs or is to be tried again is not deferred beside it.
        """
        rows = await self._app.connector.execute_query_all_async(
            query("chores.slots"), tasks=list(self._chores)
        )
        deferred = []
        for row in rows:
            chore = self._chores[row["name"]]
            slot = int(chore.when.slot(now).timestamp())
            if not row["unfinished"] and slot not in row["slots"] and await self._defer(chore, slot, now):
                deferred.append(chore.name)
        return deferred

    def following(self, now: datetime) -> datetime:
        """When the next one is due."""
        return min(chore.when.following(now) for chore in self._chores.values())

    async def rescue(self, stalled: float = STALLED) -> list[str]:
        """Take up again the jobs of processes that gave no sign of life for so many seconds; their chores.

        A job that was tried often enough is left as failed: perhaps it is what kills them.
        """
        rescued = []
        for job in await self._app.job_manager.get_stalled_jobs(seconds_since_heartbeat=stalled):
            chore = self._chores.get(job.task_name)
            if chore and await self._again(job):
                _log.warning("job left behind", extra={"chore": chore.name, "attempt": job.attempts + 1})
                rescued.append(chore.name)
        return rescued

    async def _defer(self, chore: Chore, slot: int, now: datetime) -> bool:
        # The moment is frozen in the job: tried again, it does the same.
        asked = self._app.tasks[chore.task].configure(
            queueing_lock=f"{chore.task}@{slot}", task_kwargs={"timestamp": slot, "now": now.isoformat()}
        )
        try:
            found = await self._app.job_manager.defer_periodic_job(
                job=asked.job, periodic_id="", defer_timestamp=slot
            )
        except AlreadyEnqueued:
            return False
        return found is not None

    async def _again(self, job: Job) -> bool:
        manager = self._app.job_manager
        try:
            if job.attempts >= MOST:
                await manager.finish_job(job, Status.FAILED, delete_job=False)
            else:
                await manager.retry_job(job)
        except ConnectorException:  # another process was faster
            return False
        return True
