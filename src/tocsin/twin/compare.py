"""Policies side by side: means over seeds, and differences on the same people, each with how sure it is.

A seed is a country of its own, with people, operators and luck that are the same for every policy. So the
difference between two policies is taken seed by seed (common random numbers), and its interval is Student's,
of 95 %, over the seeds. It says how sure the simulation is; how true its figures are is another matter.
"""

from collections.abc import Sequence
from math import sqrt
from statistics import fmean, stdev
from typing import Final

from msgspec import Struct
from msgspec.structs import asdict

from tocsin.twin.measure import Counts, Measures, measures
from tocsin.twin.plan import Plan, Ran

MORE_IS_BETTER: Final = {
    "submitted": True, "delivered": True, "answered": True, "reached": True, "ever": True, "contacts": True,
    "told": True, "found": True, "r": False, "won": True, "calls": False, "sms": False, "hours": False,
    "cost": False, "cost_each": False, "waiting": False,
}  # fmt: skip
_STUDENT: Final = (
    12.706, 4.303, 3.182, 2.776, 2.571, 2.447, 2.365, 2.306, 2.262, 2.228, 2.201, 2.179, 2.160, 2.145, 2.131,
    2.120, 2.110, 2.101, 2.093, 2.086, 2.080, 2.074, 2.069, 2.064, 2.060, 2.056, 2.052, 2.048, 2.045, 2.042,
)  # fmt: skip
"""Quantile 0.975 of Student's distribution, for 1 to 30 degrees of freedom."""


class Estimate(Struct, frozen=True):
    """A mean over seeds."""

    mean: float
    low: float | None
    """The interval of 95 %; None where one seed says nothing of it."""
    high: float | None

    @property
    def sure(self) -> bool:
        """Whether the interval leaves out nought."""
        return self.low is not None and self.high is not None and (self.low > 0 or self.high < 0)


class Column(Struct, frozen=True, kw_only=True):
    """One policy."""

    name: str
    values: dict[str, Estimate]
    differences: dict[str, Estimate]
    """To the first policy, on the same people; none for the first itself."""
    counts: Counts
    """Of all its seeds together."""


class Best(Struct, frozen=True, kw_only=True):
    """Who wins at something."""

    measure: str
    policies: tuple[str, ...]
    """The best; several where they are alike."""
    second: str
    """The best of the others; empty where all are alike."""
    lead: Estimate | None
    """By how much, over the second; None where there is no other."""

    @property
    def sure(self) -> bool:
        """Whether it is sure that it is the better of the two."""
        return self.lead is not None and self.lead.sure


class Comparison(Struct, frozen=True, kw_only=True):
    """All of it."""

    columns: tuple[Column, ...]
    best: tuple[Best, ...]
    scale: float
    people: int
    """Positives simulated, of all seeds together."""
    r_before: float
    """R if the service told nobody."""


def compare(plan: Plan, ran: Sequence[Ran]) -> Comparison:
    """What came of a plan."""
    found = [[one for one in ran if one.policy == at] for at in range(len(plan.policies))]
    values = [[_measures(plan, one.counts) for one in some] for some in found]
    columns = tuple(
        Column(
            name=policy.name,
            values={name: _mean([one[name] for one in mine]) for name in MORE_IS_BETTER},
            differences={name: _difference(mine, values[0], name) for name in MORE_IS_BETTER} if at else {},
            counts=_together(some),
        )
        for at, (policy, some, mine) in enumerate(zip(plan.policies, found, values, strict=True))
    )
    first = columns[0].counts
    return Comparison(
        columns=columns,
        best=tuple(_best(plan, values, name) for name in MORE_IS_BETTER),
        scale=plan.scale,
        people=first.positives,
        r_before=first.onward_before / first.infected_before if first.infected_before else 0.0,
    )


def _measures(plan: Plan, counts: Counts) -> dict[str, float]:
    scale = plan.country * plan.days / max(1, counts.positives)
    found: Measures = measures(counts, plan.figures, scale)
    return asdict(found)


def _best(plan: Plan, values: list[list[dict[str, float]]], name: str) -> Best:
    sign = 1 if MORE_IS_BETTER[name] else -1
    order = sorted(range(len(values)), key=lambda at: -sign * fmean(one[name] for one in values[at]))
    leads = [_difference(values[order[0]], values[at], name) for at in order]
    least = _least(name, fmean(one[name] for one in values[order[0]]))
    alike = [at for at, lead in zip(order, leads, strict=True) if abs(lead.mean) < least]
    behind = [(at, lead) for at, lead in zip(order, leads, strict=True) if abs(lead.mean) >= least]
    return Best(
        measure=name,
        policies=tuple(plan.policies[at].name for at in sorted(alike)),
        second=plan.policies[behind[0][0]].name if behind else "",
        lead=behind[0][1] if behind else None,
    )


def _least(name: str, value: float) -> float:
    """Smaller differences are none: they would be written as nought."""
    known = {"r": 5e-5, "won": 5e-5, "contacts": 5e-3, "found": 5e-3}
    return known.get(name, 5e-4 if MORE_IS_BETTER[name] else abs(value) * 5e-4) or 1e-12


def _difference(mine: list[dict[str, float]], theirs: list[dict[str, float]], name: str) -> Estimate:
    return _mean([a[name] - b[name] for a, b in zip(mine, theirs, strict=True)])


def _mean(values: list[float]) -> Estimate:
    mean, free = fmean(values), len(values) - 1
    if not free:
        return Estimate(mean, None, None)
    student = _STUDENT[free - 1] if free <= len(_STUDENT) else 1.96 + 2.4 / free
    half = student * stdev(values) / sqrt(len(values))
    return Estimate(mean, mean - half, mean + half)


def _together(some: Sequence[Ran]) -> Counts:
    total = Counts()
    for one in some:
        total += one.counts
    return total
