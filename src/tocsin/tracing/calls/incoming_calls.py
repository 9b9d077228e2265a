"""Somebody rings us: the call that is open for them is the agent's, or one is opened, at any hour."""

from datetime import datetime
from typing import Final, Literal

from tocsin.store.statements import fetch_row
from tocsin.tracing.calls.agent_calls import find_held_task, take_task
from tocsin.tracing.calls.change_log import ChangeLog, Connection
from tocsin.tracing.calls.model import RANG_BACK
from tocsin.tracing.calls.task_queue import release_task

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
