"""A number that an agent found, for somebody of whom none was known."""

from datetime import UTC, datetime, timedelta

from msgspec.structs import replace

from tocsin.conversation import quiet
from tocsin.tracing.calls import spoken
from tocsin.tracing.calls.model import LEASE, CallSheet
from tocsin.tracing.calls.outcomes import held
from tocsin.tracing.calls.rows import Connection, Log, row
from tocsin.tracing.calls.sheet import sheet
from tocsin.tracing.calls.told import WrongBefore, checked
from tocsin.tracing.days import clock_of
from tocsin.tracing.phones import meet
from tocsin.tracing.vault import Vault


def give_number(
    connection: Connection,
    vault: Vault,
    task_id: int,
    agent: str,
    number: str,
    now: datetime,
    lease: timedelta = LEASE,
) -> CallSheet:
    """Put a number to the person of a task, who is rung on it from now on; the agent keeps the task.

    Not one on which somebody else answered before: a directory that is wrong stays wrong, and a stranger
    would be rung again and again. Raises BadNumber, WrongBefore, NoSuchTask, TakenByOther, AlreadyDone.
    """
    found = checked(number)
    with connection.transaction():
        log = Log(connection, agent, now)
        task = held(connection, task_id, agent, now)
        phone = meet(
            connection,
            vault,
            found,
            quiet.zone_of(found, clock_of(task.case_territory, task.zone)),
            now.astimezone(UTC).date(),
        )
        if task.person_id and row(connection, "wrong_before", person=str(task.person_id), phone=phone):
            raise WrongBefore(str(WrongBefore.__doc__))
        log.do("task_phone", task=task_id, phone=phone)
        subject, id = ("contact", task.contact_id) if task.contact_id else ("case", task.case_id)
        log.do(f"move_{subject}", id=id, phone=phone)
        if task.person_id:
            log.do("hold", person=task.person_id, phone=phone)
        log.change(subject, id, "number_found", "", task.reason)
        log.do("keep", task=task_id, agent=agent, until=now + lease)
        code = spoken.give(connection, task_id, agent, now, now + lease)
        return replace(sheet(connection, vault, task_id, now), spoken=code)
