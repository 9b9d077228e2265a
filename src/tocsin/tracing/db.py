"""The way to the store: connections, and the migrations that bring it up to the code."""

import os
from typing import Any

import psycopg
from psycopg.conninfo import conninfo_to_dict, make_conninfo

from tocsin.tracing import postgres

URL = "TOCSIN_DATABASE_URL"
_LOCK = 0x746F6373
"""Advisory lock of a migration, the same in every version of Tocsin."""


class NoStore(Exception):
    """The store is not there."""


def url() -> str:
    """Where the store is: ``TOCSIN_DATABASE_URL``, else the embedded one that runs. Raises NoStore."""
    found = os.environ.get(URL) or postgres.address()
    if not found:
        raise NoStore(
            f"no store runs: start the embedded one with `tocsin db start`, or name a server in {URL}"
            " (postgresql://user:password@host:5432/name)"
        )
    return found


def connect(where: str | None = None, *, autocommit: bool = False) -> psycopg.Connection:
    """A connection to the store. Raises NoStore, which never shows a password."""
    where = where or url()
    try:
        parts = conninfo_to_dict(where)
        options = f"{parts.pop('options', None) or ''} -c timezone=UTC".strip()
        known: dict[str, Any] = {"connect_timeout": 10, **parts, "options": options}
        return psycopg.connect(make_conninfo(**known), autocommit=autocommit)
    except psycopg.ProgrammingError:
        raise NoStore(f"{URL} is not an address such as postgresql://user:password@host:5432/name") from None
    except psycopg.OperationalError as error:
        raise NoStore(f"the store does not answer: {_reason(error)}") from None


def migrate(where: str | None = None, *, app: str | None = None, name: str | None = None) -> None:
    """Bring the store up to the code; one process does it, the others wait for it.

    ``app`` and ``name`` go to one migration, also backwards (``zero``). Raises NoStore.
    """
    where = where or url()
    with connect(where, autocommit=True) as guard:
        guard.execute("select pg_advisory_lock(%s)", (_LOCK,))
        target = [part for part in (app, name) if part]
        _command(where, "migrate", *target, interactive=False, verbosity=0)


def _command(where: str, name: str, *words: str, **options: Any) -> None:
    from django.core.management import call_command
    from django.db import connections

    alias = _alias(where)
    try:
        call_command(name, *words, database=alias, **options)
    finally:
        connections[alias].close()


def _alias(where: str) -> str:
    """Django's name for this database: a process may migrate more than one."""
    import django
    from django.db import connections

    from tocsin.tracing.settings import database

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tocsin.tracing.settings")
    django.setup()
    alias = "migrated"
    if alias in connections.databases:
        connections[alias].close()
        del connections[alias]
    whole = connections.configure_settings({"default": database(where)})
    connections.databases[alias] = whole["default"]
    return alias


def _reason(error: psycopg.OperationalError) -> str:
    """What the driver said, on one line."""
    return " ".join(str(error).split()) or type(error).__name__
