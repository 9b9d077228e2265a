"""Replies with an unexplained rest: a human looks at each within the hour, before any call is made.

Who finds that somebody is in need has them rung at once; what nobody has looked at when its hour is over
becomes an urgent call by itself.
"""

from datetime import datetime
from typing import Any, Final, Literal, get_args

from msgspec import Struct

from tocsin.privacy.encrypted_payloads import open_contact_details, open_person_details
from tocsin.privacy.vault import Vault
from tocsin.store.statements import execute_statement, fetch_rows, make_record
from tocsin.tracing.calls.call_sheet import join_full_name
from tocsin.tracing.calls.change_log import ChangeLog, Connection
from tocsin.tracing.calls.model import Territories
from tocsin.tracing.calls.task_queue import MOST
from tocsin.tracing.supervision.territory import list_territories

Finding = Literal["harmless", "ring"]
FINDINGS: Final[tuple[Finding, ...]] = get_args(Finding)


class NoSuchReply(ValueError):
    """There is no reply of this number that is to be looked at."""


class ReplyAlreadyReviewed(ValueError):
    """Somebody has looked at this reply already."""


class UnexplainedReply(Struct, frozen=True, kw_only=True):
    id: int
    at: datetime
    look_by: datetime
    """End of its hour."""
    case_id: int | None
    """None where a contact wrote it."""
    contact_id: int | None
    file_id: int
    """The case itself, or the one that the contact belongs to."""
    name: str
    asked: str
    """What we had written before; empty where that was erased."""
    text: str
    """What the person wrote, masked."""
    zone: str
    territory: str


def list_unexplained_replies(
    connection: Connection, vault: Vault, territories: Territories = None, limit: int = MOST
) -> list[UnexplainedReply]:
    """Those that nobody has looked at, the earliest hour first."""
    return [
        make_record(
            UnexplainedReply,
            one,
            file_id=one.file_id or 0,
            name=open_contact_details(vault, one.contact).name
            or join_full_name(open_person_details(vault, one.person)),
            asked=vault.open_text(one.asked, "message.sealed"),
            text=vault.open_text(one.sealed, "heard.sealed"),
        )
        for one in fetch_rows(
            connection, "replies.unexplained", territories=list_territories(territories), limit=limit
        )
    ]


def count_unexplained_replies(connection: Connection, territories: Territories = None) -> int:
    (found,) = fetch_rows(connection, "replies.count_unexplained", territories=list_territories(territories))
    return int(found.count)


def find_reply_territory(connection: Connection, reply: int) -> str:
    """Where whoever wrote a reply lives; empty where that is not known. Raises NoSuchReply."""
    return str(_fetch_reply(connection, reply).territory)


def review_reply(connection: Connection, reply: int, finding: Finding, agent: str, now: datetime) -> None:
    """Write down what an agent found in a reply; ``ring`` makes an urgent call of it.

    Raises NoSuchReply, or ReplyAlreadyReviewed where somebody was faster.
    """
    with connection.transaction():
        one = _fetch_reply(connection, reply)
        if one.looked_at is not None:
            raise ReplyAlreadyReviewed(str(ReplyAlreadyReviewed.__doc__))
        execute_statement(connection, "replies.looked", reply=reply, finding=finding, agent=agent, now=now)
        log = ChangeLog(connection, agent, now)
        log.add_change(*_find_subject(one), "reply_read", finding, "reply")
        if finding == "ring":
            execute_statement(connection, "replies.ring", replies=[reply], now=now)
            log.add_change(*_find_subject(one), "to_call", "unexplained", "reply")


def open_overdue_calls(connection: Connection, now: datetime, limit: int) -> int:
    """Make urgent calls of replies whose hour is over; how many. In the caller's transaction."""
    late = fetch_rows(connection, "replies.overdue", now=now, limit=limit)
    if late:
        execute_statement(connection, "replies.ring", replies=[one.id for one in late], now=now)
        log = ChangeLog(connection, "clock", now)
        for one in late:
            log.add_change(*_find_subject(one), "to_call", "unexplained", "deadline")
    return len(late)


def _fetch_reply(connection: Connection, reply: int) -> Any:
    found = fetch_rows(connection, "replies.one", reply=reply)
    if not found:
        raise NoSuchReply(f"{str(NoSuchReply.__doc__).rstrip('.')}: {reply}")
    return found[0]


def _find_subject(one: Any) -> tuple[str, int]:
    return ("contact", one.contact_id) if one.contact_id else ("case", one.case_id or 0)
