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
SET_ASIDE: Final = """
select format('alter table %s drop constraint %I', conrelid::regclass, conname),
  format('alter table %s add constraint %I %s', conrelid::regclass, conname, pg_get_constraintdef(oid))
from pg_constraint where contype = 'f' and conparentid = 0 and conrelid::regclass::text like 'tracing\\_%'
union all
select format('drop index %s', i.indexrelid::regclass), pg_get_indexdef(i.indexrelid)
from pg_index i join pg_class t on t.oid = i.indrelid
where t.relkind = 'r' and t.relname like 'tracing\\_%' and not i.indisunique
"""
"""Indexes and foreign keys of the plain tables: what takes each away, and what makes it again."""


def fill(connection: psycopg.Connection, cases: int) -> float:
    """Fill an empty store that was migrated; seconds. The connection must commit by itself.

    Indexes and foreign keys are made after the rows: kept up row by row they take most of the time.
    """
    begun = time.monotonic()
    aside = connection.execute(SET_ASIDE).fetchall()
    for take_away, _ in aside:
        connection.execute(take_away.encode())
    connection.execute("set maintenance_work_mem = '1GB'")
    text = Path(__file__).with_name("crowd.sql").read_text(encoding="utf-8")
    given = {"cases": str(cases), "people": str(3 * cases), "now": f"'{NOW.isoformat()}'", "spread": SPREAD}
    for name, value in given.items():
        text = text.replace(f"{{{name}}}", value)
    for statement in text.split(";\n"):
        if statement.strip():
            connection.execute(statement.encode())
    for _, make in reversed(aside):
        connection.execute(make.encode())
    connection.execute("reset maintenance_work_mem")
    connection.execute("vacuum analyze")
    return time.monotonic() - begun
