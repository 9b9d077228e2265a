"""The fluid against single people whom chance decides on: calls that fail are made again, hours later."""

import heapq
import random
from statistics import mean

import pytest

from tests.metrics.test_forecast import NINE, NOBODY_ANSWERS, hours
from tocsin.metrics.forecast import ForecastSituation, ShiftHours, WaitingPeople, simulate_situation


def played(situation: ForecastSituation, rng: random.Random) -> int:
    """Misses when agents ring one person after another, earliest deadline first, as the call list has it.

    The day is one of calling hours only; every agent takes a call every 1 / calls_an_hour hours.
    """
    (shift,) = situation.shifts
    every = 1 / shift.calls_an_hour
    gap = situation.between_calls.total_seconds() / 3600
    people = [
        [((w.deadline - NINE).total_seconds() / 3600), (w.callable_at - NINE).total_seconds() / 3600, 0]
        for w in situation.waiting
        for _ in range(w.people)
    ]
    open_ones = set(range(len(people)))
    reached = set()
    agents = [(every * n / shift.agents, n) for n in range(shift.agents)]
    heapq.heapify(agents)
    while agents and agents[0][0] < 11:
        at, agent = heapq.heappop(agents)
        ready = [n for n in open_ones if people[n][1] <= at]
        if not ready:
            heapq.heappush(agents, (at + 0.05, agent))
            continue
        turn = min(ready, key=lambda n: (people[n][0], n))
        people[turn][2] += 1
        if rng.random() < situation.pick_up:
            open_ones.discard(turn)
            if at < people[turn][0]:
                reached.add(turn)
        elif people[turn][2] >= situation.calls_each:
            open_ones.discard(turn)
        else:
            people[turn][1] = at + gap
        heapq.heappush(agents, (at + every, agent))
    return len(people) - len(reached)


@pytest.mark.parametrize("agents", [3, 10, 20, 40, 80])
@pytest.mark.parametrize("pick_up", [0.4, 0.7])
def test_the_fluid_is_near_to_what_chance_gives(agents, pick_up):
    waiting = tuple(
        WaitingPeople(people=25, deadline=NINE + hours(due), callable_at=NINE)
        for due in (2, 4, 6, 8, 9, 10, 10.5)
    )
    situation = ForecastSituation(
        now=NINE,
        waiting=waiting,
        shifts=(ShiftHours(starts_at=NINE, ends_at=NINE + hours(11), agents=agents),),
        answers=NOBODY_ANSWERS,
        pick_up=pick_up,
    )
    rng = random.Random(20210304)
    by_chance = mean(played(situation, rng) for _ in range(12))
    people = sum(w.people for w in waiting)
    error = (simulate_situation(situation).misses - by_chance) / people
    assert (
        -0.02 < error < 0.17
    )  # where agents are short it errs towards more misses: all calls are paid at once
    if agents >= 20:
        assert error == pytest.approx(0, abs=0.03)
