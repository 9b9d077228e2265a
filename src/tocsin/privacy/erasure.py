"""When the months of its legal base are over, what is personal goes: the rows, then the keys, then a statement.

The rows are emptied or removed in one transaction, which also keeps the counts that remain and begins the
erasure's own row. Then what is kept but still stands under a key of those days is sealed again, those keys
are destroyed, and the statement is signed. Cut short anywhere, the next call goes on from there.
"""

from collections.abc import Callable
from datetime import date, datetime

import msgspec
import psycopg
from msgspec import Struct
from msgspec.structs import replace
from psycopg.types.json import Jsonb

from tocsin.privacy import erasure_log, erasure_statement, keyring, purge, reindex, retention, rotation
from tocsin.privacy.erasure_log import list_erasures
from tocsin.privacy.erasure_statement import DestroyedKeyName, ErasureRequest, ErasureStatement
from tocsin.privacy.personal_data_inventory import SEALED
from tocsin.privacy.purge import ErasureScope
from tocsin.privacy.vault import Vault
from tocsin.store.queries import query

Progress = Callable[[str], None]
"""Is told which step begins."""


class ErasureRunning(Exception):
    """Another erasure runs on this store."""


class RowsStillWritten(Exception):
    """Rows that are kept still stand under keys that go, and somebody writes them: run it again."""


class ErasureResult(Struct, frozen=True, kw_only=True):
    up_to: date
    """Everything collected on this day or before is gone."""
    counts: dict[str, int]
    """What -> how many rows were emptied or removed."""
    keys: tuple[DestroyedKeyName, ...]
    number: int = 0
    """Of its statement; 0 where none was written."""
    statement: str = ""
    signature: bytes = b""
    dry_run: bool = False

    @property
    def nothing(self) -> bool:
        return not self.keys and not any(self.counts.values())


def erase_due(
    connection: psycopg.Connection,
    vault: Vault,
    on: date,
    now: datetime,
    *,
    by: str,
    dry_run: bool = False,
    progress: Progress = lambda step: None,
) -> tuple[ErasureResult, ...]:
    """Erase what is due on a day: one erasure, after one that was cut short if there is such a one.

    Nothing is written down where nothing was due. The dry run does everything and takes it back, so that it
    counts the same. ``by`` is who erases, ``now`` when; it stands in the rows and the statement.

    Raises ErasureRunning, RowsStillWritten, ForkedStatementChain, psycopg.Error.
    """
    scope = ErasureScope(up_to=retention.find_last_due_day(on), now=now, by=by, progress=progress)
    with _ErasureLock(connection):
        if dry_run:
            return (_dry_run(connection, vault, scope),)
        return _run_erasure(connection, vault, scope)


def erase_on_request(
    connection: psycopg.Connection, vault: Vault, asked: ErasureRequest, now: datetime, *, by: str,
    dry_run: bool = False,
) -> ErasureResult:  # fmt: skip
    """Erase people who asked for it, whatever their day of collection; with a signed statement, as by age.

    Nothing is written down where nothing is left of them. The key of their day stays: others stand under it,
    so that a copy of the store opens until its three months are over. Raises what ``erase`` raises.
    """
    with _ErasureLock(connection):
        up_to = max((one.up_to for one in list_erasures(connection) if one.signature), default=date.min)
        scope = ErasureScope(up_to=date.min, now=now, by=by, asked=asked, said_up_to=up_to)
        if dry_run:
            return _dry_run(connection, vault, scope)
        return _run_erasure(connection, vault, scope)[-1]


def erase_restored(
    connection: psycopg.Connection,
    vault: Vault,
    on: date,
    now: datetime,
    *,
    by: str,
) -> tuple[ErasureResult, ...]:
    """Erase what a backup brought back: whatever was erased before, and what is due on a day.

    Somebody who was collected again, and was sealed again when the key of the first day went, stands in an
    older backup under that key: nobody can read them any more, so that they are erased too, and have to come
    in again. Raises what ``erase`` raises.
    """
    scope = _scope_of_restored(vault, on, now, by)
    with _ErasureLock(connection):
        done = _run_erasure(connection, vault, scope)
        # rows that had moved since stand under keys that are gone
        reindex.move_due_indexes(connection, vault, scope.up_to)
        vault.change_keys(lambda ring: keyring.destroy_index_keys(ring, scope.up_to, now))
        return done


def preview_restored_erasure(
    connection: psycopg.Connection, vault: Vault, on: date, now: datetime, *, by: str
) -> ErasureResult:
    """What ``again`` would erase; nothing is changed. Raises ErasureRunning, psycopg.Error."""
    scope = _scope_of_restored(vault, on, now, by)
    with _ErasureLock(connection):
        tried = _dry_run(connection, vault, scope)
        rest = _find_unfinished(connection)
    begun = {name.id: name for name in rest.keys} if rest else {}
    living = [begun[key.id] for key in vault.ring.keys if key.id in begun and key.day > scope.up_to]
    return replace(tried, keys=(*tried.keys, *living))


def _scope_of_restored(vault: Vault, on: date, now: datetime, by: str) -> ErasureScope:
    """What a backup brings back that was erased or is due, and who stands under keys that are destroyed."""
    vault.refresh_keys()
    ring = vault.ring
    last = filter(None, (retention.find_last_due_day(on), erasure_log.find_last_erased_day(ring)))
    return ErasureScope(
        up_to=max(last),
        now=now,
        by=by,
        gone=tuple(bytes.fromhex(key.id) for key in ring.destroyed if key.why == "erased"),
        asked=erasure_log.merge_requests(ring),
    )


def _run_erasure(
    connection: psycopg.Connection, vault: Vault, scope: ErasureScope
) -> tuple[ErasureResult, ...]:
    done = []
    erasure_log.copy_to_store(connection, vault)
    if rest := _find_unfinished(connection):
        done.append(_finish_erasure(connection, vault, rest, scope))
    due = _find_due_keys(vault, scope.up_to)
    with connection.transaction() as transaction:
        connection.execute(query("erasure.pause"))
        counts = purge.erase_rows(connection, vault, scope)
        if not due and not any(counts.values()):
            raise psycopg.Rollback(transaction)
        _begin_erasure(connection, scope, counts, due)
    if begun := _find_unfinished(connection):
        done.append(_finish_erasure(connection, vault, begun, scope))
    erasure_log.copy_to_key_ring(connection, vault)
    return tuple(done) or (ErasureResult(up_to=scope.up_to, counts=counts, keys=()),)


class _ErasureLock:
    """Only one erasure at a time."""

    def __init__(self, connection: psycopg.Connection) -> None:
        self._connection = connection

    def __enter__(self) -> None:
        rotation.check_no_transaction(self._connection)
        if not self._query_flag("erasure.lock"):
            raise ErasureRunning(str(ErasureRunning.__doc__))

    def __exit__(self, *_: object) -> None:
        if not self._connection.closed and not self._connection.broken:
            self._connection.rollback()
            self._query_flag("erasure.unlock")

    def _query_flag(self, name: str) -> bool:
        with self._connection.transaction():
            row = self._connection.execute(query(name)).fetchone()
        return bool(row and row[0])


def _dry_run(connection: psycopg.Connection, vault: Vault, scope: ErasureScope) -> ErasureResult:
    up_to = scope.up_to
    due = _find_due_keys(vault, up_to)
    counts: dict[str, int] = {}
    with connection.transaction() as transaction:
        counts = purge.erase_rows(connection, vault, scope)
        counts["sealed_again"] = _count_left(connection, due, up_to)
        counts["indexed_again"] = reindex.count_due_indexes(connection, vault, up_to) if due else 0
        raise psycopg.Rollback(transaction)
    return ErasureResult(up_to=up_to, counts=counts, keys=due, dry_run=True)


def _begin_erasure(
    connection: psycopg.Connection,
    scope: ErasureScope,
    counts: dict[str, int],
    due: tuple[DestroyedKeyName, ...],
) -> None:
    keys = [{"id": name.id, "day": name.day.isoformat()} for name in due]
    connection.execute(
        query("erasure.begin"),
        {
            "now": scope.now,
            "up_to": scope.said_up_to or scope.up_to,
            "by": scope.by,
            "counts": Jsonb(counts),
            "keys": Jsonb(keys),
            "asked": Jsonb(msgspec.to_builtins(scope.asked)),
        },
    )


class _UnfinishedErasure(Struct, frozen=True):
    """An erasure whose rows are gone."""

    id: int
    at: datetime
    up_to: date
    counts: dict[str, int]
    keys: tuple[DestroyedKeyName, ...]
    by: str
    asked: ErasureRequest


def _find_unfinished(connection: psycopg.Connection) -> _UnfinishedErasure | None:
    with connection.transaction():
        row = connection.execute(query("erasure.unfinished")).fetchone()
    if row is None:
        return None
    return msgspec.convert(
        dict(zip(_UnfinishedErasure.__struct_fields__, row, strict=True)), _UnfinishedErasure
    )


def _finish_erasure(
    connection: psycopg.Connection, vault: Vault, begun: _UnfinishedErasure, scope: ErasureScope
) -> ErasureResult:
    """Seal again what is kept, destroy the keys, sign."""
    ids = [name.id for name in begun.keys]
    scope.progress("keys")
    counts = dict(begun.counts)
    again = rotation.reseal_values(connection, vault, ids)
    counts["sealed_again"] = counts.get("sealed_again", 0) + again.values
    moved = reindex.IndexMoveResult(0, 0)
    if vault.ring.list_due_index_keys(begun.up_to):
        moved = reindex.move_due_indexes(connection, vault, begun.up_to)
    counts["indexed_again"] = counts.get("indexed_again", 0) + moved.moved
    doomed = tuple(DestroyedKeyName(key.id, key.first) for key in vault.ring.list_due_index_keys(begun.up_to))
    left = _count_left(connection, begun.keys, begun.up_to)
    left_indexes = reindex.count_due_indexes(connection, vault, begun.up_to)
    if left > again.lost or left_indexes > moved.lost:  # what does not open is lost already
        raise RowsStillWritten(f"{str(RowsStillWritten.__doc__).rstrip('.')} ({left + left_indexes} values)")
    vault.change_keys(
        lambda ring: keyring.destroy_index_keys(
            keyring.destroy_keys(ring, ids, scope.now, "erased"), begun.up_to, scope.now
        )
    )
    with connection.transaction():
        last = connection.execute(query("erasure.last")).fetchone()
        number, previous = erasure_statement.find_next_link(last[0], bytes(last[1])) if last else (1, "")
        said = ErasureStatement(
            number=number, at=begun.at, by=begun.by, up_to=begun.up_to, counts=counts, keys=begun.keys,
            indexes=doomed, previous=previous, asked=begun.asked,
            rule=_describe_rule(begun),
        )  # fmt: skip
        text, signature = erasure_statement.sign_statement(said, vault.ring.signing)
        connection.execute(
            query("erasure.finish"),
            {"id": begun.id, "counts": Jsonb(counts), "statement": text, "signature": signature},
        )
    return ErasureResult(
        up_to=begun.up_to, counts=counts, keys=begun.keys, number=number, statement=text, signature=signature
    )


def _find_due_keys(vault: Vault, up_to: date) -> tuple[DestroyedKeyName, ...]:
    vault.refresh_keys()
    return tuple(DestroyedKeyName(key.id, key.day) for key in vault.ring.keys if key.day <= up_to)


def _count_left(connection: psycopg.Connection, keys: tuple[DestroyedKeyName, ...], up_to: date) -> int:
    """How many values of rows that are kept stand under these keys."""
    wanted = {"keys": [bytes.fromhex(name.id) for name in keys], "up_to": up_to}
    found = 0
    for column in SEALED if keys else ():
        with connection.transaction():
            row = connection.execute(
                rotation.compose_column_statement("erasure.kept_under", column), wanted
            ).fetchone()
        found += row[0] if row else 0
    return found


def _describe_rule(begun: _UnfinishedErasure) -> str:
    if begun.asked != purge.NOBODY and not begun.keys:
        return erasure_statement.ASKED
    return erasure_statement.describe_rule(retention.find_kept_months())
