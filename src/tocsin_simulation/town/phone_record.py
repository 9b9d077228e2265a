"""What the service knows of a telephone of the town: the files of whom it reaches, and our SMS to it.

It is for the demonstration alone, and reads numbers kept for fiction and no others: nobody's file is opened,
and so nothing is written down of who looked.
"""

from datetime import datetime
from typing import Any, Literal

import psycopg
from msgspec import Struct
from psycopg.rows import namedtuple_row

from tocsin.phone_numbers.e164 import FICTION
from tocsin.privacy.encrypted_payloads import open_contact_details, open_person_details
from tocsin.privacy.vault import Vault
from tocsin.store.statements import make_record
from tocsin.tracing.calls.call_sheet import join_full_name, read_past_calls
from tocsin.tracing.cases.case_timeline import Event, TimelineChange, order_events
from tocsin.tracing.cases.status import CaseStatus, compute_status
from tocsin_simulation.queries import simulation_query

Connection = psycopg.Connection[Any]


class NotFictionNumber(ValueError):
    """Only numbers that are kept for fiction are looked up here."""


class NamedPerson(Struct, frozen=True):
    name: str
    number: str
    """E.164; empty where none was given."""
    standing: CaseStatus


class TracingFile(Struct, frozen=True, kw_only=True):
    kind: Literal["case", "contact"]
    id: int
    case_id: int
    """Of the case, or of the case that named the contact."""
    name: str
    standing: CaseStatus
    deadline: datetime
    submitted_at: datetime | None
    delivered_at: datetime | None
    answered_at: datetime | None
    listed_at: datetime | None
    closed_at: datetime | None
    events: tuple[Event, ...]
    named: tuple[NamedPerson, ...]


class SentSms(Struct, frozen=True, kw_only=True):
    code: str
    text: str
    at: datetime
    state: Literal["waiting", "doubtful", "sent", "delivered", "failed"]


class PhoneRecord(Struct, frozen=True):
    """A telephone as the service knows it."""

    files: tuple[TracingFile, ...] = ()
    sent: tuple[SentSms, ...] = ()


def read_phone_record(connection: Connection, vault: Vault, number: str, now: datetime) -> PhoneRecord:
    """What the service knows of a telephone at ``now``. Raises NotFictionNumber."""
    if not number.startswith(tuple(f"+33{beginning}" for beginning in FICTION)):
        raise NotFictionNumber(str(NotFictionNumber.__doc__))
    phones = _select_rows(connection, "phone", indexes=vault.list_indexes("number", number))
    if not phones:
        return PhoneRecord()
    phone = phones[0].id
    return PhoneRecord(
        tuple(
            _read_file(connection, vault, row, now)
            for row in _select_rows(connection, "files_of_phone", phone=phone)
        ),
        tuple(_read_sent_sms(vault, row) for row in _select_rows(connection, "sent_to_phone", phone=phone)),
    )


def _read_file(connection: Connection, vault: Vault, row: Any, now: datetime) -> TracingFile:
    of_case = row.kind == "case"
    changes = _select_rows(connection, "changes_of_file", kind=row.kind, id=row.id)
    calls = read_past_calls(connection, vault, row.id if of_case else None, None if of_case else row.id)
    named = _select_rows(connection, "named_by", case=row.id) if of_case else []
    contact = open_contact_details(vault, row.contact)
    return make_record(
        TracingFile,
        row,
        name=join_full_name(open_person_details(vault, row.person))
        if of_case
        else contact.name or contact.number,
        standing=compute_status(row, now, to_call=row.to_call),
        events=order_events([TimelineChange(*change) for change in changes], calls, []),
        named=tuple(_read_named_person(vault, one, now) for one in named),
    )


def _read_named_person(vault: Vault, row: Any, now: datetime) -> NamedPerson:
    details = open_contact_details(vault, row.sealed)
    number = vault.open_text(row.number, "phone.sealed") or details.number
    return NamedPerson(details.name, number, compute_status(row, now, to_call=row.to_call))


def _read_sent_sms(vault: Vault, row: Any) -> SentSms:
    return SentSms(
        code=row.code,
        text=vault.open_text(row.sealed, "message.sealed"),
        at=row.issued_at,
        state="failed" if row.failed_at else "delivered" if row.delivered_at
        else "sent" if row.submitted_at else "doubtful" if row.uncertain_at else "waiting",
    )  # fmt: skip


def _select_rows(connection: Connection, statement: str, **parameters: Any) -> list[Any]:
    cursor = connection.cursor(row_factory=namedtuple_row)
    return cursor.execute(simulation_query(f"town.{statement}"), parameters).fetchall()
