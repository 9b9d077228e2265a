"""What waits in quarantine: looked at, repaired and replayed, or dismissed."""

import re
from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any, Final, Literal, get_args

import psycopg
from msgspec import Struct

from tocsin.privacy.keyring import KeyDestroyed
from tocsin.privacy.vault import Vault
from tocsin.store.queries import query
from tocsin.tracing.intake import column_mapping, repair
from tocsin.tracing.intake.intake_run import run_intake
from tocsin.tracing.intake.records import RefusedRecord
from tocsin.tracing.intake.result_files import ResultFiles
from tocsin.tracing.intake.store_sink import PLACE, StoreSink
from tocsin.tracing.intake.tally import IntakeTally
from tocsin.tracing.supervision.territory import list_territories

_NAME = re.compile(r"quarantine-(\d{1,18})\.\w+")
Why = Literal["duplicate", "not_ours", "software_test", "asked_again", "nobody", "other"]
"""Why a record is dismissed: it is another's double, no result of a disease that is traced, one made to try
software, one that the laboratory sends again, one of a person who cannot be found; or told elsewhere."""
WHY: Final[tuple[Why, ...]] = get_args(Why)


class NoSuchQuarantinedRecord(LookupError):
    """There is no such record in quarantine."""


class StillRefused(ValueError):
    """The repaired file would go to quarantine again."""

    def __init__(self, place: str, reason: str, detail: str) -> None:
        super().__init__(f"{place}: {reason}: {detail}")
        self.reason = reason
        """A word of ``reasons.REASONS``."""
        self.detail = detail


class QuarantinedRecord(Struct, frozen=True):
    """A record in quarantine; nothing personal."""

    id: int
    file: str
    place: str
    reason: str
    detail: str
    at: datetime
    format: str
    territory: str = ""
    """Code of the département of the person's home; empty where it could not be read."""


class ResolvedRecord(Struct, frozen=True):
    id: int
    file: str
    place: str
    reason: str
    territory: str
    at: datetime
    by: str
    how: str
    """``replayed`` or ``dismissed``."""
    why: str


class ReplayResult(Struct, frozen=True):
    """What became of many records that were read again."""

    tried: int
    taken: int
    """Taken in: they wait no more."""
    refused: dict[str, int]
    """Reason -> how many wait as before."""
    last: int
    """The highest number that was tried: the next go begins after it."""


def list_waiting_records(
    connection: psycopg.Connection[Any],
    *,
    reason: str = "",
    limit: int = 100,
    after: int = 0,
    territories: Collection[str] | None = None,
) -> list[QuarantinedRecord]:
    """Records that wait for a repair, the oldest first.

    ``reason``: only those; ``territories``: only of these départements, and of none that is known.
    """
    asked = {"reason": reason, "limit": limit, "last": after, "territories": list_territories(territories)}
    rows = connection.execute(query("intake.quarantine"), asked).fetchall()
    return [QuarantinedRecord(*row) for row in rows]


def count_by_reason(
    connection: psycopg.Connection[Any], territories: Collection[str] | None = None
) -> dict[str, int]:
    """Reason -> how many wait, the most first."""
    asked = {"territories": list_territories(territories)}
    return dict(connection.execute(query("intake.quarantine_counts"), asked).fetchall())


def list_resolved_records(
    connection: psycopg.Connection[Any],
    since: datetime,
    *,
    limit: int = 50,
    territories: Collection[str] | None = None,
) -> list[ResolvedRecord]:
    """What people repaired or dismissed since then, the latest first."""
    asked = {"since": since, "limit": limit, "territories": list_territories(territories)}
    return [
        ResolvedRecord(*row) for row in connection.execute(query("intake.quarantine_past"), asked).fetchall()
    ]


def find_record(connection: psycopg.Connection[Any], id: int) -> QuarantinedRecord | None:
    """What is known of a record without opening it, whether it waits or not."""
    found = connection.execute(query("intake.quarantine_one"), {"id": id}).fetchone()
    return QuarantinedRecord(*found[:8]) if found else None


def open_record(
    connection: psycopg.Connection[Any], vault: Vault, id: int
) -> tuple[QuarantinedRecord, bytes]:
    """A record with its bytes. Raises NoSuchQuarantinedRecord, KeyDestroyed."""
    found = connection.execute(query("intake.quarantine_one"), {"id": id}).fetchone()
    if found is None or found[8] is None:
        raise NoSuchQuarantinedRecord(str(id))
    return QuarantinedRecord(*found[:8]), vault.open(bytes(found[8]), PLACE)


def parse_record_id(path: Path) -> int | None:
    """The record that an exported file is a repair of, by its name."""
    found = _NAME.fullmatch(path.name)
    return int(found[1]) if found else None


def replay_file(
    connection: psycopg.Connection[Any],
    vault: Vault,
    id: int,
    path: Path,
    now: datetime,
    *,
    by: str,
    mapping: column_mapping.ColumnMapping | None = None,
) -> IntakeTally:
    """Take a repaired record in, and close the one it repairs.

    Raises StillRefused, with nothing changed, where it cannot be understood; NoSuchQuarantinedRecord,
    BadColumnMapping.
    """
    if connection.execute(query("intake.quarantine_one"), {"id": id}).fetchone() is None:
        raise NoSuchQuarantinedRecord(str(id))
    if refused := _find_refusal(path, now, mapping):
        raise StillRefused(refused.place, refused.reason, refused.detail)
    with ResultFiles([path], mapping) as given:
        (tally,) = run_intake(given.files, StoreSink(connection, vault, now, again=True), now)
    close_records(connection, [id], now, by=by, how="replayed")
    return tally


def repair_record(
    connection: psycopg.Connection[Any],
    vault: Vault,
    id: int,
    fields: Mapping[str, str],
    now: datetime,
    *,
    by: str,
) -> IntakeTally:
    """Take in a record as it was repaired field by field (``repair.FIELDS``), and close it.

    Raises StillRefused, with nothing changed; NoSuchQuarantinedRecord where it waits no more.
    """
    found = connection.execute(query("intake.quarantine_one"), {"id": id}).fetchone()
    if found is None or found[8] is None or found[9]:
        raise NoSuchQuarantinedRecord(str(id))
    if found[3] in repair.NO_REPAIR:
        raise StillRefused(found[2], found[3], found[4])
    with repair.write_temporary_file(repair.encode_fields(fields), f"quarantine-{id}.csv") as path:
        return replay_file(connection, vault, id, path, now, by=by)


def replay_records(
    connection: psycopg.Connection[Any],
    vault: Vault,
    now: datetime,
    *,
    by: str,
    reason: str = "",
    mapping: column_mapping.ColumnMapping | None = None,
    territories: Collection[str] | None = None,
    after: int = 0,
    limit: int = 100,
    dry_run: bool = False,
) -> ReplayResult:
    """Read records again as they came, after the mapping or the tables of codes have changed.

    What is understood now is taken in, the rest waits as before. ``dry_run`` only counts.
    """
    taken, refused, last = 0, dict[str, int](), after
    found = list_waiting_records(connection, reason=reason, limit=limit, after=after, territories=territories)
    for one in found:
        last = one.id
        why = _replay_one(connection, vault, one, now, by, mapping, dry_run=dry_run)
        if why:
            refused[why] = refused.get(why, 0) + 1
        else:
            taken += 1
    return ReplayResult(len(found), taken, refused, last)


def dismiss_record(connection: psycopg.Connection[Any], id: int, now: datetime, *, by: str, why: Why) -> bool:
    """Let a record go without taking it in; whether it waited. It is kept until the erasure."""
    return bool(close_records(connection, [id], now, by=by, how="dismissed", why=why))


def reopen_record(connection: psycopg.Connection[Any], id: int) -> bool:
    """A record that was dismissed by mistake waits again; whether there was one."""
    with connection.transaction():
        return connection.execute(query("intake.quarantine_again"), {"id": id}).rowcount > 0


def close_records(
    connection: psycopg.Connection[Any],
    ids: Sequence[int],
    now: datetime,
    *,
    by: str,
    how: str,
    why: str = "",
) -> int:
    """Mark records as ``replayed`` or ``dismissed``; how many were open. Commits."""
    done = connection.execute(
        query("intake.quarantine_done"),
        {"ids": list(ids), "now": now, "by": by[:64], "how": how, "why": why},
    ).fetchall()
    if not connection.autocommit:
        connection.commit()
    return len(done)


def _replay_one(
    connection: psycopg.Connection[Any],
    vault: Vault,
    one: QuarantinedRecord,
    now: datetime,
    by: str,
    mapping: column_mapping.ColumnMapping | None,
    *,
    dry_run: bool,
) -> str:
    """Read one again: empty where it is taken, else why not."""
    try:
        _, data = open_record(connection, vault, one.id)
    except KeyDestroyed:
        return "erased"
    with repair.write_temporary_file(data, repair.make_file_name(one.id, data, one.format)) as path:
        try:
            if refused := _find_refusal(path, now, mapping):
                return refused.reason
            if not dry_run:
                replay_file(connection, vault, one.id, path, now, by=by, mapping=mapping)
        except column_mapping.BadColumnMapping:
            return "no_mapping"
    return ""


def _find_refusal(
    path: Path, now: datetime, mapping: column_mapping.ColumnMapping | None
) -> RefusedRecord | None:
    """What of a file cannot be understood. Raises BadColumnMapping."""
    with ResultFiles([path], mapping) as given:
        return next((one for one in given.files[0].read_items(now) if isinstance(one, RefusedRecord)), None)
