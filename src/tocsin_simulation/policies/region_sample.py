"""The people of one region: who tests positive, when the result comes, what is known of them.

They are those of ``tracing.town``: whoever lives with or meets whom, how each answers an SMS or a call. All
of it is drawn by name from the seed, so that the same person does the same thing under every policy: what
differs between two policies is what they do, and not the luck of the draw.
"""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from functools import cached_property
from typing import Final

from msgspec import Struct
from msgspec.structs import replace

from tocsin.privacy.identity import make_identity_key
from tocsin.tracing.calls.named_contacts import SpokenContact
from tocsin.tracing.intake.records import NOBODY, RawPerson, ResultRecord
from tocsin_simulation.town import lab_results
from tocsin_simulation.town.people import Town, TownPerson
from tocsin_simulation.town.simulated_contacts import contacts_named_by

RECORD_DAY: Final = date(2022, 1, 25)
"""The day for which most positives were ever published in France."""
POSITIVES_AMONG: Final = 0.0876
"""Share of a town who test positive in its day: those the town's figures say, and those they infected."""
GATHERED: Final = 6
"""Days before the town's day on which its gatherings were, as its people tell."""


class PositiveResult(Struct, frozen=True):
    citizen: int
    sent_at: datetime
    record: ResultRecord


class RegionSample:
    """So many positives, over so many days."""

    def __init__(
        self, positives: int, seed: int, day: date = RECORD_DAY, days: int = 1, *, follow: bool = False
    ) -> None:
        """``follow``: the days after are played, in which anybody of the town may become a case."""
        self._follow = follow
        self.days = days
        self.town = Town(max(20, round(positives / POSITIVES_AMONG)), seed, day)
        self.wanted = positives

    @cached_property
    def arrivals(self) -> list[PositiveResult]:
        """Every positive result, in the order in which they come."""
        found = [one for index in self.citizens for one in self._positive_results(index)]
        return sorted(found, key=lambda one: (one.sent_at, one.record.laboratory, one.citizen))

    @cached_property
    def citizens(self) -> tuple[int, ...]:
        town = self.town
        return tuple(index for index in range(town.people) if lab_results.is_positive(town, index))

    def _positive_results(self, index: int) -> Iterator[PositiveResult]:
        town = self.town
        result = next(lab_results.results_of_person(town, index))
        later = timedelta(days=town.chance.draw_below(self.days, "day", index))
        yield PositiveResult(
            index, result.sent_at + later, _make_record(town, town.person(index), result, later)
        )

    def make_later_result(self, index: int, taken_at: datetime, resulted_at: datetime) -> PositiveResult:
        """The positive result of somebody who was infected by another."""
        town = self.town
        result = lab_results.LabResult(
            person=index, laboratory=town.chance.draw_below(lab_results.LABORATORIES, "laboratory", index),
            source_id=f"later-{index:07}", positive=True, taken_at=taken_at, resulted_at=resulted_at,
            sent_at=resulted_at,
        )  # fmt: skip
        record = _make_record(town, town.person(index), result, timedelta(0))
        return PositiveResult(index, resulted_at, record)

    # ---- who is who

    @cached_property
    def _by_name(self) -> dict[str, TownPerson]:
        found: dict[str, TownPerson] = {}
        others = range(self.town.people) if self._follow else ()
        for index in (*self.citizens, *others):
            person = self.town.person(index)
            found.setdefault(person.name, person)
        return found

    def find_person(self, name: str, number: str) -> TownPerson | None:
        """Who is meant by a name and a number; None for nobody of the town."""
        return self.town.find_named(name, number, self._by_name)

    def find_number(self, name: str) -> str:
        """A number that an agent finds for a positive of whom none is known; empty where there is none."""
        return self.town.find_number_of(self._by_name.get(name))

    # ---- gatherings

    def was_at_gathering(self, index: int) -> bool:
        """Whether somebody was at a gathering in the ten days before."""
        town = self.town
        return town.chance.happens(town.shares.was_at_a_gathering.share, "gathering", index)

    @property
    def gathering_day(self) -> date:
        return self.town.day - timedelta(days=GATHERED)

    def others_at_gathering(self, index: int) -> list[int]:
        return [other for other in self.town.circle_of(index) if other != index]

    def recalled_contacts(self, index: int, share: float) -> list[SpokenContact]:
        """Those of them whom somebody can name to an agent, with their number."""
        town = self.town
        known = {naming.index for naming in contacts_named_by(town, index)}
        return [
            SpokenContact(name=town.person(other).given, number=town.person(other).number, co_exposed=True)
            for other in self.others_at_gathering(index)
            if other not in known
            and town.person(other).number
            and town.chance.happens(share, "recalled", index, other)
        ]


def _make_record(
    town: Town, person: TownPerson, result: lab_results.LabResult, later: timedelta
) -> ResultRecord:
    guardian = town.person(person.guardian) if person.guardian is not None else None
    phones = (person.number,) if person.number else ()
    record = ResultRecord(
        place=f"{person.index}", raw=b"", beside=b"", laboratory=f"laboratory-{result.laboratory}",
        source_id=result.source_id, status="final", meaning="positive", disease="covid19",
        taken_at=result.taken_at + later, resulted_at=result.resulted_at + later,
        identity=make_identity_key(person.family, person.given, person.birth_date.isoformat()), family=person.family,
        given=person.given, birth_date=person.birth_date.isoformat(), sex=person.sex, phones=phones,
        postcode=f"{person.territory}000"[:5], lang=person.lang,
    )  # fmt: skip
    if guardian is None:
        return record
    of = RawPerson(guardian.family, guardian.given, phones) if phones else NOBODY
    return replace(record, phones=(), minor=True, guardian=of)
