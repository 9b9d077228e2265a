"""The forecast of small towns: what is read from the store, and what it comes to."""

import psycopg
import pytest

from tests.tracing.town_builder import Story, at
from tocsin.metrics.forecast import PRIOR, compute_forecast, read_situation, simulate_situation
from tocsin.metrics.forecast.answer_curve import share_answered_by


@pytest.fixture
def story(db: psycopg.Connection) -> Story:
    return Story(db)


def test_an_empty_store_waits_for_nobody(story):
    situation = read_situation(story.db, at(5))
    assert situation.waiting == ()
    assert situation.answers == PRIOR
    assert situation.pick_up == pytest.approx(0.4)
    assert compute_forecast(situation).outlook.misses == 0


def test_each_is_waiting_for_what_comes_next(story):
    story.case()  # mobile, not written to yet
    story.case(submitted=1)
    story.call(case=story.case(submitted=1), created=5, not_before=5, attempts=2)
    story.call(case=story.case(phone="landline"), created=0, reason="no_mobile")
    story.case(phone=None)  # nothing but the margin before the deadline
    found = read_situation(story.db, at(5)).waiting
    assert {(w.to_write, w.sent_at, w.callable_at, w.attempts) for w in found} == {
        (True, None, None, 0),
        (False, at(1), None, 0),
        (False, at(1), at(5), 2),
        (False, None, at(0), 0),
        (False, None, None, 0),
    }
    assert [w.people for w in found] == [1] * 5


def test_who_answered_was_closed_or_withdrawn_or_is_not_received_yet_waits_no_more(story):
    story.case(answered=2)
    story.case(closed=2, outcome="unreachable")
    story.case(closed=2, outcome="void")
    story.case(result=6)
    assert read_situation(story.db, at(5)).waiting == ()


def test_people_alike_are_one_group(story):
    for minute in range(10):
        story.case(result=minute / 60)
    (group,) = read_situation(story.db, at(5)).waiting
    assert (group.people, group.deadline) == (10, at(24))


def test_contacts_wait_too(story):
    case = story.case(answered=1, listed=2)
    first = story.contact(case, named=2)
    story.contact(case, named=2, same_as=first)
    (group,) = read_situation(story.db, at(5)).waiting
    assert (group.subject, group.people, group.deadline) == ("contact", 1, at(26))


def test_how_people_answer_is_learnt_and_those_reached_by_call_did_not_answer_the_sms(story):
    for n in range(60):
        answered = story.case(submitted=0, answered=2 if n % 2 else 4)
        if not n % 2:
            story.call(case=answered, done=4, outcome="reached")
    answers = read_situation(story.db, at(10)).answers
    # 30 of 60 within two hours; the prior, worth 50 people, has 52 %.
    assert share_answered_by(answers, 2 * 3600) == pytest.approx((60 * 0.5 + 50 * 0.52) / 110)
    assert share_answered_by(answers, 1800) == pytest.approx(50 * 0.40 / 110)
    # Who was rung at four hours was watched no longer: after that, as the prior has it for the rest.
    later = 0.5 + 0.5 * (0.60 - 0.52) / (1 - 0.52)
    assert share_answered_by(answers, 6 * 3600) == pytest.approx((60 * later + 50 * 0.60) / 110)


def test_how_people_pick_up_is_learnt(story):
    task = story.call(case=story.case())
    for n in range(50):
        story.attempt(task, 1, "reached" if n < 40 else "no_answer")
    assert read_situation(story.db, at(5)).pick_up == pytest.approx(0.6)


def test_agents_from_now_on_in_the_territory_or_everywhere(story):
    story.shift(0, 4, 1)
    story.shift(0, 8, 2)
    story.shift(9, 12, 4, territory="75")
    story.shift(9, 12, 8, territory="13")
    assert {s.agents for s in read_situation(story.db, at(5)).shifts} == {2, 4, 8}
    assert {s.agents for s in read_situation(story.db, at(5), "75").shifts} == {2, 4}


def test_parts_in_the_outbox(story):
    story.message(parts=3, waits=True, priority=0)
    story.message(parts=2, waits=True, priority=1)
    situation = read_situation(story.db, at(5))
    assert (situation.parts_ahead, situation.parts_each) == (3, 2)


def test_a_surge_without_agents_is_seen_before_it_is_missed(story):
    for _ in range(30):
        story.case(phone="landline", result=-12)
    ahead = compute_forecast(read_situation(story.db, at(1)))  # nine o'clock; due at 20 h
    assert ahead.outlook.cases == pytest.approx(30)
    assert ahead.more_agents is not None
    story.shift(0, 24, ahead.more_agents)
    assert simulate_situation(read_situation(story.db, at(1))).misses < ahead.unavoidable + 0.5
