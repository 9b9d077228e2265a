"""Calls announced by SMS: between which hours an agent rings, and what they say first.

The SMS itself is a conversation's (``CallAnnounced``): it passes the guard and stands in the register like any
other, and nothing is sent to whoever wants no SMS. A call that was announced is made in its window before all that is
not urgent. Where the window passes without a call it is missed, and the call may be announced once more.
"""

from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Any, Final

from msgspec import Struct

from tocsin.conversation.conversation_id import ConversationId
from tocsin.conversation.session import BEREAVED
from tocsin.privacy.vault import Vault
from tocsin.store.queries import query
from tocsin.store.statements import execute_arrays, fetch_records
from tocsin.tracing import inbox
from tocsin.tracing.calls import call_code
from tocsin.tracing.calls.call_order import read_call_order
from tocsin.tracing.calls.change_log import Connection
from tocsin.tracing.calls.model import NAMESAKE, NO_SMS, RANG_BACK, UNCONFIRMED, WITHDRAWN

MOST: Final = 2
"""Announcements of one call: a window that was missed is followed by one more."""
UNFIT: Final = frozenset(
    (
        *NO_SMS,
        NAMESAKE,
        RANG_BACK,
        WITHDRAWN,
        BEREAVED,
        UNCONFIRMED,
        "no_wording",
        "undelivered",
        "wrong_person",
        "no_phone",
        "no_mobile",
        "foreign",
    )
)
"""Reasons of calls of which nobody is told: no SMS may be sent or arrives, the telephone may be somebody else's, or nobody has
told them yet that they are a contact."""
DAY: Final = timedelta(hours=24)
"""Announcements so old are counted no more."""


class WaitingCall(Struct, frozen=True, kw_only=True):
    """An open call, in the order in which calls are given out."""

    id: int
    case_id: int | None
    contact_id: int | None
    phone_id: int | None
    territory: str
    not_before: datetime
    zone: str
    """Of the person's clock."""
    shard: int | None
    collected_on: date | None
    announceable: bool
    """Whether the person may be told of it by SMS, and was not yet."""


class CallWindow(Struct, frozen=True):
    begins: datetime
    ends: datetime


class AnnouncementCounts(Struct, frozen=True):
    """Announced calls: those to come, and those of the last 24 hours."""

    ahead: int
    """Their window is to come, or is now and nobody has rung yet."""
    made: int
    """Rung in their window, or before it."""
    missed: int
    """Their window passed, and nobody had rung."""


def list_waiting_calls(connection: Connection, now: datetime, limit: int) -> list[WaitingCall]:
    """The next calls to be given out, whoever has them."""
    return fetch_records(
        connection,
        WaitingCall,
        "announcements.waiting",
        now=now,
        past=read_call_order(connection).overdue_before(now),
        unfit=sorted(UNFIT),
        many=MOST,
        limit=limit,
    )


def announce_calls(
    connection: Connection, vault: Vault, windows: Sequence[tuple[WaitingCall, CallWindow]], now: datetime
) -> int:
    """Tell people when they are rung, in one transaction; how many. Nobody has these calls until their window.

    A call that an agent took meanwhile is not announced.
    """
    with connection.transaction():
        held = _hold_calls(connection, windows, now)
        kept = [(call, window) for call, window in windows if call.id in held]
        if not kept:
            return 0
        codes = call_code.reserve_call_codes(connection, [(call.id, w.ends) for call, w in kept], now)
        columns: dict[str, Any] = {
            "tasks": [call.id for call, _ in kept],
            "begins": [window.begins for _, window in kept],
            "ends": [window.ends for _, window in kept],
            "codes": [codes[call.id] for call, _ in kept],
        }
        execute_arrays(connection, "announcements.announce", **columns, now=now)
        inbox.post_events(
            connection, vault, [_build_event(call, window, codes[call.id], now) for call, window in kept]
        )
        return len(kept)


def _hold_calls(
    connection: Connection, windows: Sequence[tuple[WaitingCall, CallWindow]], now: datetime
) -> frozenset[int]:
    columns: dict[str, Any] = {
        "tasks": [call.id for call, _ in windows],
        "begins": [window.begins for _, window in windows],
    }
    rows = execute_arrays(connection, "announcements.hold", **columns, now=now)
    return frozenset(row[0] for row in rows)


def _build_event(call: WaitingCall, window: CallWindow, code: str, now: datetime) -> inbox.InboxEntry:
    assert call.phone_id is not None, call.id  # only a call to a telephone is announceable
    assert call.shard is not None, call.id
    assert call.collected_on is not None, call.id
    whose = (
        ConversationId("contact", call.contact_id)
        if call.contact_id
        else ConversationId("case", call.case_id or 0)
    )
    return inbox.InboxEntry(
        phone_id=call.phone_id,
        shard=call.shard,
        key=f"announced:{call.id}:{window.begins.timestamp():.0f}",
        at=now,
        event=inbox.CallAnnounced(str(whose), window.begins, window.ends, call_code.format_call_code(code)),
        collected_on=call.collected_on,
    )


def record_announced_call(connection: Connection, task: int, now: datetime) -> None:
    """A call was made, whatever came of it: what was announced is done."""
    connection.execute(query("announcements.call"), {"task": task, "now": now})


def end_announcements(connection: Connection, now: datetime) -> Mapping[str, int]:
    """Windows that are over without a call (``missed``), and calls that nobody makes any more (``void``)."""
    found = [row[0] for row in connection.execute(query("announcements.end"), {"now": now})]
    return {"missed": found.count("missed"), "void": found.count("void")}


def find_announced_window(connection: Connection, task: int) -> CallWindow | None:
    """What the person was told last of this call; None where they were told nothing."""
    found = connection.execute(query("announcements.of_task"), {"task": task}).fetchone()
    return CallWindow(*found) if found else None


def count_announcements(
    connection: Connection, now: datetime, territories: Collection[str] | None = None
) -> AnnouncementCounts:
    """Announced calls of these départements and of none; None: of all."""
    asked = {
        "since": now - DAY,
        "territories": None if territories is None else list(territories),
    }
    row = connection.execute(query("announcements.counts"), asked).fetchone()
    return AnnouncementCounts(*row) if row else AnnouncementCounts(0, 0, 0)
