"""Three months after it was collected, what is personal goes: the rows, then the keys, then a statement.

The rows are emptied or removed in one transaction, which also keeps the counts that remain and begins the
erasure's own row. Then what is kept but still stands under a key of those days is sealed again, those keys
are destroyed, and the statement is signed. Cut short anywhere, the next call goes on from there.
"""

from collections.abc import Callable, Sequence
from datetime import date, datetime
from typing import Any

import msgspec
import psycopg
from msgspec import Struct
from msgspec.structs import replace
from psycopg.types.json import Jsonb

from tocsin.tracing import keyring, ledger, months, purge, reindex, rotation, statement
from tocsin.tracing.columns import SEALED
from tocsin.tracing.queries import query
from tocsin.tracing.statement import AskedErasure, Kept, KeyName, Statement
from tocsin.tracing.vault import Vault

Progress = Callable[[str], None]
"""Is told which step begins."""


class Erasing(Exception):
    """Another erasure runs on this store."""


class StillWritten(Exception):
    """Rows that are kept still stand under keys that go, and somebody writes them: run it again."""


class Erased(Struct, frozen=True, kw_only=True):
    """What one erasure did, or would do."""

    up_to: date
    """Everything collected on this day or before is gone."""
    counts: dict[str, int]
    """What -> how many rows were emptied or removed."""
    keys: tuple[KeyName, ...]
    """Keys destroyed."""
    number: int = 0
    """Of its statement; 0 where none was written."""
    statement: str = ""
    signature: bytes = b""
    dry_run: bool = False

    @property
    def nothing(self) -> bool:
        """Whether nothing was due."""
        return not self.keys and not any(self.counts.values())


def erase(
    connection: psycopg.Connection,
    vault: Vault,
    on: date,
    now: datetime,
    *,
    by: str,
    dry_run: bool = False,
    progress: Progress = lambda step: None,
) -> tuple[Erased, ...]:
    """Erase what is due on a day: one erasure, after one that was cut short if there is such a one.

    Nothing is written down where nothing was due. The dry run does everything and takes it back, so that it
    counts the same. ``by`` is who erases, ``now`` when; it stands in the rows and the statement.

    Raises Erasing, StillWritten, Forked, psycopg.Error.
    """
    up_to = months.due(on)
    with _alone(connection):
        if dry_run:
            return (_tried(connection, vault, up_to, now, by, progress),)
        return _done(connection, vault, up_to, now, by, progress)


def erase_asked(
    connection: psycopg.Connection, vault: Vault, asked: AskedErasure, now: datetime, *, by: str,
    dry_run: bool = False,
) -> Erased:  # fmt: skip
    """Erase people who asked for it, whatever their day of collection; with a signed statement, as by age.

    Nothing is written down where nothing is left of them. The key of their day stays: others stand under it,
    so that a copy of the store opens until its three months are over. Raises what ``erase`` raises.
    """
    with _alone(connection):
        up_to = max((one.up_to for one in statements(connection) if one.signature), default=date.min)
        if dry_run:
            return _tried(connection, vault, date.min, now, by, lambda step: None, asked=asked)
        done = _done(connection, vault, date.min, now, by, lambda step: None, asked=asked, said_up_to=up_to)
        return done[-1]


def again(
    connection: psycopg.Connection,
    vault: Vault,
    on: date,
    now: datetime,
    *,
    by: str,
    progress: Progress = lambda step: None,
) -> tuple[Erased, ...]:
    """Erase what a backup brought back: whatever was erased before, and what is due on a day.

    Somebody who was collected again, and was sealed again when the key of the first day went, stands in an
    older backup under that key: nobody can read them any more, so that they are erased too, and have to come
    in again. Raises what ``erase`` raises.
    """
    up_to, gone = _before(vault, on)
    with _alone(connection):
        done = _done(connection, vault, up_to, now, by, progress, gone, asked=ledger.asked(vault.ring))
        reindex.follow(connection, vault, up_to)  # rows that had moved since stand under keys that are gone
        vault.change(lambda ring: keyring.without_indexes(ring, up_to, now))
        return done


def due_again(connection: psycopg.Connection, vault: Vault, on: date, now: datetime, *, by: str) -> Erased:
    """What ``again`` would erase; nothing is changed. Raises Erasing, psycopg.Error."""
    up_to, gone = _before(vault, on)
    with _alone(connection):
        tried = _tried(
            connection, vault, up_to, now, by, lambda step: None, gone, asked=ledger.asked(vault.ring)
        )
        rest = _unfinished(connection)
    begun = {name.id: name for name in rest.keys} if rest else {}
    living = [begun[key.id] for key in vault.ring.keys if key.id in begun and key.day > up_to]
    return replace(tried, keys=(*tried.keys, *living))


def _before(vault: Vault, on: date) -> tuple[date, tuple[bytes, ...]]:
    """Up to which day a backup brings back what was erased or is due, and the keys that are destroyed."""
    vault.refresh()
    gone = tuple(bytes.fromhex(key.id) for key in vault.ring.destroyed if key.why == "erased")
    return max(filter(None, (months.due(on), ledger.last_day(vault.ring)))), gone


def _done(
    connection: psycopg.Connection,
    vault: Vault,
    up_to: date,
    now: datetime,
    by: str,
    progress: Progress,
    gone: tuple[bytes, ...] = (),
    asked: AskedErasure = purge.NOBODY,
    said_up_to: date | None = None,
) -> tuple[Erased, ...]:
    """What one call erases.

    ``gone``: keys under which nothing can be read any more; ``asked``: who asked to be erased;
    ``said_up_to``: what the statement says was erased before, where nothing goes by its age.
    """
    done = []
    ledger.bring_back(connection, vault)
    if rest := _unfinished(connection):
        done.append(_finish(connection, vault, rest, now, progress))
    due = _doomed(vault, up_to)
    with connection.transaction() as transaction:
        connection.execute(query("erasure.pause"))
        counts = purge.rows(connection, vault, up_to, now, by, progress, gone, asked)
        if not due and not any(counts.values()):
            raise psycopg.Rollback(transaction)
        _begin(connection, said_up_to or up_to, now, by, counts, due, asked)
    if begun := _unfinished(connection):
        done.append(_finish(connection, vault, begun, now, progress))
    ledger.keep(connection, vault)
    return tuple(done) or (Erased(up_to=up_to, counts=counts, keys=()),)


def statements(connection: psycopg.Connection) -> list[Kept]:
    """All erasures of the store, the oldest first."""
    with connection.transaction():
        rows = connection.execute(query("erasure.statements")).fetchall()
    return [
        Kept(
            id=id, at=at, up_to=up_to, counts=counts, keys=_names(keys), statement=text,
            signature=bytes(signature), by=by, asked=_asked(asked),
        )
        for id, at, up_to, counts, keys, text, signature, by, asked in rows
    ]  # fmt: skip


def recollect(
    connection: psycopg.Connection, day: date, *, people: Sequence[int] = (), phones: Sequence[int] = ()
) -> None:
    """These people and phones were collected again on a day: the three months run from it.

    Their values may stay under the key of an earlier day: an erasure seals them again before that key goes.
    """
    connection.execute(query("erasure.recollect_people"), {"ids": list(people), "day": day})
    connection.execute(query("erasure.recollect_phones"), {"ids": list(phones), "day": day})


class _alone:  # noqa: N801
    """Only one erasure at a time."""

    def __init__(self, connection: psycopg.Connection) -> None:
        self._connection = connection

    def __enter__(self) -> None:
        rotation.idle(self._connection)
        if not self._one("erasure.lock"):
            raise Erasing(str(Erasing.__doc__))

    def __exit__(self, *_: object) -> None:
        if not self._connection.closed and not self._connection.broken:
            self._connection.rollback()
            self._one("erasure.unlock")

    def _one(self, name: str) -> bool:
        with self._connection.transaction():
            row = self._connection.execute(query(name)).fetchone()
        return bool(row and row[0])


def _tried(
    connection: psycopg.Connection,
    vault: Vault,
    up_to: date,
    now: datetime,
    by: str,
    progress: Progress,
    gone: tuple[bytes, ...] = (),
    asked: AskedErasure = purge.NOBODY,
) -> Erased:
    """What an erasure would do."""
    due = _doomed(vault, up_to)
    counts: dict[str, int] = {}
    with connection.transaction() as transaction:
        counts = purge.rows(connection, vault, up_to, now, by, progress, gone, asked)
        counts["sealed_again"] = _left(connection, due, up_to)
        counts["indexed_again"] = reindex.left(connection, vault, up_to) if due else 0
        raise psycopg.Rollback(transaction)
    return Erased(up_to=up_to, counts=counts, keys=due, dry_run=True)


def _begin(
    connection: psycopg.Connection,
    up_to: date,
    now: datetime,
    by: str,
    counts: dict[str, int],
    due: tuple[KeyName, ...],
    asked: AskedErasure,
) -> None:
    keys = [{"id": name.id, "day": name.day.isoformat()} for name in due]
    connection.execute(
        query("erasure.begin"),
        {
            "now": now,
            "up_to": up_to,
            "by": by,
            "counts": Jsonb(counts),
            "keys": Jsonb(keys),
            "asked": Jsonb(msgspec.to_builtins(asked)),
        },
    )


class _Begun(Struct, frozen=True):
    """An erasure whose rows are gone."""

    id: int
    at: datetime
    up_to: date
    counts: dict[str, int]
    keys: tuple[KeyName, ...]
    by: str
    asked: AskedErasure


def _unfinished(connection: psycopg.Connection) -> _Begun | None:
    with connection.transaction():
        row = connection.execute(query("erasure.unfinished")).fetchone()
    return _Begun(row[0], row[1], row[2], row[3], _names(row[4]), row[5], _asked(row[6])) if row else None


def _finish(
    connection: psycopg.Connection, vault: Vault, begun: _Begun, now: datetime, progress: Progress
) -> Erased:
    """Seal again what is kept, destroy the keys, sign."""
    ids = [name.id for name in begun.keys]
    progress("keys")
    counts = dict(begun.counts)
    again = rotation.reseal(connection, vault, ids)
    counts["sealed_again"] = counts.get("sealed_again", 0) + again.values
    moved = reindex.Reindexed(0, 0)
    if vault.ring.doomed_indexes(begun.up_to):
        moved = reindex.follow(connection, vault, begun.up_to)
    counts["indexed_again"] = counts.get("indexed_again", 0) + moved.moved
    doomed = tuple(KeyName(key.id, key.first) for key in vault.ring.doomed_indexes(begun.up_to))
    left = _left(connection, begun.keys, begun.up_to)
    left_indexes = reindex.left(connection, vault, begun.up_to)
    if left > again.lost or left_indexes > moved.lost:  # what does not open is lost already
        raise StillWritten(f"{str(StillWritten.__doc__).rstrip('.')} ({left + left_indexes} values)")
    vault.change(
        lambda ring: keyring.without_indexes(keyring.without(ring, ids, now, "erased"), begun.up_to, now)
    )
    with connection.transaction():
        last = connection.execute(query("erasure.last")).fetchone()
        number, previous = statement.following(last[0], bytes(last[1])) if last else (1, "")
        said = Statement(
            number=number, at=begun.at, by=begun.by, up_to=begun.up_to, counts=counts, keys=begun.keys,
            indexes=doomed, previous=previous, asked=begun.asked,
            rule=statement.ASKED if begun.asked != purge.NOBODY and not begun.keys else statement.RULE,
        )  # fmt: skip
        text, signature = statement.signed(said, vault.ring.signing)
        connection.execute(
            query("erasure.finish"),
            {"id": begun.id, "counts": Jsonb(counts), "statement": text, "signature": signature},
        )
    return Erased(
        up_to=begun.up_to, counts=counts, keys=begun.keys, number=number, statement=text, signature=signature
    )


def _doomed(vault: Vault, up_to: date) -> tuple[KeyName, ...]:
    """The keys of days that are due."""
    vault.refresh()
    return tuple(KeyName(key.id, key.day) for key in vault.ring.keys if key.day <= up_to)


def _left(connection: psycopg.Connection, keys: tuple[KeyName, ...], up_to: date) -> int:
    """How many values of rows that are kept stand under these keys."""
    wanted = {"keys": [bytes.fromhex(name.id) for name in keys], "up_to": up_to}
    found = 0
    for column in SEALED if keys else ():
        with connection.transaction():
            row = connection.execute(rotation.statement("erasure.kept_under", column), wanted).fetchone()
        found += row[0] if row else 0
    return found


def _asked(found: Any) -> AskedErasure:
    return msgspec.convert(found, AskedErasure)


def _names(keys: Any) -> tuple[KeyName, ...]:
    return msgspec.convert(keys, tuple[KeyName, ...])
