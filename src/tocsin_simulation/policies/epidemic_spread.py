"""What a day of tracing does to an epidemic: how many people each infected person goes on to infect.

Infections are not drawn but counted by their chance: two policies then differ by what they do, not by luck.

1. A positive was infected an incubation, and some days until the test, before the sample; or at a gathering.
2. Over an infection that nothing stops, ``r_alone`` people are infected, spread over its days as the
   generation interval says. Those of the two days before the sample are shared out among the people whom the
   positive met and can name; the rest are strangers.
3. Whoever is told isolates with the chance ``adherence``, and infects nobody from then on. Others learn it
   from a test of their own, or never.
4. R is the mean over the positives, those whom they infected in these two days, and those infected with them
   at a gathering.
"""

from collections.abc import Mapping
from datetime import datetime, time, timedelta
from functools import lru_cache
from math import exp, inf, lgamma, log
from typing import Final

from msgspec import Struct

from tocsin.conversation import quiet_hours
from tocsin.locale.paris_time import PARIS
from tocsin_simulation.policies.figures import FigureValues
from tocsin_simulation.policies.region_sample import RegionSample

HOURS: Final = 24 * 40
"""Ages of an infection are hours, up to forty days."""
WINDOW: Final = timedelta(days=2)
"""Contacts are asked for from so long before the sample."""
RESULT_AFTER: Final = 24.0
"""Hours from a test that somebody takes of themselves to its result."""


class TracedPositive(Struct, frozen=True, kw_only=True):
    """What the epidemic needs to know of a positive."""

    citizen: int
    sampled_at: datetime
    resulted_at: datetime
    told_at: datetime | None
    """When somebody spoke to them, by SMS or by call."""


class OnwardSpread(Struct, frozen=True):
    """Infected people around a day, weighted by their chance, and whom they go on to infect."""

    people: float = 0.0
    onward: float = 0.0

    @property
    def reproduction_number(self) -> float:
        return self.onward / self.people if self.people else 0.0

    def __add__(self, other: "OnwardSpread") -> "OnwardSpread":
        return OnwardSpread(self.people + other.people, self.onward + other.onward)


def estimate_spread(
    sample: RegionSample, figures: FigureValues, positives: list[TracedPositive], told: Mapping[int, datetime]
) -> OnwardSpread:
    """The infected people around these positives; ``told``: when a citizen was told, as case or contact."""
    tables = _cached_tables(figures)
    found = OnwardSpread()
    for one in positives:
        found += _spread_around(sample, figures, tables, one, told)
    return found


def _spread_around(
    sample: RegionSample,
    figures: FigureValues,
    tables: "InfectionTables",
    one: TracedPositive,
    told: Mapping[int, datetime],
) -> OnwardSpread:
    there = sample.was_at_gathering(one.citizen) and sample.town.chance.happens(
        figures.there_infected, "infected there", one.citizen
    )
    infected_at = (
        _gathering_time(sample) if there else one.sampled_at - infection_age(sample, figures, one.citizen)
    )
    found = OnwardSpread(1.0, figures.r_alone * (1 - _share_isolated(figures, tables, one, infected_at)))
    sampled = _hours_between(one.sampled_at, infected_at)
    before, until = tables.share_before(sampled - WINDOW.total_seconds() / 3600), tables.share_before(sampled)
    caused = figures.r_alone * max(0.0, until - before)
    met = sample.town.people_met_by(one.citizen)
    known = caused * figures.nameable if met else 0.0
    found += OnwardSpread(caused - known, (caused - known) * tables.onward_infections(inf))
    for other in met:
        draw = sample.town.chance.draw_fraction("infected at", one.citizen, other)
        at = infected_at + timedelta(hours=tables.age_at_share(before + draw * (until - before)))
        found += _weighted_spread(known / len(met), other, at, told, tables)
    if there:
        for other in sample.others_at_gathering(one.citizen):
            found += _weighted_spread(figures.attack, other, infected_at, told, tables)
    return found


def _weighted_spread(
    weight: float,
    citizen: int,
    infected_at: datetime,
    told: Mapping[int, datetime],
    tables: "InfectionTables",
) -> OnwardSpread:
    at = told.get(citizen)
    return OnwardSpread(
        weight, weight * tables.onward_infections(inf if at is None else _hours_between(at, infected_at))
    )


def _share_isolated(
    figures: FigureValues, tables: "InfectionTables", one: TracedPositive, infected_at: datetime
) -> float:
    """Share of a positive's infections that isolation stops: some isolate on the result, more once told."""
    left = 1 - tables.share_before(_hours_between(one.resulted_at, infected_at))
    stopped = min(figures.alone, figures.adherence) * left
    if one.told_at is not None:
        told = 1 - tables.share_before(_hours_between(max(one.told_at, one.resulted_at), infected_at))
        stopped += max(0.0, figures.adherence - figures.alone) * told
    return stopped


def infection_age(sample: RegionSample, figures: FigureValues, citizen: int) -> timedelta:
    """Age of somebody's infection at the sample: the incubation, and the wait until the test."""
    shape, scale = gamma_parameters(figures.incubation_mean, figures.incubation_sd)
    random = sample.town.chance.make_generator("incubation", citizen)
    waits = 2 * figures.onset_to_sample * random.random()
    return timedelta(days=random.gammavariate(shape, scale) + waits)


def _gathering_time(sample: RegionSample) -> datetime:
    return quiet_hours.local_day_time_to_utc(sample.gathering_day, time(20), PARIS)


def _hours_between(at: datetime, since: datetime) -> float:
    return max(0.0, (at - since).total_seconds() / 3600)


def gamma_parameters(mean: float, sd: float) -> tuple[float, float]:
    """Shape and scale of a gamma distribution."""
    return (mean / sd) ** 2, sd**2 / mean


class InfectionTables:
    """Shares of an infection by its age, hour by hour."""

    def __init__(self, figures: FigureValues) -> None:
        self._r = figures.r_alone
        self._adherence = figures.adherence
        self._share = _gamma_distribution(figures.generation_mean, figures.generation_sd)
        self._stopped = self._shares_stopped(figures)

    def share_before(self, age: float) -> float:
        """Share of the infections that happen before this age, in hours."""
        return self._share[min(HOURS, int(age))] if age > 0 else 0.0

    def age_at_share(self, share: float) -> float:
        """The age in hours before which this share happens."""
        low, high = 0, HOURS
        while low < high:
            middle = (low + high) // 2
            low, high = (middle + 1, high) if self._share[middle] < share else (low, middle)
        return float(low)

    def onward_infections(self, told: float) -> float:
        """Infections by somebody who is told at this age, in hours; never where it is infinite."""
        return self._r * (1 - self._adherence * self._stopped[int(min(told, HOURS))])

    def _shares_stopped(self, figures: FigureValues) -> list[float]:
        """Share that isolation stops, by the age at which somebody is told: or sooner, by their own test."""
        known = _gamma_distribution(figures.incubation_mean, figures.incubation_sd)
        later = int(figures.onset_to_sample * 24 + RESULT_AFTER)
        tested, sooner, found = 0.0, 0.0, []
        for age in range(HOURS + 1):
            now = known[age - later] if age >= later else 0.0
            sooner += (now - tested) * (1 - self._share[age])
            tested = now
            left = 1 - self._share[age] if age < HOURS else 0.0
            found.append(
                (1 - figures.tests_itself) * left + figures.tests_itself * (sooner + (1 - tested) * left)
            )
        return found


@lru_cache(maxsize=16)
def _cached_tables(figures: FigureValues) -> InfectionTables:
    return InfectionTables(figures)


def _gamma_distribution(mean: float, sd: float) -> list[float]:
    """The distribution function of a gamma distribution in days, at each hour; whole at the last."""
    shape, scale = gamma_parameters(mean, sd)
    density = [
        exp((shape - 1) * log(x) - x / scale - lgamma(shape) - shape * log(scale))
        for x in ((hour + 0.5) / 24 for hour in range(HOURS))
    ]
    total, below, found = sum(density), 0.0, [0.0]
    for one in density:
        below += one
        found.append(min(1.0, below / total))
    return found
