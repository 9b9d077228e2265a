"""What the service knows of a telephone of the town: the files of whom it reaches, and our SMS to it.

It is for the demonstration alone, and reads numbers kept for fiction and no others: nobody's file is opened,
and so nothing is written down of who looked.
"""

from datetime import datetime
from typing import Any, Literal

import psycopg
from msgspec import Struct
from psycopg.rows import namedtuple_row

from tocsin.conversation.phones import FICTION
from tocsin.tracing.calls.sheet import contact_of, name_of, past, person_of
from tocsin.tracing.calls.timeline import Changed, Event, in_order
from tocsin.tracing.queries import query
from tocsin.tracing.standing import Standing, standing
from tocsin.tracing.vault import Vault

Connection = psycopg.Connection[Any]


class NotFiction(ValueError):
    """Only numbers that are kept for fiction are looked up here."""


class NamedPerson(Struct, frozen=True):
    """Somebody whom a case named."""

    name: str
    number: str
    """E.164; empty where none was given."""
    standing: Standing


class File(Struct, frozen=True, kw_only=True):
    """A case or a contact who is reached on the telephone."""

    kind: Literal["case", "contact"]
    id: int
    case_id: int
    """Of the case, or of the case that named the contact."""
    name: str
    standing: Standing
    deadline: datetime
    submitted_at: datetime | None
    delivered_at: datetime | None
    answered_at: datetime | None
    listed_at: datetime | None
    closed_at: datetime | None
    events: tuple[Event, ...]
    named: tuple[NamedPerson, ...]


class Sent(Struct, frozen=True, kw_only=True):
    """An SMS of ours."""

    code: str
    text: str
    at: datetime
    state: Literal["waiting", "doubtful", "sent", "delivered", "failed"]


class Followed(Struct, frozen=True):
    """A telephone as the service knows it."""

    files: tuple[File, ...] = ()
    sent: tuple[Sent, ...] = ()


def follow(connection: Connection, vault: Vault, number: str, now: datetime) -> Followed:
    """What the service knows of a telephone at ``now``. Raises NotFiction."""
    if not number.startswith(tuple(f"+33{beginning}" for beginning in FICTION)):
        raise NotFiction(str(NotFiction.__doc__))
    phones = _rows(connection, "phone", indexes=vault.found_by("number", number))
    if not phones:
        return Followed()
    phone = phones[0].id
    return Followed(
        tuple(_file(connection, vault, row, now) for row in _rows(connection, "files_of_phone", phone=phone)),
        tuple(_sent(vault, row) for row in _rows(connection, "sent_to_phone", phone=phone)),
    )


def _file(connection: Connection, vault: Vault, row: Any, now: datetime) -> File:
    of_case = row.kind == "case"
    changes = _rows(connection, "changes_of_file", kind=row.kind, id=row.id)
    calls = past(connection, vault, row.id if of_case else None, None if of_case else row.id)
    named = _rows(connection, "named_by", case=row.id) if of_case else []
    contact = contact_of(vault, row.contact)
    return File(
        kind=row.kind,
        id=row.id,
        case_id=row.case_id,
        name=name_of(person_of(vault, row.person)) if of_case else contact.name or contact.number,
        standing=standing(row, now, to_call=row.to_call),
        deadline=row.deadline,
        submitted_at=row.submitted_at,
        delivered_at=row.delivered_at,
        answered_at=row.answered_at,
        listed_at=row.listed_at,
        closed_at=row.closed_at,
        events=in_order([Changed(*change) for change in changes], calls, []),
        named=tuple(_named(vault, one, now) for one in named),
    )


def _named(vault: Vault, row: Any, now: datetime) -> NamedPerson:
    details = contact_of(vault, row.sealed)
    number = vault.open(row.number, "phone.sealed").decode() if row.number else details.number
    return NamedPerson(details.name, number, standing(row, now, to_call=row.to_call))


def _sent(vault: Vault, row: Any) -> Sent:
    return Sent(
        code=row.code,
        text=vault.open(row.sealed, "message.sealed").decode() if row.sealed else "",
        at=row.issued_at,
        state="failed" if row.failed_at else "delivered" if row.delivered_at
        else "sent" if row.submitted_at else "doubtful" if row.uncertain_at else "waiting",
    )  # fmt: skip


def _rows(connection: Connection, statement: str, **parameters: Any) -> list[Any]:
    cursor = connection.cursor(row_factory=namedtuple_row)
    return cursor.execute(query(f"town.{statement}"), parameters).fetchall()
