"""Whose account somebody is for the identity provider: bound by issuer and subject, never by a name."""

import re
import unicodedata
from datetime import datetime
from typing import Any, Final

import psycopg

from tocsin.store.statements import execute_statement, fetch_row
from tocsin.web.accounts import staff_accounts
from tocsin.web.accounts.oidc.provider_settings import IdentityProvider, RoleMapping
from tocsin.web.accounts.staff_accounts import staff_from_row
from tocsin.web.audit.audit_log import log_account_change
from tocsin.web.staff.staff_member import RoleGrant, StaffMember

Connection = psycopg.Connection[Any]
BY: Final = "provider"
"""Who makes such accounts and gives such roles, in the log."""


class UnknownSubject(Exception):
    """Nobody here is bound to this subject, or they may nothing."""


def authenticate_subject(
    connection: Connection, provider: IdentityProvider, said: dict[str, Any], now: datetime
) -> StaffMember:
    """The account of whom the provider names, with the roles that its claim gives now.

    Raises UnknownSubject.
    """
    row = fetch_row(connection, "accounts.find_subject", issuer=provider.issuer, subject=said["sub"])
    if row is not None and row.closed_at is not None:
        raise UnknownSubject(str(UnknownSubject.__doc__))
    who = staff_from_row(row) if row else None
    if provider.mapping is None:
        if who is None:
            raise UnknownSubject(str(UnknownSubject.__doc__))
        return who
    wanted = grants_from_claims(provider.mapping, said)
    with connection.transaction():
        if who is None:
            if not wanted:
                raise UnknownSubject(str(UnknownSubject.__doc__))
            who = _create_account(connection, provider, provider.mapping, said, now)
        _sync_grants(connection, who, wanted, now)
    if not wanted:
        raise UnknownSubject(str(UnknownSubject.__doc__))
    again = staff_accounts.find_account(connection, who.login)
    assert again is not None
    return again


def link_account(
    connection: Connection, account: int, issuer: str, subject: str, *, now: datetime, by: str
) -> None:
    """From now on this account is who the provider calls so; empty: nobody. Raises StaffAccountError."""
    with connection.transaction():
        try:
            with connection.transaction():
                execute_statement(
                    connection,
                    "accounts.bind",
                    account=account,
                    issuer=issuer or None,
                    subject=subject or None,
                )
        except psycopg.errors.UniqueViolation:
            raise staff_accounts.StaffAccountError("another account is bound to that subject") from None
        staff_accounts.end_account_sessions(connection, account, now)
        why = "bound to the identity provider" if subject else "unbound from the identity provider"
        log_account_change(connection, by, account, why, now)


def grants_from_claims(rules: RoleMapping, said: dict[str, Any]) -> frozenset[RoleGrant]:
    value = said.get(rules.claim)
    values = value if isinstance(value, list) else [value]
    given = (rules.roles.get(one, ()) for one in values if isinstance(one, str))
    return frozenset(grant for grants in given for grant in grants)


def derive_login(text: str) -> str:
    """A login from a name of the provider.

    >>> derive_login("Élodie.Noir@service.example"), derive_login("x")
    ('elodie.noir', 'x.x')
    """
    flat = unicodedata.normalize("NFKD", text.partition("@")[0]).encode("ascii", "ignore").decode().lower()
    cleaned = re.sub(r"[^a-z0-9._-]+", ".", flat).strip("._-")[:60]
    return cleaned if len(cleaned) > 2 else f"x.{cleaned or 'x'}"


def _create_account(
    connection: Connection,
    provider: IdentityProvider,
    rules: RoleMapping,
    said: dict[str, Any],
    now: datetime,
) -> StaffMember:
    profile = provider.profile
    wanted = derive_login(str(said.get(rules.login or profile.login_claim) or said["sub"]))
    name = " ".join(str(said[claim]) for claim in profile.name_claims if said.get(claim)) or wanted
    name = name if name.isprintable() and name.strip() else wanted
    for number in range(1, 100):
        login = wanted if number == 1 else f"{wanted}.{number}"
        try:
            with connection.transaction():
                staff_accounts.create_account(
                    connection, login, name, now=now, by=BY, provider=(provider.issuer, said["sub"])
                )
        except staff_accounts.StaffAccountError:
            continue
        found = staff_accounts.find_account(connection, login)
        assert found is not None
        return found
    raise UnknownSubject(f"every login like {wanted} is taken")


def _sync_grants(
    connection: Connection, who: StaffMember, wanted: frozenset[RoleGrant], now: datetime
) -> None:
    """Give what is missing and take what is not wanted; the last administrator keeps that role."""
    for grant in wanted - set(who.grants):
        staff_accounts.grant_role(connection, who.account_id, grant, now=now, by=BY)
    for grant in set(who.grants) - wanted:
        try:
            staff_accounts.revoke_role(connection, who.account_id, grant, now=now, by=BY)
        except staff_accounts.LastAdministrator:
            continue
