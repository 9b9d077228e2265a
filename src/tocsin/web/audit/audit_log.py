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

from tocsin.store.statements import execute_statement, fetch_records, fetch_row
from tocsin.web.security_events import log_security_event
from tocsin.web.staff.staff_member import StaffMember, list_staff_actions

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
        execute_statement(connection, "audit.lock", lock=_LOCK)
        last = fetch_row(connection, "audit.last")
        digest = compute_entry_digest(bytes(last.digest) if last else FIRST, entry)
        execute_statement(connection, "audit.enter", **entry, digest=digest)
    if action in _ACCOUNTS:
        log_security_event("account_changed", login=login, action=action, account=subject_id, why=why[:WHY])


def log_account_change(
    connection: Connection,
    who: StaffMember | str,
    account: int,
    why: str,
    now: datetime,
    action: str = "accounts.change",
    territory: str = "",
) -> None:
    """Add what was done to an account, in the transaction of the caller."""
    write_audit_entry(
        connection, who, action, now=now, subject="account", subject_id=account, territory=territory, why=why
    )


def compute_entry_digest(before: bytes, entry: dict[str, Any]) -> bytes:
    said = json.dumps({**entry, "at": entry["at"].astimezone(UTC).isoformat()}, sort_keys=True)
    return hashlib.sha256(before + said.encode()).digest()


def iterate_entries(connection: Connection) -> Iterator[AuditEntry]:
    after = 0
    while found := fetch_records(connection, AuditEntry, "audit.block", after=after, limit=_BLOCK):
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
