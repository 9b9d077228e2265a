"""Between the password and the session: ten minutes in which the rest is proved."""

import hashlib
import secrets
from datetime import datetime, timedelta
from typing import Any, Final

import psycopg
from msgspec import Struct

from tocsin.web.accounts import sql
from tocsin.web.accounts.staff_accounts import staff_from_row
from tocsin.web.staff.staff_member import StaffMember

Connection = psycopg.Connection[Any]
COOKIE: Final = "tocsin_arrival"
LASTS: Final = timedelta(minutes=10)


class PendingLogin(Struct, frozen=True):
    """Somebody whose password is proved."""

    who: StaffMember
    proved: bool
    """The second factor as well."""
    next: str
    """Where they wanted to go; empty: nowhere in particular."""
    temporary: bool
    """Their password was given by somebody else."""
    telephone: bool
    """A second factor belongs to the account."""


def begin_pending_login(connection: Connection, account: int, next: str, now: datetime) -> str:
    """Somebody arrives; what their cookie holds."""
    token = secrets.token_urlsafe(32)
    with connection.transaction():
        connection.execute(sql.TIDY_ARRIVALS, {"now": now})
        parameters = {"digest": _hash_token(token), "account": account, "until": now + LASTS, "next": next}
        connection.execute(sql.ARRIVE, parameters)
    return token


def find_pending_login(connection: Connection, token: str, now: datetime) -> PendingLogin | None:
    """Who arrives with this cookie; None where nobody does, or they took too long."""
    if not token:
        return None
    row = connection.execute(sql.ARRIVAL, {"digest": _hash_token(token), "now": now}).fetchone()
    return PendingLogin(staff_from_row(row), *row[5:9]) if row else None


def mark_mfa_verified(connection: Connection, token: str) -> None:
    """The second factor is proved."""
    connection.execute(sql.PROVE, {"digest": _hash_token(token)})


def end_pending_login(connection: Connection, token: str) -> None:
    """They have come in, or not."""
    connection.execute(sql.END_ARRIVAL, {"digest": _hash_token(token)})


def _hash_token(token: str) -> bytes:
    return hashlib.sha256(token.encode()).digest()
