"""Statements of ``calls.sql``, and rows of changes."""

from datetime import datetime
from typing import Any

import psycopg
from msgspec import Struct
from psycopg.rows import namedtuple_row

from tocsin.store.queries import query

Connection = psycopg.Connection[Any]


class ChangeLog(Struct, frozen=True):
    """Who changes files, and when."""

    connection: Connection
    agent: str
    now: datetime

    def execute(self, statement: str, **parameters: Any) -> int:
        """One statement; how many rows it touched."""
        return execute_statement(self.connection, statement, now=self.now, **parameters)

    def add_change(self, subject: str, id: int, what: str, after: str, why: str, before: str = "") -> None:
        """A row of ``Change``: nothing personal stands in it."""
        self.execute(
            "change", subject=subject, id=id, what=what, before=before, after=after, why=why, by=self.agent
        )


def execute_statement(connection: Connection, statement: str, **parameters: Any) -> int:
    """One statement; how many rows it touched."""
    return connection.execute(query(f"calls.{statement}"), parameters).rowcount


def fetch_rows(connection: Connection, statement: str, **parameters: Any) -> list[Any]:
    """All rows of a statement, each with its columns by name."""
    cursor = connection.cursor(row_factory=namedtuple_row)
    return cursor.execute(query(f"calls.{statement}"), parameters).fetchall()


def fetch_row(connection: Connection, statement: str, **parameters: Any) -> Any:
    """The first row of a statement; None where there is none."""
    found = fetch_rows(connection, statement, **parameters)
    return found[0] if found else None
