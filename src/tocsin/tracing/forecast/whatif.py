"""What would come of it if something were done otherwise: played on the same simulation, beside today's."""

from datetime import timedelta

from msgspec import Struct
from msgspec.structs import replace

from tocsin.tracing.forecast.curve import answered_by
from tocsin.tracing.forecast.simulate import Outlook, simulate
from tocsin.tracing.forecast.situation import Situation, Waiting


class Otherwise(Struct, frozen=True, kw_only=True):
    """What would be otherwise; None and 0 leave it as it is."""

    agents: int = 0
    """Further agents, at all calling hours; below 0: fewer than are planned."""
    sms_earlier: float = 0.0
    """Hours by which every SMS would have left earlier."""
    calls_from: float | None = None
    """Hours before the deadline from which on whoever is silent is rung."""
    silence: float | None = None
    """Hours without an answer after which a call is made."""
    calls_an_hour: float | None = None
    """Of one agent."""
    parts_a_second: float | None = None
    """Of SMS, that the operator takes."""
    late_last: bool = False
    """Ring those already late last."""


class Compared(Struct, frozen=True):
    """Today's course beside the other."""

    today: Outlook
    other: Outlook
    answered: float
    """People who would have answered by now, had their SMS left earlier."""


def what_if(situation: Situation, otherwise: Otherwise) -> Compared:
    """Play both. A pure function: two simulations."""
    other = changed(situation, otherwise)
    pace = otherwise.calls_an_hour or _pace(situation)
    return Compared(
        today=simulate(situation),
        other=simulate(other, more_agents=otherwise.agents, calls_an_hour=pace),
        answered=_people(situation) - _people(other),
    )


def changed(situation: Situation, otherwise: Otherwise) -> Situation:
    """The situation as it would be, but for the further agents."""
    if otherwise.sms_earlier:
        situation = _earlier(situation, timedelta(hours=otherwise.sms_earlier))
    if otherwise.calls_from is not None:
        situation = replace(situation, margin=timedelta(hours=otherwise.calls_from))
    if otherwise.silence is not None:
        situation = replace(situation, silence=timedelta(hours=otherwise.silence))
    if otherwise.calls_an_hour is not None:
        pace = otherwise.calls_an_hour
        shifts = tuple(replace(shift, calls_an_hour=pace) for shift in situation.shifts)
        situation = replace(situation, shifts=shifts)
    if otherwise.parts_a_second is not None:
        situation = replace(situation, parts_a_second=otherwise.parts_a_second)
    return replace(situation, late_first=False) if otherwise.late_last else situation


def _earlier(situation: Situation, by: timedelta) -> Situation:
    """Every SMS had left earlier: some would have answered by now, and calls for silence had begun before."""
    return replace(
        situation,
        waiting=tuple(_had_left(one, situation, by) for one in situation.waiting),
        parts_ahead=0.0,
    )


def _had_left(one: Waiting, situation: Situation, by: timedelta) -> Waiting:
    if one.sent_at is None and not one.to_write:
        return one
    sent = one.sent_at or situation.now
    elapsed = (situation.now - sent).total_seconds()
    silent = 1.0 - answered_by(situation.answers, elapsed)
    still = 1.0 - answered_by(situation.answers, elapsed + by.total_seconds())
    return replace(
        one,
        people=one.people * (still / silent if silent > 0 else 1.0),
        to_write=False,
        sent_at=sent - by,
        callable_at=one.callable_at - by if one.callable_at else None,
    )


def _people(situation: Situation) -> float:
    return sum(one.people for one in situation.waiting)


def _pace(situation: Situation) -> float:
    """Calls an hour of an agent, as the shifts have it."""
    agents = sum(shift.agents for shift in situation.shifts)
    made = sum(shift.agents * shift.calls_an_hour for shift in situation.shifts)
    return made / agents if agents else 3.0
