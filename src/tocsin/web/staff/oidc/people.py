"""Whose account somebody is for the identity provider: bound by issuer and subject, never by a name."""

import re
import unicodedata
from datetime import datetime
from typing import Any, Final

import psycopg

from tocsin.web.staff import accounts, log, sql
from tocsin.web.staff.accounts import of_row
from tocsin.web.staff.model import Grant, Staff
from tocsin.web.staff.oidc.settings import Provider, Rules

Connection = psycopg.Connection[Any]
BY: Final = "provider"
"""Who makes such accounts and gives such roles, in the log."""


class Unknown(Exception):
    """Nobody here is bound to this subject, or they may nothing."""


def known(connection: Connection, provider: Provider, said: dict[str, Any], now: datetime) -> Staff:
    """The account of whom the provider names, with the roles that its claim gives now. Raises Unknown."""
    row = connection.execute(sql.BOUND, {"issuer": provider.issuer, "subject": said["sub"]}).fetchone()
    if row is not None and row[5] is not None:
        raise Unknown(str(Unknown.__doc__))
    who = of_row(row) if row else None
    if provider.mapping is None:
        if who is None:
            raise Unknown(str(Unknown.__doc__))
        return who
    wanted = roles_of(provider.mapping, said)
    with connection.transaction():
        if who is None:
            if not wanted:
                raise Unknown(str(Unknown.__doc__))
            who = _made(connection, provider, provider.mapping, said, now)
        _same(connection, who, wanted, now)
    if not wanted:
        raise Unknown(str(Unknown.__doc__))
    again = accounts.find(connection, who.login)
    assert again is not None
    return again


def bind(connection: Connection, account: int, issuer: str, subject: str, *, now: datetime, by: str) -> None:
    """From now on this account is who the provider calls so; empty: nobody. Raises BadAccount."""
    with connection.transaction():
        try:
            with connection.transaction():
                parameters = {"account": account, "issuer": issuer or None, "subject": subject or None}
                connection.execute(sql.BIND, parameters)
        except psycopg.errors.UniqueViolation:
            raise accounts.BadAccount("another account is bound to that subject") from None
        accounts.end_sessions(connection, account, now)
        log.write(
            connection, by, "accounts.change", now=now, subject="account", subject_id=account,
            why="bound to the identity provider" if subject else "unbound from the identity provider",
        )  # fmt: skip


def roles_of(rules: Rules, said: dict[str, Any]) -> frozenset[Grant]:
    """What the claim of somebody gives."""
    value = said.get(rules.claim)
    values = value if isinstance(value, list) else [value]
    given = (rules.roles.get(one, ()) for one in values if isinstance(one, str))
    return frozenset(grant for grants in given for grant in grants)


def login_of(text: str) -> str:
    """A login from a name of the provider.

    >>> login_of("Élodie.Noir@service.example"), login_of("x")
    ('elodie.noir', 'x.x')
    """
    flat = unicodedata.normalize("NFKD", text.partition("@")[0]).encode("ascii", "ignore").decode().lower()
    cleaned = re.sub(r"[^a-z0-9._-]+", ".", flat).strip("._-")[:60]
    return cleaned if len(cleaned) > 2 else f"x.{cleaned or 'x'}"


def _made(
    connection: Connection, provider: Provider, rules: Rules, said: dict[str, Any], now: datetime
) -> Staff:
    wanted = login_of(str(said.get(rules.login) or said["sub"]))
    name = str(said.get("name") or wanted)
    name = name if name.isprintable() and name.strip() else wanted
    for number in range(1, 100):
        login = wanted if number == 1 else f"{wanted}.{number}"
        try:
            with connection.transaction():
                accounts.make(
                    connection, login, name, now=now, by=BY, provider=(provider.issuer, said["sub"])
                )
        except accounts.BadAccount:
            continue
        found = accounts.find(connection, login)
        assert found is not None
        return found
    raise Unknown(f"every login like {wanted} is taken")


def _same(connection: Connection, who: Staff, wanted: frozenset[Grant], now: datetime) -> None:
    """Give what is missing and take what is not wanted; the last administrator keeps that role."""
    for grant in wanted - set(who.grants):
        accounts.give(connection, who.account_id, grant, now=now, by=BY)
    for grant in set(who.grants) - wanted:
        try:
            accounts.take(connection, who.account_id, grant, now=now, by=BY)
        except accounts.LastAdministrator:
            continue
