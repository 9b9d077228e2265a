"""What the commands at the desk share: the store, the keys, the clock, and who types."""

import getpass
import os
import re
from argparse import ArgumentParser, ArgumentTypeError
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Any

import psycopg

from tocsin.cli import status
from tocsin.conversation import quiet
from tocsin.tracing import db

AGENT = "TOCSIN_AGENT"
SITE = "TOCSIN_SITE"
"""Public address of the site, such as ``https://tocsin.example``: agents say it on the telephone."""
_PAGES = {"fr": "appel", "en": "en/call"}
ZONE = "Europe/Paris"
"""Of moments that are typed."""


@contextmanager
def opened() -> Iterator[psycopg.Connection[Any]]:
    """The store, each call a transaction of its own. Raises Unavailable."""
    try:
        connection = db.connect(autocommit=True)
    except db.NoStore as error:
        raise status.Unavailable(str(error)) from None
    with connection:
        yield connection


def now() -> datetime:
    """The moment, by the clock of the service."""
    from tocsin.tracing.clock import from_environment

    return from_environment().now()


def enter(
    connection: psycopg.Connection[Any], agent: str, action: str, whose: tuple[str, int, str], why: str
) -> None:
    """An entry of the log of looks and changes: who did what at a terminal, and to whose file.

    ``whose``: what it is, its number, its département. In the transaction of the caller: what nobody can
    write down is not shown.
    """
    from tocsin.web.staff import log

    subject, id, territory = whose
    log.write(
        connection, agent, action, now=now(), subject=subject, subject_id=id, territory=territory,
        why=f"terminal: {why}",
    )  # fmt: skip


def page(lang: str) -> str:
    """Where a person types the code that an agent says; empty where no public address is known."""
    site = os.environ.get(SITE, "").strip().rstrip("/")
    return f"{site}/{_PAGES[lang]}" if site else ""


def agent_words(parser: ArgumentParser) -> None:
    """Who types."""
    parser.add_argument(
        "--agent", type=agent, default=None, help=f"your name at the desk (else ${AGENT}, or your login)"
    )


def whose(given: str | None) -> str:
    """The name of the agent. Raises Usage."""
    try:
        return given or agent(os.environ.get(AGENT) or getpass.getuser())
    except (OSError, KeyError, ArgumentTypeError):
        raise status.Usage(f"say who you are: --agent NAME, or {AGENT}", place="--agent") from None


def agent(text: str) -> str:
    """A name that may stand in the rows of changes."""
    if not re.fullmatch(r"[\w.@-]{1,64}", text):
        raise ArgumentTypeError(f"{text!r} is not a name of 1 to 64 letters, digits, dots or hyphens")
    return text


def territory(text: str) -> str:
    """The code of a département; empty for all of them."""
    if not re.fullmatch(r"([0-9][0-9AB][0-9]?)?", text):
        raise ArgumentTypeError(f"{text!r} is not a code such as 35, 2A or 974")
    return text


def moment(text: str) -> datetime:
    """A local time of Paris as people type it, in UTC.

    >>> moment("2021-03-04 09:30").isoformat()
    '2021-03-04T08:30:00+00:00'
    """
    try:
        found = datetime.strptime(text, "%Y-%m-%d %H:%M")  # noqa: DTZ007  # it gets the zone below
    except ValueError:
        raise ArgumentTypeError(f"{text!r} is not a local time such as '2021-03-04 09:30'") from None
    if not 1970 <= found.year < 2200:
        raise ArgumentTypeError(f"{text!r} is not in our time")
    return found.replace(tzinfo=quiet.zone(ZONE)).astimezone(UTC)


def shown(at: datetime) -> str:
    """A moment as people type it."""
    return f"{quiet.local(at, ZONE):%Y-%m-%d %H:%M}"
