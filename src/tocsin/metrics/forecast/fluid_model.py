"""The hours to come, played forward: people as a fluid, queues by earliest deadline, nothing by chance.

In each step, in this order: whoever's deadline has come is missed; SMS leave as fast as the operator takes
them; whoever has been silent too long, or is near the deadline, may be rung; agents ring, earliest deadline
first; some of those written to answer.

A call is settled when its turn comes: with ``pick_up`` p and n calls still possible, it reaches
1 - (1 - p)^n of the people and costs (1 - (1 - p)^n) / p calls for each; n is what fits before the deadline
within calling hours, the cost is that of all calls still allowed. No call is made later because another was
made, and nobody comes back into the queue: more agents can therefore never lead to more misses.
"""

from datetime import datetime, timedelta
from math import ceil
from typing import Final

from msgspec import Struct

from tocsin.metrics.forecast.answer_curve import share_answered_by
from tocsin.metrics.forecast.contact_hours import (
    allowed_hours_before_step,
    allowed_hours_by_step,
    shift_calls_by_step,
)
from tocsin.metrics.forecast.situation import ForecastSituation, WaitingPeople

STEP: Final = timedelta(minutes=30)
_NOBODY = 1e-9


class DeadlineOutlook(Struct, frozen=True, kw_only=True):
    cases: float
    """Cases that will not be reached in time."""
    contacts: float
    by_hour: tuple[tuple[datetime, float], ...]
    """Start of an hour from now on -> how many deadlines are missed in it; only hours with some."""
    calls: float
    """Calls made until the last deadline."""
    by_sms: float
    """People who answer by SMS in time."""
    by_call: float
    """People who are reached by call in time."""

    @property
    def misses(self) -> float:
        """Cases and contacts together."""
        return self.cases + self.contacts


class _WaitingGroup:
    """People alike, on the grid."""

    __slots__ = ("calls_left", "cost", "due", "failed", "idle", "ready", "sent", "subject", "unsent")

    def __init__(self, waiting: WaitingPeople, situation: ForecastSituation, step: float) -> None:
        def seconds(at: datetime) -> float:
            return (at - situation.now).total_seconds()

        self.subject = waiting.subject
        due = int(seconds(waiting.deadline) // step)
        self.due = max(due, 1) if waiting.deadline > situation.now else min(due, 0)
        self.unsent = float(waiting.people) if waiting.to_write else 0.0
        """SMS still to leave; a call in between does not take one back."""
        self.sent = None if waiting.sent_at is None else seconds(waiting.sent_at)
        by_margin = seconds(waiting.deadline - situation.margin)
        by_silence = by_margin if self.sent is None else self.sent + situation.silence.total_seconds()
        self.ready = min(by_margin, by_silence)
        if waiting.callable_at is not None:
            self.ready = seconds(waiting.callable_at)
        self.idle = float(waiting.people)
        """People who can still be rung."""
        self.failed = 0.0
        """People who were rung in vain."""
        self.calls_left = max(situation.calls_each - waiting.attempts, 1)
        p = situation.pick_up
        self.cost = (1 - (1 - p) ** self.calls_left) / p if p > 0 else float(self.calls_left)

    def split_off_written(self, messages: float, at: float, silence: float) -> "_WaitingGroup":
        """The part of it whose SMS leaves now."""
        part = object.__new__(_WaitingGroup)
        for name in _WaitingGroup.__slots__:
            setattr(part, name, getattr(self, name))
        share = messages / self.unsent
        part.unsent, part.sent, part.ready = 0.0, at, min(self.ready, at + silence)
        part.idle, part.failed = self.idle * share, self.failed * share
        self.unsent -= messages
        self.idle -= part.idle
        self.failed -= part.failed
        return part


def simulate_situation(
    situation: ForecastSituation, *, more_agents: int = 0, calls_an_hour: float = 3.0, step: timedelta = STEP
) -> DeadlineOutlook:
    """Play the situation forward until the last deadline. ``more_agents`` ring at all calling hours."""
    width = step.total_seconds()
    groups = _group_alike(situation, width)
    end = max((g.due for g in groups), default=0)
    missed = {"case": 0.0, "contact": 0.0}
    by_hour: dict[int, float] = {}
    ahead, made, by_sms, by_call = situation.parts_ahead, 0.0, 0.0, 0.0
    grid = (situation.now, step, end + 1, situation.zone)
    writing = allowed_hours_by_step(*grid, situation.sms_until)
    ringing = allowed_hours_by_step(*grid, situation.calls_until)
    before = allowed_hours_before_step(*grid, situation.calls_until)
    capacity = shift_calls_by_step(situation.shifts, *grid, situation.calls_until)
    for tick in range(end + 1):
        at = tick * width
        for group in groups:
            if group.due == tick:
                left = group.idle + group.failed
                if tick and left > _NOBODY:
                    missed[group.subject] += left
                    hour = int(at // 3600)
                    by_hour[hour] = by_hour.get(hour, 0.0) + left
        if tick == end:
            break
        room = situation.parts_a_second * 3600 * writing[tick]
        served = min(room, ahead)
        ahead -= served
        groups = _send_sms(groups, (room - served) / situation.parts_each, at, situation, tick)
        rings = max(0.0, capacity[tick] + ringing[tick] * more_agents * calls_an_hour)
        spent, reached = _make_calls(groups, rings, tick, at + width, situation, before)
        made += spent
        by_call += reached
        by_sms += _apply_answers(groups, at, width, tick, situation)
        groups = [g for g in groups if g.unsent > _NOBODY or g.idle + g.failed > _NOBODY]
    return DeadlineOutlook(
        cases=missed["case"],
        contacts=missed["contact"],
        by_hour=tuple((situation.now + timedelta(hours=h), n) for h, n in sorted(by_hour.items())),
        calls=made,
        by_sms=by_sms,
        by_call=by_call,
    )


def _group_alike(situation: ForecastSituation, step: float) -> list[_WaitingGroup]:
    """People alike on the grid as one group: what is past is alike, however long it is past."""
    flat = situation.answers[-1][0] if situation.answers else 0.0
    found: dict[tuple[object, ...], _WaitingGroup] = {}
    for waiting in situation.waiting:
        if waiting.people <= 0:
            continue
        group = _WaitingGroup(waiting, situation, step)
        group.due = max(group.due, 0)
        group.ready = max(group.ready // step * step, 0.0)
        if group.sent is not None:
            group.sent = max(group.sent, -flat)  # nobody answers any more
        key = group.subject, group.due, waiting.to_write, group.sent, group.ready, group.calls_left
        same = found.setdefault(key, group)
        if same is not group:
            same.idle += group.idle
            same.unsent += group.unsent
    return list(found.values())


def _send_sms(
    groups: list[_WaitingGroup], room: float, at: float, situation: ForecastSituation, tick: int
) -> list[_WaitingGroup]:
    """SMS leave, earliest deadline first; one that would come too late is not sent."""
    sent = []
    silence = situation.silence.total_seconds()
    for group in sorted((g for g in groups if g.unsent > _NOBODY and g.due > tick), key=lambda g: g.due):
        messages = min(group.unsent, room)
        if messages <= 0:
            break
        room -= messages
        sent.append(group.split_off_written(messages, at, silence))
    return groups + sent


def _make_calls(
    groups: list[_WaitingGroup],
    capacity: float,
    tick: int,
    until: float,
    situation: ForecastSituation,
    before: tuple[float, ...],
) -> tuple[float, float]:
    """Agents ring whoever may be rung in this step: calls spent, and people reached in time."""
    spent = reached = 0.0
    if capacity <= _NOBODY:
        return spent, reached
    ready = [g for g in groups if g.ready < until and g.idle > _NOBODY]
    ready.sort(key=lambda g: (g.due <= tick and not situation.late_first, g.due))
    for group in ready:
        if capacity - spent <= _NOBODY:
            break
        people = min(group.idle, (capacity - spent) / group.cost)
        spent += people * group.cost
        group.idle -= people
        found = people * _share_reached(group, tick, situation, before)
        group.failed += people - found
        reached += found if group.due > tick else 0.0
    return spent, reached


def _share_reached(
    group: _WaitingGroup, tick: int, situation: ForecastSituation, before: tuple[float, ...]
) -> float:
    """Share reached of people whose turn comes now: by as many calls as fit before the deadline."""
    chances = group.calls_left
    if group.due > tick and situation.between_calls:
        calling = before[group.due] - before[tick]
        fit = max(1, ceil(calling / (situation.between_calls.total_seconds() / 3600)))
        chances = min(chances, fit)
    return float(1 - (1 - situation.pick_up) ** chances)


def _apply_answers(
    groups: list[_WaitingGroup], at: float, width: float, tick: int, situation: ForecastSituation
) -> float:
    """Some of those written to answer: how many, in time."""
    answered = 0.0
    stays: dict[float, float] = {}
    for group in groups:
        sent = group.sent
        if sent is None:
            continue
        stay = stays.get(sent)
        if stay is None:  # the same for all who were written to at that moment
            still = 1.0 - share_answered_by(situation.answers, at - sent)
            then = 1.0 - share_answered_by(situation.answers, at + width - sent)
            stay = stays[sent] = then / still if still > 0 else 0.0
        if group.due > tick:
            answered += (group.idle + group.failed) * (1 - stay)
        group.idle *= stay
        group.failed *= stay
    return answered
