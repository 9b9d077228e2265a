"""Who changes files, when and why: rows of changes, in which nothing personal stands."""

from datetime import datetime
from typing import Any

import psycopg
from msgspec import Struct

from tocsin.store.statements import execute_statement

Connection = psycopg.Connection[Any]


class ChangeLog(Struct, frozen=True):
    connection: Connection
    agent: str
    now: datetime

    def execute(self, statement: str, **parameters: Any) -> int:
        """One statement; how many rows it touched."""
        return execute_statement(self.connection, statement, now=self.now, **parameters)

    def add_change(self, subject: str, id: int, what: str, after: str, why: str, before: str = "") -> None:
        """A row of ``Change``: nothing personal stands in it."""
        self.execute(
            "calls.change",
            subject=subject,
            id=id,
            what=what,
            before=before,
            after=after,
            why=why,
            by=self.agent,
        )
