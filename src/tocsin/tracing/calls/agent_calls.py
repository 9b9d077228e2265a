"""A call on a page: looked at again, kept while the page is open, its number shown on demand, given back."""

from datetime import datetime, timedelta

from msgspec import Struct
from msgspec.structs import replace

from tocsin.privacy.vault import Vault
from tocsin.store.statements import fetch_row, fetch_rows
from tocsin.tracing.calls import call_code
from tocsin.tracing.calls.call_sheet import find_sheet_subject, read_sheet
from tocsin.tracing.calls.change_log import ChangeLog, Connection
from tocsin.tracing.calls.model import (
    DESK_LEASE,
    CallSheet,
    NoSuchTask,
    TaskAlreadyDone,
    TaskTakenByOther,
    Territories,
)
from tocsin.tracing.calls.task_queue import record_number_seen


class AgentCall(Struct, frozen=True, kw_only=True):
    """A call as its agent has it on a page."""

    sheet: CallSheet
    seen: bool
    """Whether the agent has had the number shown since they have the call."""


def open_call(connection: Connection, vault: Vault, task_id: int, agent: str, now: datetime) -> AgentCall:
    """A call that an agent has, and has for longer from now on.

    Raises NoSuchTask, TaskAlreadyDone; TaskTakenByOther where it is not theirs, or not any more.
    """
    with connection.transaction():
        until = now + DESK_LEASE
        if not fetch_row(connection, "calls.renew", task=task_id, agent=agent, now=now, until=until):
            raise _explain_refusal(connection, task_id)
        code = call_code.give_call_code(connection, task_id, agent, now, until)
        found = read_sheet(connection, vault, task_id, now)
        subject, id = find_sheet_subject(found)
        since = fetch_row(connection, "calls.shown", subject=subject, id=id, task=task_id, agent=agent)
        return AgentCall(sheet=replace(found, spoken=code, rang_in=since.rang_in), seen=since.seen)


def renew_call(
    connection: Connection, task_id: int, agent: str, now: datetime, lease: timedelta = DESK_LEASE
) -> datetime:
    """Until when the call is the agent's, whose page is still open; its code is good as long.

    Raises as ``opened``.
    """
    with connection.transaction():
        until = now + lease
        if not fetch_row(connection, "calls.renew", task=task_id, agent=agent, now=now, until=until):
            raise _explain_refusal(connection, task_id)
        call_code.give_call_code(connection, task_id, agent, now, until)
        return until


def take_task(connection: Connection, task_id: int, agent: str, now: datetime) -> None:
    """A call that an agent names is theirs, where nobody else has it. Raises as ``opened``."""
    with connection.transaction():
        until = now + DESK_LEASE
        if not fetch_row(connection, "calls.take_task", task=task_id, agent=agent, now=now, until=until):
            raise _explain_refusal(connection, task_id)
        call_code.give_call_code(connection, task_id, agent, now, until)


def retake_task(
    connection: Connection, task_id: int, agent: str, now: datetime, territories: Territories
) -> None:
    """A call that an agent of the desk had, and that went back, is theirs again. Raises as ``opened``.

    Not one that somebody else has, nor one outside ``territories``, nor where they have another one.
    """
    with connection.transaction():
        until = now + DESK_LEASE
        asked = {"task": task_id, "agent": agent, "now": now, "until": until}
        where = None if territories is None else list(territories)
        if find_held_task(connection, agent, now) or not fetch_row(
            connection, "calls.take_again", territories=where, **asked
        ):
            raise _explain_refusal(connection, task_id)
        call_code.give_call_code(connection, task_id, agent, now, until)


def reveal_number(connection: Connection, vault: Vault, task_id: int, agent: str, now: datetime) -> str:
    """The number of a call that an agent has; that they saw it is written down once.

    Raises as ``opened``.
    """
    with connection.transaction():
        return record_number_shown(
            connection, open_call(connection, vault, task_id, agent, now), agent, now
        ).sheet.number


def record_number_shown(connection: Connection, found: AgentCall, agent: str, now: datetime) -> AgentCall:
    """A call whose number its agent now sees; that they do is written down, once."""
    if found.sheet.number and not found.seen:
        record_number_seen(connection, found.sheet, agent, now)
    return replace(found, seen=True)


def record_namer_number_shown(connection: Connection, sheet: CallSheet, agent: str, now: datetime) -> None:
    """Write down that an agent sees the number of the case who named somebody without one."""
    ChangeLog(connection, agent, now).add_change("case", sheet.file_id, "number_shown", "", sheet.reason)


def release_all_tasks(connection: Connection, agent: str, now: datetime) -> int:
    """Give back whatever an agent has: they leave the desk. How many tasks that was."""
    with connection.transaction():
        freed = fetch_rows(connection, "calls.free_all", agent=agent, now=now)
        for task in freed:
            call_code.end_call_code(connection, task.id, agent, now)
            ChangeLog(connection, agent, now).add_change("call", task.id, "released", "", "left")
        return len(freed)


def find_held_task(connection: Connection, agent: str, now: datetime) -> int | None:
    """The number of the call that an agent has; None where they have none."""
    found = fetch_row(connection, "calls.held_by", agent=agent, now=now)
    return int(found.id) if found else None


def find_deadline(connection: Connection, task_id: int) -> tuple[datetime, str]:
    """Until when the person of a task is to be reached, and the zone of their clock. Raises NoSuchTask."""
    found = fetch_row(connection, "calls.deadline", task=task_id)
    if found is None:
        raise NoSuchTask(f"{str(NoSuchTask.__doc__).rstrip('.')}: {task_id}")
    return found.deadline, found.zone


def _explain_refusal(connection: Connection, task_id: int) -> Exception:
    """Why a task is not an agent's."""
    found = fetch_row(connection, "calls.held", task=task_id)
    if found is None:
        return NoSuchTask(f"{str(NoSuchTask.__doc__).rstrip('.')}: {task_id}")
    return (
        TaskAlreadyDone(str(TaskAlreadyDone.__doc__))
        if found.done_at
        else TaskTakenByOther(str(TaskTakenByOther.__doc__))
    )
