"""The day of an erasure, and what its tests look at."""

from datetime import date
from typing import Any

import psycopg

from tests.tracing.village import noon
from tocsin.privacy import erasure_statement
from tocsin.privacy.retention import add_months
from tocsin.privacy.vault import Vault

MONDAY, TUESDAY = date(2027, 2, 1), date(2027, 2, 2)
THAT_DAY = add_months(MONDAY)
NOW = noon(THAT_DAY)


def everything(db: psycopg.Connection) -> dict[str, list[Any]]:
    """Every row of every table, as text."""
    tables = [
        row[0]
        for row in db.execute(
            "select table_name from information_schema.tables where table_name like 'tracing_%'"
        )
    ]
    rows = {
        table: sorted(str(row) for row in db.execute(f"select * from {table}"))  # type: ignore[arg-type]
        for table in tables
    }
    db.commit()
    return rows


def public(vault: Vault) -> str:
    return erasure_statement.derive_public_key(vault.ring.signing)
