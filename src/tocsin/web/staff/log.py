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

from tocsin.web.security_events import tell
from tocsin.web.staff import sql
from tocsin.web.staff.matrix import actions
from tocsin.web.staff.model import Staff

Connection = psycopg.Connection[Any]
FIRST: Final = bytes(32)
"""What the first entry is bound to."""
WHY: Final = 200
"""Characters of a reason that are kept."""
_ACCOUNTS: Final = ("account.own", "accounts.change")
"""Actions on accounts, which are events of security as well."""
_LOCK: Final = 0x746F_6C6F
_BLOCK: Final = 5_000


class Entry(Struct, frozen=True):
    """One line of the log."""

    id: int
    at: datetime
    login: str
    action: str
    subject: str
    subject_id: int | None
    territory: str
    why: str
    digest: bytes


class Broken(Exception):
    """An entry does not follow from the one before it."""

    def __init__(self, entry: int) -> None:
        super().__init__(f"{str(Broken.__doc__).rstrip('.')}: {entry}")
        self.entry = entry


def write(
    connection: Connection,
    who: Staff | str,
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
    actions()[action]
    login = who if isinstance(who, str) else who.login
    entry = {
        "at": now.astimezone(UTC), "login": login, "action": action, "subject": subject,
        "subject_id": subject_id, "territory": territory, "why": why[:WHY],
    }  # fmt: skip
    with connection.transaction():
        # One after the other: each must know the one before. Held until the caller's transaction ends.
        connection.execute(sql.LOCK, {"lock": _LOCK})
        found = connection.execute(sql.LAST).fetchone()
        digest = bound(bytes(found[0]) if found else FIRST, entry)
        connection.execute(sql.ENTER, {**entry, "digest": digest})
    if action in _ACCOUNTS:
        tell("account_changed", login=login, action=action, account=subject_id, why=why[:WHY])


def bound(before: bytes, entry: dict[str, Any]) -> bytes:
    """The digest of an entry behind another."""
    said = json.dumps({**entry, "at": entry["at"].astimezone(UTC).isoformat()}, sort_keys=True)
    return hashlib.sha256(before + said.encode()).digest()


def entries(connection: Connection) -> Iterator[Entry]:
    """Every entry, from the first on."""
    after = 0
    cursor = connection.cursor(row_factory=class_row(Entry))
    while found := cursor.execute(sql.ENTRIES, {"after": after, "limit": _BLOCK}).fetchall():
        yield from found
        after = found[-1].id


def chained(connection: Connection) -> Iterator[tuple[int, bytes]]:
    """Number and digest of each entry, once it is known to follow from the one before. Raises Broken."""
    before = FIRST
    for entry in entries(connection):
        said = {
            name: getattr(entry, name) for name in entry.__struct_fields__ if name not in ("id", "digest")
        }
        if bound(before, said) != entry.digest:
            raise Broken(entry.id)
        before = entry.digest
        yield entry.id, before


def check(connection: Connection) -> tuple[int, bytes]:
    """How many entries there are, and the digest of the last. Raises Broken at the first that is wrong."""
    count, last = 0, FIRST
    for _, digest in chained(connection):
        count, last = count + 1, digest
    return count, last
