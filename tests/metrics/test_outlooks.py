"""What is kept of the forecast by département, and what would come if something were done otherwise."""

import psycopg
import pytest
from msgspec.structs import replace

from tests.metrics.test_forecast import NINE, hours, situation, to_call, written
from tests.tracing.town_builder import Story, at
from tocsin.metrics.forecast import (
    ScenarioChanges,
    compare_scenario,
    compute_forecast,
    read_situation,
    simulate_situation,
    territory_forecasts,
)
from tocsin.metrics.forecast.recommendations import compute_brief_forecast


@pytest.fixture
def story(db: psycopg.Connection) -> Story:
    return Story(db)


# ---------------------------------------- what if


def test_ten_more_agents_ring_thirty_more_people_an_hour():
    waits = situation(to_call(120, 2), agents=10, pick_up=1.0, calls_each=1)
    found = compare_scenario(waits, ScenarioChanges(agents=10))
    assert (round(found.today.misses), round(found.other.misses)) == (60, 0)
    assert round(compare_scenario(waits, ScenarioChanges(agents=-10)).other.misses) == 120


def test_agents_who_make_more_calls():
    waits = situation(to_call(120, 2), agents=10, pick_up=1.0, calls_each=1)
    assert round(compare_scenario(waits, ScenarioChanges(calls_an_hour=6.0)).other.misses) == 0
    both = compare_scenario(waits, ScenarioChanges(calls_an_hour=4.0, agents=2))
    assert round(both.other.misses) == 120 - 12 * 4 * 2


def test_sms_that_had_left_two_hours_earlier():
    answers = ((7_200.0, 0.5), (86_400.0, 0.5))
    waits = situation(written(100, 4), answers=answers)
    found = compare_scenario(waits, ScenarioChanges(sms_earlier=2.0))
    assert round(found.today.misses) == 50  # half of them answer within the two hours to come
    assert round(found.answered) == 50  # who would have done so by now
    assert round(found.other.misses) == 50  # the other half never answer, and nobody rings


def test_calls_for_silence_begin_earlier_too():
    waits = situation(written(60, 6), agents=10, pick_up=1.0, calls_each=1, margin=hours(0))
    assert round(compare_scenario(waits, ScenarioChanges(silence=5.5)).other.misses) == 60 - 15
    assert round(compare_scenario(waits, ScenarioChanges(silence=1.0)).other.misses) == 0


def test_nothing_otherwise_is_today():
    waits = situation(to_call(50, 3), written(40, 5, sent=-1), agents=2)
    found = compare_scenario(waits, ScenarioChanges())
    assert found.today == found.other
    assert found.answered == 0


def test_who_is_late_is_rung_last():
    waits = situation(to_call(30, -2), to_call(30, 1), agents=10, pick_up=1.0, calls_each=1)
    found = compare_scenario(waits, ScenarioChanges(late_last=True))
    assert (round(found.today.misses), round(found.other.misses)) == (30, 0)


def test_people_past_all_that_counts_are_alike_however_they_are_grouped():
    few = situation(to_call(60, 3, at=-1), to_call(30, -4, at=-5), agents=5)
    many = replace(
        few,
        waiting=tuple(
            to_call(1, 3, at=-(n % 7)) if n < 60 else to_call(1, -4 - n % 3, at=-5 - n % 5) for n in range(90)
        ),
    )
    assert simulate_situation(few).misses == pytest.approx(simulate_situation(many).misses)
    assert simulate_situation(few).calls == pytest.approx(simulate_situation(many).calls)


def test_the_least_number_of_agents_is_the_least():
    for people in (7, 61, 400, 5_000):
        waits = situation(to_call(people, 2), to_call(people // 3, 5), agents=1)
        found = compute_forecast(waits)
        assert found.more_agents
        floor = found.unavoidable + 0.5

        def misses(agents, waits=waits):
            return simulate_situation(waits, more_agents=agents).misses

        assert misses(found.more_agents) < floor
        assert misses(found.more_agents - 1) >= floor


# ---------------------------------------- by département


def test_each_departement_has_its_people_and_its_share_of_the_agents(story):
    for n in range(4):
        story.call(case=story.case(submitted=1, territory="35" if n else "29"), created=2)
    story.shift(4, 12, 8)
    story.shift(4, 12, 3, territory="29")
    found = territory_forecasts.split_by_territory(story.db, read_situation(story.db, at(5)))
    assert {code: sum(w.people for w in one.waiting) for code, one in found.items()} == {"29": 1, "35": 3}
    assert {code: sum(s.agents for s in one.shifts) for code, one in found.items()} == {"29": 5, "35": 6}


def test_contacts_count_where_the_case_is_who_named_them(story):
    case = story.case(answered=1, listed=2, territory="35")
    story.contact(case, named=2, territory="")
    found = territory_forecasts.split_by_territory(story.db, read_situation(story.db, at(5)))
    assert [(code, one.waiting[0].subject) for code, one in found.items()] == [("35", "contact")]


def test_what_is_kept_is_read_back_and_played_on(story):
    for n in range(4):
        story.call(case=story.case(submitted=1, territory="35" if n else "29"), created=2)
    story.case(submitted=1, territory="")
    assert set(territory_forecasts.renew_forecasts(story.db, at(5))) == {"", "29", "35"}
    kept = {one.territory: one for one in territory_forecasts.load_forecasts(story.db)}
    assert (kept[""].forecast.waiting, kept["35"].forecast.waiting, kept["29"].forecast.waiting) == (5, 3, 1)
    assert kept[""].at == at(5)
    assert kept[""].forecast == compute_forecast(read_situation(story.db, at(5)))
    both = territory_forecasts.load_situation(story.db, ["29", "35"])
    assert both
    assert compute_brief_forecast(both).waiting == 4
    assert territory_forecasts.load_situation(story.db, ["75"]) is None
    assert territory_forecasts.load_forecasts(story.db, ["75"]) == []


def test_who_waits_no_more_is_kept_no_more(story):
    story.case(territory="35")
    territory_forecasts.renew_forecasts(story.db, at(5))
    territory_forecasts.renew_forecasts(story.db, at(24 * 5))
    assert [one.territory for one in territory_forecasts.load_forecasts(story.db)] == [""]


def test_a_situation_is_nobody_in_particular(story):
    story.case(territory="35")
    territory_forecasts.renew_forecasts(story.db, at(5))
    ((text,),) = story.db.execute("select situation from tracing_outlook where territory = '35'").fetchall()
    assert '"people":1' in text
    assert "phone" not in text
    assert NINE.isoformat()[:10] in text
