"""The tables against the code: which migrations are applied, which are missing, which are from the future.

Which rooms have tables is said by Django's settings, those of the house unless a process has others.
"""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from msgspec import Struct

HOUSE = "tocsin.settings"
"""The settings that name the tables of every room."""
ALIAS = "migrated"
"""Django's name for the database at hand: a process may look at more than one, one after the other."""


class StoreTooOld(Exception):
    """The store is older than every version that this one can migrate: go by the version before."""


class SchemaState(Struct, frozen=True):
    """Migrations by name, ``tracing.0001_initial``, in order."""

    applied: tuple[str, ...]
    missing: tuple[str, ...]
    """The code has them, the store not yet."""
    unknown: tuple[str, ...]
    """The store has them, the code does not: it was migrated by a newer Tocsin."""


def read_schema_state(where: str) -> SchemaState:
    """How the store at this URL stands. Raises StoreTooOld."""
    with _open_django_connection(where) as connection:
        from django.db.migrations.loader import MigrationLoader

        loader = MigrationLoader(connection)
        applied = set(loader.applied_migrations)
        for migration in loader.disk_migrations.values():
            if 0 < len(applied & set(migration.replaces)) < len(migration.replaces):
                raise StoreTooOld(str(StoreTooOld.__doc__))
        return compare_migrations(loader.disk_migrations, applied - _list_replaced(loader))


def list_code_migrations() -> set[tuple[str, str]]:
    """Every migration that this code has, as (app, name)."""
    _set_up_django()
    from django.db.migrations.loader import MigrationLoader

    return set(MigrationLoader(None).disk_migrations)


def list_known_migrations() -> set[tuple[str, str]]:
    """The same, and those in whose place one of them stands."""
    _set_up_django()
    from django.db.migrations.loader import MigrationLoader

    loader = MigrationLoader(None)
    return set(loader.disk_migrations) | _list_replaced(loader)


def _list_replaced(loader: Any) -> set[tuple[str, str]]:
    return {step for migration in loader.disk_migrations.values() for step in migration.replaces}


def compare_migrations(code: Any, store: Any) -> SchemaState:
    """Two collections of (app, name). Apps that the code does not have at all are nobody's business here."""
    apps = {app for app, _ in code}
    applied = {one for one in store if one[0] in apps}
    return SchemaState(
        applied=_format_names(applied & set(code)),
        missing=_format_names(set(code) - applied),
        unknown=_format_names(applied - set(code)),
    )


def apply_migrations(where: str, *target: str) -> None:
    """Migrate, without a lock and without a question: see :func:`tocsin.store.database.migrate_store`."""
    with _open_django_connection(where):
        from django.core.management import call_command

        call_command("migrate", *target, database=ALIAS, interactive=False, verbosity=0)


def _format_names(found: set[tuple[str, str]]) -> tuple[str, ...]:
    return tuple(f"{app}.{name}" for app, name in sorted(found))


@contextmanager
def _open_django_connection(where: str) -> Iterator[Any]:
    _set_up_django()
    from django.db import connections

    from tocsin.store.settings import parse_database_url

    if ALIAS in connections.databases:
        connections[ALIAS].close()
        del connections[ALIAS]
    connections.databases[ALIAS] = connections.configure_settings({"default": parse_database_url(where)})[
        "default"
    ]
    try:
        yield connections[ALIAS]
    finally:
        connections[ALIAS].close()


def _set_up_django() -> None:
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", HOUSE)
    django.setup()
