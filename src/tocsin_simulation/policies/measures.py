"""What came of a day: counts that can be added up over regions, and the figures made of them."""

from datetime import datetime, timedelta
from typing import Any, Final

import msgspec
from msgspec import Struct
from msgspec.structs import astuple

from tocsin.privacy.encrypted_payloads import ContactDetails
from tocsin_simulation.policies.epidemic_spread import OnwardSpread, TracedPositive, estimate_spread
from tocsin_simulation.policies.figures import FigureValues
from tocsin_simulation.policies.region_day import RegionDay
from tocsin_simulation.policies.region_service import RegionService
from tocsin_simulation.queries import simulation_query

DAY: Final = timedelta(hours=24)
STEP: Final = timedelta(hours=1)
STEPS: Final = 60
"""Hours after the result that the curve of answers goes over."""
_contact: Final = msgspec.json.Decoder(ContactDetails).decode


class RegionCounts(Struct, frozen=True, kw_only=True):
    """Everything counted in one region, or in all of them; people simulated, not people in the country."""

    positives: int = 0
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


class CaseProgress(Struct, frozen=True):
    """How far a case came, as the store has it."""

    case: int
    resulted_at: datetime
    deadline: datetime
    submitted_at: datetime | None
    delivered_at: datetime | None
    answered_at: datetime | None
    reached_at: datetime | None
    listed_at: datetime | None


class ContactProgress(Struct, frozen=True):
    """How far somebody who was named came."""

    first: bool
    """Whether no other naming speaks for this one."""
    deadline: datetime
    reached_at: datetime | None
    outcome: str
    case_reached_at: datetime | None
    """Where they became a case."""
    name: str
    number: str
    """E.164; empty where none is known."""


def count_region(day: RegionDay, figures: FigureValues) -> RegionCounts:
    """What came of one region's day, from its store."""
    service = day.service
    cases, namings = _read_cases(service), _read_contacts(service)
    contacts = [one for one in namings if one.first]
    told = _times_told(day, cases, namings)
    sampled = {one.citizen: one.record.taken_at for one in day.sample.arrivals}
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
    )


def _is_in_time(at: datetime | None, deadline: datetime) -> bool:
    return at is not None and at <= deadline


def _times_told(
    day: RegionDay, cases: list[CaseProgress], contacts: list[ContactProgress]
) -> dict[int, datetime]:
    """Citizens who were told what to do, as case or as contact, and when first."""
    found = {day.service.citizens[case.case]: case.reached_at for case in cases if case.reached_at}
    for contact in contacts:
        if contact.reached_at is None or contact.outcome in ("refused", "wrong_person") or not contact.number:
            continue
        person = day.sample.find_person(contact.name, contact.number)
        if person is not None:
            found[person.index] = min(contact.reached_at, found.get(person.index, contact.reached_at))
    return found


def _count_sent(service: RegionService) -> int:
    row = service.connection.execute(simulation_query("region.sent")).fetchone()
    return int(row[0]) if row else 0


def _read_cases(service: RegionService) -> list[CaseProgress]:
    rows = service.connection.execute(simulation_query("region.cases")).fetchall()
    return [CaseProgress(*row) for row in rows]


def _read_contacts(service: RegionService) -> list[ContactProgress]:
    found = []
    for row in service.connection.execute(simulation_query("region.contacts")).fetchall():
        first, deadline, reached_at, outcome, case_reached_at, contact, phone = row
        name = _contact(service.vault.open(contact, "contact.sealed")).name if contact else ""
        number = service.vault.open(phone, "phone.sealed").decode() if phone else ""
        found.append(ContactProgress(first, deadline, reached_at, outcome, case_reached_at, name, number))
    return found


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
    )
