"""A statement run by its whole name, such as ``calls.free``: the one way of the rooms that work row by
row; and numbers ahead of the rows that will have them."""

from collections.abc import Collection
from typing import Any

import psycopg
from msgspec import Struct
from psycopg.rows import class_row, namedtuple_row, tuple_row

from tocsin.store.arrays import encode_lists
from tocsin.store.queries import list_parameters, query


def execute_statement(connection: psycopg.Connection[Any], name: str, /, **parameters: Any) -> int:
    """Run it; how many rows it touched."""
    return connection.execute(query(name), parameters).rowcount


def fetch_rows(connection: psycopg.Connection[Any], name: str, /, **parameters: Any) -> list[Any]:
    cursor = connection.cursor(row_factory=namedtuple_row)
    return cursor.execute(query(name), parameters).fetchall()


def fetch_records[Record: Struct](
    connection: psycopg.Connection[Any], kind: type[Record], name: str, /, **parameters: Any
) -> list[Record]:
    """Its rows as records: each column is a field."""
    return connection.cursor(row_factory=class_row(kind)).execute(query(name), parameters).fetchall()


def fetch_row(connection: psycopg.Connection[Any], name: str, /, **parameters: Any) -> Any:
    """Its first row; None where there is none."""
    found = fetch_rows(connection, name, **parameters)
    return found[0] if found else None


def make_record[Record: Struct](kind: type[Record], row: Any, /, **given: Any) -> Record:
    """A record of a row: a field that is not given is the column of its name, or stays as it is by itself."""
    columns = {one: value for one, value in row._asdict().items() if one in kind.__struct_fields__}
    return kind(**columns | given)


def execute_arrays(
    connection: psycopg.Connection[Any], name: str, /, **parameters: Any
) -> psycopg.Cursor[Any]:
    """Run it with columns of many rows: each list goes as an array (:mod:`tocsin.store.arrays`)."""
    return connection.execute(query(name), encode_lists(parameters))


def execute_rows(
    connection: psycopg.Connection[Any], name: str, rows: Collection[object], /, **parameters: Any
) -> psycopg.Cursor[Any]:
    """Run it with a column for each value of the rows that it names and that is not given beside them."""
    named = (one for one in list_parameters(name) if one not in parameters)
    columns = {one: [getattr(row, one) for row in rows] for one in named}
    return execute_arrays(connection, name, **columns, **parameters)


def draw_ids(connection: psycopg.Connection[Any], table: str, count: int) -> list[int]:
    """So many numbers that no row of a table has, such as ``tracing_phone``, in their order."""
    if not count:
        return []
    cursor = connection.cursor(row_factory=tuple_row)
    row = cursor.execute(query("engine.ids"), {"table": table, "count": count}).fetchone()
    return list(row[0]) if row else []
