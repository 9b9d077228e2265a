"""Every account, as an administrator sees it."""

from datetime import datetime
from typing import Any, Final

import psycopg
from msgspec import Struct

from tocsin.web.staff import sql
from tocsin.web.staff.accounts import of_row
from tocsin.web.staff.model import Staff

Connection = psycopg.Connection[Any]
MOST: Final = 200
"""Accounts on a page."""


class Listed(Struct, frozen=True):
    """An account; nothing that opens anything."""

    who: Staff
    local: bool
    """It has a password of its own."""
    telephone: bool
    """A second factor belongs to it."""
    provided: bool
    """It comes in by an identity provider."""
    temporary_until: datetime | None
    """The password was given by somebody else, and opens until then."""
    made: datetime
    made_by: str
    closed: datetime | None
    subject: str | None
    """Who it is for the identity provider."""
    seen: datetime | None
    """When somebody was last there, in a session that still stands."""


def listed(
    connection: Connection, part: str = "", *, closed: bool = False, limit: int = MOST
) -> list[Listed]:
    """The accounts by name; ``part``: of a login's beginning or of a name."""
    asked = {"part": part.strip().lower()[:64], "closed": closed, "limit": limit}
    rows = connection.execute(sql.LISTED, asked).fetchall()
    return [_of(row) for row in rows]


def one(connection: Connection, account: int) -> Listed | None:
    """An account by its number, also one that is closed."""
    row = connection.execute(sql.LISTED_ONE, {"account": account}).fetchone()
    return _of(row) if row else None


def _of(row: tuple[Any, ...]) -> Listed:
    return Listed(of_row(row), *row[5:])
