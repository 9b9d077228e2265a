"""A store of half a million cases, filled by set-based statements: its size and spread, and nobody in it.

Sealed columns hold bytes of the right length that no key opens: a plan does not read them. Moments are spread
over ten days, the last of them a record day; a fifth of the cases are still open.
"""

import time
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

import psycopg

NOW: Final = datetime(2022, 1, 26, 9, tzinfo=UTC)
"""The moment of every look: ten in the morning in Paris, after the record day."""
SPREAD: Final = "interval '10 days'"


def fill(connection: psycopg.Connection, cases: int) -> float:
    """Fill an empty store that was migrated; seconds. The connection must commit by itself."""
    begun = time.monotonic()
    text = Path(__file__).with_name("crowd.sql").read_text(encoding="utf-8")
    given = {"cases": str(cases), "people": str(3 * cases), "now": f"'{NOW.isoformat()}'", "spread": SPREAD}
    for name, value in given.items():
        text = text.replace(f"{{{name}}}", value)
    for statement in text.split(";\n"):
        if statement.strip():
            connection.execute(statement.encode())
    connection.execute("vacuum analyze")
    return time.monotonic() - begun
