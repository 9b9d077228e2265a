"""The days after: people whom the positives infect fall ill, are tested, and come to the service as cases themselves.

Unlike in ``epidemic_spread``, which counts by chance what one day of tracing stops, infections are drawn here and
happen one after the other, on the clock of the service that is played:

1. Whoever is infected would infect so many people: drawn from a negative binomial distribution with the mean
   ``r_alone`` and the dispersion ``dispersion``. When, the generation interval says; whom, is one of those whom they
   meet with the chance ``nameable``, else anybody of the town.
2. An infection does not happen where the one who would infect isolates by then. Of those whom the service has told, as
   case or as contact, the share ``adherence`` does; of those who know their result alone, ``alone``. Nobody is
   infected twice.
3. Whoever was infected has symptoms after the incubation, and is tested some time later: on their own with the chance
   ``tests_itself``, once told as a contact with ``tests_told``. The result comes a day after, and opens a case.

All of it is drawn by name from the seed: under every policy the same person would infect the same people at the same
moments, and what differs is who had been told by then.
"""

from collections.abc import Callable, Iterable, Mapping
from datetime import datetime, timedelta
from math import exp
from typing import Final

from msgspec import Struct

from tocsin_simulation.policies.epidemic_spread import (
    RESULT_AFTER,
    gamma_parameters,
    infection_age,
)
from tocsin_simulation.policies.figures import FigureValues
from tocsin_simulation.policies.region_sample import PositiveResult, RegionSample

DAY: Final = timedelta(days=1)
MOST: Final = 200
"""People whom one can infect at most."""
FRESH: Final = timedelta(hours=1)
"""Who was told is looked up once in so long: whoever was told since isolates as late."""

Schedule = Callable[[datetime, Callable[[datetime], None]], None]


class InfectionChance(Struct, frozen=True, order=True):
    at: datetime
    citizen: int


class Outbreak:
    """The infections of one region, from those who test positive on its day on."""

    def __init__(
        self,
        sample: RegionSample,
        figures: FigureValues,
        begins: datetime,
        *,
        schedule: Schedule,
        read_told: Callable[[], Mapping[int, datetime]],
        send_result: Callable[[PositiveResult], None],
    ) -> None:
        """``schedule`` does something at a moment; ``read_told`` says who was told what to do, and when;
        ``send_result`` has a result come to the service."""
        self.sample = sample
        self.begins = begins
        self.infected: dict[int, datetime] = {}
        self.sampled: dict[int, datetime] = {}
        """When the samples of later cases were taken."""
        self.resulted: dict[int, datetime] = {}
        """When each person knows that they are positive."""
        self.averted = 0
        """Infections that did not happen since the one who would infect isolated."""
        self._figures = figures
        self._schedule = schedule
        self._read_told = read_told
        self._send_result = send_result
        self._told: Mapping[int, datetime] = {}
        self._looked_at: datetime | None = None

    def begin(self) -> None:
        """Those who test positive on the day itself were infected before it; whom they infect comes in time."""
        first = [
            (one.citizen, one.record.taken_at or one.sent_at, one.sent_at) for one in self.sample.arrivals
        ]
        for citizen, sampled, resulted in first:
            self.infected[citizen] = sampled - infection_age(self.sample, self._figures, citizen)
            self.resulted[citizen] = resulted
        for citizen, _, _ in first:
            self._plan_infections(citizen)

    def count_infections(self, days: int) -> tuple[int, ...]:
        """People infected on each day from the first one on."""
        return self._count_by_day(self.infected.values(), days)

    def count_cases(self, days: int) -> tuple[int, ...]:
        """Results of people who were infected by others, by the day on which they are known."""
        return self._count_by_day((self.resulted[one] for one in self.sampled), days)

    def _count_by_day(self, moments: Iterable[datetime], days: int) -> tuple[int, ...]:
        found = [0] * days
        for at in moments:
            day = (at - self.begins) // DAY
            if 0 <= day < days:
                found[day] += 1
        return tuple(found)

    # ---- infections

    def list_chances(self, citizen: int) -> list[InfectionChance]:
        """Whom somebody would infect if nothing stopped them, and when: the same under every policy."""
        figures, town = self._figures, self.sample.town
        random = town.chance.make_generator("onward", citizen)
        rate = random.gammavariate(figures.dispersion, figures.r_alone / figures.dispersion)
        shape, scale = gamma_parameters(figures.generation_mean, figures.generation_sd)
        met = town.people_met_by(citizen)
        since = self.infected[citizen]
        found = []
        for _ in range(_draw_poisson(rate, random.random)):
            at = since + timedelta(seconds=int(86_400 * random.gammavariate(shape, scale)))
            known, which = random.random() < figures.nameable, random.random()
            other = met[int(which * len(met))] if known and met else int(which * town.people)
            if other != citizen:
                found.append(InfectionChance(at, other))
        return sorted(found)

    def _plan_infections(self, citizen: int) -> None:
        for one in self.list_chances(citizen):
            self._schedule(one.at, lambda at, other=one.citizen: self._meet_person(citizen, other, at))  # type: ignore[misc]

    def _meet_person(self, citizen: int, other: int, at: datetime) -> None:
        if other in self.infected:
            return
        if at >= self.begins and self.is_isolating(citizen, at):
            self.averted += 1
            return
        self.infected[other] = at
        self._plan_test(other)
        self._plan_infections(other)

    def is_isolating(self, citizen: int, at: datetime) -> bool:
        """Whether somebody isolates at a moment: once told, or on their result alone."""
        willing = self.sample.town.chance.draw_fraction("isolates", citizen)
        told, result = self._find_told(at).get(citizen), self.resulted.get(citizen)
        if told is not None and told <= at and willing < self._figures.adherence:
            return True
        return (
            result is not None
            and result <= at
            and willing < min(self._figures.alone, self._figures.adherence)
        )

    def _find_told(self, at: datetime) -> Mapping[int, datetime]:
        if self._looked_at is None or at - self._looked_at >= FRESH:
            self._told, self._looked_at = self._read_told(), at
        return self._told

    # ---- tests

    def _plan_test(self, citizen: int) -> None:
        sampled = self.infected[citizen] + infection_age(self.sample, self._figures, citizen)
        if (
            sampled >= self.begins
        ):  # whoever was tested before is one of the positives of the day, or was never tested
            self._schedule(sampled, lambda at: self._test(citizen, at))

    def _test(self, citizen: int, at: datetime) -> None:
        told = self._find_told(at).get(citizen)
        known = told is not None and told <= at
        share = self._figures.tests_told if known else self._figures.tests_itself
        if not self.sample.town.chance.happens(share, "tested", citizen):
            return
        resulted = at + timedelta(hours=RESULT_AFTER)
        self.sampled[citizen], self.resulted[citizen] = at, resulted
        self._schedule(
            resulted, lambda _: self._send_result(self.sample.make_later_result(citizen, at, resulted))
        )


def _draw_poisson(rate: float, draw: Callable[[], float]) -> int:
    """A number from a Poisson distribution, ``MOST`` at most."""
    left, found = exp(-rate), 0
    product = draw()
    while product > left and found < MOST:
        found += 1
        product *= draw()
    return found
