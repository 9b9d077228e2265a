"""What an agent wrote of a call taken back: the person is to be rung as before.

What follows from the outcome is undone: the file stands as it stood, the call is open again, a number that
was taken off its person is theirs. What the person said stays: names, days, a need for help that nobody has
rung about ends. A conversation by SMS that was ended does not begin again: the call is there.
"""

from datetime import datetime, timedelta
from typing import Any, Final

from msgspec import Struct
from psycopg.types.json import Jsonb

from tocsin.conversation.conversation_id import ConversationId
from tocsin.conversation.session import DEAD
from tocsin.store.queries import query
from tocsin.store.statements import fetch_row
from tocsin.tracing.calls.call_writer import make_event_key
from tocsin.tracing.calls.change_log import ChangeLog, Connection
from tocsin.tracing.calls.death import list_deaths, take_back_death
from tocsin.tracing.calls.model import LEASE, TAKE_BACK, OutcomeNotReversible
from tocsin.tracing.people.noted_details import name_file

TAKEN_BACK: Final = "taken_back"
"""What stands in the changes of the file."""


class LastOutcome(Struct, frozen=True, kw_only=True):
    attempt: int
    task: int
    outcome: str
    until: datetime
    """Until when it can be taken back."""
    again_at: datetime | None
    """When the person is to be rung again; None where they are not."""
    deadline: datetime
    zone: str
    """Of the person's clock."""


def find_last_outcome(connection: Connection, agent: str, now: datetime) -> LastOutcome | None:
    """What an agent wrote down last and can still take back; None where there is nothing."""
    found = fetch_row(connection, "calls.last_attempt", agent=agent, since=now - TAKE_BACK, now=now)
    if found is None:
        return None
    return LastOutcome(
        attempt=found.id,
        task=found.task_id,
        outcome=found.outcome,
        until=found.at + TAKE_BACK,
        again_at=None if found.done_at else found.not_before,
        deadline=found.deadline,
        zone=found.zone,
    )


def reverse_outcome(
    connection: Connection, attempt: int, agent: str, now: datetime, lease: timedelta = LEASE
) -> int:
    """Take back what this agent wrote of a call, within ten minutes; the call is theirs again.

    The number of the call. Raises OutcomeNotReversible where the time is over, it is not theirs, or something
    else happened to the person since.
    """
    with connection.transaction():
        found = lock_attempt(connection, attempt)
        if found.agent != agent or not now - TAKE_BACK < found.at <= now:
            raise OutcomeNotReversible(str(OutcomeNotReversible.__doc__))
        return undo_outcome(connection, found, agent, now, "agent", until=now + lease)


def undo_outcome(
    connection: Connection, found: Any, by: str, now: datetime, why: str, until: datetime | None = None
) -> int:
    """Put a file and its call back to how they stood; ``until``: the call is in the hands of ``by`` so long.

    ``found`` is a row of ``attempt_held``. The number of the call. Raises OutcomeNotReversible.
    """
    whom = {"case": found.case_id, "contact": found.contact_id}
    later = fetch_row(connection, "calls.later_attempts", attempt=found.id, **whom)
    if found.undone_at or found.erased_at or not found.before or later:
        raise OutcomeNotReversible(str(OutcomeNotReversible.__doc__))
    log = ChangeLog(connection, by, now)
    log.execute("calls.end_asked", task=found.task_id, at=found.at, **whom)
    log.execute("calls.undo_attempt", attempt=found.id, by=by)
    own = (
        ConversationId("contact", found.contact_id)
        if found.contact_id
        else ConversationId("case", found.case_id)
    )
    subject, id = own.subject, own.number
    undone = name_file(subject, id) | {"at": found.at, "by": found.agent}
    connection.execute(query("epidemiology.follow_up_undone"), undone)
    if found.outcome == "hospital":
        connection.execute(query("epidemiology.hospital_undone"), undone)
    if found.outcome == DEAD and list_deaths(connection, subject, id):
        take_back_death(connection, subject, id, by, now, why, rings=False)
    log.execute("calls.untell_children", task=found.task_id, case=found.file_id, at=found.at)
    log.execute(f"calls.restore_{subject}", id=id, stood=Jsonb(found.before["file"]))
    phone = found.before["task"]["phone_id"]
    events = [("ended", str(own)), ("ended", str(ConversationId("follow", id))), ("beginfollowup", "")]
    keys = [make_event_key(found.task_id, kind, session, phone, found.at) for kind, session in events]
    log.execute("calls.drop_events", keys=keys)
    if phone and log.execute("calls.hold_again", person=found.person_id, phone=phone, at=found.at):
        log.add_change("phone", phone, "holding", str(found.person_id), TAKEN_BACK)
    log.add_change(subject, id, TAKEN_BACK, "", why, before=found.outcome)
    if fetch_row(connection, "calls.open_beside", task=found.task_id, **whom):
        return int(found.task_id)  # the person is to be rung already, about something that came since
    holder = by if until else None
    log.execute(
        "calls.restore_task", task=found.task_id, stood=Jsonb(found.before["task"]), agent=holder, until=until
    )
    return int(found.task_id)


def lock_attempt(connection: Connection, attempt: int) -> Any:
    """A call that was made, locked. Raises OutcomeNotReversible where there is none of this number."""
    found = fetch_row(connection, "calls.attempt_held", attempt=attempt)
    if found is None:
        raise OutcomeNotReversible(str(OutcomeNotReversible.__doc__))
    return found
