"""What a laboratory knows of one result: the same for every format."""

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol

from msgspec import Struct

from tocsin.tracing.town import numbers
from tocsin.tracing.town.people import Person, Town
from tocsin.tracing.town.results import Result, Trouble


class Named(Protocol):
    """Whatever has a name."""

    @property
    def name(self) -> str: ...


class Sheet(Struct, frozen=True, kw_only=True):
    """One result, ready to be written."""

    laboratory: str
    source_id: str
    person: Person
    phone: str
    """As the laboratory wrote it down; empty where there is none, or where it is a guardian's."""
    guardian: Person | None
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


def sheet(town: Town, result: Result, laboratories: Sequence[Named]) -> Sheet:
    """What the laboratory of a result knows of it."""
    person = town.person(result.person)
    guardian = None if person.guardian is None else town.person(person.guardian)
    style = town.chance.below(5, "desk", result.laboratory)
    return Sheet(
        laboratory=laboratories[result.laboratory].name,
        source_id=result.source_id,
        person=person,
        phone="" if person.phone == "guardian" else numbers.written(person.number, style),
        guardian=guardian,
        guardian_phone=numbers.written(guardian.number, style) if guardian else "",
        positive=result.positive,
        corrected=result.trouble == "correction",
        taken_at=result.taken_at,
        resulted_at=result.resulted_at,
        trouble=result.trouble,
    )
