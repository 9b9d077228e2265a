"""What would come of it if something were done otherwise: played on the same simulation, beside today's."""

from datetime import timedelta

from msgspec import Struct
from msgspec.structs import replace

from tocsin.metrics.forecast.answer_curve import share_answered_by
from tocsin.metrics.forecast.fluid_model import DeadlineOutlook, simulate_situation
from tocsin.metrics.forecast.situation import ForecastSituation, WaitingPeople


class ScenarioChanges(Struct, frozen=True, kw_only=True):
    """What would be otherwise; None and 0 leave it is."""

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


class ScenarioComparison(Struct, frozen=True):
    today: DeadlineOutlook
    other: DeadlineOutlook
    answered: float
    """People who would have answered by now, had their SMS left earlier."""


def compare_scenario(situation: ForecastSituation, otherwise: ScenarioChanges) -> ScenarioComparison:
    """Play both. A pure function: two simulations."""
    other = apply_changes(situation, otherwise)
    pace = otherwise.calls_an_hour or situation.mean_calls_an_hour
    return ScenarioComparison(
        today=simulate_situation(situation),
        other=simulate_situation(other, more_agents=otherwise.agents, calls_an_hour=pace),
        answered=_count_people(situation) - _count_people(other),
    )


def apply_changes(situation: ForecastSituation, otherwise: ScenarioChanges) -> ForecastSituation:
    """The situation as it would be, but for the further agents."""
    if otherwise.sms_earlier:
        situation = _with_sms_earlier(situation, timedelta(hours=otherwise.sms_earlier))
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


def _with_sms_earlier(situation: ForecastSituation, by: timedelta) -> ForecastSituation:
    """Every SMS had left earlier: some would have answered by now, and calls for silence had begun before."""
    return replace(
        situation,
        waiting=tuple(_move_sms_earlier(one, situation, by) for one in situation.waiting),
        parts_ahead=0.0,
    )


def _move_sms_earlier(one: WaitingPeople, situation: ForecastSituation, by: timedelta) -> WaitingPeople:
    if one.sent_at is None and not one.to_write:
        return one
    sent = one.sent_at or situation.now
    elapsed = (situation.now - sent).total_seconds()
    silent = 1.0 - share_answered_by(situation.answers, elapsed)
    still = 1.0 - share_answered_by(situation.answers, elapsed + by.total_seconds())
    return replace(
        one,
        people=one.people * (still / silent if silent > 0 else 1.0),
        to_write=False,
        sent_at=sent - by,
        callable_at=one.callable_at - by if one.callable_at else None,
    )


def _count_people(situation: ForecastSituation) -> float:
    return sum(one.people for one in situation.waiting)
