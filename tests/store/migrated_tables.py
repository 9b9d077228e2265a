"""The tables and columns as the migrations make them: the one list that there is."""

from functools import cache

from msgspec import Struct

from tests.store import prepared
from tocsin.store.database import open_connection

COLUMNS = """
select relname, attname, format_type(atttypid, null), not attnotnull
from pg_attribute join pg_class c on c.oid = attrelid
where relnamespace = 'public'::regnamespace and relkind = 'r' and attnum > 0 and relname <> 'django_migrations'
order by relname, attnum
"""


class TableColumn(Struct, frozen=True):
    """A column of a table."""

    kind: str
    may_be_null: bool


@cache
def list_migrated_tables(room: str = "") -> dict[str, dict[str, TableColumn]]:
    """Table -> its columns by name; of one room (``tracing``, ``api``...), or of all."""
    found: dict[str, dict[str, TableColumn]] = {}
    with open_connection(prepared.server()) as connection:
        for table, name, kind, may_be_null in connection.execute(COLUMNS):
            if table.startswith(room):
                found.setdefault(table, {})[name] = TableColumn(kind, may_be_null)
    return found


def list_binary_columns() -> set[tuple[str, str]]:
    """Table and column, of all that hold bytes."""
    return {
        (table, name)
        for table, columns in list_migrated_tables("tracing_").items()
        for name, column in columns.items()
        if column.kind == "bytea"
    }
