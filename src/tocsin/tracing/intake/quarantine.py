"""What waits in quarantine: looked at, repaired and replayed, or dismissed."""

import re
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

import psycopg
from msgspec import Struct

from tocsin.tracing.intake.files import ResultFiles
from tocsin.tracing.intake.mapping import Mapping
from tocsin.tracing.intake.outcome import Tally
from tocsin.tracing.intake.record import Refused
from tocsin.tracing.intake.run import run
from tocsin.tracing.intake.store import PLACE, Store
from tocsin.tracing.queries import query
from tocsin.tracing.vault import Vault

_NAME = re.compile(r"quarantine-(\d{1,18})\.\w+")
_ENDINGS = {"fhir": "json", "hl7": "hl7", "csv": "csv"}


class NoSuchRecord(LookupError):
    """There is no such record in quarantine."""


class StillRefused(ValueError):
    """The repaired file would go to quarantine again."""


class Waiting(Struct, frozen=True):
    """A record in quarantine; nothing personal."""

    id: int
    file: str
    place: str
    reason: str
    detail: str
    at: datetime
    format: str

    @property
    def file_name(self) -> str:
        """The name under which it is exported, by which it is known when it comes back."""
        return f"quarantine-{self.id}.{_ENDINGS.get(self.format, 'txt')}"


def waiting(connection: psycopg.Connection[Any], *, reason: str = "", limit: int = 100) -> list[Waiting]:
    """Records that wait for a repair, the oldest first; ``reason``: only those."""
    rows = connection.execute(query("intake.quarantine"), {"reason": reason, "limit": limit}).fetchall()
    return [Waiting(*row) for row in rows]


def counts(connection: psycopg.Connection[Any]) -> dict[str, int]:
    """Reason -> how many wait."""
    return dict(connection.execute(query("intake.quarantine_counts")).fetchall())


def record(connection: psycopg.Connection[Any], vault: Vault, id: int) -> tuple[Waiting, bytes]:
    """A record with its bytes. Raises NoSuchRecord, KeyDestroyed."""
    found = connection.execute(query("intake.quarantine_one"), {"id": id}).fetchone()
    if found is None or found[7] is None:
        raise NoSuchRecord(str(id))
    return Waiting(*found[:7]), vault.open(bytes(found[7]), PLACE)


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
    mapping: Mapping | None = None,
) -> Tally:
    """Take a repaired record in, and close the one it repairs.

    Raises StillRefused, with nothing changed, where it cannot be understood; NoSuchRecord, BadMapping.
    """
    if connection.execute(query("intake.quarantine_one"), {"id": id}).fetchone() is None:
        raise NoSuchRecord(str(id))
    with ResultFiles([path], mapping) as given:
        refused = [item for item in given.files[0].items(now) if isinstance(item, Refused)]
    if refused:
        first = refused[0]
        raise StillRefused(f"{first.place}: {first.reason}: {first.detail}")
    with ResultFiles([path], mapping) as given:
        (tally,) = run(given.files, Store(connection, vault, now, again=True), now)
    close(connection, [id], now, by=by, how="replayed")
    return tally


def close(
    connection: psycopg.Connection[Any], ids: Sequence[int], now: datetime, *, by: str, how: str
) -> int:
    """Mark records as ``replayed`` or ``dismissed``; how many were open. Commits."""
    done = connection.execute(
        query("intake.quarantine_done"), {"ids": list(ids), "now": now, "by": by[:64], "how": how}
    ).fetchall()
    connection.commit()
    return len(done)
