"""Sessions: a cookie that says nothing, and a row that says who it is.

The token is drawn when somebody comes in, never taken from the browser: a cookie that was planted before
opens nothing. What somebody may do is read with each page, so that what is given or taken holds at once.
Time is that of the people at work, also where a simulated day runs faster.
"""

import hashlib
import secrets
from datetime import datetime, timedelta
from typing import Any, Final

import psycopg
from msgspec import Struct

from tocsin.web.staff import sql
from tocsin.web.staff.accounts import of_row
from tocsin.web.staff.leaving import leave, on_leave
from tocsin.web.staff.lent import with_loans
from tocsin.web.staff.model import Staff

__all__ = ["on_leave"]

Connection = psycopg.Connection[Any]
COOKIE: Final = "tocsin_session"
IDLE: Final = timedelta(hours=1)
"""A session that asks for nothing so long is over."""
LONGEST: Final = timedelta(hours=12)
"""And so is each after a working day."""
_SEEN: Final = timedelta(minutes=1)
"""How exactly it is known when a session was last there: not each page writes."""


def begin(connection: Connection, account: int, now: datetime, browser: str = "") -> str:
    """A new session of an account; what its cookie holds. ``browser`` is what it says of itself."""
    token = secrets.token_urlsafe(32)
    with connection.transaction():
        connection.execute(sql.TIDY, {"now": now, "idle": now - IDLE})
        connection.execute(
            sql.BEGIN,
            {
                "digest": _digest(token), "account": account, "now": now, "until": now + LONGEST,
                "browser": named(browser),
            },
        )  # fmt: skip
    return token


def find(connection: Connection, token: str, now: datetime) -> Staff | None:
    """Who has come in with this cookie, and what they may do now; None where it is no session or is over."""
    if not token:
        return None
    parameters = {"digest": _digest(token), "now": now, "idle": now - IDLE}
    row = connection.execute(sql.SESSION, parameters).fetchone()
    if row is None:
        return None
    if now - row[5] >= _SEEN:
        connection.execute(sql.SEEN, {"digest": _digest(token), "now": now})
    return with_loans(connection, of_row(row))


def end(connection: Connection, token: str, now: datetime) -> None:
    """Go out: the session is over, and what its owner held is given back."""
    who = find(connection, token, now)
    with connection.transaction():
        if who is not None:
            leave(connection, who, now)
        connection.execute(sql.END, {"digest": _digest(token)})


class Open(Struct, frozen=True):
    """A session, as its owner sees it."""

    mark: str
    """By which it can be ended; opens nothing."""
    began: datetime
    seen: datetime
    browser: str
    own: bool
    """The one that looks."""


def listed(connection: Connection, account: int, token: str, now: datetime) -> list[Open]:
    """The open sessions of an account, the latest first."""
    rows = connection.execute(sql.SESSIONS, {"account": account, "now": now, "idle": now - IDLE}).fetchall()
    own = _digest(token)
    return [Open(bytes(row[0]).hex()[:16], row[1], row[2], row[3], bytes(row[0]) == own) for row in rows]


def end_one(connection: Connection, account: int, mark: str) -> bool:
    """End a session of this account by its mark; whether it was open."""
    return connection.execute(sql.END_ONE, {"account": account, "mark": mark}).fetchone() is not None


def named(agent: str) -> str:
    """What a browser is, in a word or two; nothing that tells one of its kind from another.

    >>> named("Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0"), named("")
    ('Firefox, Linux', '')
    """
    kinds = (
        ("Edg", "Edge"),
        ("OPR", "Opera"),
        ("Firefox", "Firefox"),
        ("Chrom", "Chrome"),
        ("Safari", "Safari"),
    )
    systems = (
        ("Android", "Android"), ("iPhone", "iPhone"), ("iPad", "iPad"), ("Windows", "Windows"),
        ("Mac OS", "Mac"), ("Linux", "Linux"),
    )  # fmt: skip
    found = (next((name for mark, name in some if mark in agent), "") for some in (kinds, systems))
    return ", ".join(name for name in found if name)


def _digest(token: str) -> bytes:
    return hashlib.sha256(token.encode()).digest()
