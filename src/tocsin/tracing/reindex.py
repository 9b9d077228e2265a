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

from tocsin.tracing import keyring
from tocsin.tracing.columns import INDEXED, Indexed, place, row_numbers
from tocsin.tracing.identity import folded_name, identity, known_as, label
from tocsin.tracing.queries import query
from tocsin.tracing.rotation import BATCH, InUse, Progress, idle, number
from tocsin.tracing.sealed import ContactDetails, PersonDetails, StrayDetails
from tocsin.tracing.vault import KeyDestroyed, NotOurs, Vault


class Reindexed(Struct, frozen=True):
    """What a move of the blind indexes did."""

    moved: int
    """Indexes made under the new key."""
    lost: int
    """Indexes of something that does not open: it cannot be found any more."""


def reindex(
    connection: psycopg.Connection,
    vault: Vault,
    now: datetime,
    *,
    progress: Progress = lambda place, values: None,
    batch: int = BATCH,
) -> Reindexed:
    """Move all blind indexes to new keys, or bring a move that was cut short to its end. Raises InUse."""
    idle(connection)
    _alone(connection, now)
    vault.change(lambda ring: keyring.moving(ring, now))
    done = _columns(connection, vault, "rotation.index_page", {}, progress, batch)
    vault.change(keyring.moved)
    return done


def follow(connection: psycopg.Connection, vault: Vault, up_to: date, *, batch: int = BATCH) -> Reindexed:
    """Move the blind indexes of what is kept away from keys that go with the data up to a day, or are gone.

    Each stands then under the key of the day on which its row was collected. The service runs meanwhile.
    """
    idle(connection)
    if vault.ring.index:  # one key for all, of the version before
        return Reindexed(0, 0)
    vault.part_indexes(up_to)
    living = [bytes.fromhex(key.id) for key in vault.ring.indexes if key.first > up_to]
    return _columns(connection, vault, "rotation.index_behind", {"living": living}, lambda *_: None, batch)


def left(connection: psycopg.Connection, vault: Vault, up_to: date) -> int:
    """How many blind indexes of what is kept still stand under keys that go with the data up to a day."""
    doomed = {"keys": [bytes.fromhex(key.id) for key in vault.ring.doomed_indexes(up_to)], "up_to": up_to}
    found = 0
    for column in (column for column in INDEXED if column.sealed_in and doomed["keys"]):
        with connection.transaction():
            row = connection.execute(statement("rotation.index_left", column), doomed).fetchone()
        found += row[0] if row else 0
    return found


def made_from(column: Indexed, opened: bytes, day: date | None) -> str:
    """What is indexed, of what stands under seal."""
    if column.kind == "number" and column.table == "tracing_stray":
        return msgspec.json.decode(opened, type=StrayDetails).number
    if column.kind == "identity":
        person = msgspec.json.decode(opened, type=PersonDetails)
        return identity(person.family_name, person.given_names, person.birth_date)
    if column.kind == "name" and column.table == "tracing_person":
        person = msgspec.json.decode(opened, type=PersonDetails)
        return known_as(person.family_name, person.given_names)
    if column.kind == "name":
        return folded_name(msgspec.json.decode(opened, type=ContactDetails).name)
    return label(opened.decode(), day) if column.kind == "label" else opened.decode()


def made(vault: Vault, column: Indexed, read: bytes, day: date | None) -> list[bytes]:
    """The indexes that what stands under seal can have; none where it does not open."""
    value = _value(vault, column, read, day)
    return vault.found_by(column.kind, value) if value else []


def statement(name: str, column: Indexed) -> sql.Composed:
    """A statement for one index."""
    return sql.SQL(query(name)).format(
        table=sql.Identifier(column.table),
        index=sql.Identifier(column.column),
        column=sql.Identifier(column.sealed_in or column.column),
        row=row_numbers(column.table, column.sealed_in or column.column),
        fill=sql.Literal(column.fill),
        day=sql.Identifier("on_day" if column.kind == "label" else "collected_on"),
    )


def _alone(connection: psycopg.Connection, now: datetime) -> None:
    """Raises InUse where an engine has shards, or anybody else is connected."""
    engines = number(connection, "rotation.leased", now=now)
    others = number(connection, "rotation.others")
    if engines or others:
        raise InUse(f"{str(InUse.__doc__).rstrip('.')}: {engines} engines, {others} other connections")


def _columns(
    connection: psycopg.Connection,
    vault: Vault,
    page: str,
    asked: Mapping[str, Any],
    progress: Progress,
    batch: int,
) -> Reindexed:
    moved = lost = 0
    for column in INDEXED:
        if column.sealed_in:
            values, without = _column(connection, vault, column, page, asked, progress, batch)
            moved, lost = moved + values, lost + without
    return Reindexed(moved, lost)


def _column(
    connection: psycopg.Connection,
    vault: Vault,
    column: Indexed,
    page: str,
    asked: Mapping[str, Any],
    progress: Progress,
    batch: int,
) -> tuple[int, int]:
    after, moved, lost = 0, 0, 0
    while True:
        changed: dict[int, bytes | None] = {}
        with connection.transaction():
            for lock in ("intake.lock", "naming.lock"):  # who looks up and writes has the one or the other
                connection.execute(query(lock))
            rows: list[tuple[Any, ...]] = connection.execute(
                statement(page, column), {"after": after, "limit": batch, **asked}
            ).fetchall()
            for id, now, read, day, on in rows:
                value = _value(vault, column, read, day)
                lost += value is None
                if value is not None and (index := vault.index_anew(column.kind, value, on)) != now:
                    changed[id] = index
            _put(connection, column, changed)
        moved += len(changed)
        if not rows:
            return moved, lost
        after = rows[-1][0]
        progress(f"{column.table.removeprefix('tracing_')}.{column.column}", moved)


def _put(connection: psycopg.Connection, column: Indexed, changed: Mapping[int, bytes | None]) -> None:
    """Write indexes. Two rows of one value, written in two periods at once, are not found twice."""
    try:
        with connection.transaction():
            connection.execute(_write(column), {"ids": list(changed), "values": list(changed.values())})
    except psycopg.errors.UniqueViolation:
        for id, index in changed.items():
            try:
                with connection.transaction():
                    connection.execute(_write(column), {"ids": [id], "values": [index]})
            except psycopg.errors.UniqueViolation:
                stands_in = id.to_bytes(8, "big") if column.table == "tracing_contact" else None
                connection.execute(_write(column), {"ids": [id], "values": [stands_in]})


def _value(vault: Vault, column: Indexed, read: bytes, day: date | None) -> str | None:
    """What is indexed; None where it does not open, or nothing is there to be found."""
    try:
        opened = vault.open(read, place(column.table, column.sealed_in))
        return made_from(column, opened, day) or None
    except (KeyDestroyed, NotOurs, msgspec.MsgspecError, ValueError):
        return None


def _write(column: Indexed) -> sql.Composed:
    return sql.SQL(query("rotation.write")).format(
        table=sql.Identifier(column.table), column=sql.Identifier(column.column)
    )
