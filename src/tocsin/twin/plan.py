"""What is to be played: which policies, how many people, which seeds; a country is cut into regions."""

from collections.abc import Iterator
from datetime import date
from typing import Final

from msgspec import Struct

from tocsin.twin.day import Day
from tocsin.twin.figures import Figures
from tocsin.twin.measure import Counts, count
from tocsin.twin.policy import Policy
from tocsin.twin.sample import RECORD_DAY, Sample

REGION: Final = 20_000
"""Positives of one region at most: more are several regions, one after the other: memory is bounded."""
FEWEST: Final = 20
MOST_PEOPLE: Final = 1_000_000
MOST_SEEDS: Final = 100
MOST_DAYS: Final = 14


class Plan(Struct, frozen=True, kw_only=True):
    """What is to be played."""

    policies: tuple[Policy, ...]
    """The first is what the others are compared with."""
    figures: Figures
    people: int = 2_000
    """Positives to simulate, of one day."""
    positives: float = 0
    """How many there are in the country in one day; 0: as the figures say."""
    seed: int = 1
    seeds: int = 5
    """So many runs of each policy, with the seeds from ``seed`` on."""
    day: date = RECORD_DAY
    days: int = 1
    """Days with as many positives each."""

    @property
    def country(self) -> float:
        """Positives of one day in the country."""
        return self.positives or self.figures.positives

    @property
    def scale(self) -> float:
        """How many people of the country each simulated one stands for."""
        return self.country / self.people


class Ran(Struct, frozen=True, kw_only=True):
    """What came of one policy under one seed."""

    policy: int
    """Its place in the plan."""
    seed: int
    counts: Counts


def play(plan: Plan, seed: int) -> Iterator[Ran]:
    """Every policy of a plan under one seed, on the same people."""
    regions = -(-plan.people // REGION)
    sizes = [plan.people // regions + (n < plan.people % regions) for n in range(regions)]
    found = [Counts() for _ in plan.policies]
    for number, size in enumerate(sizes):
        sample = Sample(size * plan.days, seed * 1_000 + number, plan.day, plan.days)
        share = len(sample.arrivals) / plan.days / plan.country
        for at, policy in enumerate(plan.policies):
            day = Day(
                sample, policy, plan.figures, agents=policy.agents * share,
                parts_a_second=policy.parts_a_second * share,
            )  # fmt: skip
            day.run()
            found[at] += count(day, plan.figures)
            if number == regions - 1:
                yield Ran(policy=at, seed=seed, counts=found[at])
