"""A number that an agent found, for somebody of whom none was known."""

from datetime import UTC, datetime, timedelta

from msgspec.structs import replace

from tocsin.conversation import quiet_hours
from tocsin.privacy.vault import Vault
from tocsin.store.statements import fetch_row
from tocsin.tracing.calls import call_code
from tocsin.tracing.calls.call_sheet import read_sheet
from tocsin.tracing.calls.change_log import ChangeLog, Connection
from tocsin.tracing.calls.model import LEASE, CallSheet
from tocsin.tracing.calls.named_contacts import KnownWrongNumber, check_number
from tocsin.tracing.calls.outcomes import lock_task
from tocsin.tracing.people.phones import get_or_create_phone
from tocsin.tracing.supervision.territory import find_zone


def add_phone_number(
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
    would be rung again and again. Raises UncallableNumber, KnownWrongNumber, NoSuchTask, TaskTakenByOther,
    TaskAlreadyDone.
    """
    found = check_number(number)
    with connection.transaction():
        log = ChangeLog(connection, agent, now)
        task = lock_task(connection, task_id, agent, now)
        phone = get_or_create_phone(
            connection,
            vault,
            found,
            quiet_hours.find_zone_of_number(found, find_zone(task.case_territory, task.zone)),
            now.astimezone(UTC).date(),
        )
        if task.person_id and fetch_row(
            connection, "calls.wrong_before", person=str(task.person_id), phone=phone
        ):
            raise KnownWrongNumber(str(KnownWrongNumber.__doc__))
        log.execute("calls.task_phone", task=task_id, phone=phone)
        subject, id = ("contact", task.contact_id) if task.contact_id else ("case", task.case_id)
        log.execute(f"calls.move_{subject}", id=id, phone=phone)
        if task.person_id:
            log.execute("calls.hold", person=task.person_id, phone=phone)
        log.add_change(subject, id, "number_found", "", task.reason)
        log.execute("calls.keep", task=task_id, agent=agent, until=now + lease)
        code = call_code.give_call_code(connection, task_id, agent, now, now + lease)
        return replace(read_sheet(connection, vault, task_id, now), spoken=code)
