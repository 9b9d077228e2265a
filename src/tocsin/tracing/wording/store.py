"""Rewordings as the store has them."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, Final

import psycopg

from tocsin.charter.schema import Wording
from tocsin.tracing.queries import query
from tocsin.tracing.wording.model import Person, Rewording, Step

Connection = psycopg.Connection[Any]
MOST: Final = 200
"""Rewordings of one text that its history shows."""


class NoSuchRewording(KeyError):
    """There is no rewording of this number."""


def stamp(connection: Connection, now: datetime) -> tuple[int, datetime | None]:
    """How much happened so far, and when the next words begin: as long as both hold, nothing changes."""
    row = connection.execute(query("wording.stamp"), {"now": now}).fetchone()
    assert row
    return row[0], row[1]


def in_force_ids(connection: Connection, now: datetime) -> tuple[int, ...]:
    """Numbers of the rewordings whose words are sent at a moment, the smallest first."""
    return tuple(sorted(row[0] for row in connection.execute(query("wording.in_force"), {"now": now})))


def in_force(connection: Connection, now: datetime) -> dict[str, Rewording]:
    """The same as records, by the name of their text."""
    return {one.template: one for one in by_ids(connection, in_force_ids(connection, now))}


def by_ids(connection: Connection, ids: Sequence[int]) -> list[Rewording]:
    """Rewordings by their numbers, the newest first."""
    return _read(connection, ids=list(ids), template="", limit=len(ids)) if ids else []


def one(connection: Connection, id: int) -> Rewording:
    """One by its number. Raises NoSuchRewording."""
    found = by_ids(connection, [id])
    if not found:
        raise NoSuchRewording(id)
    return found[0]


def history(connection: Connection, template: str) -> list[Rewording]:
    """Every rewording of a text, the newest first."""
    return _read(connection, ids=None, template=template, limit=MOST)


def open_ones(connection: Connection, now: datetime) -> list[Rewording]:
    """Rewordings to which something is still to be done, the newest first."""
    rows = connection.execute(query("wording.open_ones"), {"now": now}).fetchall()
    return by_ids(connection, [row[0] for row in rows])


def _read(connection: Connection, **asked: object) -> list[Rewording]:
    rows = connection.execute(query("wording.some"), asked).fetchall()
    steps: dict[int, list[Step]] = {row[0]: [] for row in rows}
    if rows:
        for id, *step in connection.execute(query("wording.steps"), {"ids": list(steps)}):
            steps[id].append(_step(*step))
    return [_rewording(row, tuple(steps[row[0]])) for row in rows]


def _rewording(row: Sequence[Any], steps: tuple[Step, ...]) -> Rewording:
    id, template, base, fr, en, own, former, copy_of, why, by_id, by_name, at, parts_fr, parts_en = row
    return Rewording(
        id=id, template=template, base=base, text=Wording(fr, en), own=own, former=former, copy_of=copy_of,
        why=why, by=Person(by_id, by_name), at=at, parts_fr=parts_fr, parts_en=parts_en, steps=steps,
    )  # fmt: skip


def _step(
    what: Any, by_id: Any, by_name: Any, at: Any, starts_at: Any, why: Any, ruling: Any, reasons: Any
) -> Step:
    return Step(
        what=what, by_id=by_id, by_name=by_name, at=at, starts_at=starts_at, why=why, ruling=ruling,
        reasons=tuple(reasons.split(",")) if reasons else (),
    )  # fmt: skip
