"""Two files that are one, joined: two people, or two cases with their people."""

from datetime import UTC, datetime
from typing import Any

from tocsin.tracing import events
from tocsin.tracing.files import moves
from tocsin.tracing.files.corrections import (
    Connection,
    OtherDisease,
    SameFile,
    alone,
    case,
    person,
    rows,
    written,
)
from tocsin.tracing.files.moves import Move
from tocsin.tracing.vault import Vault


def join_people(connection: Connection, kept: int, other: int, why: str, by: str, now: datetime) -> int:
    """Two people are one: the files of the second are put to the first. The number of the correction.

    Raises NoSuchFile, SameFile, Erased, Changed; nothing is then moved.
    """
    with alone(connection):
        made = _same_person(connection, kept, other, now)
        return written(connection, "same_person", kept, other, made, why, by, now)


def join_cases(
    connection: Connection, vault: Vault, kept: int, other: int, why: str, by: str, now: datetime
) -> int:
    """Two cases are one, and their people too: the second ends as void, and nobody rings or writes for it.

    Raises NoSuchFile, SameFile, Erased, OtherDisease, Changed.
    """
    with alone(connection):
        one, two = case(connection, kept), case(connection, other)
        if kept == other or "void" in (one.outcome, two.outcome):
            raise SameFile(str(SameFile.__doc__))
        if one.disease != two.disease:
            raise OtherDisease(str(OtherDisease.__doc__))
        made = (
            _same_person(connection, one.person_id, two.person_id, now)
            if one.person_id != two.person_id
            else []
        )
        more = _same_case(connection, one, two, now)
        number = written(connection, "same_case", kept, other, made, why, by, now, more)
        _end_conversation(connection, vault, other, now)
        return number


def _same_person(connection: Connection, kept: int, other: int, now: datetime) -> list[Move]:
    """The moves that make two people one, made."""
    one, two = person(connection, kept), person(connection, other)
    if kept == other or one.merged_into_id or two.merged_into_id:
        raise SameFile(str(SameFile.__doc__))
    found = rows(connection, "rows_of_person", person=other, kept=kept)
    twice = rows(connection, "held_twice", person=other, kept=kept)
    made = [
        Move(row.table, row.column, row.id, other, kept)
        for row in found
        if (row.table, row.id) != ("person", kept)
    ]
    made += [Move("holding", "until", row.id, None, now.isoformat()) for row in twice]
    made.append(Move("person", "merged_into_id", other, None, kept))
    moves.make(connection, made)
    return made


def _same_case(connection: Connection, one: Any, two: Any, now: datetime) -> list[Move]:
    """The moves that make two cases one, made."""
    at = now.isoformat()
    found = rows(connection, "rows_of_case", case=two.id, kept=one.id)
    made = [Move(row.table, row.column, row.id, two.id, one.id) for row in found]
    for name in ("answered_at", "reached_at", "listed_at"):
        mine, theirs = getattr(one, name), getattr(two, name)
        if theirs and not mine:
            made.append(Move("case", name, one.id, None, theirs.isoformat()))
    calls = rows(connection, "open_calls_of_case", case=two.id)
    made += [Move("calltask", "done_at", call.id, None, at) for call in calls]
    made += [Move("calltask", "outcome", call.id, "", "void") for call in calls]
    made += [Move("calltask", "leased_by", call.id, call.leased_by, None) for call in calls if call.leased_by]
    made += [
        Move("calltask", "leased_until", call.id, call.leased_until.isoformat(), None)
        for call in calls
        if call.leased_until
    ]
    if not two.closed_at:
        made.append(Move("case", "closed_at", two.id, None, at))
    made.append(Move("case", "outcome", two.id, two.outcome, "void"))
    moves.make(connection, made)
    return made


def _end_conversation(connection: Connection, vault: Vault, other: int, now: datetime) -> None:
    today = now.astimezone(UTC).date()
    letters = [
        events.Posted(
            phone_id=phone.id,
            shard=phone.shard,
            key=f"joined:{session}:{now.timestamp():.0f}",
            at=now,
            letter=events.Ended(session, "void"),
            collected_on=today,
        )
        for phone in rows(connection, "phone_of_case", case=other)
        for session in (f"follow-{other}", f"case-{other}")
    ]
    events.post(connection, vault, letters)
