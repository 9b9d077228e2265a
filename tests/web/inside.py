"""Somebody who works here, for tests: an account, a session, and the client that has its cookie."""

import itertools
import re
from datetime import UTC, datetime

import pyotp
from django.http import HttpResponse
from django.test import Client

from tocsin.store import database
from tocsin.web.accounts import sessions, staff_accounts
from tocsin.web.staff.staff_member import Role, RoleGrant

_numbers = itertools.count(1)
PASSWORD = "une phrase que seuls les tests connaissent"


def account(
    store: str, *grants: RoleGrant, login: str = "", name: str = "Alix Martin", now: datetime | None = None
) -> str:
    """A new account with these grants; its login."""
    login = login or f"alix.{next(_numbers)}"
    with database.open_connection(store) as connection:
        staff_accounts.create_account(
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

    With ``csrf``, its forms are looked at as those of a browser are. ``now`` is when the account was made: a
    session lives in the real time, as people do.
    """
    login = account(store, RoleGrant(role, territory), login=login, name=name, now=now)
    client = Client(raise_request_exception=False, SERVER_NAME="localhost", enforce_csrf_checks=csrf)
    with database.open_connection(store) as connection:
        who = staff_accounts.find_account(connection, login)
        assert who
        client.cookies[sessions.COOKIE] = sessions.begin_session(
            connection, who.account_id, datetime.now(UTC)
        )
    return client


def come_in(
    client: Client, login: str, password: str = PASSWORD, where: str = "/entrer", **fields: str
) -> HttpResponse:
    """Come in through the forms, as somebody does for the first time: their password, then their telephone.

    The answer to the last form: the page with the recovery codes, whose link leads on; or to the first where
    the password is refused.
    """
    answer = client.post(where, {"login": login, "password": password, **fields})
    if answer.headers.get("Location") not in ("/entrer/telephone", "/en/sign-in/telephone"):
        return answer
    step = answer.headers["Location"]
    secret, form = telephone(client.get(step).content.decode())
    return client.post(step, {**form, "code": pyotp.TOTP(secret).now()})


def telephone(page: str) -> tuple[str, dict[str, str]]:
    """What a telephone reads on a page: the secret, and what the form sends back with its code."""
    key, proposed = (
        re.search(r'class="id key">([A-Z2-7 ]+)<', page),
        re.search(r'name="proposed" value="([^"]+)"', page),
    )
    assert key
    assert proposed
    return key[1].replace(" ", ""), {"proposed": proposed[1]}
