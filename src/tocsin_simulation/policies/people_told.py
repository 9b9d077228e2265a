"""How far the people of a region came, as its store has it; and who was told what to do, and when."""

from datetime import datetime

from msgspec import Struct

from tocsin.privacy.encrypted_payloads import open_contact_details
from tocsin_simulation.policies.region_sample import RegionSample
from tocsin_simulation.policies.region_service import RegionService
from tocsin_simulation.queries import simulation_query


class CaseProgress(Struct, frozen=True):
    case: int
    resulted_at: datetime
    deadline: datetime
    submitted_at: datetime | None
    delivered_at: datetime | None
    answered_at: datetime | None
    reached_at: datetime | None
    listed_at: datetime | None


class ContactProgress(Struct, frozen=True):
    first: bool
    """Whether no other naming speaks for this one."""
    deadline: datetime
    reached_at: datetime | None
    outcome: str
    case_reached_at: datetime | None
    """Where they became a case."""
    name: str
    number: str
    """E.164; empty where none is known."""


def read_times_told(service: RegionService, sample: RegionSample) -> dict[int, datetime]:
    """Citizens who were told what to do until now, as case or as contact, and when first."""
    return find_times_told(service, sample, read_cases(service), read_contacts(service))


def find_times_told(
    service: RegionService, sample: RegionSample, cases: list[CaseProgress], contacts: list[ContactProgress]
) -> dict[int, datetime]:
    found = {service.citizens[case.case]: case.reached_at for case in cases if case.reached_at}
    for contact in contacts:
        if contact.reached_at is None or contact.outcome in ("refused", "wrong_person") or not contact.number:
            continue
        person = sample.find_person(contact.name, contact.number)
        if person is not None:
            found[person.index] = min(contact.reached_at, found.get(person.index, contact.reached_at))
    return found


def read_cases(service: RegionService) -> list[CaseProgress]:
    """Every case of a region, as far as it came."""
    rows = service.connection.execute(simulation_query("region.cases")).fetchall()
    return [CaseProgress(*row) for row in rows]


def read_contacts(service: RegionService) -> list[ContactProgress]:
    """Every naming of a region, as far as it came."""
    found = []
    for row in service.connection.execute(simulation_query("region.contacts")).fetchall():
        first, deadline, reached_at, outcome, case_reached_at, contact, phone = row
        name = open_contact_details(service.vault, contact).name
        number = service.vault.open_text(phone, "phone.sealed")
        found.append(ContactProgress(first, deadline, reached_at, outcome, case_reached_at, name, number))
    return found
