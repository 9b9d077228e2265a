"""A store that was brought back from an earlier moment, made ready before anything works on it.

What may have happened since is flagged, and whoever was erased since is erased again.
"""

from datetime import datetime
from zoneinfo import ZoneInfo

import psycopg
from msgspec import Struct

from tocsin.tracing import erasure, ledger
from tocsin.tracing.erasure import Erased
from tocsin.tracing.queries import query
from tocsin.tracing.vault import Vault

PARIS = ZoneInfo("Europe/Paris")
APART = 10_000_000
"""Numbers that are left out: more than can have been given since any backup that can still be read."""


class Resumed(Struct, frozen=True):
    """What was found and done."""

    messages: int
    """SMS that waited then and may have left since: flagged, and sent once more."""
    files: int
    """Cases and contacts that were open then, marked: what was said since is not known."""
    statements: int
    """Erasures that the store did not know of."""
    erased: tuple[Erased, ...]


def resume(
    connection: psycopg.Connection, vault: Vault, since: datetime, now: datetime, *, by: str
) -> Resumed:
    """Make a store ready to go on; ``since`` is the moment that it was brought back from.

    Nothing may work on it meanwhile. Cut short anywhere, the same call does the rest. Raises
    Forked, Erasing, StillWritten, psycopg.Error.
    """
    statements = ledger.bring_back(connection, vault)
    erased = erasure.again(connection, vault, now.astimezone(PARIS).date(), now, by=by)
    messages, files = flag(connection, since, now, by=by)
    return Resumed(messages, files, statements, erased)


def flag(connection: psycopg.Connection, since: datetime, now: datetime, *, by: str) -> tuple[int, int]:
    """Flag what may have happened since; how many SMS, and how many open files."""
    span = {"since": f"{since:%Y-%m-%d %H:%M:%S}Z", "until": f"{now:%Y-%m-%d %H:%M:%S}Z"}
    values = {"now": now, "by": by, "apart": APART, **span}

    def run(name: str) -> int:
        return max(connection.execute(query(f"resume.{name}"), values).rowcount, 0)

    with connection.transaction():
        run("held")
        messages = run("outbox")
        files = run("cases") + run("contacts")
        run("store")
        run("numbers")
        run("shards")
        run("workers")
    return messages, files
