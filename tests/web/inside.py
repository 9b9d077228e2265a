"""Somebody who works here, for tests: an account, a session, and the client that has its cookie."""

import itertools
from datetime import UTC, datetime

from django.test import Client

from tocsin.tracing import db
from tocsin.web.staff import accounts, sessions
from tocsin.web.staff.matrix import Role
from tocsin.web.staff.model import Grant

_numbers = itertools.count(1)
PASSWORD = "une phrase que seuls les tests connaissent"


def account(
    store: str, *grants: Grant, login: str = "", name: str = "Alix Martin", now: datetime | None = None
) -> str:
    """A new account with these grants; its login."""
    login = login or f"alix.{next(_numbers)}"
    with db.connect(store) as connection:
        accounts.make(
            connection, login, name, now=now or datetime.now(UTC), by="test", password=PASSWORD, grants=grants
        )
    return login


def signed_in(
    store: str,
    role: Role = "agent",
    territory: str = "",
    *,
    login: str = "",
    name: str = "Alix Martin",
    now: datetime | None = None,
    csrf: bool = False,
) -> Client:
    """A client in which somebody of this role has come in.

    With ``csrf``, its forms are looked at as those of a browser are.
    """
    now = now or datetime.now(UTC)
    login = account(store, Grant(role, territory), login=login, name=name, now=now)
    client = Client(raise_request_exception=False, SERVER_NAME="localhost", enforce_csrf_checks=csrf)
    with db.connect(store) as connection:
        who = accounts.find(connection, login)
        assert who
        client.cookies[sessions.COOKIE] = sessions.begin(connection, who.account_id, now)
    return client
