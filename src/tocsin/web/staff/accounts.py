"""Accounts: who may come in, and as what."""

import re
from datetime import datetime
from typing import Any, Final, cast

import psycopg
from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerifyMismatchError

from tocsin.web.language import Lang
from tocsin.web.staff import log, sql
from tocsin.web.staff.matrix import ROLES, Role
from tocsin.web.staff.model import Grant, Staff
from tocsin.web.staff.territory import departments_of

Connection = psycopg.Connection[Any]
SHORTEST: Final = 12
"""Characters of a password: NIST SP 800-63B asks for 8 beside a second factor, CNIL 2022-100 for 12 alone."""
LONGEST: Final = 200
_LOGIN: Final = re.compile(r"[a-z0-9][a-z0-9._-]{1,62}[a-z0-9]")
_HASHER: Final = PasswordHasher()
_NOBODY: Final = _HASHER.hash("nobody has this password, and it takes as long as any other")


class BadAccount(ValueError):
    """An account cannot be made or changed so."""


def make(
    connection: Connection,
    login: str,
    name: str,
    *,
    now: datetime,
    by: str,
    password: str = "",
    lang: Lang = "fr",
    grants: tuple[Grant, ...] = (),
) -> int:
    """Make an account; its number. Raises BadAccount."""
    if not _LOGIN.fullmatch(login):
        raise BadAccount(f"{login!r}: 3 to 64 of a-z, 0-9, dot, dash and underscore are expected")
    hashed = hash_of(password) if password else ""
    parameters = {"login": login, "name": name[:100], "lang": lang, "password": hashed, "now": now, "by": by}
    with connection.transaction():
        row = connection.execute(sql.NEW_ACCOUNT, parameters).fetchone()
        if row is None:
            raise BadAccount(f"there is an account {login} already; a login is never given again")
        account = int(row[0])
        log.write(
            connection, by, "accounts.change", now=now, subject="account", subject_id=account, why="made"
        )
        for grant in grants:
            give(connection, account, grant, now=now, by=by)
    return account


def give(connection: Connection, account: int, grant: Grant, *, now: datetime, by: str) -> bool:
    """Give a role in a territory; whether it was not there already. Raises BadAccount, NoSuchTerritory."""
    if grant.role not in ROLES:
        raise BadAccount(f"{grant.role!r} is no role: one of {', '.join(ROLES)} is expected")
    departments_of(grant.territory)
    return _granted(connection, sql.GIVE, "given", account, grant, now, by)


def take(connection: Connection, account: int, grant: Grant, *, now: datetime, by: str) -> bool:
    """Take a role away; whether it was there. It holds from the next page on."""
    return _granted(connection, sql.TAKE, "taken", account, grant, now, by)


def close(connection: Connection, account: int, *, now: datetime, by: str) -> bool:
    """Nobody comes in with this account any more, and whoever is in is out; whether it was open."""
    with connection.transaction():
        if connection.execute(sql.CLOSE, {"account": account, "now": now}).fetchone() is None:
            return False
        connection.execute(sql.END_ALL, {"account": account})
        log.write(
            connection, by, "accounts.change", now=now, subject="account", subject_id=account, why="closed"
        )
        return True


def set_password(connection: Connection, account: int, password: str, *, now: datetime, by: str) -> None:
    """Give another password; every session of the account ends. Raises BadAccount."""
    with connection.transaction():
        connection.execute(sql.PASSWORD, {"account": account, "password": hash_of(password)})
        connection.execute(sql.END_ALL, {"account": account})
        log.write(
            connection, by, "accounts.change", now=now, subject="account", subject_id=account, why="password"
        )


def known(connection: Connection, login: str, password: str) -> Staff | None:
    """Who has this login and this password; it takes as long where nobody has."""
    row = connection.execute(sql.ACCOUNT, {"login": login[:64].lower()}).fetchone()
    hashed = row[5] if row and row[5] else _NOBODY
    try:
        _HASHER.verify(hashed, password[:LONGEST])
    except (VerifyMismatchError, InvalidHashError):
        return None
    if row is None or hashed is _NOBODY:
        return None
    if _HASHER.check_needs_rehash(hashed):
        connection.execute(sql.PASSWORD, {"account": row[0], "password": _HASHER.hash(password[:LONGEST])})
    return of_row(row)


def find(connection: Connection, login: str) -> Staff | None:
    """The open account of a login."""
    row = connection.execute(sql.ACCOUNT, {"login": login[:64].lower()}).fetchone()
    return of_row(row) if row else None


def hash_of(password: str) -> str:
    """What is kept of a password. Raises BadAccount."""
    if not SHORTEST <= len(password) <= LONGEST:
        raise BadAccount(f"a password has {SHORTEST} to {LONGEST} characters; this one has {len(password)}")
    return _HASHER.hash(password)


def of_row(row: tuple[Any, ...]) -> Staff:
    """Who stands in a row of ``sql``."""
    grants = tuple(Grant(cast(Role, role), territory) for role, territory in row[4])
    return Staff(row[0], row[1], row[2], cast(Lang, row[3]), grants)


def _granted(
    connection: Connection, statement: str, done: str, account: int, grant: Grant, now: datetime, by: str
) -> bool:
    parameters = {
        "account": account, "role": grant.role, "territory": grant.territory, "now": now, "by": by
    }  # fmt: skip
    with connection.transaction():
        if connection.execute(statement, parameters).fetchone() is None:
            return False
        log.write(
            connection, by, "accounts.change", now=now, subject="account", subject_id=account,
            territory=grant.territory, why=f"{done} {grant.role}",
        )  # fmt: skip
        return True
