"""What waits in quarantine: looked at, repaired and replayed, or dismissed."""

import re
from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any, Final, Literal, get_args

import psycopg
from msgspec import Struct

from tocsin.tracing.intake import mapping as mappings
from tocsin.tracing.intake import repair
from tocsin.tracing.intake.files import ResultFiles
from tocsin.tracing.intake.outcome import Tally
from tocsin.tracing.intake.record import Refused
from tocsin.tracing.intake.run import run
from tocsin.tracing.intake.store import PLACE, Store
from tocsin.tracing.queries import query
from tocsin.tracing.vault import KeyDestroyed, Vault

_NAME = re.compile(r"quarantine-(\d{1,18})\.\w+")
Why = Literal["duplicate", "not_ours", "software_test", "asked_again", "nobody", "other"]
"""Why a record is dismissed: it is another's double, no result of a disease that is traced, one made to try
software, one that the laboratory sends again, one of a person who cannot be found; or told elsewhere."""
WHY: Final[tuple[Why, ...]] = get_args(Why)


class NoSuchRecord(LookupError):
    """There is no such record in quarantine."""


class StillRefused(ValueError):
    """The repaired file would go to quarantine again."""

    def __init__(self, place: str, reason: str, detail: str) -> None:
        super().__init__(f"{place}: {reason}: {detail}")
        self.reason = reason
        """A word of ``reasons.REASONS``."""
        self.detail = detail


class Waiting(Struct, frozen=True):
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

    @property
    def file_name(self) -> str:
        """The name under which it is exported, by which it is known when it comes back."""
        return repair.file_name(self.id, self.format)


class Settled(Struct, frozen=True):
    """A record that waits no more."""

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


class Bulk(Struct, frozen=True):
    """What became of many records that were read again."""

    tried: int
    taken: int
    """Taken in: they wait no more."""
    refused: dict[str, int]
    """Reason -> how many wait as before."""
    last: int
    """The highest number that was tried: the next go begins after it."""


def waiting(
    connection: psycopg.Connection[Any],
    *,
    reason: str = "",
    limit: int = 100,
    after: int = 0,
    territories: Collection[str] | None = None,
) -> list[Waiting]:
    """Records that wait for a repair, the oldest first.

    ``reason``: only those; ``territories``: only of these départements, and of none that is known.
    """
    asked = {"reason": reason, "limit": limit, "last": after, "territories": _list(territories)}
    rows = connection.execute(query("intake.quarantine"), asked).fetchall()
    return [Waiting(*row) for row in rows]


def counts(connection: psycopg.Connection[Any], territories: Collection[str] | None = None) -> dict[str, int]:
    """Reason -> how many wait, the most first."""
    asked = {"territories": _list(territories)}
    return dict(connection.execute(query("intake.quarantine_counts"), asked).fetchall())


def settled(
    connection: psycopg.Connection[Any],
    since: datetime,
    *,
    limit: int = 50,
    territories: Collection[str] | None = None,
) -> list[Settled]:
    """What people repaired or dismissed since then, the latest first."""
    asked = {"since": since, "limit": limit, "territories": _list(territories)}
    return [Settled(*row) for row in connection.execute(query("intake.quarantine_past"), asked).fetchall()]


def find(connection: psycopg.Connection[Any], id: int) -> Waiting | None:
    """What is known of a record without opening it, whether it waits or not."""
    found = connection.execute(query("intake.quarantine_one"), {"id": id}).fetchone()
    return Waiting(*found[:8]) if found else None


def record(connection: psycopg.Connection[Any], vault: Vault, id: int) -> tuple[Waiting, bytes]:
    """A record with its bytes. Raises NoSuchRecord, KeyDestroyed."""
    found = connection.execute(query("intake.quarantine_one"), {"id": id}).fetchone()
    if found is None or found[8] is None:
        raise NoSuchRecord(str(id))
    return Waiting(*found[:8]), vault.open(bytes(found[8]), PLACE)


def id_of(path: Path) -> int | None:
    """The record that an exported file is a repair of, by its name."""
    found = _NAME.fullmatch(path.name)
    return int(found[1]) if found else None


def replay(
    connection: psycopg.Connection[Any],
    vault: Vault,
    id: int,
    path: Path,
    now: datetime,
    *,
    by: str,
    mapping: mappings.Mapping | None = None,
) -> Tally:
    """Take a repaired record in, and close the one it repairs.

    Raises StillRefused, with nothing changed, where it cannot be understood; NoSuchRecord, BadMapping.
    """
    if connection.execute(query("intake.quarantine_one"), {"id": id}).fetchone() is None:
        raise NoSuchRecord(str(id))
    if refused := _refused(path, now, mapping):
        raise StillRefused(refused.place, refused.reason, refused.detail)
    with ResultFiles([path], mapping) as given:
        (tally,) = run(given.files, Store(connection, vault, now, again=True), now)
    close(connection, [id], now, by=by, how="replayed")
    return tally


def mend(
    connection: psycopg.Connection[Any],
    vault: Vault,
    id: int,
    fields: Mapping[str, str],
    now: datetime,
    *,
    by: str,
) -> Tally:
    """Take in a record as it was repaired field by field (``repair.FIELDS``), and close it.

    Raises StillRefused, with nothing changed; NoSuchRecord where it waits no more.
    """
    found = connection.execute(query("intake.quarantine_one"), {"id": id}).fetchone()
    if found is None or found[8] is None or found[9]:
        raise NoSuchRecord(str(id))
    if found[3] in repair.NO_REPAIR:
        raise StillRefused(found[2], found[3], found[4])
    with repair.as_file(repair.written(fields), repair.file_name(id, "csv")) as path:
        return replay(connection, vault, id, path, now, by=by)


def replay_all(
    connection: psycopg.Connection[Any],
    vault: Vault,
    now: datetime,
    *,
    by: str,
    reason: str = "",
    mapping: mappings.Mapping | None = None,
    territories: Collection[str] | None = None,
    after: int = 0,
    limit: int = 100,
    dry_run: bool = False,
) -> Bulk:
    """Read records again as they came, after the mapping or the tables of codes have changed.

    What is understood now is taken in, the rest waits as before. ``dry_run`` only counts.
    """
    taken, refused, last = 0, dict[str, int](), after
    found = waiting(connection, reason=reason, limit=limit, after=after, territories=territories)
    for one in found:
        last = one.id
        why = _again(connection, vault, one, now, by, mapping, dry_run=dry_run)
        if why:
            refused[why] = refused.get(why, 0) + 1
        else:
            taken += 1
    return Bulk(len(found), taken, refused, last)


def dismiss(connection: psycopg.Connection[Any], id: int, now: datetime, *, by: str, why: Why) -> bool:
    """Let a record go without taking it in; whether it waited. It is kept until the erasure."""
    return bool(close(connection, [id], now, by=by, how="dismissed", why=why))


def reopen(connection: psycopg.Connection[Any], id: int) -> bool:
    """A record that was dismissed by mistake waits again; whether there was one."""
    with connection.transaction():
        return connection.execute(query("intake.quarantine_again"), {"id": id}).rowcount > 0


def close(
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


def _again(
    connection: psycopg.Connection[Any],
    vault: Vault,
    one: Waiting,
    now: datetime,
    by: str,
    mapping: mappings.Mapping | None,
    *,
    dry_run: bool,
) -> str:
    """Read one again: empty where it is taken, else why not."""
    try:
        _, data = record(connection, vault, one.id)
    except KeyDestroyed:
        return "erased"
    with repair.as_file(data, one.file_name) as path:
        try:
            if refused := _refused(path, now, mapping):
                return refused.reason
            if not dry_run:
                replay(connection, vault, one.id, path, now, by=by, mapping=mapping)
        except mappings.BadMapping:
            return "no_mapping"
    return ""


def _refused(path: Path, now: datetime, mapping: mappings.Mapping | None) -> Refused | None:
    """What of a file cannot be understood. Raises BadMapping."""
    with ResultFiles([path], mapping) as given:
        return next((one for one in given.files[0].items(now) if isinstance(one, Refused)), None)


def _list(territories: Collection[str] | None) -> list[str] | None:
    return None if territories is None else list(territories)
