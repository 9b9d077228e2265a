"""The log as an auditor reads it: searched, newest first, in their territories."""

from datetime import date, datetime, time, timedelta
from typing import Any, Final
from zoneinfo import ZoneInfo

import psycopg
from msgspec import Struct
from psycopg.rows import class_row

from tocsin.web.audit import statements
from tocsin.web.audit.audit_log import AuditEntry
from tocsin.web.staff import time_zone

Connection = psycopg.Connection[Any]
PAGE: Final = 100
"""Entries on a page."""
EXPORT: Final = 100_000
"""Entries of an export."""


class AuditQuery(Struct, frozen=True, kw_only=True):
    """What is looked for; what is empty is not."""

    login: str = ""
    action: str = ""
    subject: str = ""
    """``case``, ``contact``, ``person``, ``account``..."""
    subject_id: int | None = None
    since: date | None = None
    """First day, on the clock of whoever looks."""
    until: date | None = None
    """Last day, on the same."""
    before: int | None = None
    """Only entries with a lower number: the page after."""

    def describe(self) -> str:
        """What was looked for, as the log says it of its own reader: logins, numbers and days."""
        parts = {
            "login": self.login, "action": self.action, "file": self.subject, "number": self.subject_id,
            "since": self.since, "until": self.until, "before": self.before,
        }  # fmt: skip
        return ", ".join(f"{name} {value}" for name, value in parts.items() if value) or "everything"


def search_audit_log(
    connection: Connection, asked: AuditQuery, territories: tuple[str, ...] | None, limit: int
) -> list[AuditEntry]:
    """The entries, newest first, of these territories (None: all) and of none."""
    parameters = {
        "login": asked.login, "action": asked.action, "subject": asked.subject,
        "subject_id": asked.subject_id, "before": asked.before, "limit": limit,
        "since": _start_of_day(asked.since) if asked.since else None,
        "until": _start_of_day(asked.until + timedelta(days=1)) if asked.until else None,
        "territories": None if territories is None else list(territories),
    }  # fmt: skip
    return (
        connection.cursor(row_factory=class_row(AuditEntry)).execute(statements.FOUND, parameters).fetchall()
    )


def _start_of_day(day: date) -> datetime:
    return datetime.combine(day, time.min, ZoneInfo(time_zone.get_current_zone()))
