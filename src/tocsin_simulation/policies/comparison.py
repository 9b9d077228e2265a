"""Policies side by side: means over seeds, and differences on the same people, each with how sure it is.

A seed is a country of its own, with people, operators and luck that are the same for every policy. So the
difference between two policies is taken seed by seed (common random numbers), and its interval is Student's,
of 95 %, over the seeds. It says how sure the simulation is; how true its figures are is another matter.
"""

from collections.abc import Sequence
from math import sqrt
from statistics import fmean, median, stdev
from typing import Final

from msgspec import Struct
from msgspec.structs import asdict

from tocsin_simulation.policies.comparison_plan import ComparisonPlan, PolicyRun
from tocsin_simulation.policies.measures import PolicyMeasures, RegionCounts, compute_measures

MORE_IS_BETTER: Final = {
    "submitted": True, "delivered": True, "answered": True, "reached": True, "ever": True, "contacts": True,
    "told": True, "found": True, "r": False, "won": True, "calls": False, "sms": False, "hours": False,
    "cost": False, "cost_each": False, "waiting": False, "infected": False, "later": False,
}  # fmt: skip
_STUDENT: Final = (
    12.706, 4.303, 3.182, 2.776, 2.571, 2.447, 2.365, 2.306, 2.262, 2.228, 2.201, 2.179, 2.160, 2.145, 2.131,
    2.120, 2.110, 2.101, 2.093, 2.086, 2.080, 2.074, 2.069, 2.064, 2.060, 2.056, 2.052, 2.048, 2.045, 2.042,
)  # fmt: skip
"""Quantile 0.975 of Student's distribution, for 1 to 30 degrees of freedom."""


class SeedEstimate(Struct, frozen=True):
    """A mean over seeds, and where most of the seeds lie."""

    mean: float
    low: float | None
    """The interval of 95 %; None where one seed says nothing of it."""
    high: float | None
    median: float = 0.0
    lowest: float | None = None
    """Eight seeds in ten lie between this and ``highest``; None where there is one seed alone."""
    highest: float | None = None

    @property
    def is_significant(self) -> bool:
        """Whether the interval leaves out nought."""
        return self.low is not None and self.high is not None and (self.low > 0 or self.high < 0)


class PolicyColumn(Struct, frozen=True, kw_only=True):
    name: str
    values: dict[str, SeedEstimate]
    differences: dict[str, SeedEstimate]
    """To the first policy, on the same people; none for the first itself."""
    counts: RegionCounts
    """Of all its seeds together."""
    infections: tuple[SeedEstimate, ...] = ()
    """People infected on each of the days that follow, in the country."""


class MeasureWinner(Struct, frozen=True, kw_only=True):
    """Who wins at something."""

    measure: str
    policies: tuple[str, ...]
    """The best; several where they are alike."""
    second: str
    """The best of the others; empty where all are alike."""
    lead: SeedEstimate | None
    """By how much, over the second; None where there is no other."""

    @property
    def is_significant(self) -> bool:
        """Whether it is sure that it is the better of the two."""
        return self.lead is not None and self.lead.is_significant


class PolicyComparison(Struct, frozen=True, kw_only=True):
    columns: tuple[PolicyColumn, ...]
    best: tuple[MeasureWinner, ...]
    scale: float
    people: int
    """Positives simulated, of all seeds together."""
    r_before: float
    """R if the service told nobody."""


def compare_policies(plan: ComparisonPlan, ran: Sequence[PolicyRun]) -> PolicyComparison:
    found = [[one for one in ran if one.policy == at] for at in range(len(plan.policies))]
    values = [[_measure_values(plan, one.counts) for one in some] for some in found]
    columns = tuple(
        PolicyColumn(
            name=policy.name,
            values={name: _estimate_mean([one[name] for one in mine]) for name in MORE_IS_BETTER},
            differences={name: _mean_difference(mine, values[0], name) for name in MORE_IS_BETTER}
            if at
            else {},
            counts=_sum_counts(some),
            infections=_estimate_days(plan, some),
        )
        for at, (policy, some, mine) in enumerate(zip(plan.policies, found, values, strict=True))
    )
    first = columns[0].counts
    return PolicyComparison(
        columns=columns,
        best=tuple(_find_winner(plan, values, name) for name in MORE_IS_BETTER),
        scale=plan.scale,
        people=first.first or first.positives,
        r_before=first.onward_before / first.infected_before if first.infected_before else 0.0,
    )


def _measure_values(plan: ComparisonPlan, counts: RegionCounts) -> dict[str, float]:
    found: PolicyMeasures = compute_measures(counts, plan.figures, _find_scale(plan, counts))
    return asdict(found)


def _find_scale(plan: ComparisonPlan, counts: RegionCounts) -> float:
    """How many people of the country each simulated one stands for: by the positives of the day itself."""
    return plan.country * plan.days / max(1, counts.first or counts.positives)


def _estimate_days(plan: ComparisonPlan, some: Sequence[PolicyRun]) -> tuple[SeedEstimate, ...]:
    """People infected on each of the days that follow, seed by seed."""
    series = [[n * _find_scale(plan, one.counts) for n in one.counts.infections] for one in some]
    return tuple(_estimate_mean(list(day)) for day in zip(*series, strict=True))


def _find_winner(plan: ComparisonPlan, values: list[list[dict[str, float]]], name: str) -> MeasureWinner:
    sign = 1 if MORE_IS_BETTER[name] else -1
    order = sorted(range(len(values)), key=lambda at: -sign * fmean(one[name] for one in values[at]))
    leads = [_mean_difference(values[order[0]], values[at], name) for at in order]
    least = _smallest_difference(name, fmean(one[name] for one in values[order[0]]))
    alike = [at for at, lead in zip(order, leads, strict=True) if abs(lead.mean) < least]
    behind = [(at, lead) for at, lead in zip(order, leads, strict=True) if abs(lead.mean) >= least]
    return MeasureWinner(
        measure=name,
        policies=tuple(plan.policies[at].name for at in sorted(alike)),
        second=plan.policies[behind[0][0]].name if behind else "",
        lead=behind[0][1] if behind else None,
    )


def _smallest_difference(name: str, value: float) -> float:
    """Smaller differences are none: they would be written as nought."""
    known = {"r": 5e-5, "won": 5e-5, "contacts": 5e-3, "found": 5e-3}
    return known.get(name, 5e-4 if MORE_IS_BETTER[name] else abs(value) * 5e-4) or 1e-12


def _mean_difference(mine: list[dict[str, float]], theirs: list[dict[str, float]], name: str) -> SeedEstimate:
    return _estimate_mean([a[name] - b[name] for a, b in zip(mine, theirs, strict=True)])


def _estimate_mean(values: list[float]) -> SeedEstimate:
    mean, free = fmean(values), len(values) - 1
    ordered = sorted(values)
    if not free:
        return SeedEstimate(mean, None, None, mean)
    student = _STUDENT[free - 1] if free <= len(_STUDENT) else 1.96 + 2.4 / free
    half = student * stdev(values) / sqrt(len(values))
    return SeedEstimate(
        mean,
        mean - half,
        mean + half,
        median(ordered),
        _find_quantile(ordered, 0.1),
        _find_quantile(ordered, 0.9),
    )


def _find_quantile(ordered: Sequence[float], share: float) -> float:
    """The value below which this share of them lies, straight lines between two.

    >>> _find_quantile([1.0, 2.0, 3.0], 0.5), _find_quantile([0.0, 10.0], 0.9)
    (2.0, 9.0)
    """
    place = share * (len(ordered) - 1)
    low = int(place)
    high = min(low + 1, len(ordered) - 1)
    return ordered[low] + (ordered[high] - ordered[low]) * (place - low)


def _sum_counts(some: Sequence[PolicyRun]) -> RegionCounts:
    total = RegionCounts()
    for one in some:
        total += one.counts
    return total
