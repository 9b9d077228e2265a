"""Somebody rings us: the call that is open for them is the agent's, or one is opened, at any hour."""

from datetime import datetime
from typing import Final, Literal

from tocsin.tracing.calls.desk import held_by, take_task
from tocsin.tracing.calls.lease import release
from tocsin.tracing.calls.model import RANG_BACK
from tocsin.tracing.calls.rows import Connection, Log, row

RANG_IN: Final = "rang_in"
"""What stands in the changes of a call, and of its file, where the person rang."""


class NobodyToServe(LookupError):
    """There is no case and no contact of this number, or nothing of them is left."""


def answer(
    connection: Connection, subject: Literal["case", "contact"], id: int, agent: str, now: datetime
) -> int:
    """Give an agent the call of a person who is on their telephone now; the number of the call.

    The open call of the person is taken, whatever its hour; where there is none, one is opened for the reason
    ``rang_back``, also in a file that is closed. A contact who is spoken for by another naming, or became a
    case, is served there. Whatever other call the agent had goes back, with what they typed of it.

    Raises NobodyToServe; TakenByOther where another agent has the person on the line.
    """
    with connection.transaction():
        file = row(connection, "who_is_served", case=None if subject == "contact" else id,
                   contact=id if subject == "contact" else None)  # fmt: skip
        if file is None:
            raise NobodyToServe(str(NobodyToServe.__doc__))
        whom = {"case": file.case_id, "contact": file.contact_id}
        opened = {"phone": file.phone_id, "territory": file.territory, "deadline": file.deadline}
        found = (
            row(connection, "open_call", **whom)
            or row(connection, "open_rang_back", reason=RANG_BACK, now=now, **opened, **whom)
            or row(connection, "open_call", **whom)  # another agent opened it at this instant
        )
        other = held_by(connection, agent, now)
        take_task(connection, found.id, agent, now)
        if other and other != found.id:
            release(connection, other, agent, now)
        log = Log(connection, agent, now)
        log.change("call", found.id, RANG_IN, "", found.reason)
        of, number = ("contact", file.contact_id) if file.contact_id else ("case", file.case_id)
        log.change(of, number, RANG_IN, "", found.reason)
        return int(found.id)
