"""How each chore stands: what it did last, whether it fails, and when it is due next."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any, Final, Literal

import psycopg
from msgspec import Struct

from tocsin.tracing.chores.model import FOLDERS, Chore
from tocsin.tracing.chores.recent import Run, recent
from tocsin.tracing.chores.table import CHORES
from tocsin.tracing.queries import query

GRACE: Final = timedelta(minutes=5)
"""A chore that is due for longer is late: no process does it, or one hangs."""
State = Literal["never", "todo", "doing", "succeeded", "failed"]
_STATES: Final[tuple[State, ...]] = ("todo", "doing", "succeeded", "failed")


class ChoreStanding(Struct, frozen=True, kw_only=True):
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


def standings(
    connection: psycopg.Connection[Any], now: datetime, chores: Mapping[str, Chore] = CHORES
) -> tuple[ChoreStanding, ...]:
    """How the chores stand at ``now``, in their order."""
    last = {run.chore: run for run in recent(connection, 1, list(chores))}
    tasks = {chore.task: name for name, chore in chores.items()}
    rows = connection.execute(query("chores.failures"), {"tasks": list(tasks)}).fetchall()
    failures = {tasks[task]: (count, at) for task, count, at in rows}
    return tuple(
        _standing(chore, last.get(name), failures.get(name, (0, None)), now) for name, chore in chores.items()
    )


def _standing(
    chore: Chore, run: Run | None, failures: tuple[int, datetime | None], now: datetime
) -> ChoreStanding:
    state: State = next((one for one in _STATES if run and run.state == one), "never")
    due = _due(chore, run, now)
    return ChoreStanding(
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


def _due(chore: Chore, run: Run | None, now: datetime) -> datetime:
    slot = chore.when.slot(now)
    if run and run.state in ("todo", "doing"):
        return run.at
    return slot if run is None or run.at < slot else chore.when.following(now)
