"""Files put right by hand: two that are one are joined, one that is two is parted; each can be undone.

What is moved is written down value by value (``moves``), so that undoing it puts everything back as it was,
or refuses where somebody has changed one of the rows since. A conversation by SMS that was ended because two
cases were one does not begin again: whoever has not answered is rung before the deadline, as anybody is.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, Final

import msgspec
import psycopg
from msgspec import Struct
from psycopg.types.json import Jsonb

from tocsin.store.queries import query
from tocsin.store.statements import fetch_rows
from tocsin.tracing.calls.change_log import ChangeLog
from tocsin.tracing.calls.model import Territories
from tocsin.tracing.cases import value_moves
from tocsin.tracing.cases.value_moves import ConcurrentChange, ValueMove

Connection = psycopg.Connection[Any]
WHYS: Final = ("asked", "typo", "twice", "mistake", "other")
"""Why: the person says so, a slip in a name or a date, it was sent twice, it was put together by mistake."""


class NoSuchCaseRecord(LookupError):
    """There is no such file."""


class SameCaseRecord(ValueError):
    """These are the same file already, or one that was joined to another."""


class CaseRecordErased(ValueError):
    """One of these files is erased."""


class DifferentDiseases(ValueError):
    """Two cases of different diseases are not one."""


class DeathNotSettled(ValueError):
    """A death is noted of one of these people only, or of whom is to be parted: settle it first."""


class NothingToSplit(ValueError):
    """Choose what belongs to the other person, and leave something to the first."""


class CorrectionAlreadyUndone(RuntimeError):
    """This was undone already."""


class CorrectionRecord(Struct, frozen=True, kw_only=True):
    id: int
    kind: str
    """``same_person``, ``same_case`` or ``two_people``."""
    kept_id: int
    """The person, or for ``same_case`` the case, that stays."""
    other_id: int
    why: str
    at: datetime
    by: str
    undone_at: datetime | None
    undone_by: str


class TouchedCaseRecord(Struct, frozen=True):
    """A file in which a correction wrote something."""

    subject: str
    """``person``, ``case`` or ``contact``."""
    id: int
    territory: str


def is_in_territories(territory: str, territories: Territories) -> bool:
    """Whether it is one of these; None: everywhere. Who has no territory is everybody's."""
    return territories is None or not territory or territory in territories


def list_touched_records(connection: Connection, id: int) -> list[TouchedCaseRecord]:
    """The two people of a correction, and the cases and namings that were moved, each with its territory."""
    return [
        TouchedCaseRecord(row.subject, row.id, row.territory)
        for row in fetch_rows(connection, "cases.touched", correction=id)
    ]


def undo_correction(connection: Connection, id: int, by: str, now: datetime) -> CorrectionRecord:
    """Put everything back as it was before a correction.

    Raises NoSuchCaseRecord, CorrectionAlreadyUndone, ConcurrentChange.
    """
    with ExclusiveTransaction(connection):
        found = fetch_rows(connection, "cases.correction", correction=id)
        if not found:
            raise NoSuchCaseRecord(str(NoSuchCaseRecord.__doc__))
        if found[0].undone_at:
            raise CorrectionAlreadyUndone(str(CorrectionAlreadyUndone.__doc__))
        made = msgspec.convert(found[0].moves, list[ValueMove])
        value_moves.apply_moves(
            connection, value_moves.reverse_moves([move for move in made if move.column != "made"])
        )
        for move in made:
            if move.column == "made":
                _drop_person(connection, move.id)
        connection.execute(query("cases.undone"), {"correction": id, "by": by, "now": now})
        _write_changes(connection, found[0].kind, made, "undone", by, now)
        if found[0].kind == "same_case":
            kept, other = found[0].kept_id, str(found[0].other_id)
            ChangeLog(connection, by, now).add_change("case", kept, "joined", "", "same_case.undone", other)
        return _make_correction(fetch_rows(connection, "cases.correction", correction=id)[0])


def list_corrections(
    connection: Connection, person_id: int, case_id: int | None = None
) -> list[CorrectionRecord]:
    """What was joined to somebody's file, or parted from it, the last first; and to a case."""
    return [
        _make_correction(row)
        for row in fetch_rows(connection, "cases.corrections_of", person=person_id, case=case_id)
    ]


# ---- for those who join and part


class ExclusiveTransaction:
    """A transaction in which no case is opened and nobody is named."""

    def __init__(self, connection: Connection) -> None:
        self._transaction = connection.transaction()
        self._connection = connection

    def __enter__(self) -> None:
        self._transaction.__enter__()
        for lock in ("intake.lock", "contact_matching.lock"):
            self._connection.execute(query(lock))

    def __exit__(self, *error: Any) -> None:
        self._transaction.__exit__(*error)


def record_correction(
    connection: Connection,
    kind: str,
    kept: int,
    other: int,
    made: list[ValueMove],
    why: str,
    by: str,
    now: datetime,
    more: Sequence[ValueMove] = (),
) -> int:
    """Write a correction down, and a row of change in each file that it touched; its number."""
    every = [*made, *more]
    parameters = {"kind": kind, "kept": kept, "other": other, "why": why, "now": now, "by": by}
    stored = Jsonb(msgspec.to_builtins(every))
    (row,) = fetch_rows(connection, "cases.add_correction", moves=stored, **parameters)
    _write_changes(connection, kind, every, why, by, now)
    if kind == "same_case":
        ChangeLog(connection, by, now).add_change("case", kept, "joined", str(other), f"{kind}.{why}")
    return int(row.id)


def _write_changes(
    connection: Connection, kind: str, made: Sequence[ValueMove], why: str, by: str, now: datetime
) -> None:
    """A row of change in each file that a correction touched."""
    log = ChangeLog(connection, by, now)
    undone = why == "undone"
    for move in made:
        if move.table in ("case", "contact") and move.column in ("person_id", "case_id", "outcome"):
            before, after = (move.after, move.before) if undone else (move.before, move.after)
            what = {"person_id": "person", "case_id": "moved", "outcome": "outcome"}[move.column]
            log.add_change(
                move.table, move.id, what, str(after or ""), f"{kind}.{why}"[:32], str(before or "")
            )


def _make_correction(row: Any) -> CorrectionRecord:
    names = CorrectionRecord.__struct_fields__
    return CorrectionRecord(**{name: getattr(row, name) for name in names})


def fetch_person(connection: Connection, id: int) -> Any:
    """A person who can be put right. Raises NoSuchCaseRecord, CaseRecordErased."""
    found = fetch_rows(connection, "cases.person", person=id)
    if not found:
        raise NoSuchCaseRecord(str(NoSuchCaseRecord.__doc__))
    if found[0].erased:
        raise CaseRecordErased(str(CaseRecordErased.__doc__))
    return found[0]


def fetch_case(connection: Connection, id: int) -> Any:
    """A case, and the territory of its person. Raises NoSuchCaseRecord."""
    found = fetch_rows(connection, "cases.person_of_case", case=id)
    if not found:
        raise NoSuchCaseRecord(str(NoSuchCaseRecord.__doc__))
    return found[0]


def _drop_person(connection: Connection, person: int) -> None:
    try:
        connection.execute(query("cases.drop_person"), {"person": person})
        connection.execute("set constraints all immediate")
    except psycopg.errors.ForeignKeyViolation:
        raise ConcurrentChange(f"{str(ConcurrentChange.__doc__).rstrip('.')} (person)") from None
