"""A store that was brought back from an earlier moment, made ready before anything works on it.

What may have happened since is flagged, and whoever was erased since is erased again.
"""

from datetime import date, datetime

import psycopg
from msgspec import Struct

from tocsin.locale.paris_time import find_paris_day
from tocsin.privacy import erasure, erasure_log
from tocsin.privacy.erasure import ErasureResult
from tocsin.privacy.vault import Vault
from tocsin.store.queries import query

APART = 10_000_000
"""Numbers that are left out: more than can have been given since any backup that can still be read."""


class ErasureUnconfirmed(Exception):
    """Data are past their time, or were erased since: they go only once somebody has said so."""

    def __init__(self, due: ErasureResult) -> None:
        super().__init__(str(type(self).__doc__))
        self.due = due
        """What would be erased."""


class ResumeResult(Struct, frozen=True):
    messages: int
    """SMS that waited then and may have left since: flagged, and sent once more."""
    files: int
    """Cases and contacts that were open then, marked: what was said since is not known."""
    statements: int
    """Erasures that the store did not know of."""
    erased: tuple[ErasureResult, ...]


def resume_store(
    connection: psycopg.Connection,
    vault: Vault,
    since: datetime,
    now: datetime,
    *,
    by: str,
    erase: date | None = None,
) -> ResumeResult:
    """Make a store ready to go on; ``since`` is the moment that it was brought back from.

    Nothing may work on it meanwhile, and no other store with these keys (``keyfile.claim_exclusive_use``).
    Where something is to be erased, ``erase`` confirms it: the last day of collection that goes. Cut short
    anywhere, the same call does the rest. Raises ErasureUnconfirmed, ForkedStatementChain, ErasureRunning,
    RowsStillWritten, psycopg.Error.
    """
    today = find_paris_day(now)
    with connection.transaction(force_rollback=True):
        erasure_log.copy_to_store(
            connection, vault
        )  # keys of another store are refused before anything is asked
    due = erasure.preview_restored_erasure(connection, vault, today, now, by=by)
    if not due.nothing and erase != due.up_to:
        raise ErasureUnconfirmed(due)
    statements = erasure_log.copy_to_store(connection, vault)
    erased = erasure.erase_restored(connection, vault, today, now, by=by)
    messages, files = flag_uncertain(connection, since, now, by=by)
    return ResumeResult(messages, files, statements, erased)


def flag_uncertain(
    connection: psycopg.Connection, since: datetime, now: datetime, *, by: str
) -> tuple[int, int]:
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
