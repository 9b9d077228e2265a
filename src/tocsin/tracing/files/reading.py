"""A contact's file, and what tells whether two cases are one."""

from datetime import date, datetime
from typing import Any, Literal

from msgspec import Struct

from tocsin.tracing.calls.desk import masked
from tocsin.tracing.calls.model import Territories
from tocsin.tracing.calls.rows import Connection, Log
from tocsin.tracing.calls.sheet import contact_of, name_of, past, person_of, thread
from tocsin.tracing.calls.timeline import Changed, Event, in_order
from tocsin.tracing.files.corrections import NoSuchFile, rows
from tocsin.tracing.standing import Standing, standing
from tocsin.tracing.vault import Vault


class ContactFile(Struct, frozen=True, kw_only=True):
    """Everything about a contact."""

    id: int
    case_id: int
    """The case that named them."""
    name: str
    zone: str
    territory: str
    standing: Standing
    deadline: datetime
    last_contact: date | None
    household: bool | None
    isolation_end: date | None
    became_case: int | None
    same_as: int | None
    """The naming whose conversation speaks for this one too."""
    events: tuple[Event, ...]


class Beside(Struct, frozen=True, kw_only=True):
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
    standing: Standing


class Piece(Struct, frozen=True, kw_only=True):
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
        """Its name in a form."""
        return f"{self.kind}-{self.id}"


def contact_file(
    connection: Connection, vault: Vault, contact: int, agent: str, now: datetime, why: str = "agent"
) -> ContactFile:
    """A contact as it stands at ``now``. That the agent read it is written down. Raises NoSuchFile."""
    with connection.transaction():
        found = rows(connection, "contact", contact=contact)
        if not found:
            raise NoSuchFile(str(NoSuchFile.__doc__))
        one = found[0]
        events = in_order(
            [Changed(*change) for change in rows(connection, "changes_of_contact", contact=contact)],
            past(connection, vault, None, contact),
            thread(connection, vault, None, contact),
        )
        Log(connection, agent, now).change("contact", contact, "read", "", why)
    return ContactFile(
        id=one.id,
        case_id=one.case_id,
        name=contact_of(vault, one.sealed).name or name_of(person_of(vault, one.person)),
        zone=one.zone,
        territory=one.territory,
        standing=standing(one, now, to_call=one.to_call),
        deadline=one.deadline,
        last_contact=one.last_contact,
        household=one.household,
        isolation_end=one.isolation_end,
        became_case=one.became_case_id,
        same_as=one.same_as_id,
        events=events,
    )


def territory_of_contact(connection: Connection, contact: int) -> str:
    """The département whose people a contact belongs to. Raises NoSuchFile."""
    found = rows(connection, "contact", contact=contact)
    if not found:
        raise NoSuchFile(str(NoSuchFile.__doc__))
    return str(found[0].territory)


def person_of_file(connection: Connection, subject: Literal["case", "contact"], id: int) -> Any:
    """The person of a case or of a contact, with their territory; None where none is known."""
    found = rows(connection, "person_of_file", subject=subject, id=id)
    return found[0] if found else None


def territories(connection: Connection, cases: list[int]) -> dict[int, str]:
    """Case -> département of its person; those that are not there are left out."""
    return {row.id: row.territory for row in rows(connection, "territories", cases=cases)}


def beside(connection: Connection, vault: Vault, cases: list[int], now: datetime) -> dict[int, Beside]:
    """Some cases to be compared; those that are not there are left out."""
    return {row.id: _beside(vault, row, now) for row in rows(connection, "beside", cases=cases)}


def pieces(connection: Connection, vault: Vault, person: int, territories: Territories) -> list[Piece]:
    """The cases and the phones of somebody, and how cases of some territories named them, to choose among."""
    within = None if territories is None else list(territories)
    return [
        Piece(kind=row.kind, id=row.id, at=row.at, said=_said(vault, row), outcome=row.outcome)
        for row in rows(connection, "files_of_person", person=person, territories=within)
    ]


def _beside(vault: Vault, row: Any, now: datetime) -> Beside:
    person = person_of(vault, row.sealed)
    number = vault.open(row.number, "phone.sealed").decode() if row.number else ""
    return Beside(
        id=row.id,
        person_id=row.person_id,
        name=name_of(person),
        born=person.birth_date,
        number=masked(number),
        territory=row.territory,
        disease=row.disease,
        received_at=row.received_at,
        sample_on=row.sample_on,
        named=row.named,
        standing=standing(row, now, to_call=row.to_call),
    )


def _said(vault: Vault, row: Any) -> str:
    if row.sealed is None:
        return ""
    if row.kind == "phone":
        return masked(vault.open(row.sealed, "phone.sealed").decode())
    return contact_of(vault, row.sealed).name
