"""The way to the store: connections, patience when it is away, migrations that bring it up to the code."""

from typing import Any

import psycopg
from psycopg.conninfo import conninfo_to_dict, make_conninfo

from tocsin.config import read_settings
from tocsin.store import arrays, embedded

URL = "TOCSIN_DATABASE_URL"
_LOCK = 0x746F6373
"""Advisory lock of a migration, the same in every version of Tocsin."""
BY_KEY = "set enable_seqscan = off; set enable_mergejoin = off; set jit = off"
"""For connections of the stream: some hundred keys into tables of millions, each with its index. A plan that
was made while they were empty stays. What was given is still hashed: two loops over it are quadratic."""


arrays.register_binary_arrays()


class NoStore(Exception):
    """The store is not there."""


class NotAStoreAddress(NoStore):
    """What should name the store names nothing; it is no use to wait."""


class StoreIsNewer(Exception):
    """The store was migrated by a newer Tocsin."""


def read_store_url() -> str:
    """Where the store is: ``TOCSIN_DATABASE_URL``, else the embedded one that runs. Raises NoStore."""
    found = read_settings().database_url or embedded.find_store_url()
    if not found:
        raise NoStore(
            f"no store runs: start the embedded one with `tocsin db start`, or name a server in {URL}"
            " (postgresql://user:password@host:5432/name)"
        )
    return found


def open_connection(where: str | None = None, *, autocommit: bool = False) -> psycopg.Connection:
    """A connection to the store, in UTC. Raises NoStore, which never shows a password."""
    where = where or read_store_url()
    try:
        parts = conninfo_to_dict(where)
        options = f"{parts.pop('options', None) or ''} -c timezone=UTC".strip()
        known: dict[str, Any] = {"application_name": "tocsin", "connect_timeout": 10, **parts}
        return psycopg.connect(make_conninfo(**known, options=options), autocommit=autocommit)
    except psycopg.ProgrammingError:
        raise NotAStoreAddress(
            f"{URL} is not an address such as postgresql://user:password@host:5432/name"
        ) from None
    except psycopg.OperationalError as error:
        raise NoStore(f"the store does not answer: {' '.join(str(error).split())}") from None


def migrate_store(where: str | None = None, *, app: str | None = None, name: str | None = None) -> int:
    """Bring the store up to the code, and say how many migrations it lacked; one process does it, the others wait for it.

    ``app`` and ``name`` go to one migration, also backwards (``zero``). Raises NoStore, and StoreIsNewer:
    code that is older than the store runs on it, but does not migrate it.
    """
    from tocsin.store import schema

    where = where or read_store_url()
    with open_connection(where, autocommit=True) as guard:
        guard.execute("select pg_advisory_lock(%s)", (_LOCK,))
        state = schema.read_schema_state(where)
        if state.unknown:
            raise StoreIsNewer(f"it has {', '.join(state.unknown)}, unknown to this Tocsin: upgrade it first")
        schema.apply_migrations(where, *(part for part in (app, name) if part))
        return len(state.missing)
