"""What is to be played: which policies, how many people, which seeds; a country is cut into regions."""

from collections.abc import Iterable
from datetime import date
from functools import lru_cache
from typing import Final

from msgspec import Struct

from tocsin_simulation.policies.day_policy import DayPolicy
from tocsin_simulation.policies.figures import FigureValues
from tocsin_simulation.policies.measures import RegionCounts, count_region
from tocsin_simulation.policies.region_day import RegionDay
from tocsin_simulation.policies.region_sample import RECORD_DAY, RegionSample
from tocsin_simulation.policies.region_service import RegionService, open_region_store

REGION: Final = 5_000
"""Positives of one region at most: more are several regions, so that each store stays small."""
FEWEST: Final = 20
MOST_PEOPLE: Final = 1_000_000
MOST_SEEDS: Final = 100
MOST_DAYS: Final = 14
MOST_FOLLOWED: Final = 30


class RegionJob(Struct, frozen=True):
    """A region under a seed, which is played with every policy."""

    seed: int
    region: int


class ComparisonPlan(Struct, frozen=True, kw_only=True):
    policies: tuple[DayPolicy, ...]
    """The first is what the others are compared with."""
    figures: FigureValues
    people: int = 300
    """Positives to simulate, of one day."""
    positives: float = 0
    """How many there are in the country in one day; 0: as the figures say."""
    seed: int = 1
    seeds: int = 3
    """So many runs of each policy, with the seeds from ``seed`` on."""
    day: date = RECORD_DAY
    days: int = 1
    """Days with as many positives each."""
    follow: int = 0
    """Days more, in which those whom the positives infect become cases themselves."""

    @property
    def country(self) -> float:
        return self.positives or self.figures.positives

    @property
    def scale(self) -> float:
        """How many people of the country each simulated one stands for."""
        return self.country / self.people

    @property
    def regions(self) -> tuple[int, ...]:
        count = -(-self.people // REGION)
        return tuple(self.people // count + (n < self.people % count) for n in range(count))

    @property
    def jobs(self) -> tuple[RegionJob, ...]:
        seeds = range(self.seed, self.seed + self.seeds)
        return tuple(RegionJob(seed, region) for seed in seeds for region in range(len(self.regions)))


class PolicyRun(Struct, frozen=True, kw_only=True):
    """What came of one policy under one seed, in one region or in all."""

    policy: int
    """Its place in the plan."""
    seed: int
    region: int = 0
    counts: RegionCounts


def play_policy(plan: ComparisonPlan, job: RegionJob, at: int, server: str) -> PolicyRun:
    """The policy of that place in one region under one seed; ``server``: URL for stores."""
    policy, size = plan.policies[at], plan.regions[job.region] * plan.days
    sample = _draw_sample(size, job.seed * 1_000 + job.region, plan.day, plan.days, follow=plan.follow > 0)
    share = len(sample.arrivals) / plan.days / plan.country
    with open_region_store(server, f"region_{job.seed}_{job.region}_{at}") as connection:
        day = RegionDay(
            sample,
            policy,
            plan.figures,
            RegionService(connection, policy),
            agents=policy.agents * share,
            parts_a_second=policy.parts_a_second * share,
            follow=plan.follow,
        )
        day.play()
        counts = count_region(day, plan.figures)
    return PolicyRun(policy=at, seed=job.seed, region=job.region, counts=counts)


_draw_sample: Final = lru_cache(maxsize=1)(RegionSample)
"""The people of a region: every policy is played on the same."""


def add_up_regions(ran: Iterable[PolicyRun]) -> list[PolicyRun]:
    """Regions added up, by seed and policy: always in one order, so that sums come out the same."""
    found: dict[tuple[int, int], RegionCounts] = {}
    for one in sorted(ran, key=lambda ran: (ran.seed, ran.policy, ran.region)):
        key = one.seed, one.policy
        found[key] = found[key] + one.counts if key in found else one.counts
    return [PolicyRun(policy=policy, seed=seed, counts=counts) for (seed, policy), counts in found.items()]
