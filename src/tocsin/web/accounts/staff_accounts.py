"""Accounts: who may come in, and as what; their list for an administrator; what is given back when somebody is put out."""

import re
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any, Final, cast

import psycopg
from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerifyMismatchError
from msgspec import Struct

from tocsin.store.statements import execute_statement, fetch_row, fetch_rows
from tocsin.tracing.supervision.territory import NATION, find_departments
from tocsin.web.accounts import password_policy
from tocsin.web.audit.audit_log import log_account_change
from tocsin.web.language import Lang
from tocsin.web.staff.staff_member import ROLES, Role, RoleGrant, StaffMember

Leaving = Callable[[psycopg.Connection[Any], StaffMember, datetime], None]
_callbacks: list[Leaving] = []


def register_logout_hook(callback: Leaving) -> Leaving:
    """Call this when somebody goes out: what they hold is given back."""
    if callback not in _callbacks:
        _callbacks.append(callback)
    return callback


def run_logout_hooks(connection: psycopg.Connection[Any], who: StaffMember, now: datetime) -> None:
    """Somebody goes: in the transaction of the caller."""
    for callback in _callbacks:
        callback(connection, who, now)


Connection = psycopg.Connection[Any]
TEMPORARY: Final = timedelta(days=3)
"""How long a password opens that was given by somebody else."""
ADMINISTRATOR: Final = RoleGrant("administrator", NATION)
"""Who gives roles."""
_LOGIN: Final = re.compile(r"[a-z0-9][a-z0-9._-]{1,62}[a-z0-9]")
_HASHER: Final = PasswordHasher()


class StaffAccountError(ValueError):
    """An account cannot be made or changed so."""


class LoginTaken(StaffAccountError):
    """A login is never given again."""


class InvalidDisplayName(StaffAccountError):
    """A name is one line of text."""


class LastAdministrator(StaffAccountError):
    """Nobody would be left who gives roles: make another administrator of the nation first."""


class RejectedPassword(StaffAccountError):
    """A password that would be guessed."""

    def __init__(self, kind: str, said: str) -> None:
        super().__init__(said)
        self.kind = kind
        """As :class:`tocsin.web.accounts.password_policy.WeakPassword` has it."""


def create_account(
    connection: Connection,
    login: str,
    name: str,
    *,
    now: datetime,
    by: str,
    password: str = "",
    temporary_until: datetime | None = None,
    provider: tuple[str, str] | None = None,
    lang: Lang = "fr",
    grants: tuple[RoleGrant, ...] = (),
) -> int:
    """Make an account; its number.

    ``temporary_until``: the password is given by somebody else, and another must be chosen before that.
    ``provider``: issuer and subject, for somebody who comes in by an identity provider. Raises
    StaffAccountError.
    """
    if not _LOGIN.fullmatch(login):
        raise StaffAccountError(f"{login!r}: 3 to 64 of a-z, 0-9, dot, dash and underscore are expected")
    if not name.strip() or not name.isprintable():
        raise InvalidDisplayName(f"{name!r} is no name: one line of text is expected")
    hashed = hash_password(password, login, name) if password else ""
    issuer, subject = provider or (None, None)
    with connection.transaction():
        row = fetch_row(
            connection, "accounts.make", login=login, name=name.strip()[:100], lang=lang, password=hashed, now=now,
            by=by, temporary=temporary_until, issuer=issuer, subject=subject,
        )  # fmt: skip
        if row is None:
            raise LoginTaken(f"there is an account {login} already; a login is never given again")
        account = int(row.id)
        log_account_change(connection, by, account, "made", now)
        for grant in grants:
            grant_role(connection, account, grant, now=now, by=by)
    return account


def grant_role(connection: Connection, account: int, grant: RoleGrant, *, now: datetime, by: str) -> bool:
    """Give a role in a territory; whether it was not there already.

    Raises StaffAccountError, NoSuchTerritory.
    """
    if grant.role not in ROLES:
        raise StaffAccountError(f"{grant.role!r} is no role: one of {', '.join(ROLES)} is expected")
    find_departments(grant.territory)
    return _change_grant(connection, "accounts.grant", "given", account, grant, now, by)


def revoke_role(connection: Connection, account: int, grant: RoleGrant, *, now: datetime, by: str) -> bool:
    """Take a role away; whether it was there. It holds from the next page on. Raises LastAdministrator."""
    with connection.transaction():
        if grant == ADMINISTRATOR:
            _lock_administrators(connection, account)
        return _change_grant(connection, "accounts.revoke", "taken", account, grant, now, by)


def close_account(connection: Connection, account: int, *, now: datetime, by: str) -> bool:
    """Nobody comes in with this account any more, and whoever is in is out; whether it was open.

    Raises LastAdministrator.
    """
    with connection.transaction():
        _lock_administrators(connection, account)
        if not execute_statement(connection, "accounts.close", account=account, now=now):
            return False
        end_account_sessions(connection, account, now)
        log_account_change(connection, by, account, "closed", now)
        return True


def set_password(
    connection: Connection,
    account: int,
    password: str,
    *,
    now: datetime,
    by: str,
    temporary_until: datetime | None = None,
    action: str = "accounts.change",
) -> None:
    """Give another password; every session of the account ends. Raises StaffAccountError."""
    row = fetch_row(connection, "accounts.name_open", account=account)
    if row is None:
        raise StaffAccountError(f"there is no open account {account}")
    hashed = hash_password(password, row.login, row.name)
    with connection.transaction():
        execute_statement(
            connection, "accounts.set_password", account=account, password=hashed, temporary=temporary_until
        )
        end_account_sessions(connection, account, now)
        log_account_change(connection, by, account, "password", now, action)


def end_account_sessions(connection: Connection, account: int, now: datetime) -> None:
    """Whoever is in with this account, or on the way in, is out, and gives back what they hold."""
    row = fetch_row(connection, "accounts.find_present", account=account)
    if row is not None:
        run_logout_hooks(connection, staff_from_row(row), now)
    execute_statement(connection, "sessions.end_all", account=account)


def authenticate(connection: Connection, login: str, password: str, now: datetime) -> StaffMember | None:
    """Who has this login and this password; it takes as long where nobody has."""
    row = fetch_row(connection, "accounts.find", login=login[:64].lower())
    hashed = (row and row.password) or _write_hash_of_nobody()
    try:
        _HASHER.verify(hashed, password[: password_policy.LONGEST])
    except (VerifyMismatchError, InvalidHashError):
        return None
    if row is None or not row.password or (row.temporary_until is not None and row.temporary_until <= now):
        return None
    if _HASHER.check_needs_rehash(hashed):
        again = _HASHER.hash(password[: password_policy.LONGEST])
        execute_statement(connection, "accounts.rehash", account=row.id, password=again)
    return staff_from_row(row)


def _write_hash_of_nobody() -> str:
    """What no password was made into; to hold one against it takes as long as against any other.

    It is written and not computed: a process that only reads this module would pay for it as for a sign-in.
    """
    cost = f"m={_HASHER.memory_cost},t={_HASHER.time_cost},p={_HASHER.parallelism}"
    return f"$argon2id$v=19${cost}${'A' * 22}${'A' * 43}"


def find_account(connection: Connection, login: str) -> StaffMember | None:
    row = fetch_row(connection, "accounts.find", login=login[:64].lower())
    return staff_from_row(row) if row else None


def hash_password(password: str, login: str = "", name: str = "") -> str:
    """What is kept of a password. Raises StaffAccountError."""
    try:
        password_policy.check_password(password, login, name)
    except password_policy.WeakPassword as error:
        raise RejectedPassword(error.kind, str(error)) from None
    return _HASHER.hash(password)


def staff_from_row(row: Any) -> StaffMember:
    """Who stands in a row of ``accounts.sql`` or ``sessions.sql``."""
    grants = tuple(RoleGrant(cast(Role, role), territory) for role, territory in row.grants)
    return StaffMember(row.id, row.login, row.name, cast(Lang, row.lang), grants)


def _lock_administrators(connection: Connection, account: int) -> None:
    """Hold the administrators, so that two do not close each other. Raises LastAdministrator."""
    if [row.id for row in fetch_rows(connection, "accounts.lock_administrators")] == [account]:
        raise LastAdministrator(str(LastAdministrator.__doc__))


def _change_grant(
    connection: Connection, statement: str, done: str, account: int, grant: RoleGrant, now: datetime, by: str
) -> bool:
    with connection.transaction():
        changed = execute_statement(
            connection, statement, account=account, role=grant.role, territory=grant.territory, now=now, by=by
        )
        if changed:
            why = f"{done} {grant.role}"
            log_account_change(connection, by, account, why, now, territory=grant.territory)
        return bool(changed)


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
    part = part.strip().lower()[:64]
    rows = fetch_rows(connection, "accounts.list", account=None, part=part, closed=closed, limit=limit)
    return [_summary_from_row(row) for row in rows]


def find_account_summary(connection: Connection, account: int) -> AccountSummary | None:
    """An account by its number, also one that is closed."""
    row = fetch_row(connection, "accounts.list", account=account, part="", closed=True, limit=1)
    return _summary_from_row(row) if row else None


def _summary_from_row(row: Any) -> AccountSummary:
    return AccountSummary(staff_from_row(row), *row[5:])
