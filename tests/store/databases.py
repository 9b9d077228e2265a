"""Databases of a test server: made, named, and dropped."""

import itertools
from collections.abc import Iterator

from psycopg import Connection
from psycopg.errors import ObjectInUse

from tocsin.store.database import open_connection

_numbers = itertools.count(1)
COPY = 'create database "{}" template "{}" strategy file_copy'
"""Its files are copied: to write every page of it to the log of the server takes two or three times as long."""


def database(server: str, name: str) -> str:
    """URL of another database of the same server."""
    return f"{server.rpartition('/')[0]}/{name}"


def made(server: str, template: str) -> Iterator[str]:
    """URL of a new database, and the end of it."""
    name = new(server, template)
    yield database(server, name)
    drop(server, name)


def new(server: str, template: str) -> str:
    name = f"test_{next(_numbers)}"
    with open_connection(server, autocommit=True) as admin:
        execute_patiently(admin, COPY.format(name, template))
    return name


def copied(server: str, template: str, name: str) -> str:
    """Make a database of this name from one to which nobody is connected; it may be there already."""
    with open_connection(database(server, "postgres"), autocommit=True) as admin:
        if not admin.execute("select 1 from pg_database where datname = %s", (name,)).fetchone():
            execute_patiently(admin, COPY.format(name, template))
    return name


def drop(server: str, name: str) -> None:
    with open_connection(server, autocommit=True) as admin:
        execute_patiently(admin, f'drop database "{name}" with (force)')


def execute_patiently(admin: Connection, statement: str) -> None:
    """The server gives whoever is still in a database five seconds to leave it, which on a busy machine is too short."""
    for _ in range(11):
        try:
            admin.execute(statement.encode())
            return
        except ObjectInUse:
            continue
    admin.execute(statement.encode())
