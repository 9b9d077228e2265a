"""Two files that are one, joined: two people, or two cases with their people."""

from datetime import UTC, datetime
from typing import Any

from tocsin.conversation.conversation_id import ConversationId
from tocsin.privacy.vault import Vault
from tocsin.store.statements import fetch_rows
from tocsin.tracing.cases import value_moves
from tocsin.tracing.cases.corrections import (
    Connection,
    DeathNotSettled,
    DifferentDiseases,
    ExclusiveTransaction,
    SameCaseRecord,
    fetch_case,
    fetch_person,
    record_correction,
)
from tocsin.tracing.cases.value_moves import ValueMove
from tocsin.tracing.inbox import ConversationEnded, InboxEntry, post_events


def merge_people(connection: Connection, kept: int, other: int, why: str, by: str, now: datetime) -> int:
    """Two people are one: the files of the second are put to the first. The number of the correction.

    Raises NoSuchCaseRecord, SameCaseRecord, CaseRecordErased, DeathNotSettled, ConcurrentChange; nothing is then moved.
    """
    with ExclusiveTransaction(connection):
        made = _make_person_moves(connection, kept, other, now)
        return record_correction(connection, "same_person", kept, other, made, why, by, now)


def merge_cases(
    connection: Connection, vault: Vault, kept: int, other: int, why: str, by: str, now: datetime
) -> int:
    """Two cases are one, and their people too: the second ends as void, and nobody rings or writes for it.

    Raises NoSuchCaseRecord, SameCaseRecord, CaseRecordErased, DeathNotSettled, DifferentDiseases, ConcurrentChange.
    """
    with ExclusiveTransaction(connection):
        one, two = fetch_case(connection, kept), fetch_case(connection, other)
        if kept == other or "void" in (one.outcome, two.outcome):
            raise SameCaseRecord(str(SameCaseRecord.__doc__))
        if one.disease != two.disease:
            raise DifferentDiseases(str(DifferentDiseases.__doc__))
        made = (
            _make_person_moves(connection, one.person_id, two.person_id, now)
            if one.person_id != two.person_id
            else []
        )
        more = _make_case_moves(connection, one, two, now)
        number = record_correction(connection, "same_case", kept, other, made, why, by, now, more)
        _end_conversation(connection, vault, other, now)
        return number


def _make_person_moves(connection: Connection, kept: int, other: int, now: datetime) -> list[ValueMove]:
    """The moves that make two people one, made."""
    one, two = fetch_person(connection, kept), fetch_person(connection, other)
    if kept == other or one.merged_into_id or two.merged_into_id:
        raise SameCaseRecord(str(SameCaseRecord.__doc__))
    if one.died != two.died:  # SMS to one of them would go on
        raise DeathNotSettled(str(DeathNotSettled.__doc__))
    found = fetch_rows(connection, "cases.rows_of_person", person=other, kept=kept)
    twice = fetch_rows(connection, "cases.held_twice", person=other, kept=kept)
    made = [
        ValueMove(row.table, row.column, row.id, other, kept)
        for row in found
        if (row.table, row.id) != ("person", kept)
    ]
    made += [ValueMove("holding", "until", row.id, None, now.isoformat()) for row in twice]
    made.append(ValueMove("person", "merged_into_id", other, None, kept))
    value_moves.apply_moves(connection, made)
    return made


def _make_case_moves(connection: Connection, one: Any, two: Any, now: datetime) -> list[ValueMove]:
    at = now.isoformat()
    found = fetch_rows(connection, "cases.rows_of_case", case=two.id, kept=one.id)
    made = [ValueMove(row.table, row.column, row.id, two.id, one.id) for row in found]
    for name in ("answered_at", "reached_at", "listed_at"):
        mine, theirs = getattr(one, name), getattr(two, name)
        if theirs and not mine:
            made.append(ValueMove("case", name, one.id, None, theirs.isoformat()))
    calls = fetch_rows(connection, "cases.open_calls_of_case", case=two.id)
    made += [ValueMove("calltask", "done_at", call.id, None, at) for call in calls]
    made += [ValueMove("calltask", "outcome", call.id, "", "void") for call in calls]
    made += [
        ValueMove("calltask", "leased_by", call.id, call.leased_by, None) for call in calls if call.leased_by
    ]
    made += [
        ValueMove("calltask", "leased_until", call.id, call.leased_until.isoformat(), None)
        for call in calls
        if call.leased_until
    ]
    if not two.closed_at:
        made.append(ValueMove("case", "closed_at", two.id, None, at))
    made.append(ValueMove("case", "outcome", two.id, two.outcome, "void"))
    value_moves.apply_moves(connection, made)
    return made


def _end_conversation(connection: Connection, vault: Vault, other: int, now: datetime) -> None:
    today = now.astimezone(UTC).date()
    events = [
        InboxEntry(
            phone_id=phone.id,
            shard=phone.shard,
            key=f"joined:{session}:{now.timestamp():.0f}",
            at=now,
            event=ConversationEnded(session, "void"),
            collected_on=today,
        )
        for phone in fetch_rows(connection, "cases.phone_of_case", case=other)
        for session in (str(ConversationId("follow", other)), str(ConversationId("case", other)))
    ]
    post_events(connection, vault, events)
