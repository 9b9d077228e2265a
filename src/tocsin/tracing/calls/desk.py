"""A call on a page: looked at again, kept while the page is open, its number shown on demand, given back."""

from datetime import datetime, timedelta

from msgspec import Struct
from msgspec.structs import replace

from tocsin.tracing.calls import spoken
from tocsin.tracing.calls.lease import about, seen
from tocsin.tracing.calls.model import (
    DESK_LEASE,
    AlreadyDone,
    CallSheet,
    NoSuchTask,
    TakenByOther,
    Territories,
)
from tocsin.tracing.calls.rows import Connection, Log, row, rows
from tocsin.tracing.calls.sheet import sheet
from tocsin.tracing.vault import Vault

HIDDEN = "••"
"""Two figures of a number that are not shown."""


class Opened(Struct, frozen=True, kw_only=True):
    """A call as its agent has it on a page."""

    sheet: CallSheet
    seen: bool
    """Whether the agent has had the number shown since they have the call."""


def opened(
    connection: Connection,
    vault: Vault,
    task_id: int,
    agent: str,
    now: datetime,
    lease: timedelta = DESK_LEASE,
) -> Opened:
    """A call that an agent has, and has for longer from now on.

    Raises NoSuchTask, AlreadyDone; TakenByOther where it is not theirs, or not any more.
    """
    with connection.transaction():
        until = now + lease
        if not row(connection, "renew", task=task_id, agent=agent, now=now, until=until):
            raise _why(connection, task_id)
        code = spoken.give(connection, task_id, agent, now, until)
        found = sheet(connection, vault, task_id, now)
        subject, id = about(found)
        since = row(connection, "shown", subject=subject, id=id, task=task_id, agent=agent)
        return Opened(sheet=replace(found, spoken=code, rang_in=since.rang_in), seen=since.seen)


def renew(
    connection: Connection, task_id: int, agent: str, now: datetime, lease: timedelta = DESK_LEASE
) -> datetime:
    """Until when the call is the agent's, whose page is still open; its code is good as long.

    Raises as ``opened``.
    """
    with connection.transaction():
        until = now + lease
        if not row(connection, "renew", task=task_id, agent=agent, now=now, until=until):
            raise _why(connection, task_id)
        spoken.give(connection, task_id, agent, now, until)
        return until


def take_task(
    connection: Connection, task_id: int, agent: str, now: datetime, lease: timedelta = DESK_LEASE
) -> None:
    """A call that an agent names is theirs, where nobody else has it. Raises as ``opened``."""
    with connection.transaction():
        until = now + lease
        if not row(connection, "take_task", task=task_id, agent=agent, now=now, until=until):
            raise _why(connection, task_id)
        spoken.give(connection, task_id, agent, now, until)


def take_again(
    connection: Connection, task_id: int, agent: str, now: datetime, territories: Territories
) -> None:
    """A call that an agent of the desk had, and that went back, is theirs again. Raises as ``opened``.

    Not one that somebody else has, nor one outside ``territories``, nor where they have another one.
    """
    with connection.transaction():
        until = now + DESK_LEASE
        asked = {"task": task_id, "agent": agent, "now": now, "until": until}
        where = None if territories is None else list(territories)
        if held_by(connection, agent, now) or not row(connection, "take_again", territories=where, **asked):
            raise _why(connection, task_id)
        spoken.give(connection, task_id, agent, now, until)


def reveal(connection: Connection, vault: Vault, task_id: int, agent: str, now: datetime) -> str:
    """The number of a call that an agent has; that they saw it is written down once.

    Raises as ``opened``.
    """
    with connection.transaction():
        return uncovered(connection, opened(connection, vault, task_id, agent, now), agent, now).sheet.number


def uncovered(connection: Connection, found: Opened, agent: str, now: datetime) -> Opened:
    """A call whose number its agent now sees; that they do is written down, once."""
    if found.sheet.number and not found.seen:
        seen(connection, found.sheet, agent, now)
    return replace(found, seen=True)


def see_namer(connection: Connection, sheet: CallSheet, agent: str, now: datetime) -> None:
    """Write down that an agent sees the number of the case who named somebody without one."""
    Log(connection, agent, now).change("case", sheet.file_id, "number_shown", "", sheet.reason)


def leave(connection: Connection, agent: str, now: datetime) -> int:
    """Give back whatever an agent has: they leave the desk. How many tasks that was."""
    with connection.transaction():
        freed = rows(connection, "free_all", agent=agent, now=now)
        for task in freed:
            spoken.end(connection, task.id, agent, now)
            Log(connection, agent, now).change("call", task.id, "released", "", "left")
        return len(freed)


def held_by(connection: Connection, agent: str, now: datetime) -> int | None:
    """The number of the call that an agent has; None where they have none."""
    found = row(connection, "held_by", agent=agent, now=now)
    return int(found.id) if found else None


def deadline_of(connection: Connection, task_id: int) -> tuple[datetime, str]:
    """Until when the person of a task is to be reached, and the zone of their clock. Raises NoSuchTask."""
    found = row(connection, "deadline", task=task_id)
    if found is None:
        raise NoSuchTask(f"{str(NoSuchTask.__doc__).rstrip('.')}: {task_id}")
    return found.deadline, found.zone


def masked(number: str) -> str:
    """A number of which only the end is shown; empty where there is none.

    >>> masked("+33639981234"), masked("+32470123456"), masked("")
    ('•• •• •• •• 34', '+•• •• •• •• 56', '')
    """
    if not number:
        return ""
    plus = "" if number.startswith("+33") else "+"
    return f"{plus}{' '.join([HIDDEN] * 4)} {number[-2:]}"


def _why(connection: Connection, task_id: int) -> Exception:
    """Why a task is not an agent's."""
    found = row(connection, "held", task=task_id)
    if found is None:
        return NoSuchTask(f"{str(NoSuchTask.__doc__).rstrip('.')}: {task_id}")
    return AlreadyDone(str(AlreadyDone.__doc__)) if found.done_at else TakenByOther(str(TakenByOther.__doc__))
