"""Blind indexes under other keys: each is made again from what stands under seal beside it.

Where all of them move, nobody may look anything up meanwhile, so it is done while no engine runs; until it
has come to its end no process makes an index (``vault.IndexMoving``). Those that an erasure keeps, while the
key of their week goes, move by themselves, a batch between two batches of those who look up and write. The
indexes of results stay: what they were made from is not kept, and they have a key of their own.
"""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

import msgspec
import psycopg
from msgspec import Struct
from psycopg import sql

from tocsin.privacy import keyring
from tocsin.privacy.encrypted_payloads import ContactDetails, PersonDetails, StrayDetails
from tocsin.privacy.identity import fold_name, make_gathering_key, make_identity_key, make_name_key
from tocsin.privacy.keyring import KeyDestroyed
from tocsin.privacy.personal_data_inventory import INDEXED, IndexedColumn, join_place, select_row_numbers
from tocsin.privacy.rotation import BATCH, Progress, StoreInUse, check_no_transaction, fetch_number
from tocsin.privacy.vault import NotSealedHere, Vault
from tocsin.store.queries import query


class IndexMoveResult(Struct, frozen=True):
    moved: int
    """Indexes made under the new key."""
    lost: int
    """Indexes of something that does not open: it cannot be found any more."""


def move_all_indexes(
    connection: psycopg.Connection,
    vault: Vault,
    now: datetime,
    *,
    progress: Progress = lambda place, values: None,
    batch: int = BATCH,
) -> IndexMoveResult:
    """Move all blind indexes to new keys, or bring a move that was cut short to its end.

    Raises StoreInUse.
    """
    check_no_transaction(connection)
    _check_alone(connection, now)
    vault.change_keys(lambda ring: keyring.begin_index_move(ring, now))
    done = _move_columns(connection, vault, "rotation.index_page", {}, progress, batch)
    vault.change_keys(keyring.end_index_move)
    return done


def move_due_indexes(connection: psycopg.Connection, vault: Vault, up_to: date) -> IndexMoveResult:
    """Move the blind indexes of what is kept away from keys that go with the data up to a day, or are gone.

    Each stands then under the key of the day on which its row was collected. The service runs meanwhile.
    """
    check_no_transaction(connection)
    if vault.ring.index:  # one key for all, of the version before
        return IndexMoveResult(0, 0)
    vault.split_index_week(up_to)
    living = [bytes.fromhex(key.id) for key in vault.ring.indexes if key.first > up_to]
    return _move_columns(
        connection, vault, "rotation.index_behind", {"living": living}, lambda *_: None, BATCH
    )


def count_due_indexes(connection: psycopg.Connection, vault: Vault, up_to: date) -> int:
    """How many blind indexes of what is kept still stand under keys that go with the data up to a day."""
    doomed = {
        "keys": [bytes.fromhex(key.id) for key in vault.ring.list_due_index_keys(up_to)],
        "up_to": up_to,
    }
    found = 0
    for column in (column for column in INDEXED if column.sealed_in and doomed["keys"]):
        with connection.transaction():
            row = connection.execute(
                compose_index_statement("rotation.index_left", column), doomed
            ).fetchone()
        found += row[0] if row else 0
    return found


def extract_indexed_value(column: IndexedColumn, opened: bytes, day: date | None) -> str:
    if column.kind == "number" and column.table == "tracing_stray":
        return msgspec.json.decode(opened, type=StrayDetails).number
    if column.kind == "identity":
        person = msgspec.json.decode(opened, type=PersonDetails)
        return make_identity_key(person.family_name, person.given_names, person.birth_date)
    if column.kind == "name" and column.table == "tracing_person":
        person = msgspec.json.decode(opened, type=PersonDetails)
        return make_name_key(person.family_name, person.given_names)
    if column.kind == "name":
        return fold_name(msgspec.json.decode(opened, type=ContactDetails).name)
    return make_gathering_key(opened.decode(), day) if column.kind == "label" else opened.decode()


def make_indexes(vault: Vault, column: IndexedColumn, read: bytes, day: date | None) -> list[bytes]:
    """The indexes that what stands under seal can have; none where it does not open."""
    value = _open_indexed_value(vault, column, read, day)
    return vault.list_indexes(column.kind, value) if value else []


def compose_index_statement(name: str, column: IndexedColumn) -> sql.Composed:
    return sql.SQL(query(name)).format(
        table=sql.Identifier(column.table),
        index=sql.Identifier(column.column),
        column=sql.Identifier(column.sealed_in or column.column),
        row=select_row_numbers(column.table, column.sealed_in or column.column),
        fill=sql.Literal(column.fill),
        day=sql.Identifier("on_day" if column.kind == "label" else "collected_on"),
    )


def _check_alone(connection: psycopg.Connection, now: datetime) -> None:
    """Raises StoreInUse where an engine has shards, or anybody else is connected."""
    engines = fetch_number(connection, "rotation.leased", now=now)
    others = fetch_number(connection, "rotation.others")
    if engines or others:
        raise StoreInUse(
            f"{str(StoreInUse.__doc__).rstrip('.')}: {engines} engines, {others} other connections"
        )


def _move_columns(
    connection: psycopg.Connection,
    vault: Vault,
    page: str,
    asked: Mapping[str, Any],
    progress: Progress,
    batch: int,
) -> IndexMoveResult:
    moved = lost = 0
    for column in INDEXED:
        if column.sealed_in:
            values, without = _move_column(connection, vault, column, page, asked, progress, batch)
            moved, lost = moved + values, lost + without
    return IndexMoveResult(moved, lost)


def _move_column(
    connection: psycopg.Connection,
    vault: Vault,
    column: IndexedColumn,
    page: str,
    asked: Mapping[str, Any],
    progress: Progress,
    batch: int,
) -> tuple[int, int]:
    after, moved, lost = 0, 0, 0
    while True:
        changed: dict[int, bytes | None] = {}
        with connection.transaction():
            for lock in (
                "intake.lock",
                "contact_matching.lock",
            ):  # who looks up and writes has the one or the other
                connection.execute(query(lock))
            rows: list[tuple[Any, ...]] = connection.execute(
                compose_index_statement(page, column), {"after": after, "limit": batch, **asked}
            ).fetchall()
            for id, now, read, day, on in rows:
                value = _open_indexed_value(vault, column, read, day)
                lost += value is None
                if value is not None and (index := vault.index_during_move(column.kind, value, on)) != now:
                    changed[id] = index
            _write_indexes(connection, column, changed)
        moved += len(changed)
        if not rows:
            return moved, lost
        after = rows[-1][0]
        progress(f"{column.table.removeprefix('tracing_')}.{column.column}", moved)


def _write_indexes(
    connection: psycopg.Connection, column: IndexedColumn, changed: Mapping[int, bytes | None]
) -> None:
    """Write indexes. Two rows of one value, written in two periods at once, are not found twice."""
    try:
        with connection.transaction():
            connection.execute(
                _compose_write(column), {"ids": list(changed), "values": list(changed.values())}
            )
    except psycopg.errors.UniqueViolation:
        for id, index in changed.items():
            try:
                with connection.transaction():
                    connection.execute(_compose_write(column), {"ids": [id], "values": [index]})
            except psycopg.errors.UniqueViolation:
                stands_in = id.to_bytes(8, "big") if column.table == "tracing_contact" else None
                connection.execute(_compose_write(column), {"ids": [id], "values": [stands_in]})


def _open_indexed_value(vault: Vault, column: IndexedColumn, read: bytes, day: date | None) -> str | None:
    """What is indexed; None where it does not open, or nothing is there to be found."""
    try:
        opened = vault.open(read, join_place(column.table, column.sealed_in))
        return extract_indexed_value(column, opened, day) or None
    except (KeyDestroyed, NotSealedHere, msgspec.MsgspecError, ValueError):
        return None


def _compose_write(column: IndexedColumn) -> sql.Composed:
    return sql.SQL(query("rotation.write")).format(
        table=sql.Identifier(column.table), column=sql.Identifier(column.column)
    )
