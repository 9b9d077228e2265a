"""Who has which task: the next one for an agent, and the list of what is open."""

from datetime import datetime, timedelta
from typing import Any, Final

from msgspec.structs import replace

from tocsin.conversation import quiet_hours
from tocsin.privacy.vault import UNOPENABLE, Vault
from tocsin.store.statements import execute_statement, fetch_row
from tocsin.tracing.calls import call_code, calls_set_aside
from tocsin.tracing.calls.call_order import EVER, read_call_order
from tocsin.tracing.calls.call_sheet import find_sheet_subject, read_sheet
from tocsin.tracing.calls.change_log import ChangeLog, Connection
from tocsin.tracing.calls.model import LEASE, CallSheet, Territories
from tocsin.tracing.supervision.territory import list_territories

MOST: Final = 100
"""Tasks of a list, unless more are asked for."""
MOST_UNOPENABLE: Final = 20
"""Calls that cannot be opened and are stepped over at one time: where all are so, it is the keys, and nobody waits for
a hundred thousand looks."""


def take_next_call(
    connection: Connection,
    vault: Vault,
    agent: str,
    now: datetime,
    territories: Territories = None,
    *,
    lease: timedelta = LEASE,
    masked: bool = False,
) -> CallSheet | None:
    """The next person for this agent to ring, theirs for 20 minutes; None where nobody waits.

    What is urgent comes first, at any hour; then what was announced for now; then the earliest deadline, among those
    whose own clock says 8 to 20 h, people long past theirs after the others (``order``). An agent who has a task
    gets the same one again. The sheet has the code that they say. That the agent saw the number is written down,
    unless it is ``masked`` to them: then ``reveal`` does. Whoever cannot be opened is set aside, and the next one given.
    """
    until = now + lease
    with connection.transaction():
        for _ in range(MOST_UNOPENABLE):
            found = fetch_row(connection, "calls.mine", agent=agent, now=now, until=until) or lease_next_task(
                connection, agent, now, until, territories
            )
            if not found:
                return None
            try:
                return _show_sheet(connection, vault, found.id, agent, now, until, masked=masked)
            except UNOPENABLE as error:
                calls_set_aside.set_call_aside(connection, found.id, agent, now, error)
        return None


def _show_sheet(
    connection: Connection,
    vault: Vault,
    task_id: int,
    agent: str,
    now: datetime,
    until: datetime,
    *,
    masked: bool,
) -> CallSheet:
    """The sheet of a call that an agent just got; what was written for it is taken back where it does not open."""
    with connection.transaction():
        code = call_code.give_call_code(connection, task_id, agent, now, until)
        shown = replace(read_sheet(connection, vault, task_id, now), spoken=code)
        if shown.number and not masked:
            record_number_seen(connection, shown, agent, now)
        return shown


def lease_next_task(
    connection: Connection, agent: str, now: datetime, until: datetime, territories: Territories
) -> Any:
    """A row with the next task, None without one: first the urgent, then the announced, then those not long past,
    then all."""
    past = read_call_order(connection).overdue_before(now)
    for statement, urgent, due_after in (
        ("calls.take", True, EVER),
        ("calls.take_announced", False, EVER),
        ("calls.take", False, past),
        ("calls.take", False, EVER),
    ):
        found = fetch_row(
            connection,
            statement,
            agent=agent,
            now=now,
            until=until,
            longest=LEASE,
            aside_before=now - calls_set_aside.AGAIN,
            territories=list_territories(territories),
            morning=quiet_hours.MORNING,
            evening=quiet_hours.EVENING,
            urgent=urgent,
            due_after=due_after,
        )
        if found:
            return found
    return None


def record_number_seen(connection: Connection, sheet: CallSheet, agent: str, now: datetime) -> None:
    ChangeLog(connection, agent, now).add_change(*find_sheet_subject(sheet), "number_shown", "", sheet.reason)


def release_task(connection: Connection, task_id: int, agent: str, now: datetime) -> bool:
    """Give a task back, for somebody else; whether this agent had it."""
    with connection.transaction():
        given_back = execute_statement(connection, "calls.free", task=task_id, agent=agent) > 0
        if given_back:
            call_code.end_call_code(connection, task_id, agent, now)
            ChangeLog(connection, agent, now).add_change("call", task_id, "released", "", "agent")
        return given_back


def count_open_tasks(
    connection: Connection, now: datetime, territories: Territories = None
) -> tuple[int, int, int, int]:
    """How many tasks are open; how many of them are past their deadline; how many an agent has; how many are set aside."""
    found = fetch_row(connection, "calls.count_open", now=now, territories=list_territories(territories))
    return found.open, found.late, found.held, found.aside
