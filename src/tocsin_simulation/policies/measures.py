"""What came of a day: counts that can be added up over regions, and the figures made of them."""

from datetime import datetime, timedelta
from typing import Any, Final

from msgspec import Struct
from msgspec.structs import astuple

from tocsin_simulation.policies.epidemic_spread import OnwardSpread, TracedPositive, estimate_spread
from tocsin_simulation.policies.figures import FigureValues
from tocsin_simulation.policies.people_told import (
    CaseProgress,
    find_times_told,
    read_cases,
    read_contacts,
)
from tocsin_simulation.policies.region_day import RegionDay
from tocsin_simulation.policies.region_service import RegionService
from tocsin_simulation.queries import simulation_query

DAY: Final = timedelta(hours=24)
STEP: Final = timedelta(hours=1)
STEPS: Final = 60
"""Hours after the result that the curve of answers goes over."""


class RegionCounts(Struct, frozen=True, kw_only=True):
    """Everything counted in one region, or in all of them; people simulated, not people in the country."""

    positives: int = 0
    first: int = 0
    """Of them, those of the day itself: the others were infected by somebody in the days that followed."""
    submitted: int = 0
    """Positives of whom an operator had an SMS within 24 hours of the result."""
    delivered: int = 0
    answered: int = 0
    """Positives who answered within 24 hours, by SMS or on the telephone."""
    reached_in_time: int = 0
    """Positives who were reached within 24 hours: they confirmed who they are, and have the instructions."""
    ever: int = 0
    """Positives who were reached until the end."""
    listed: int = 0
    """Positives who told whom they met, or that it was nobody."""
    contacts: int = 0
    """People named, each once."""
    told: int = 0
    """Of them, those who were reached, or were positive themselves and reached."""
    told_in_time: int = 0
    """Those who were reached within 24 hours of being named."""
    sms: int = 0
    parts: int = 0
    calls: int = 0
    reached: int = 0
    """Calls that reached the person."""
    agent_seconds: float = 0.0
    agents: int = 0
    waiting: int = 0
    """People still to be rung at the end."""
    infected: float = 0.0
    onward: float = 0.0
    infected_before: float = 0.0
    onward_before: float = 0.0
    """The same if nobody had been told by the service."""
    curve: tuple[int, ...] = (0,) * (STEPS + 1)
    """Positives who had been reached so many hours after their result."""
    queue: tuple[int, ...] = ()
    """People to ring at each hour from 7 h of the first day on."""
    outbox: tuple[int, ...] = ()
    """SMS that wait for the operators at each of these hours."""
    infections: tuple[int, ...] = ()
    """People infected on each of the days that follow, from the first day on; none where they are not played."""
    later_cases: tuple[int, ...] = ()
    """Results of people who were infected so, on each of these days."""
    averted: int = 0
    """Infections that did not happen since whoever would have infected isolated."""

    def __add__(self, other: "RegionCounts") -> "RegionCounts":
        sums: dict[str, Any] = {
            name: _add_values(a, b)
            for name, a, b in zip(self.__struct_fields__, astuple(self), astuple(other), strict=True)
        }
        return RegionCounts(**sums)


def _add_values(a: Any, b: Any) -> Any:
    if isinstance(a, tuple):
        longest = max(len(a), len(b))
        wide = (one + (0,) * (longest - len(one)) for one in (a, b))
        return tuple(x + y for x, y in zip(*wide, strict=True))
    return a + b


def count_region(day: RegionDay, figures: FigureValues) -> RegionCounts:
    """What came of one region's day, from its store."""
    service = day.service
    cases, namings = read_cases(service), read_contacts(service)
    contacts = [one for one in namings if one.first]
    told = find_times_told(service, day.sample, cases, namings)
    own = frozenset(day.sample.citizens)
    sampled = {one.citizen: one.record.taken_at for one in day.sample.arrivals}
    if day.outbreak:
        sampled |= day.outbreak.sampled
    positives = [
        TracedPositive(
            citizen=citizen, sampled_at=sampled[citizen] or case.resulted_at, resulted_at=case.resulted_at,
            told_at=case.reached_at,
        )
        for case in cases
        for citizen in (service.citizens[case.case],)
    ]  # fmt: skip
    now = estimate_spread(day.sample, figures, positives, told)
    before = _spread_without_service(day, figures, positives)
    return RegionCounts(
        positives=len(cases),
        first=sum(service.citizens[case.case] in own for case in cases),
        submitted=sum(_is_in_time(case.submitted_at, case.deadline) for case in cases),
        delivered=sum(_is_in_time(case.delivered_at, case.deadline) for case in cases),
        answered=sum(_is_in_time(case.answered_at, case.deadline) for case in cases),
        reached_in_time=sum(_is_in_time(case.reached_at, case.deadline) for case in cases),
        ever=sum(case.reached_at is not None for case in cases),
        listed=sum(case.listed_at is not None for case in cases),
        contacts=len(contacts),
        told=sum(c.reached_at is not None or c.case_reached_at is not None for c in contacts),
        told_in_time=sum(_is_in_time(c.reached_at, c.deadline) for c in contacts),
        sms=_count_sent(service),
        parts=day.parts,
        calls=day.agents.made,
        reached=day.agents.reached,
        agent_seconds=day.agents.seconds,
        agents=day.agents.count,
        waiting=service.count_waiting(day.now)[0],
        infected=now.people,
        onward=now.onward,
        infected_before=before.people,
        onward_before=before.onward,
        curve=_reached_curve(cases),
        queue=tuple(waiting for waiting, _ in day.hourly),
        outbox=tuple(waiting for _, waiting in day.hourly),
        infections=day.outbreak.count_infections(day.follow) if day.outbreak else (),
        later_cases=day.outbreak.count_cases(day.follow) if day.outbreak else (),
        averted=day.outbreak.averted if day.outbreak else 0,
    )


def _is_in_time(at: datetime | None, deadline: datetime) -> bool:
    return at is not None and at <= deadline


def _count_sent(service: RegionService) -> int:
    row = service.connection.execute(simulation_query("region.sent")).fetchone()
    return int(row[0]) if row else 0


def _spread_without_service(
    day: RegionDay, figures: FigureValues, positives: list[TracedPositive]
) -> OnwardSpread:
    nobody = [
        TracedPositive(
            citizen=one.citizen, sampled_at=one.sampled_at, resulted_at=one.resulted_at, told_at=None
        )
        for one in positives
    ]  # fmt: skip
    return estimate_spread(day.sample, figures, nobody, {})


def _reached_curve(cases: list[CaseProgress]) -> tuple[int, ...]:
    found = [0] * (STEPS + 1)
    for case in cases:
        if case.reached_at is not None:
            hours = max(0, -(-(case.reached_at - case.resulted_at) // STEP))
            if hours <= STEPS:
                found[hours] += 1
    total, curve = 0, []
    for one in found:
        total += one
        curve.append(total)
    return tuple(curve)


class PolicyMeasures(Struct, frozen=True, kw_only=True):
    """The figures of one policy under one seed, for the whole country."""

    submitted: float
    delivered: float
    answered: float
    reached: float
    """Shares of all positives, within 24 hours of the result."""
    ever: float
    contacts: float
    """People named, for each positive."""
    told: float
    """Share of those named who were told within 24 hours of the naming."""
    found: float
    """People named who were told at all, for each positive."""
    r: float
    won: float
    """What R would be without the service, less what it is."""
    calls: float
    """Calls made, in the country."""
    sms: float
    """Parts of SMS, in the country."""
    hours: float
    """Hours of agents' work, in the country."""
    cost: float
    """Euros, in the country."""
    cost_each: float
    """Euros for each person told, positives and contacts."""
    waiting: float
    """People still to be rung at the end, in the country."""
    infected: float
    """People infected in the days that follow, in the country; nought where they are not played."""
    later: float
    """Of them, those who become cases within these days."""


def compute_measures(counts: RegionCounts, figures: FigureValues, scale: float) -> PolicyMeasures:
    """The figures; ``scale`` is how many people of the country each simulated one stands for."""
    people = max(1, counts.positives)
    hours = counts.agent_seconds / 3600
    cost = counts.parts * figures.sms_price + hours * figures.agent_hour
    r = counts.onward / counts.infected if counts.infected else 0.0
    before = counts.onward_before / counts.infected_before if counts.infected_before else 0.0
    return PolicyMeasures(
        submitted=counts.submitted / people,
        delivered=counts.delivered / people,
        answered=counts.answered / people,
        reached=counts.reached_in_time / people,
        ever=counts.ever / people,
        contacts=counts.contacts / people,
        told=counts.told_in_time / max(1, counts.contacts),
        found=counts.told / people,
        r=r,
        won=before - r,
        calls=counts.calls * scale,
        sms=counts.parts * scale,
        hours=hours * scale,
        cost=cost * scale,
        cost_each=cost / max(1, counts.ever + counts.told),
        waiting=counts.waiting * scale,
        infected=sum(counts.infections) * scale,
        later=sum(counts.later_cases) * scale,
    )
