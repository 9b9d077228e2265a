"""Who has which task: the next one for an agent, and the list of what is open."""

from datetime import datetime, timedelta
from typing import Any, Final

from msgspec.structs import replace

from tocsin.conversation import quiet
from tocsin.tracing.calls import spoken
from tocsin.tracing.calls.model import LEASE, CallSheet, NoSuchTask, Task, Territories
from tocsin.tracing.calls.order import EVER, chosen_order
from tocsin.tracing.calls.rows import Connection, Log, do, row, rows
from tocsin.tracing.calls.sheet import sheet
from tocsin.tracing.vault import Vault

MOST: Final = 100
"""Tasks of a list, unless more are asked for."""


def next_call(
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

    What is urgent comes first, at any hour; then the earliest deadline, among those whose own clock says 8 to
    20 h, people long past theirs after the others (``order``). An agent who has a task gets the same one
    again. The sheet has the code that they say. That the agent saw the number is written down, unless it is
    ``masked`` to them: then ``reveal`` does.
    """
    until = now + lease
    with connection.transaction():
        found = row(connection, "mine", agent=agent, now=now, until=until) or _take(
            connection, agent, now, until, territories
        )
        if not found:
            return None
        code = spoken.give(connection, found.id, agent, now, until)
        shown = replace(sheet(connection, vault, found.id, now), spoken=code)
        if shown.number and not masked:
            seen(connection, shown, agent, now)
        return shown


def _take(
    connection: Connection, agent: str, now: datetime, until: datetime, territories: Territories
) -> Any:
    """A row with the next task, None without one: first the urgent, then those not long past, then all."""
    past = chosen_order(connection).past(now)
    for urgent, due_after in ((True, EVER), (False, past), (False, EVER)):
        found = row(
            connection,
            "take",
            agent=agent,
            now=now,
            until=until,
            longest=LEASE,
            territories=listed(territories),
            morning=quiet.MORNING,
            evening=quiet.EVENING,
            urgent=urgent,
            due_after=due_after,
        )
        if found:
            return found
    return None


def listed(territories: Territories) -> list[str] | None:
    """Départements as statements take them."""
    return None if territories is None else list(territories)


def seen(connection: Connection, sheet: CallSheet, agent: str, now: datetime) -> None:
    """Write down that an agent saw the number."""
    Log(connection, agent, now).change(*about(sheet), "number_shown", "", sheet.reason)


def about(sheet: Any) -> tuple[str, int]:
    """The file that a call is about."""
    return ("contact", sheet.contact_id) if sheet.contact_id else ("case", sheet.case_id or 0)


def whose_call(connection: Connection, task_id: int) -> tuple[str, int, str]:
    """The file that a call is about, and its département. Raises NoSuchTask."""
    found = row(connection, "whose_call", task=task_id)
    if found is None:
        raise NoSuchTask(f"{str(NoSuchTask.__doc__).rstrip('.')}: {task_id}")
    return (*about(found), found.territory)


def release(connection: Connection, task_id: int, agent: str, now: datetime) -> bool:
    """Give a task back, for somebody else; whether this agent had it."""
    with connection.transaction():
        given_back = do(connection, "free", task=task_id, agent=agent) > 0
        if given_back:
            spoken.end(connection, task_id, agent, now)
            Log(connection, agent, now).change("call", task_id, "released", "", "agent")
        return given_back


def open_tasks(
    connection: Connection, now: datetime, territories: Territories = None, limit: int = MOST
) -> list[Task]:
    """What is open, in the order in which it is given out; nothing personal."""
    return [
        Task(**found._asdict())
        for found in rows(
            connection,
            "open_tasks",
            past=chosen_order(connection).past(now),
            now=now,
            territories=listed(territories),
            limit=limit,
        )
    ]


def count_open(
    connection: Connection, now: datetime, territories: Territories = None
) -> tuple[int, int, int]:
    """How many tasks are open; how many of them are past their deadline; how many an agent has."""
    found = row(connection, "count_open", now=now, territories=listed(territories))
    return found.open, found.late, found.held
