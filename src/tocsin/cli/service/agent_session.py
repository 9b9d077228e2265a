"""What the commands at the desk share: the store, the keys, the clock, and who types."""

import getpass
import re
from argparse import ArgumentParser, ArgumentTypeError
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Any, Final

import psycopg

from tocsin.cli import exit_status
from tocsin.config import read_settings
from tocsin.locale.paris_time import PARIS_ZONE
from tocsin.store import database

TERMINAL: Final = "terminal: "
"""Begins the reason of what was done by a command."""


@contextmanager
def open_store() -> Iterator[psycopg.Connection[Any]]:
    """The store, each call a transaction of its own. Raises NoStore."""
    with database.open_connection(autocommit=True) as connection:
        yield connection


def service_time() -> datetime:
    from tocsin.runtime.clock import read_clock_from_environment

    return read_clock_from_environment().now()


def log_access(
    connection: psycopg.Connection[Any], agent: str, action: str, whose: tuple[str, int | None, str], why: str
) -> None:
    """An entry of the log of looks and changes: who did what at a terminal, and to whose file.

    ``whose``: what it is, its number, its département. In the transaction of the caller: what nobody can
    write down is not shown.
    """
    from tocsin.web.audit import audit_log

    subject, id, territory = whose
    audit_log.write_audit_entry(
        connection, agent, action, now=service_time(), subject=subject, subject_id=id, territory=territory,
        why=f"{TERMINAL}{why}",
    )  # fmt: skip


def add_agent_argument(parser: ArgumentParser) -> None:
    parser.add_argument(
        "--agent",
        type=parse_agent_name,
        default=None,
        help="your name at the desk (else $TOCSIN_AGENT, or your login)",
    )


def agent_name(given: str | None) -> str:
    """The name of the agent. Raises UsageError."""
    try:
        return given or parse_agent_name(read_settings().agent or getpass.getuser())
    except (OSError, KeyError, ArgumentTypeError):
        raise exit_status.UsageError(
            "say who you are: --agent NAME, or TOCSIN_AGENT", place="--agent"
        ) from None


def parse_agent_name(text: str) -> str:
    """A name that may stand in the rows of changes."""
    if not re.fullmatch(r"[\w.@-]{1,64}", text):
        raise ArgumentTypeError(f"{text!r} is not a name of 1 to 64 letters, digits, dots or hyphens")
    return text


def parse_moment(text: str) -> datetime:
    """A moment as people type it, with its zone or else on the clock of Paris; in UTC.

    >>> parse_moment("2021-03-04 09:30").isoformat(), parse_moment("2021-03-04T08:30:00Z").isoformat()
    ('2021-03-04T08:30:00+00:00', '2021-03-04T08:30:00+00:00')
    """
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        raise ArgumentTypeError(
            f"{text!r} is not a time such as '2022-01-25 18:00' (in Paris), or 2022-01-25T17:00:00Z"
        ) from None
    if not 1970 <= found.year < 2200:
        raise ArgumentTypeError(f"{text!r} is not in our time")
    return (found if found.tzinfo else found.replace(tzinfo=PARIS_ZONE)).astimezone(UTC)
