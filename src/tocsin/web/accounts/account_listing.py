"""Every account, as an administrator sees it."""

from datetime import datetime
from typing import Any, Final

import psycopg
from msgspec import Struct

from tocsin.web.accounts import sql
from tocsin.web.accounts.staff_accounts import staff_from_row
from tocsin.web.staff.staff_member import StaffMember

Connection = psycopg.Connection[Any]
MOST: Final = 200
"""Accounts on a page."""


class AccountSummary(Struct, frozen=True):
    """An account; nothing that opens anything."""

    who: StaffMember
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


def list_accounts(
    connection: Connection, part: str = "", *, closed: bool = False, limit: int = MOST
) -> list[AccountSummary]:
    """The accounts by name; ``part``: of a login's beginning or of a name."""
    asked = {"part": part.strip().lower()[:64], "closed": closed, "limit": limit}
    rows = connection.execute(sql.LISTED, asked).fetchall()
    return [_summary_from_row(row) for row in rows]


def find_account_summary(connection: Connection, account: int) -> AccountSummary | None:
    """An account by its number, also one that is closed."""
    row = connection.execute(sql.LISTED_ONE, {"account": account}).fetchone()
    return _summary_from_row(row) if row else None


def _summary_from_row(row: tuple[Any, ...]) -> AccountSummary:
    return AccountSummary(staff_from_row(row), *row[5:])
