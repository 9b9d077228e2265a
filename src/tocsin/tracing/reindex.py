"""Blind indexes under another key: each is made again from what stands under seal beside it.

Nobody may look anything up meanwhile, so it is done while no engine runs; until it has come to its end no
process makes an index (``vault.IndexMoving``). The indexes of results stay: what they were made from is not
kept, and they have a key of their own.
"""

from collections.abc import Callable, Sequence
from datetime import date, datetime
from typing import Any

import msgspec
import psycopg
from msgspec import Struct
from psycopg import sql

from tocsin.tracing import keyfile, keyring
from tocsin.tracing.columns import INDEXED, Indexed, place, row_numbers
from tocsin.tracing.identity import folded_name, identity, known_as, label
from tocsin.tracing.queries import query
from tocsin.tracing.rotation import BATCH, InUse, Progress, idle, number
from tocsin.tracing.sealed import ContactDetails, PersonDetails, StrayDetails
from tocsin.tracing.vault import KeyDestroyed, NotOurs, Vault, indexes


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
    """Move the blind indexes to a new key, or bring a move that was cut short to its end. Raises InUse."""
    idle(connection)
    _alone(connection, now)
    drawn = keyfile.drawn()
    key = vault.change(lambda ring: keyring.moving(ring, drawn)).next_index
    assert key is not None
    moved = lost = 0
    for column in INDEXED:
        if column.sealed_in:
            values, without = _column(connection, vault, column, key, progress, batch)
            moved, lost = moved + values, lost + without
    with connection.transaction():
        for name in ("shards", "timer_shards", "inbox_shards"):
            connection.execute(query(f"rotation.{name}"))
    vault.change(keyring.moved)
    return Reindexed(moved, lost)


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


def made(vault: Vault, column: Indexed, sealed: bytes, day: date | None) -> bytes | None:
    """The index of what stands under seal, under the key of today; None where it does not open."""
    return _made(vault, column, (sealed, day), lambda value: vault.index(column.kind, value))


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


def _column(
    connection: psycopg.Connection,
    vault: Vault,
    column: Indexed,
    key: bytes,
    progress: Progress,
    batch: int,
) -> tuple[int, int]:
    mac = indexes(key, key)[column.kind]
    after, moved, lost = 0, 0, 0
    while True:
        changed: dict[int, bytes] = {}
        with connection.transaction():
            rows: list[tuple[Any, ...]] = connection.execute(
                statement("rotation.index_page", column), {"after": after, "limit": batch}
            ).fetchall()
            for id, now, *source in rows:
                index = _made(vault, column, source, mac)
                lost += index is None
                if index is not None and index != now:
                    changed[id] = index
            connection.execute(_write(column), {"ids": list(changed), "values": list(changed.values())})
        moved += len(changed)
        if not rows:
            return moved, lost
        after = rows[-1][0]
        progress(f"{column.table.removeprefix('tracing_')}.{column.column}", moved)


def _made(vault: Vault, column: Indexed, source: Sequence[Any], mac: Callable[[str], bytes]) -> bytes | None:
    read, day = source
    try:
        value = made_from(column, vault.open(read, place(column.table, column.sealed_in)), day)
    except (KeyDestroyed, NotOurs, msgspec.MsgspecError, ValueError):
        return None
    return mac(value) if value else None


def _write(column: Indexed) -> sql.Composed:
    return sql.SQL(query("rotation.write")).format(
        table=sql.Identifier(column.table), column=sql.Identifier(column.column)
    )
