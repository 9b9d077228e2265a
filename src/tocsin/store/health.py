"""What can be wrong with a store that answers."""

from collections.abc import Iterator, Mapping

import psycopg

from tocsin.store.queries import query
from tocsin.store.schema import SchemaState

OLDEST = 140_000
"""First version of PostgreSQL that we run on, as it says it itself."""
SHARDS = 256
_SAFE = ("fsync", "full_page_writes")
_LONG = "10 minutes"


def find_problems(connection: psycopg.Connection, schema: SchemaState) -> Iterator[str]:
    """What is wrong, one sentence each, with what to do; nothing where all is well."""
    if connection.info.server_version < OLDEST:
        yield f"PostgreSQL {connection.info.server_version // 10_000} is too old: 14 or newer is needed"
    for name in _SAFE:
        if _fetch_value(connection, f"show {name}") == "off":
            yield f"{name} is off: a crash of the machine can destroy the store; set it to on"
    if _fetch_value(connection, "show synchronous_commit") == "off":
        yield "synchronous_commit is off: a crash can lose what was said to be safe; set it to on"
    if (
        _fetch_value(
            connection,
            "select pg_encoding_to_char(encoding) from pg_database where datname = current_database()",
        )
        != "UTF8"
    ):
        yield "the database is not in UTF8: make one with encoding 'UTF8'"
    if schema.unknown:
        yield f"a newer Tocsin migrated it ({', '.join(schema.unknown)}): upgrade this one"
    if schema.missing:
        yield f"{len(schema.missing)} migrations are missing: run `tocsin db migrate`"
        return
    yield from _find_inner_problems(connection)


def _find_inner_problems(connection: psycopg.Connection) -> Iterator[str]:
    rows = connection.execute(
        "select indexrelid::regclass::text from pg_index where not indisvalid"
    ).fetchall()
    for (name,) in rows:
        yield f"index {name} is not valid: run `reindex index {name}`"
    if (found := _fetch_value(connection, "select count(*) from tracing_shardlease")) != SHARDS:
        yield f"tracing_shardlease has {found} rows, not {SHARDS}: messages of the others are never handled"
    if aside := _fetch_value(connection, query("engine.aside")):
        yield (
            f"{aside} events were set aside, because engines cannot take them; humans ring instead:"
            " see their log for `step failed`, then `tocsin db again`"
        )
    if aside := _fetch_value(connection, query("calls.count_aside"), {"territories": None}):
        yield (
            f"{aside} calls are set aside, because the details of their people cannot be opened with these keys: nobody"
            " rings them; `tocsin keys check` tells whose keys they are, the log of the site has `call set aside`;"
            " bring back the file of keys, then `tocsin db again`"
        )
    idle = _fetch_value(
        connection,
        "select count(*) from pg_stat_activity where datname = current_database()"
        f" and pid <> pg_backend_pid() and clock_timestamp() - xact_start > interval '{_LONG}'",
    )
    if idle:
        yield f"{idle} transactions are open for more than {_LONG}: they hold back the vacuum"


def _fetch_value(
    connection: psycopg.Connection, statement: str | bytes, given: Mapping[str, object] | None = None
) -> object:
    row = connection.execute(
        statement.encode() if isinstance(statement, str) else statement, given
    ).fetchone()
    return row[0] if row else None
