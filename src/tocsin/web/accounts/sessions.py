"""Sessions: a cookie that says nothing, and a row that says who it is.

The token is drawn when somebody comes in, never taken from the browser: a cookie that was planted before
opens nothing. What somebody may do is read with each page, so that what is given or taken holds at once.
Time is that of the people at work, also where a simulated day runs faster. Between the password and the session are
ten minutes in which the rest is proved (``PendingLogin``).
"""

import hashlib
import secrets
from datetime import datetime, timedelta
from typing import Any, Final

import psycopg
from msgspec import Struct
from msgspec.structs import replace

from tocsin.runtime.clock import read_clock_from_environment
from tocsin.store.statements import execute_statement, fetch_row, fetch_rows
from tocsin.tracing.supervision import loans
from tocsin.tracing.supervision.territory import find_departments
from tocsin.web.accounts import account_secrets
from tocsin.web.accounts.staff_accounts import run_logout_hooks, staff_from_row
from tocsin.web.staff.staff_member import RoleGrant, StaffMember

# Calls lent to somebody's département: as long as the loan goes on, they ring there as well.
#
# A loan is read with each page like every other grant: it holds, and ends, from the next page on.


def add_loan_grants(connection: psycopg.Connection[Any], who: StaffMember) -> StaffMember:
    """Who they are, with the role of an agent also where calls are lent to their own département."""
    theirs: set[str] = set()
    for grant in who.grants:
        if grant.role == "agent":
            codes = find_departments(grant.territory)
            if codes is None:
                return who  # they ring everywhere already
            theirs.update(codes)
    if not theirs:
        return who
    lenders = loans.list_lenders(connection, theirs, read_clock_from_environment().now())
    return replace(
        who, grants=(*who.grants, *(RoleGrant("agent", code) for code in lenders if code not in theirs))
    )


Connection = psycopg.Connection[Any]
COOKIE: Final = "tocsin_session"
IDLE: Final = timedelta(hours=1)
"""A session that asks for nothing so long is over."""
LONGEST: Final = timedelta(hours=12)
"""And so is each after a working day."""
_PROVIDER_TOKEN: Final = "staff_session.provider_token"
_SEEN: Final = timedelta(minutes=1)
"""How exactly it is known when a session was last there: not each page writes."""


def begin_session(
    connection: Connection, account: int, now: datetime, browser: str = "", provider_token: str = ""
) -> str:
    """A new session of an account; what its cookie holds. ``browser`` is what it says of itself.

    ``provider_token`` is what the identity provider wants back at the sign-out. Raises StoreUnavailable.
    """
    token = secrets.token_urlsafe(32)
    with connection.transaction():
        execute_statement(connection, "sessions.tidy", now=now, idle=now - IDLE)
        sealed = (
            account_secrets.seal_secret(provider_token, _PROVIDER_TOKEN, account) if provider_token else None
        )
        execute_statement(
            connection, "sessions.begin", digest=_hash_token(token), account=account, now=now, until=now + LONGEST,
            browser=describe_browser(browser), provider_token=sealed,
        )  # fmt: skip
    return token


def find_session_staff(connection: Connection, token: str, now: datetime) -> StaffMember | None:
    """Who has come in with this cookie, and what they may do now; None where it is no session or is over."""
    if not token:
        return None
    row = fetch_row(connection, "sessions.find", digest=_hash_token(token), now=now, idle=now - IDLE)
    if row is None:
        return None
    if now - row.seen_at >= _SEEN:
        execute_statement(connection, "sessions.touch", digest=_hash_token(token), now=now)
    return add_loan_grants(connection, staff_from_row(row))


def end_session(connection: Connection, token: str, now: datetime) -> None:
    """Go out: the session is over, and what its owner held is given back."""
    who = find_session_staff(connection, token, now)
    with connection.transaction():
        if who is not None:
            run_logout_hooks(connection, who, now)
        execute_statement(connection, "sessions.end", digest=_hash_token(token))


def find_provider_token(connection: Connection, token: str) -> str:
    """What the identity provider wants back when this session ends; empty: nothing. Raises NotSealedHere,
    StoreUnavailable."""
    row = fetch_row(connection, "sessions.provider_token", digest=_hash_token(token))
    if row is None:
        return ""
    return account_secrets.open_secret(bytes(row.provider_token), _PROVIDER_TOKEN, row.account_id)


class OpenSession(Struct, frozen=True):
    mark: str
    """By which it can be ended; opens nothing."""
    began: datetime
    seen: datetime
    browser: str
    own: bool
    """The one that looks."""


def list_open_sessions(connection: Connection, account: int, token: str, now: datetime) -> list[OpenSession]:
    """The open sessions of an account, the latest first."""
    own = _hash_token(token)
    return [
        OpenSession(bytes(row[0]).hex()[:16], row[1], row[2], row[3], bytes(row[0]) == own)
        for row in fetch_rows(connection, "sessions.list", account=account, now=now, idle=now - IDLE)
    ]


def end_session_by_mark(connection: Connection, account: int, mark: str) -> bool:
    """End a session of this account by its mark; whether it was open."""
    return execute_statement(connection, "sessions.end_marked", account=account, mark=mark) > 0


def describe_browser(agent: str) -> str:
    """What a browser is, in a word or two; nothing that tells one of its kind from another.

    >>> (describe_browser("Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0"),
    ...  describe_browser(""))
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


def _hash_token(token: str) -> bytes:
    return hashlib.sha256(token.encode()).digest()


PENDING_COOKIE: Final = "tocsin_arrival"
PENDING_LASTS: Final = timedelta(minutes=10)


class PendingLogin(Struct, frozen=True):
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
        execute_statement(connection, "sessions.tidy_arrivals", now=now)
        until = now + PENDING_LASTS
        execute_statement(
            connection, "sessions.arrive", digest=_hash_token(token), account=account, until=until, next=next
        )
    return token


def find_pending_login(connection: Connection, token: str, now: datetime) -> PendingLogin | None:
    """Who arrives with this cookie; None where nobody does, or they took too long."""
    if not token:
        return None
    row = fetch_row(connection, "sessions.find_arrival", digest=_hash_token(token), now=now)
    return PendingLogin(staff_from_row(row), *row[5:9]) if row else None


def mark_mfa_verified(connection: Connection, token: str) -> None:
    execute_statement(connection, "sessions.prove_arrival", digest=_hash_token(token))


def end_pending_login(connection: Connection, token: str) -> None:
    execute_statement(connection, "sessions.end_arrival", digest=_hash_token(token))
