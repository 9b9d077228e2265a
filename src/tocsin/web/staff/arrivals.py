"""Between the password and the session: ten minutes in which the rest is proved."""

import hashlib
import secrets
from datetime import datetime, timedelta
from typing import Any, Final

import psycopg
from msgspec import Struct

from tocsin.web.staff import sql
from tocsin.web.staff.accounts import of_row
from tocsin.web.staff.model import Staff

Connection = psycopg.Connection[Any]
COOKIE: Final = "tocsin_arrival"
LASTS: Final = timedelta(minutes=10)


class Arrival(Struct, frozen=True):
    """Somebody whose password is proved."""

    who: Staff
    proved: bool
    """The second factor as well."""
    next: str
    """Where they wanted to go; empty: nowhere in particular."""
    temporary: bool
    """Their password was given by somebody else."""
    telephone: bool
    """A second factor belongs to the account."""


def begin(connection: Connection, account: int, next: str, now: datetime) -> str:
    """Somebody arrives; what their cookie holds."""
    token = secrets.token_urlsafe(32)
    with connection.transaction():
        connection.execute(sql.TIDY_ARRIVALS, {"now": now})
        parameters = {"digest": _digest(token), "account": account, "until": now + LASTS, "next": next}
        connection.execute(sql.ARRIVE, parameters)
    return token


def find(connection: Connection, token: str, now: datetime) -> Arrival | None:
    """Who arrives with this cookie; None where nobody does, or they took too long."""
    if not token:
        return None
    row = connection.execute(sql.ARRIVAL, {"digest": _digest(token), "now": now}).fetchone()
    return Arrival(of_row(row), *row[5:9]) if row else None


def prove(connection: Connection, token: str) -> None:
    """The second factor is proved."""
    connection.execute(sql.PROVE, {"digest": _digest(token)})


def end(connection: Connection, token: str) -> None:
    """They have come in, or not."""
    connection.execute(sql.END_ARRIVAL, {"digest": _digest(token)})


def _digest(token: str) -> bytes:
    return hashlib.sha256(token.encode()).digest()
