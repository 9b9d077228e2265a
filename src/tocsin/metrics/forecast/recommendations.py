"""What would avoid the misses, found on the same simulation: more agents, earlier calls, late ones last."""

from collections.abc import Callable
from datetime import datetime, timedelta
from math import ceil
from typing import Final

from msgspec import Struct
from msgspec.structs import replace

from tocsin.metrics.forecast.fluid_model import DeadlineOutlook, simulate_situation
from tocsin.metrics.forecast.situation import ForecastSituation

ENOUGH: Final = 0.5
"""Fewer misses than this are none: people are counted whole."""
MOST_AGENTS: Final = 2**20
_EACH: Final = 8
"""Misses that one agent may avoid: where to begin to look."""
_SOME = (0.1, 0.25, 0.5, 1.0)
_MARGINS = (8, 10, 12, 16, 20, 24)


class Forecast(Struct, frozen=True, kw_only=True):
    at: datetime
    waiting: int
    """People still in time who have not answered."""
    late: int
    """People whose deadline has passed and who are still to be reached."""
    outlook: DeadlineOutlook
    unavoidable: float
    """Misses with any number of agents: deadlines within hours at which nobody is rung, and people who do not
    pick up."""
    more_agents: int | None = None
    """The least number of further agents, at all calling hours, that leaves only the unavoidable; None where
    no agent is needed or none helps."""
    with_agents: tuple[tuple[int, float], ...] = ()
    """Further agents, up to that number -> misses."""
    earlier_calls: int | None = None
    """Hours before the deadline from which on to ring whoever is silent, if that leaves fewer misses than
    today's margin; None where it does not."""
    earlier_misses: float | None = None
    earlier_agents: int | None = None
    """Further agents that would still be needed with it."""
    late_last_misses: float | None = None
    """Misses if those already late were rung last; None where that changes nothing."""


def compute_forecast(situation: ForecastSituation) -> Forecast:
    """The outlook and what would avoid its misses. A pure function; some tens of simulations at most."""
    found = compute_brief_forecast(situation)
    outlook = found.outlook
    if outlook.misses < ENOUGH:
        return found
    agents, unavoidable = _find_agents_needed(situation, outlook.misses)
    some = sorted({ceil((agents or 0) * share) for share in _SOME} - {0})
    by_agents = tuple((n, _misses_with_agents(situation, n)) for n in some)
    found = replace(found, more_agents=agents, unavoidable=unavoidable, with_agents=by_agents)
    if found.late:
        last = simulate_situation(replace(situation, late_first=False)).misses
        if last <= outlook.misses - ENOUGH:
            found = replace(found, late_last_misses=last)
    return _try_earlier_calls(found, situation)


def compute_brief_forecast(situation: ForecastSituation) -> Forecast:
    """The outlook alone, without what would be better: one simulation."""
    outlook = simulate_situation(situation)
    on_time = [w for w in situation.waiting if w.deadline > situation.now]
    return Forecast(
        at=situation.now,
        waiting=round(sum(w.people for w in on_time)),
        late=round(sum(w.people for w in situation.waiting) - sum(w.people for w in on_time)),
        outlook=outlook,
        unavoidable=outlook.misses,
    )


def _try_earlier_calls(found: Forecast, situation: ForecastSituation) -> Forecast:
    """With calls from so many hours before the deadline on."""
    now = situation.margin
    tried = [
        (simulate_situation(earlier).misses, hours, earlier)
        for hours in _MARGINS
        if timedelta(hours=hours) > now
        for earlier in (replace(situation, margin=timedelta(hours=hours)),)
    ]
    if not tried:
        return found
    least = min(misses for misses, _, _ in tried)
    misses, hours, earlier = next(t for t in tried if t[0] <= least + ENOUGH)
    agents, floor = _find_agents_needed(earlier, misses)
    if misses > found.outlook.misses - ENOUGH and floor > found.unavoidable - ENOUGH:
        return found
    return replace(found, earlier_calls=hours, earlier_misses=misses, earlier_agents=agents)


def _find_agents_needed(situation: ForecastSituation, today: float) -> tuple[int | None, float]:
    """The least number of further agents that leaves only what no agent avoids, and that."""
    floor = _misses_with_agents(situation, MOST_AGENTS)
    if today - floor < ENOUGH:
        return None, floor
    return _find_least(
        lambda agents: _misses_with_agents(situation, agents) - floor - ENOUGH, today - floor - ENOUGH
    ), floor


def _find_least(above: Callable[[int], float], today: float) -> int:
    """The least number from 1 on for which ``above``, which only falls from ``today`` on, is below 0.

    Between two numbers the line from one to the other says where to try, and the middle where that was of
    no use: a dozen tries for thousands of agents.
    """
    low, over = 0, today
    high = max(1, ceil(today / _EACH))
    while (under := above(high)) >= 0:
        low, over, high = high, under, high * 4
    halve = False
    while high - low > 1:
        share = 0.5 if halve or over <= under else over / (over - under)
        tried = min(max(low + int((high - low) * share), low + 1), high - 1)
        value, before = above(tried), high - low
        if value < 0:
            high, under = tried, value
        else:
            low, over = tried, value
        halve = high - low > before / 2
    return high


def _misses_with_agents(situation: ForecastSituation, agents: int) -> float:
    return simulate_situation(
        situation, more_agents=agents, calls_an_hour=situation.mean_calls_an_hour
    ).misses
