"""What the chores did last."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

import psycopg
from msgspec import Struct

from tocsin.jobs.job_list import CHORES
from tocsin.store.queries import query


class JobRun(Struct, frozen=True):
    """One job."""

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
    rows = connection.execute(query("chores.recent"), {"tasks": list(tasks), "each": each}).fetchall()
    return [
        JobRun(tasks[task], state, at, tries, began, (ended - began).total_seconds() if ended else None)
        for task, _id, state, tries, at, began, ended in rows
    ]
