"""Numbers of rows ahead of the rows: what is sealed for a row is bound to its number."""

from typing import Any

import psycopg
from psycopg.rows import tuple_row

from tocsin.store.queries import query


def draw_ids(connection: psycopg.Connection[Any], table: str, count: int) -> list[int]:
    """So many numbers that no row of a table has, such as ``tracing_phone``, in their order."""
    if not count:
        return []
    cursor = connection.cursor(row_factory=tuple_row)
    row = cursor.execute(query("engine.ids"), {"table": table, "count": count}).fetchone()
    return list(row[0]) if row else []
