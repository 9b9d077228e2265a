"""The forecast: cases worked by hand, and what must hold of any situation."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from tocsin.metrics.forecast import (
    ForecastSituation,
    ShiftHours,
    WaitingPeople,
    blend_with_prior,
    compute_forecast,
    simulate_situation,
)
from tocsin.metrics.statistics import estimate_kaplan_meier

NINE = datetime(2021, 3, 4, 8, tzinfo=UTC)  # nine o'clock in Paris
NOBODY_ANSWERS = ((86_400.0, 0.0),)


def hours(n: float) -> timedelta:
    return timedelta(hours=n)


def situation(*waiting: WaitingPeople, agents: int = 0, **others) -> ForecastSituation:
    """Nine o'clock, agents all day who make 3 calls an hour each, and nobody answers by SMS."""
    shift = ShiftHours(starts_at=NINE - hours(1), ends_at=NINE + hours(40), agents=agents)
    usual = {"now": NINE, "waiting": waiting, "shifts": (shift,), "answers": NOBODY_ANSWERS}
    return ForecastSituation(**(usual | others))


def to_call(people: int, due: float, *, at: float = 0, **others) -> WaitingPeople:
    return WaitingPeople(people=people, deadline=NINE + hours(due), callable_at=NINE + hours(at), **others)


def written(people: int, due: float, *, sent: float = 0) -> WaitingPeople:
    return WaitingPeople(people=people, deadline=NINE + hours(due), sent_at=NINE + hours(sent))


SURE = {"pick_up": 1.0, "calls_each": 1}
"""Whoever is rung answers."""


class TestCalls:
    def test_two_agents_reach_six_people_an_hour(self):
        outlook = simulate_situation(situation(to_call(20, 2), agents=2, **SURE))
        assert outlook.misses == pytest.approx(20 - 12)
        assert outlook.by_call == pytest.approx(12)
        assert outlook.calls == pytest.approx(12)

    def test_the_earliest_deadline_is_rung_first(self):
        outlook = simulate_situation(situation(to_call(6, 5), to_call(6, 1), agents=2, **SURE))
        assert outlook.misses == pytest.approx(0)
        too_few = simulate_situation(
            situation(to_call(6, 2), to_call(6, 1), agents=1, late_first=False, **SURE)
        )
        assert too_few.by_hour == ((NINE + hours(1), pytest.approx(3)), (NINE + hours(2), pytest.approx(3)))

    def test_by_deadline_alone_one_late_hour_makes_the_next_late(self):
        domino = simulate_situation(situation(to_call(6, 2), to_call(6, 1), agents=1, **SURE))
        assert domino.by_hour == ((NINE + hours(1), pytest.approx(3)), (NINE + hours(2), pytest.approx(6)))

    def test_a_call_that_may_fail_is_made_again_and_costs_more(self):
        # p = 1/2, two calls each: 3/4 are reached for 1.5 calls each.
        sure_enough = {"pick_up": 0.5, "calls_each": 2}
        outlook = simulate_situation(situation(to_call(40, 10), agents=20, **sure_enough))
        assert outlook.by_call == pytest.approx(30)
        assert outlook.calls == pytest.approx(60)
        assert outlook.misses == pytest.approx(10)

    def test_no_second_call_fits_before_a_near_deadline(self):
        outlook = simulate_situation(situation(to_call(40, 1), agents=100, pick_up=0.5, calls_each=2))
        assert outlook.by_call == pytest.approx(20)

    def test_nobody_is_rung_at_night(self):
        evening = NINE + hours(11)  # 20 h in Paris
        night = replace(
            situation(agents=50, **SURE),
            now=evening,
            waiting=(WaitingPeople(people=10, deadline=evening + hours(11), callable_at=evening),),
        )
        assert simulate_situation(night).misses == pytest.approx(10)
        until_nine = replace(night.waiting[0], deadline=evening + hours(13))
        assert simulate_situation(replace(night, waiting=(until_nine,))).misses == pytest.approx(0)

    def test_agents_ring_during_their_shift(self):
        shift = ShiftHours(starts_at=NINE + hours(1), ends_at=NINE + hours(2), agents=2, calls_an_hour=3)
        outlook = simulate_situation(replace(situation(to_call(20, 8), **SURE), shifts=(shift,)))
        assert outlook.by_call == pytest.approx(6)

    def test_those_already_late_take_the_calls_of_those_still_in_time(self):
        late, soon = to_call(6, -1), to_call(6, 1)
        first = simulate_situation(situation(late, soon, agents=2, **SURE))
        assert first.misses == pytest.approx(6)
        last = simulate_situation(situation(late, soon, agents=2, late_first=False, **SURE))
        assert last.misses == pytest.approx(0)

    def test_contacts_and_cases_are_counted_apart(self):
        outlook = simulate_situation(situation(to_call(4, 1), to_call(3, 1, subject="contact")))
        assert (outlook.cases, outlook.contacts) == (4, 3)


class TestSms:
    HALF_IN_AN_HOUR = ((3600.0, 0.5), (86_400.0, 0.5))

    def test_those_written_to_answer_as_the_curve_has_it(self):
        outlook = simulate_situation(situation(written(100, 4), answers=self.HALF_IN_AN_HOUR))
        assert outlook.by_sms == pytest.approx(50)
        assert outlook.misses == pytest.approx(50)

    def test_who_has_been_silent_for_long_answers_less(self):
        # Half an hour of silence: 75 of 100 are left, of whom 25 answer: one third.
        outlook = simulate_situation(situation(written(75, 4, sent=-0.5), answers=self.HALF_IN_AN_HOUR))
        assert outlook.by_sms == pytest.approx(25)

    def test_the_operator_takes_so_many_parts(self):
        everybody_at_once = ((1.0, 1.0),)
        waiting = WaitingPeople(people=7200, deadline=NINE + hours(1), to_write=True)
        slow = situation(waiting, answers=everybody_at_once, parts_a_second=1.0)
        assert simulate_situation(slow).misses == pytest.approx(3600)
        assert simulate_situation(replace(slow, parts_each=2.0)).misses == pytest.approx(5400)
        assert simulate_situation(replace(slow, parts_ahead=1800.0)).misses == pytest.approx(5400)
        assert simulate_situation(replace(slow, parts_a_second=2.0)).misses == pytest.approx(0)

    def test_no_sms_is_sent_to_who_is_late_already(self):
        late, in_time = (WaitingPeople(people=3600, deadline=NINE + hours(h), to_write=True) for h in (-1, 1))
        both = situation(late, in_time, answers=((1.0, 1.0),), parts_a_second=1.0)
        assert simulate_situation(both).misses == pytest.approx(0)

    def test_no_first_sms_leaves_from_22_h_on(self):
        late = NINE + hours(13)
        waiting = WaitingPeople(people=10, deadline=late + hours(9), to_write=True)
        night = replace(situation(waiting, answers=((1.0, 1.0),)), now=late)
        assert simulate_situation(night).misses == pytest.approx(10)
        assert simulate_situation(replace(night, now=late - hours(1))).misses == pytest.approx(0)

    def test_silence_leads_to_a_call(self):
        quiet = situation(written(10, 10, sent=-3), agents=1, silence=hours(4), margin=hours(1), **SURE)
        assert simulate_situation(quiet).by_call == pytest.approx(10)
        patient = replace(quiet, silence=hours(48))
        assert simulate_situation(patient).by_call == pytest.approx(3)  # in the hour that the margin gives
        assert simulate_situation(replace(patient, margin=hours(0))).misses == pytest.approx(10)


class TestAdvice:
    def test_nothing_to_advise_where_nobody_is_missed(self):
        found = compute_forecast(situation(to_call(6, 2), agents=1, **SURE))
        assert found.outlook.misses == pytest.approx(0)
        assert (found.more_agents, found.earlier_calls, found.late_last_misses) == (None, None, None)

    def test_the_least_number_of_agents(self):
        # 60 people in 2 h at 3 calls an hour: ten agents, four of whom are there.
        found = compute_forecast(situation(to_call(60, 2), agents=4, **SURE))
        assert found.outlook.misses == pytest.approx(36)
        assert found.more_agents == 6
        assert found.unavoidable == pytest.approx(0)

    def test_what_no_agent_avoids_is_said(self):
        found = compute_forecast(situation(to_call(100, 1), agents=1, pick_up=0.5, calls_each=1))
        assert found.unavoidable == pytest.approx(50)
        assert found.more_agents == 33  # 99.x calls would do within half a person

    def test_calls_sooner_than_silence_asks_for(self):
        # 60 silent people, 5 agents: four hours of calling are needed, the margin gives two.
        waiting = written(60, 10)
        found = compute_forecast(situation(waiting, agents=5, silence=hours(48), margin=hours(2), **SURE))
        assert found.outlook.misses == pytest.approx(30)
        assert (found.earlier_calls, found.earlier_misses) == (8, pytest.approx(0))
        assert found.earlier_agents is None

    def test_the_late_ones_last(self):
        found = compute_forecast(situation(to_call(6, -1), to_call(6, 1), agents=2, **SURE))
        assert (found.late, found.waiting) == (6, 6)
        assert found.late_last_misses == pytest.approx(0)
        assert found.more_agents == 2


class TestAnswersSeen:
    PRIOR = ((60.0, 0.2), (600.0, 0.6))

    def test_without_data_the_prior_holds(self):
        assert blend_with_prior(estimate_kaplan_meier([]), self.PRIOR) == self.PRIOR

    def test_with_many_people_the_data_hold(self):
        seen = estimate_kaplan_meier([(30, 9_000, 0), (600, 500, 500)])
        points = blend_with_prior(seen, self.PRIOR, weight=50)
        assert points[0][1] == pytest.approx(0.9, abs=0.01)
        assert points[1][1] == pytest.approx(0.95, abs=0.01)

    def test_beyond_what_was_watched_the_prior_goes_on(self):
        seen = estimate_kaplan_meier([(30, 5_000, 0), (60, 0, 5_000)])
        assert blend_with_prior(seen, self.PRIOR, weight=0)[1][1] == pytest.approx(0.5 + 0.5 * 0.5)


# ---- any situation

moments = st.floats(-6, 30).map(lambda h: NINE + hours(round(h, 1)))
waitings = st.builds(
    WaitingPeople,
    people=st.integers(0, 200),
    subject=st.sampled_from(["case", "contact"]),
    deadline=moments,
    to_write=st.just(False),
    sent_at=st.none() | moments.filter(lambda at: at <= NINE),
    callable_at=st.none() | moments,
    attempts=st.integers(0, 4),
) | st.builds(WaitingPeople, people=st.integers(0, 5000), deadline=moments, to_write=st.just(True))
situations = st.builds(
    ForecastSituation,
    now=st.sampled_from([NINE, NINE + hours(5.5), NINE + hours(12)]),
    waiting=st.lists(waitings, max_size=8).map(tuple),
    shifts=st.lists(
        st.builds(ShiftHours, starts_at=moments, ends_at=moments, agents=st.integers(0, 40)), max_size=3
    ).map(tuple),
    pick_up=st.sampled_from([0.0, 0.3, 0.5, 1.0]),
    calls_each=st.integers(1, 4),
    parts_a_second=st.sampled_from([0.1, 1.0, 30.0]),
    parts_ahead=st.sampled_from([0.0, 900.0]),
    late_first=st.booleans(),
)


class TestAlways:
    @settings(deadline=None)
    @given(situations, st.integers(0, 30), st.integers(0, 30))
    def test_more_agents_never_lead_to_more_misses(self, any_situation, some, others):
        fewer = simulate_situation(any_situation, more_agents=some)
        more = simulate_situation(any_situation, more_agents=some + others)
        assert more.misses <= fewer.misses + 1e-6

    @settings(deadline=None)
    @given(situations)
    def test_with_no_agents_and_nobody_answering_all_who_wait_are_missed(self, any_situation):
        alone = replace(any_situation, shifts=(), answers=NOBODY_ANSWERS)
        in_time = sum(w.people for w in alone.waiting if w.deadline > alone.now)
        assert simulate_situation(alone).misses == pytest.approx(in_time)

    @settings(deadline=None)
    @given(situations)
    def test_everybody_in_time_is_reached_or_missed(self, any_situation):
        outlook = simulate_situation(any_situation)
        in_time = sum(w.people for w in any_situation.waiting if w.deadline > any_situation.now)
        assert outlook.misses + outlook.by_sms + outlook.by_call == pytest.approx(in_time)
        assert sum(n for _, n in outlook.by_hour) == pytest.approx(outlook.misses)

    @settings(max_examples=25, deadline=None)
    @given(situations)
    def test_advice_is_no_worse_than_today_and_the_least_of_its_kind(self, any_situation):
        found = compute_forecast(any_situation)
        assert found.unavoidable <= found.outlook.misses + 1e-6
        if found.more_agents:
            pace = {"calls_an_hour": 3.0}
            enough = simulate_situation(any_situation, more_agents=found.more_agents, **pace)
            one_less = simulate_situation(any_situation, more_agents=found.more_agents - 1, **pace)
            assert enough.misses < found.unavoidable + 0.5 <= one_less.misses
