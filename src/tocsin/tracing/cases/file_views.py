"""A contact's file, and what tells whether two cases are one."""

from datetime import date, datetime
from typing import Any, Literal

from msgspec import Struct

from tocsin.phone_numbers.dialled_number import mask_phone_number
from tocsin.privacy.encrypted_payloads import open_contact_details, open_person_details
from tocsin.privacy.vault import Vault
from tocsin.store.statements import fetch_rows, make_record
from tocsin.tracing.calls.call_sheet import join_full_name, read_past_calls, read_thread
from tocsin.tracing.calls.change_log import ChangeLog, Connection
from tocsin.tracing.calls.model import Territories
from tocsin.tracing.cases.case_timeline import Event, TimelineChange, order_events
from tocsin.tracing.cases.corrections import NoSuchCaseRecord
from tocsin.tracing.cases.status import CaseStatus, compute_status


class ContactFile(Struct, frozen=True, kw_only=True):
    id: int
    case_id: int
    """The case that named them."""
    name: str
    zone: str
    territory: str
    standing: CaseStatus
    deadline: datetime
    last_contact: date | None
    household: bool | None
    isolation_end: date | None
    became_case: int | None
    same_as: int | None
    """The naming whose conversation speaks for this one too."""
    events: tuple[Event, ...]


class CaseComparison(Struct, frozen=True, kw_only=True):
    """A case, for who holds it beside another."""

    id: int
    person_id: int
    name: str
    born: str
    number: str
    """Masked."""
    territory: str
    disease: str
    received_at: datetime
    sample_on: date | None
    named: int
    standing: CaseStatus


class SplitCandidate(Struct, frozen=True, kw_only=True):
    """Something in somebody's file that may be another's."""

    kind: str
    """``case``, ``contact`` or ``phone``."""
    id: int
    at: datetime
    said: str
    """The name as it was said, or the number, masked; empty for a case."""
    outcome: str

    @property
    def mark(self) -> str:
        return f"{self.kind}-{self.id}"


def read_contact_file(
    connection: Connection, vault: Vault, contact: int, agent: str, now: datetime, why: str = "agent"
) -> ContactFile:
    """A contact as it stands at ``now``. That the agent read it is written down. Raises NoSuchCaseRecord."""
    with connection.transaction():
        found = fetch_rows(connection, "cases.contact", contact=contact)
        if not found:
            raise NoSuchCaseRecord(str(NoSuchCaseRecord.__doc__))
        one = found[0]
        events = order_events(
            [
                TimelineChange(*change)
                for change in fetch_rows(connection, "cases.changes_of_contact", contact=contact)
            ],
            read_past_calls(connection, vault, None, contact),
            read_thread(connection, vault, None, contact),
        )
        ChangeLog(connection, agent, now).add_change("contact", contact, "read", "", why)
    return make_record(
        ContactFile,
        one,
        name=open_contact_details(vault, one.sealed).name
        or join_full_name(open_person_details(vault, one.person)),
        standing=compute_status(one, now, to_call=one.to_call),
        became_case=one.became_case_id,
        same_as=one.same_as_id,
        events=events,
    )


def find_contact_territory(connection: Connection, contact: int) -> str:
    """The département whose people a contact belongs to. Raises NoSuchCaseRecord."""
    found = fetch_rows(connection, "cases.contact", contact=contact)
    if not found:
        raise NoSuchCaseRecord(str(NoSuchCaseRecord.__doc__))
    return str(found[0].territory)


def find_person(connection: Connection, subject: Literal["case", "contact"], id: int) -> Any:
    """The person of a case or of a contact, with their territory; None where none is known."""
    found = fetch_rows(connection, "cases.person_of_file", subject=subject, id=id)
    return found[0] if found else None


def find_case_territories(connection: Connection, cases: list[int]) -> dict[int, str]:
    """Case -> département of its person; those that are not there are left out."""
    return {row.id: row.territory for row in fetch_rows(connection, "cases.territories", cases=cases)}


def compare_cases(
    connection: Connection, vault: Vault, cases: list[int], now: datetime
) -> dict[int, CaseComparison]:
    """Some cases to be compared; those that are not there are left out."""
    return {
        row.id: _make_comparison(vault, row, now)
        for row in fetch_rows(connection, "cases.beside", cases=cases)
    }


def list_split_candidates(
    connection: Connection, vault: Vault, person: int, territories: Territories
) -> list[SplitCandidate]:
    """The cases and the phones of somebody, and how cases of some territories named them, to choose among."""
    within = None if territories is None else list(territories)
    return [
        SplitCandidate(
            kind=row.kind, id=row.id, at=row.at, said=_describe_candidate(vault, row), outcome=row.outcome
        )
        for row in fetch_rows(connection, "cases.files_of_person", person=person, territories=within)
    ]


def _make_comparison(vault: Vault, row: Any, now: datetime) -> CaseComparison:
    person = open_person_details(vault, row.sealed)
    number = vault.open_text(row.number, "phone.sealed")
    return make_record(
        CaseComparison,
        row,
        name=join_full_name(person),
        born=person.birth_date,
        number=mask_phone_number(number),
        standing=compute_status(row, now, to_call=row.to_call),
    )


def _describe_candidate(vault: Vault, row: Any) -> str:
    if row.sealed is None:
        return ""
    if row.kind == "phone":
        return mask_phone_number(vault.open_text(row.sealed, "phone.sealed"))
    return open_contact_details(vault, row.sealed).name
