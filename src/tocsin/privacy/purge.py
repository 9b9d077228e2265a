"""The rows of an erasure: what is due, what remains of it as counts, and what is emptied or removed."""

from collections.abc import Callable, Collection
from datetime import date, datetime, timedelta
from typing import Any, Final

import psycopg
from msgspec import Struct
from psycopg import sql

from tocsin.conversation.conversation_id import ConversationId
from tocsin.conversation.phone_thread import PhoneThread
from tocsin.privacy import stored_threads
from tocsin.privacy.erasure_statement import ErasureRequest
from tocsin.privacy.keyring import KeyDestroyed
from tocsin.privacy.noted_fields import list_noted_fields
from tocsin.privacy.retention import list_longer_diseases
from tocsin.privacy.thread_pruning import find_next_due, remove_sessions
from tocsin.privacy.vault import NotSealedHere, Vault
from tocsin.store.queries import query

BATCH: Final = 2000
"""Conversations opened at a time."""

_LONGER: Final = (
    "longer_contacts", "longer_people", "longer_phones", "longer_attempts", "longer_messages", "longer_heard",
    "longer_gatherings", "longer_details",
)  # fmt: skip
"""What hangs on cases of a disease that is kept longer, collected again for as long."""
_PREPARE: Final = ("later_people", "later_guardians", "later_phones")
_DUE: Final = ("due_person", "due_phone", "due_case", "due_contact", "due_line")
_ASKED: Final = {"due_person": "asked_people", "due_phone": "asked_phones", "due_contact": "asked_contacts"}
NOBODY: Final = ErasureRequest()
_LOST: Final = {"due_person": "lost_people", "due_phone": "lost_phones"}
_BEFORE: Final = ("keep_cases", "keep_contacts", "tell_cases", "tell_contacts")
_STEPS: Final[dict[str, tuple[str, ...]]] = {
    "calls": ("calls",),
    "notes": ("attempts", "drafts"),
    "epidemiology": ("epidemiological_details", "follow_up_days"),
    "outbox": ("outbox",),
    "messages": ("messages", "later_messages"),
    "heard": ("heard", "later_heard"),
    "inbox": ("inbox",),
    "strays": ("strays",),
    "quarantine": ("quarantine",),
    "letters": ("letters",),
    "timers": ("timers",),
    "gatherings": ("gatherings", "clusters"),
    "results": ("results",),
    "files": ("files",),
    "parts": ("parts", "receipts"),
    "unconfirmed": ("unconfirmed",),
}
_LAST: Final = ("holdings", "contacts", "cases", "people", "phones")


class ErasureScope(Struct, frozen=True, kw_only=True):
    up_to: date
    """Everything collected on this day or before goes."""
    now: datetime
    by: str
    progress: Callable[[str], None] = lambda step: None
    """Is told which step begins."""
    gone: tuple[bytes, ...] = ()
    """Ids of destroyed keys; whoever stands under one of them is erased too, whatever their day."""
    asked: ErasureRequest = NOBODY
    """Who asked to be erased, whatever their day."""
    said_up_to: date | None = None
    """What the statement says was erased before, where nothing goes by its age."""


def erase_rows(connection: psycopg.Connection, vault: Vault, scope: ErasureScope) -> dict[str, int]:
    """Erase the rows of a scope, within the transaction that is open.

    Returns what -> how many rows were emptied or removed.
    """
    now, asked, gone, progress = scope.now, scope.asked, scope.gone, scope.progress
    values = {
        "up_to": scope.up_to, "now": now, "by": scope.by,
        "why": "request" if asked != NOBODY else "three_months",
        "people": list(asked.people), "contacts": list(asked.contacts),
    }  # fmt: skip
    longer = list_longer_diseases()
    values |= {"diseases": list(longer), "longer": list(longer.values())}

    def run(name: str) -> int:
        return max(connection.execute(query(f"erasure.{name}"), values).rowcount, 0)

    progress("due")
    connection.execute(query("erasure.due_tables"))
    longer_cases = run("longer_cases")
    if longer_cases:
        for name in _LONGER:
            run(name)
    kept = {f"kept_{name.removeprefix('later_')}": run(name) for name in _PREPARE}
    kept["kept_longer"] = longer_cases
    lost = 0
    for name in _DUE:
        run(name)
        if asked != NOBODY and name in _ASKED:
            run(_ASKED[name])
        if gone and name in _LOST:
            under = {"gone": list(gone)}
            lost += connection.execute(query(f"erasure.{_LOST[name]}"), under).rowcount
    connection.execute(query("erasure.due_analyze"))
    for name in _BEFORE:
        run(name)
    counts = {}
    for step, names in _STEPS.items():
        progress(step)
        counts[step] = sum(map(run, names))
    progress("follow_up")
    counts["follow_up"] = _forget_follow_up_fields(connection, now)
    if asked != NOBODY:
        for step in ("strays", "gatherings", "results"):
            counts[step] += run(f"asked_{step}")
        counts["gatherings"] += run("asked_clusters")
    progress("conversations")
    counts["conversations"] = _prune_threads(connection, vault, now)
    for step in _LAST:
        progress(step)
        counts[step] = run(step)
    return counts | kept | ({"lost": lost} if gone else {})


def _forget_follow_up_fields(connection: psycopg.Connection, now: datetime) -> int:
    """Empty what serves the follow-up alone, of files that were closed long enough ago; how many values."""
    emptied = 0
    for field in list_noted_fields().values():
        if field.forgotten_early:
            statement = sql.SQL(query("erasure.forget")).format(column=sql.Identifier(field.column))
            before = {"before": now - timedelta(days=field.kept.days)}
            emptied += max(connection.execute(statement, before).rowcount, 0)
    return emptied


def _prune_threads(connection: psycopg.Connection, vault: Vault, now: datetime) -> int:
    """Take what is due out of the conversations on phones that are kept; how many phones that were."""
    after, pruned = 0, 0
    while True:
        page = connection.execute(query("erasure.threads"), {"after": after, "limit": BATCH}).fetchall()
        if not page:
            return pruned
        after = page[-1][0]
        pruned += _prune_page(connection, vault, page, now)


def _prune_page(connection: psycopg.Connection, vault: Vault, page: list[Any], now: datetime) -> int:
    opened = {id: _open_thread(vault, sealed) for id, _shard, sealed, _day in page}
    gone = _find_due_sessions(connection, [thread for thread in opened.values() if thread])
    kept: dict[int, bytes] = {}
    timers: list[tuple[int, int, datetime]] = []
    for id, shard, _sealed, day in page:
        before = opened[id]
        after = remove_sessions(before, gone) if before else None
        if before is None or after is None or after is before:
            continue
        kept[id] = vault.seal(stored_threads.pack_thread(after), stored_threads.PLACE, day, id)
        if due := find_next_due(before, after, now):
            timers.append((id, shard, due))
    connection.execute(query("engine.threads"), {"phones": list(kept), "threads": list(kept.values())})
    connection.execute(query("erasure.timer_off"), {"phones": list(kept)})
    phones, shards, dues = zip(*timers, strict=True) if timers else ((), (), ())
    connection.execute(
        query("erasure.timer_on"), {"phones": list(phones), "shards": list(shards), "dues": list(dues)}
    )
    return len(kept)


def _open_thread(vault: Vault, sealed: bytes) -> PhoneThread | None:
    """The conversations; None where they do not open."""
    try:
        return stored_threads.unpack_thread(vault.open(sealed, stored_threads.PLACE))
    except (KeyDestroyed, NotSealedHere, stored_threads.BadStoredThread):
        return None


def _find_due_sessions(connection: psycopg.Connection, opened: Collection[PhoneThread]) -> set[str]:
    """The sessions in these threads whose case or contact is due."""
    ids = {session.id for thread in opened for session in thread.sessions}
    ids |= {one.id for thread in opened for one in thread.waiting}
    conversations = [ConversationId.parse(id) for id in ids]
    cases = [one.number for one in conversations if one.subject == "case"]
    contacts = [one.number for one in conversations if one.subject == "contact"]
    found = connection.execute(query("erasure.ended"), {"cases": cases, "contacts": contacts}).fetchall()
    return {row[0] for row in found}
