"""How each chore stands: what it did last, whether it fails, and when it is due next; its last runs."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any, Final, Literal

import psycopg
from msgspec import Struct

from tocsin.jobs.job_list import CHORES
from tocsin.jobs.scheduled_job import FOLDERS, ScheduledJob
from tocsin.store.queries import query


class JobRun(Struct, frozen=True):
    chore: str
    state: str
    """``todo`` (waits for its first try or for another), ``doing``, ``succeeded``, ``failed``."""
    at: datetime
    """The moment for which it is run, on the service's clock."""
    tries: int
    """How often it came to an end, well or not."""
    began_at: datetime | None
    """When its last try began, on the machine's clock."""
    seconds: float | None
    """How long that took; None while it runs, or before."""


def list_recent_runs(
    connection: psycopg.Connection[Any], each: int = 1, names: Sequence[str] = tuple(CHORES)
) -> list[JobRun]:
    """The last runs of each chore, the latest first; a chore that never ran has none."""
    tasks = {f"tocsin.{name}": name for name in names}
    rows = connection.execute(query("jobs.recent"), {"tasks": list(tasks), "each": each}).fetchall()
    return [
        JobRun(tasks[task], state, at, tries, began, (ended - began).total_seconds() if ended else None)
        for task, _id, state, tries, at, began, ended in rows
    ]


GRACE: Final = timedelta(minutes=5)
"""A chore that is due for longer is late: no process does it, or one hangs."""
State = Literal["never", "todo", "doing", "succeeded", "failed"]
_STATES: Final[tuple[State, ...]] = ("todo", "doing", "succeeded", "failed")


class JobStatus(Struct, frozen=True, kw_only=True):
    """One chore at a moment; moments are those of the service's clock."""

    name: str
    when: str
    """How often it is due, in words."""
    state: State
    """Of its last job: ``never`` before the first, ``todo`` while it waits for a try or for another."""
    last_at: datetime | None
    """The moment for which it was last asked for."""
    seconds: float | None
    """How long its last try took; None while it runs."""
    tries: int
    """How often its last job came to an end, well or not."""
    failed: int
    """Jobs given up, of those that are kept: seven days."""
    failed_at: datetime | None
    """The moment of the last of these."""
    next_at: datetime
    """When it is due next; a moment of the past, where it is due and was not done."""
    late: bool
    """Due for more than five minutes."""
    needs: str
    """Variable that names the folder which a process must have for it; empty where it needs none."""


def list_job_statuses(
    connection: psycopg.Connection[Any], now: datetime, chores: Mapping[str, ScheduledJob] = CHORES
) -> tuple[JobStatus, ...]:
    """How the chores stand at ``now``, in their order."""
    last = {run.chore: run for run in list_recent_runs(connection, 1, list(chores))}
    tasks = {chore.task_name: name for name, chore in chores.items()}
    rows = connection.execute(query("jobs.failures"), {"tasks": list(tasks)}).fetchall()
    failures = {tasks[task]: (count, at) for task, count, at in rows}
    return tuple(
        _job_status(chore, last.get(name), failures.get(name, (0, None)), now)
        for name, chore in chores.items()
    )


def _job_status(
    chore: ScheduledJob, run: JobRun | None, failures: tuple[int, datetime | None], now: datetime
) -> JobStatus:
    state: State = next((one for one in _STATES if run and run.state == one), "never")
    due = _next_due_at(chore, run, now)
    return JobStatus(
        name=chore.name,
        when=str(chore.when),
        state=state,
        last_at=run.at if run else None,
        seconds=run.seconds if run else None,
        tries=run.tries if run else 0,
        failed=failures[0],
        failed_at=failures[1],
        next_at=due,
        late=due < now - GRACE,
        needs=FOLDERS.get(chore.needs, ""),
    )


def _next_due_at(chore: ScheduledJob, run: JobRun | None, now: datetime) -> datetime:
    slot = chore.when.last_slot(now)
    if run and run.state in ("todo", "doing"):
        return run.at
    return slot if run is None or run.at < slot else chore.when.next_slot(now)
