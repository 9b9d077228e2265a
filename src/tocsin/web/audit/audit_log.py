"""Who looked at what, and who changed it: added only, each entry bound to the one before.

The digest of an entry is the SHA-256 of the digest before it and of what the entry says. Who changes, takes
out or puts in an entry afterwards would have to write anew every one behind it; whoever noted the last digest
on another day sees it. Nothing personal stands here: a file is named by its number.
"""

import hashlib
import json
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any, Final

import psycopg
from msgspec import Struct
from psycopg.rows import class_row

from tocsin.web.security_events import log_security_event
from tocsin.web.staff.staff_member import StaffMember, list_staff_actions

LOCK: Final = "select pg_advisory_xact_lock(%(lock)s)"
LAST: Final = "select digest from staff_entry order by id desc limit 1"
ENTER: Final = """
insert into staff_entry (at, login, action, subject, subject_id, territory, why, digest)
values (%(at)s, %(login)s, %(action)s, %(subject)s, %(subject_id)s, %(territory)s, %(why)s, %(digest)s)
returning id
"""
FOUND: Final = """
select id, at, login, action, subject, subject_id, territory, why, digest from staff_entry
where (%(before)s::bigint is null or id < %(before)s)
  and (%(login)s = '' or login = %(login)s) and (%(action)s = '' or action = %(action)s)
  and (%(subject)s = '' or subject = %(subject)s)
  and (%(subject_id)s::bigint is null or subject_id = %(subject_id)s)
  and (%(since)s::timestamptz is null or at >= %(since)s)
  and (%(until)s::timestamptz is null or at < %(until)s)
  and (%(territories)s::text[] is null or territory = '' or territory = any(%(territories)s))
order by id desc limit %(limit)s
"""
NOTED: Final = "select id from staff_entry where digest = %(digest)s limit 1"
LAST_ANCHOR: Final = "select at, entry, statement, signature from staff_anchor order by entry desc limit 1"
LAST_ENTRY: Final = "select id, digest from staff_entry order by id desc limit 1"
ANCHOR: Final = """
insert into staff_anchor (at, entry, statement, signature)
values (%(at)s, %(entry)s, %(statement)s, %(signature)s)
"""
ANCHORS: Final = "select id, at, entry, statement, signature from staff_anchor order by entry"
ENTRIES: Final = """
select id, at, login, action, subject, subject_id, territory, why, digest from staff_entry
where id > %(after)s order by id limit %(limit)s
"""


Connection = psycopg.Connection[Any]
FIRST: Final = bytes(32)
"""What the first entry is bound to."""
WHY: Final = 200
"""Characters of a reason that are kept."""
_ACCOUNTS: Final = ("account.own", "accounts.change")
"""Actions on accounts, which are events of security as well."""
_LOCK: Final = 0x746F_6C6F
_BLOCK: Final = 5_000


class AuditEntry(Struct, frozen=True):
    id: int
    at: datetime
    login: str
    action: str
    subject: str
    subject_id: int | None
    territory: str
    why: str
    digest: bytes


class BrokenChain(Exception):
    """An entry does not follow from the one before it."""

    def __init__(self, entry: int) -> None:
        super().__init__(f"{str(BrokenChain.__doc__).rstrip('.')}: {entry}")
        self.entry = entry


def write_audit_entry(
    connection: Connection,
    who: StaffMember | str,
    action: str,
    *,
    now: datetime,
    subject: str = "",
    subject_id: int | None = None,
    territory: str = "",
    why: str = "",
) -> None:
    """Add an entry, in the transaction of the caller: what it tells of is done with it or not at all.

    ``why`` is a word or a sentence without anything personal. Raises KeyError for an action that is none.
    """
    list_staff_actions()[action]
    login = who if isinstance(who, str) else who.login
    entry = {
        "at": now.astimezone(UTC), "login": login, "action": action, "subject": subject,
        "subject_id": subject_id, "territory": territory, "why": why[:WHY],
    }  # fmt: skip
    with connection.transaction():
        # One after the other: each must know the one before. Held until the caller's transaction ends.
        connection.execute(LOCK, {"lock": _LOCK})
        found = connection.execute(LAST).fetchone()
        digest = compute_entry_digest(bytes(found[0]) if found else FIRST, entry)
        connection.execute(ENTER, {**entry, "digest": digest})
    if action in _ACCOUNTS:
        log_security_event("account_changed", login=login, action=action, account=subject_id, why=why[:WHY])


def compute_entry_digest(before: bytes, entry: dict[str, Any]) -> bytes:
    said = json.dumps({**entry, "at": entry["at"].astimezone(UTC).isoformat()}, sort_keys=True)
    return hashlib.sha256(before + said.encode()).digest()


def iterate_entries(connection: Connection) -> Iterator[AuditEntry]:
    after = 0
    cursor = connection.cursor(row_factory=class_row(AuditEntry))
    while found := cursor.execute(ENTRIES, {"after": after, "limit": _BLOCK}).fetchall():
        yield from found
        after = found[-1].id


def iterate_verified_entries(connection: Connection) -> Iterator[tuple[int, bytes]]:
    """Number and digest of each entry, once it is known to follow from the one before. Raises BrokenChain."""
    before = FIRST
    for entry in iterate_entries(connection):
        said = {
            name: getattr(entry, name) for name in entry.__struct_fields__ if name not in ("id", "digest")
        }
        if compute_entry_digest(before, said) != entry.digest:
            raise BrokenChain(entry.id)
        before = entry.digest
        yield entry.id, before


class AuditedContext(Struct, frozen=True):
    """One request of somebody who has come in."""

    connection: psycopg.Connection[Any]
    who: StaffMember
    now: datetime
    """By the clock of the service."""

    def write_entry(
        self, action: str, why: str, subject: str = "", id: int | None = None, territory: str = ""
    ) -> None:
        """An entry of the log: what they do, to whose file, where, why. In the transaction of the caller."""
        write_audit_entry(
            self.connection,
            self.who,
            action,
            now=self.now,
            subject=subject,
            subject_id=id,
            territory=territory,
            why=why,
        )
