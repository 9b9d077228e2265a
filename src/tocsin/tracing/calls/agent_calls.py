"""A call on a page: looked at again, kept while the page is open, its number shown on demand, given back;
a person who rings; what was typed and is not written down yet."""

import re
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Final, Literal

import msgspec
from msgspec import Struct
from msgspec.structs import replace

from tocsin.privacy.vault import Vault
from tocsin.store.statements import draw_ids, execute_statement, fetch_row, fetch_rows
from tocsin.tracing.calls import call_code
from tocsin.tracing.calls.call_sheet import find_sheet_subject, read_sheet
from tocsin.tracing.calls.change_log import ChangeLog, Connection
from tocsin.tracing.calls.model import (
    DESK_LEASE,
    RANG_BACK,
    CallSheet,
    NoSuchTask,
    TaskAlreadyDone,
    TaskTakenByOther,
    Territories,
)
from tocsin.tracing.calls.task_queue import record_number_seen, release_task


class AgentCall(Struct, frozen=True, kw_only=True):
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


def renew_call(connection: Connection, task_id: int, agent: str, now: datetime) -> datetime:
    """Until when the call is the agent's, whose page is still open; its code is good as long.

    Raises as ``open_call``.
    """
    with connection.transaction():
        until = now + DESK_LEASE
        if not fetch_row(connection, "calls.renew", task=task_id, agent=agent, now=now, until=until):
            raise _explain_refusal(connection, task_id)
        call_code.give_call_code(connection, task_id, agent, now, until)
        return until


def take_task(connection: Connection, task_id: int, agent: str, now: datetime) -> None:
    """A call that an agent names is theirs, where nobody else has it. Raises as ``open_call``."""
    with connection.transaction():
        until = now + DESK_LEASE
        if not fetch_row(connection, "calls.take_task", task=task_id, agent=agent, now=now, until=until):
            raise _explain_refusal(connection, task_id)
        call_code.give_call_code(connection, task_id, agent, now, until)


def retake_task(
    connection: Connection, task_id: int, agent: str, now: datetime, territories: Territories
) -> None:
    """A call that an agent of the desk had, and that went back, is theirs again. Raises as ``open_call``.

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
    found = fetch_row(connection, "calls.held_by", agent=agent, now=now)
    return int(found.id) if found else None


def find_deadline(connection: Connection, task_id: int) -> tuple[datetime, str]:
    """Until when the person of a task is to be reached, and the zone of their clock. Raises NoSuchTask."""
    found = fetch_row(connection, "calls.deadline", task=task_id)
    if found is None:
        raise NoSuchTask(f"{str(NoSuchTask.__doc__).rstrip('.')}: {task_id}")
    return found.deadline, found.zone


def _explain_refusal(connection: Connection, task_id: int) -> Exception:
    found = fetch_row(connection, "calls.held", task=task_id)
    if found is None:
        return NoSuchTask(f"{str(NoSuchTask.__doc__).rstrip('.')}: {task_id}")
    return (
        TaskAlreadyDone(str(TaskAlreadyDone.__doc__))
        if found.done_at
        else TaskTakenByOther(str(TaskTakenByOther.__doc__))
    )


RANG_IN: Final = "rang_in"
"""What stands in the changes of a call, and of its file, where the person rang."""


class NoPersonOnFile(LookupError):
    """There is no case and no contact of this number, or nothing of them is left."""


def answer_incoming_call(
    connection: Connection, subject: Literal["case", "contact"], id: int, agent: str, now: datetime
) -> int:
    """Give an agent the call of a person who is on their telephone now; the number of the call.

    The open call of the person is taken, whatever its hour; where there is none, one is opened for the reason
    ``rang_back``, also in a file that is closed. A contact who is spoken for by another naming, or became a
    case, is served there. Whatever other call the agent had goes back, with what they typed of it.

    Raises NoPersonOnFile; TaskTakenByOther where another agent has the person on the line.
    """
    with connection.transaction():
        file = fetch_row(connection, "calls.who_is_served", case=None if subject == "contact" else id,
                   contact=id if subject == "contact" else None)  # fmt: skip
        if file is None:
            raise NoPersonOnFile(str(NoPersonOnFile.__doc__))
        whom = {"case": file.case_id, "contact": file.contact_id}
        opened = {"phone": file.phone_id, "territory": file.territory, "deadline": file.deadline}
        found = (
            fetch_row(connection, "calls.open_call", **whom)
            or fetch_row(connection, "calls.open_rang_back", reason=RANG_BACK, now=now, **opened, **whom)
            or fetch_row(connection, "calls.open_call", **whom)  # another agent opened it at this instant
        )
        other = find_held_task(connection, agent, now)
        take_task(connection, found.id, agent, now)
        if other and other != found.id:
            release_task(connection, other, agent, now)
        log = ChangeLog(connection, agent, now)
        log.add_change("call", found.id, RANG_IN, "", found.reason)
        of, number = ("contact", file.contact_id) if file.contact_id else ("case", file.case_id)
        log.add_change(of, number, RANG_IN, "", found.reason)
        return int(found.id)


# What an agent has typed of a call that is not written down yet: kept under seal, whatever happens.
#
# It belongs to the call: whoever has the call next finds it, with who typed it and when. It goes when an
# outcome is written down.

PLACE: Final = "calldraft.sealed"
MOST: Final = 400
"""Fields of a draft."""
LONGEST: Final = 1000
"""Characters of one of them."""
_FIELD: Final = re.compile(r"[a-z_]{1,30}(?:-[0-9]{1,2})?")


class TypedDraft(Struct, frozen=True, kw_only=True):
    agent: str
    at: datetime
    typed: dict[str, str]
    """By the name of the field, as it was typed."""


def save_draft(
    connection: Connection,
    vault: Vault,
    task_id: int,
    agent: str,
    now: datetime,
    typed: Mapping[str, str],
    territories: Territories = None,
) -> None:
    """Keep what an agent has typed of their call, in the place of what was kept; it is theirs for longer.

    A call that went back meanwhile (a line cut for minutes, a session that ended) and that nobody has is
    theirs again, where they may still ring (``territories``) and have no other one. Raises NoSuchTask,
    TaskAlreadyDone, TaskTakenByOther.
    """
    kept = {name: value[:LONGEST] for name, value in typed.items() if _FIELD.fullmatch(name) and value}
    today = now.astimezone(UTC).date()
    with connection.transaction():
        try:
            renew_call(connection, task_id, agent, now)
        except TaskTakenByOther:
            retake_task(connection, task_id, agent, now, territories)
        body = msgspec.json.encode(dict(list(kept.items())[:MOST]))
        (id,) = draw_ids(connection, "tracing_calldraft", 1)
        execute_statement(
            connection, "calls.keep_draft", id=id, task=task_id, agent=agent, now=now, today=today,
            sealed=vault.seal(body, PLACE, today, id),
        )  # fmt: skip


def find_draft(connection: Connection, vault: Vault, task_id: int) -> TypedDraft | None:
    """What was typed of a call that is not written down; None where nothing was."""
    found = fetch_row(connection, "calls.draft", task=task_id)
    if found is None:
        return None
    typed = msgspec.json.decode(vault.open(found.sealed, PLACE), type=dict[str, str])
    return TypedDraft(agent=found.agent, at=found.at, typed=typed)


def drop_draft(connection: Connection, task_id: int) -> None:
    """The call is written down: what was typed stands in its files."""
    execute_statement(connection, "calls.drop_draft", task=task_id)
