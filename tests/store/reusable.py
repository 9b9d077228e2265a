"""A database that a test has used, made as it was; or not, where the test changed more than its rows."""

import psycopg
from psycopg.pq import TransactionStatus
from psycopg.pq.abc import PGconn

from tocsin.store.database import open_connection

KEPT = ("django_migrations", "tracing_shardlease")
KEPT_BY_SERVER = ("staff_entry", "staff_anchor")
"""The log of the inside: the server itself refuses that anything is taken out of it."""
FINGERPRINT = """
select count(*) || ' ' || sum(hashtextextended(what, 0)) from (
  select c.relname || ' ' || a.attname || ' ' || a.atttypid || ' ' || a.attnotnull || ' '
    || coalesce(c.reloptions::text, '') as what
  from pg_attribute a join pg_class c on c.oid = a.attrelid
  where c.relnamespace = 'public'::regnamespace and a.attnum > 0
  union all select tgname::text from pg_trigger
  union all select conname || ' ' || convalidated from pg_constraint
  union all select app || name from django_migrations) as everything
"""
OTHERS = """
select pg_terminate_backend(pid, 5000) from pg_stat_activity
where datname = current_database() and pid <> pg_backend_pid()
"""
TABLES = """
select relname, size from (
  select relname, pg_relation_size(oid) as size from pg_class
  where relnamespace = 'public'::regnamespace and relkind = 'r' and relname <> all(%s)
) as everything
where size > 0
"""
"""Those in which anything has ever stood, and their bytes."""
MOST = 15_000_000
"""Bytes of all tables above which a database has grown too much to be used again."""
_LAST = {"procrastinate_jobs": 1, "procrastinate_workers": 2}
_untouched: list[str] = []
"""Fingerprint of a database as the template has it; the first that was emptied tells."""
_lines: dict[str, PGconn] = {}
"""By database, the line to the server that its tests use one after the other."""


def remember(url: str) -> None:
    """This is how an untouched database looks."""
    with open_connection(url) as connection:
        _untouched[:] = [_fingerprint(connection)]


def lend(url: str, *, autocommit: bool = False) -> psycopg.Connection:
    """A connection to a database, as if it had just been opened: to open one takes longer than most tests."""
    line = _lines.get(url)
    if line and line.transaction_status == TransactionStatus.IDLE:
        try:
            connection = psycopg.Connection(line)
            connection.autocommit = True
            connection.execute("discard all", prepare=False)
            connection.autocommit = autocommit
        except psycopg.Error:
            hang_up(url)
        else:
            return connection
    hang_up(url)
    connection = open_connection(url, autocommit=autocommit)
    _lines[url] = connection.pgconn
    return connection


def hang_up(url: str) -> None:
    """End the line to a database: nobody is connected to it."""
    if url in _lines:
        _lines.pop(url).finish()


def empty(url: str) -> bool:
    """Take out whatever a test left; False where the database is not what it was, and must go."""
    try:
        connection = lend(url, autocommit=True)
        connection.execute("set lock_timeout = '5s'")
        if not all(row[0] for row in connection.execute(OTHERS).fetchall()):
            return False
        if [_fingerprint(connection)] != _untouched:
            return False
        tables = connection.execute(TABLES, (list(KEPT),)).fetchall()
        if sum(size for _, size in tables) > MOST:
            return False
        _take_out(connection, [name for name, _ in tables])
    except psycopg.Error:
        return False
    return True


def _fingerprint(connection: psycopg.Connection) -> str:
    row = connection.execute(FINGERPRINT).fetchone()
    assert row
    return str(row[0])


def _take_out(connection: psycopg.Connection, tables: list[str]) -> None:
    look = " union all ".join(f"select '{name}' where exists (select 1 from \"{name}\")" for name in tables)
    full = [row[0] for row in connection.execute(look.encode()).fetchall()] if tables else []
    with connection.transaction():  # most foreign keys are looked at when it ends, those of the jobs at once
        kept = [name for name in KEPT_BY_SERVER if name in full]
        for name in kept:
            connection.execute(f"alter table {name} disable trigger user".encode())
        for name in sorted(full, key=lambda name: _LAST.get(name, 0)):
            connection.execute(f'delete from "{name}"'.encode())
        for name in kept:
            connection.execute(f"alter table {name} enable trigger user".encode())
    connection.execute("delete from tracing_shardlease where shard not between 0 and 255")
    connection.execute(
        "insert into tracing_shardlease (shard)"
        " select * from generate_series(0, 255) except select shard from tracing_shardlease"
    )
    connection.execute("update tracing_shardlease set worker = null, until = null where worker is not null")
    used = connection.execute("select sequencename from pg_sequences where last_value is not null").fetchall()
    for (name,) in used:
        if name != "django_migrations_id_seq":
            connection.execute(f'alter sequence "{name}" restart'.encode())
