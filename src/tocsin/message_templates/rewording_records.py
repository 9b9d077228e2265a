"""Rewordings as the store has them."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, Final

import psycopg

from tocsin.charter.schema import Wording
from tocsin.message_templates.rewording import RewordingActor, RewordingEvent, TextRewording
from tocsin.store.queries import query

Connection = psycopg.Connection[Any]
MOST: Final = 200
"""Rewordings of one text that its history shows."""


class UnknownRewording(KeyError):
    """There is no rewording of this number."""


def read_change_stamp(connection: Connection, now: datetime) -> tuple[int, datetime | None]:
    """How much happened so far, and when the next words begin: as long as both hold, nothing changes."""
    row = connection.execute(query("wording.stamp"), {"now": now}).fetchone()
    assert row
    return row[0], row[1]


def list_ids_in_force(connection: Connection, now: datetime) -> tuple[int, ...]:
    """Numbers of the rewordings whose words are sent at a moment, the smallest first."""
    return tuple(sorted(row[0] for row in connection.execute(query("wording.in_force"), {"now": now})))


def load_rewordings_in_force(connection: Connection, now: datetime) -> dict[str, TextRewording]:
    return {one.template: one for one in load_rewordings(connection, list_ids_in_force(connection, now))}


def load_rewordings(connection: Connection, ids: Sequence[int]) -> list[TextRewording]:
    """Rewordings by their numbers, the newest first."""
    return _select_rewordings(connection, ids=list(ids), template="", limit=len(ids)) if ids else []


def load_rewording(connection: Connection, id: int) -> TextRewording:
    """One by its number. Raises UnknownRewording."""
    found = load_rewordings(connection, [id])
    if not found:
        raise UnknownRewording(id)
    return found[0]


def load_rewording_history(connection: Connection, template: str) -> list[TextRewording]:
    return _select_rewordings(connection, ids=None, template=template, limit=MOST)


def load_open_rewordings(connection: Connection, now: datetime) -> list[TextRewording]:
    """Rewordings to which something is still to be done, the newest first."""
    rows = connection.execute(query("wording.open_ones"), {"now": now}).fetchall()
    return load_rewordings(connection, [row[0] for row in rows])


def _select_rewordings(connection: Connection, **asked: object) -> list[TextRewording]:
    rows = connection.execute(query("wording.some"), asked).fetchall()
    steps: dict[int, list[RewordingEvent]] = {row[0]: [] for row in rows}
    if rows:
        for id, *step in connection.execute(query("wording.steps"), {"ids": list(steps)}):
            steps[id].append(_step_from_row(*step))
    return [_rewording_from_row(row, tuple(steps[row[0]])) for row in rows]


def _rewording_from_row(row: Sequence[Any], steps: tuple[RewordingEvent, ...]) -> TextRewording:
    id, template, base, fr, en, own, former, copy_of, why, by_id, by_name, at, parts_fr, parts_en = row
    return TextRewording(
        id=id, template=template, base=base, text=Wording(fr, en), own=own, former=former, copy_of=copy_of,
        why=why, by=RewordingActor(by_id, by_name), at=at, parts_fr=parts_fr, parts_en=parts_en, steps=steps,
    )  # fmt: skip


def _step_from_row(
    what: Any, by_id: Any, by_name: Any, at: Any, starts_at: Any, why: Any, ruling: Any, reasons: Any
) -> RewordingEvent:
    return RewordingEvent(
        what=what, by_id=by_id, by_name=by_name, at=at, starts_at=starts_at, why=why, ruling=ruling,
        reasons=tuple(reasons.split(",")) if reasons else (),
    )  # fmt: skip
