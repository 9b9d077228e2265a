"""Other keys for the same data: what stands under an old key is sealed again, then the old key goes.

Both rotations can be cut short at any moment: what was done stays done, and the same call goes on with the
rest. While data keys are rotated the service runs; a process that has not yet seen the new keys may seal
under an old one for a moment, so an old key goes only after ``GRACE``, and only if nothing stands under it.
"""

from collections import Counter
from collections.abc import Callable, Iterable
from datetime import datetime, timedelta
from typing import Any, Final

import psycopg
from msgspec import Struct
from psycopg import sql

from tocsin.privacy import keyring
from tocsin.privacy.keyring import DataKey
from tocsin.privacy.personal_data_inventory import SEALED, SealedColumn, select_row_numbers
from tocsin.privacy.vault import UNOPENABLE, Vault, read_key_id, strip_row_numbers
from tocsin.store.queries import query

GRACE: Final = timedelta(hours=1)
"""How long an old key is kept after its day has another."""
BATCH: Final = 5000
"""Rows sealed again in one transaction."""
_PASSES: Final = 5

Progress = Callable[[str, int], None]
"""Is told the place and how many of its values were done, now and then."""


class StoreInUse(Exception):
    """Somebody else works on the store."""


class ResealResult(Struct, frozen=True):
    values: int
    lost: int
    """Values that do not open, and stay as they are."""


class RotationResult(Struct, frozen=True):
    """What a call of ``rotate`` did."""

    made: int
    resealed: ResealResult
    dropped: tuple[str, ...]
    """Ids of old keys that are gone."""
    waiting: tuple[DataKey, ...]
    """Old keys that are still there."""
    ready: datetime | None = None
    """When the last of those may go, if nothing stands under it."""


def rotate_keys(
    connection: psycopg.Connection,
    vault: Vault,
    now: datetime,
    *,
    grace: timedelta = GRACE,
    progress: Progress = lambda place, values: None,
    batch: int = BATCH,
) -> RotationResult:
    """Give every day another key, or bring a rotation that has begun nearer to its end.

    ``now`` is the moment on the clock of the wall. A ``grace`` of zero is for a store that nobody else uses;
    raises InUse where somebody does.
    """
    check_no_transaction(connection)
    if not grace and (others := fetch_number(connection, "rotation.others")):
        raise StoreInUse(f"{str(StoreInUse.__doc__).rstrip('.')}: {others} other connections")
    made = 0
    if not vault.ring.list_retired_keys():
        made = len(vault.renew_keys(now).list_retired_keys())
    old = vault.ring.list_retired_keys()
    resealed = reseal_values(connection, vault, [key.id for key in old], progress=progress, batch=batch)
    used = count_by_key(connection)
    gone = [key.id for key in old if key.retired and key.retired + grace <= now and not used[key.id]]
    if gone:
        vault.change_keys(lambda ring: keyring.destroy_keys(ring, gone, now, "rotated"))
    waiting = vault.ring.list_retired_keys()
    if vault.ring.binds == "both" and not waiting:
        vault.change_keys(keyring.mark_rows_bound)
    ready = max((key.retired + grace for key in waiting if key.retired), default=None)
    return RotationResult(made, resealed, tuple(gone), waiting, ready)


def reseal_values(
    connection: psycopg.Connection,
    vault: Vault,
    keys: Iterable[str],
    *,
    progress: Progress = lambda place, values: None,
    batch: int = BATCH,
) -> ResealResult:
    """Seal what stands under these keys again, each row under the key of its day of collection."""
    wanted = [bytes.fromhex(id) for id in keys]
    done = lost = 0
    for column in SEALED if wanted else ():
        for _ in range(_PASSES):  # again for rows that somebody else was writing
            values, lost_now = _reseal_column(connection, vault, column, wanted, progress, batch)
            done += values
            if not values:
                break
        lost += lost_now
    return ResealResult(done, lost)


def count_by_key(connection: psycopg.Connection) -> Counter[str]:
    found: Counter[str] = Counter()
    for column in SEALED:
        for key, _day, count, _first in connection.execute(
            compose_column_statement("rotation.under", column)
        ):
            found[bytes(key).hex()] += count
    connection.commit()
    return found


def check_no_transaction(connection: psycopg.Connection) -> None:
    """Raises psycopg.ProgrammingError within a transaction: rows would not be safe when their keys go."""
    if connection.info.transaction_status != psycopg.pq.TransactionStatus.IDLE:
        raise psycopg.ProgrammingError("the connection is in a transaction: commit it first")


def compose_column_statement(name: str, column: SealedColumn) -> sql.Composed:
    return sql.SQL(query(name)).format(
        table=sql.Identifier(column.table),
        column=sql.Identifier(column.column),
        row=select_row_numbers(column.table, column.column),
    )


def _reseal_column(
    connection: psycopg.Connection,
    vault: Vault,
    column: SealedColumn,
    keys: list[bytes],
    progress: Progress,
    batch: int,
) -> tuple[int, int]:
    """One pass over one column: values sealed again, and values that do not open."""
    after, done, lost = 0, 0, 0
    while True:
        with connection.transaction():
            rows = connection.execute(
                compose_column_statement("rotation.page", column),
                {"after": after, "keys": keys, "limit": batch},
            ).fetchall()
            again = {
                id: value for id, read, day in rows if (value := _reseal_value(vault, column, read, day))
            }
            connection.execute(
                compose_column_statement("rotation.write", column),
                {"ids": list(again), "values": list(again.values())},
            )
        done, lost = done + len(again), lost + len(rows) - len(again)
        if not rows:
            return done, lost
        after = rows[-1][0]
        progress(column.place, done)


def _reseal_value(vault: Vault, column: SealedColumn, read: bytes, day: Any) -> bytes | None:
    """The value under the key of its day; None where it does not open, or stands there already."""
    try:
        value = vault.reseal(read, column.place, day)
    except UNOPENABLE:
        return None
    return value if read_key_id(value) != read_key_id(strip_row_numbers(read, column.place)) else None


def fetch_number(connection: psycopg.Connection, name: str, **values: object) -> int:
    with connection.transaction():
        row = connection.execute(query(name), values).fetchone()
    return int(row[0]) if row else 0
