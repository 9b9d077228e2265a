"""What a laboratory knows of one result: the same for every format."""

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol

from msgspec import Struct

from tocsin_simulation.town import town_numbers
from tocsin_simulation.town.lab_results import LabResult, Trouble
from tocsin_simulation.town.people import Town, TownPerson


class HasName(Protocol):
    @property
    def name(self) -> str: ...


class LabReport(Struct, frozen=True, kw_only=True):
    laboratory: str
    source_id: str
    person: TownPerson
    phone: str
    """As the laboratory wrote it down; empty where there is none, or where it is a guardian's."""
    guardian: TownPerson | None
    guardian_phone: str
    positive: bool
    corrected: bool
    taken_at: datetime
    resulted_at: datetime
    trouble: Trouble

    @property
    def postcode(self) -> str:
        """Of the home: the département and what it begins with."""
        return self.person.territory.ljust(5, "0")[:5]


def make_lab_report(town: Town, result: LabResult, laboratories: Sequence[HasName]) -> LabReport:
    """What the laboratory of a result knows of it."""
    person = town.person(result.person)
    guardian = None if person.guardian is None else town.person(person.guardian)
    style = town.chance.draw_below(5, "desk", result.laboratory)
    return LabReport(
        laboratory=laboratories[result.laboratory].name,
        source_id=result.source_id,
        person=person,
        phone="" if person.phone == "guardian" else town_numbers.format_number(person.number, style),
        guardian=guardian,
        guardian_phone=town_numbers.format_number(guardian.number, style) if guardian else "",
        positive=result.positive,
        corrected=result.trouble == "correction",
        taken_at=result.taken_at,
        resulted_at=result.resulted_at,
        trouble=result.trouble,
    )
