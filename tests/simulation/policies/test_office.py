"""What the twin does by itself where the store has a statement: paths that a small day seldom takes."""

from datetime import timedelta

import pytest

from tocsin.tracing.calls.task_sweep import MARGIN
from tocsin.tracing.intake.contactability import find_contact_route
from tocsin_simulation.policies.day_policy import load_shipped_policies
from tocsin_simulation.policies.office import RegionOffice
from tocsin_simulation.policies.region_sample import RegionSample

HOUR = timedelta(hours=1)


@pytest.fixture
def case():
    """An office, and the only case in it, who has a mobile and was not written to."""
    sample = RegionSample(20, 1)
    one = next(
        one for one in sample.arrivals if find_contact_route(one.record).way == "sms" and not one.record.minor
    )
    office = RegionOffice(load_shipped_policies().policies[0].flows)
    office.take_in([one.record], [one.citizen], one.sent_at, first=False)
    return office, office.files.cases[0]


def test_who_is_silent_is_rung_from_the_margin_on_and_once(case):
    office, one = case
    office.sweep(one.deadline - MARGIN - HOUR)
    assert office.tasks.all == []
    for minutes in range(3):
        office.sweep(one.deadline - MARGIN + timedelta(minutes=minutes))
    (task,) = office.tasks.all
    assert (task.case, task.reason, task.deadline) == (one.id, "deadline", one.deadline)


def test_whom_an_sms_has_reached_is_not_rung_any_more(case):
    office, one = case
    office.sweep(one.deadline - MARGIN)
    one.answered_at = one.deadline - 5 * HOUR
    office.tasks.changed.add((one.id, None))
    office.sweep(one.deadline - 5 * HOUR)
    assert office.tasks.all[0].done_at is None  # to have answered is not enough
    one.reached_at = one.deadline - 5 * HOUR
    office.tasks.changed.add((one.id, None))
    office.sweep(one.deadline - 5 * HOUR)
    (task,) = office.tasks.all
    assert (task.outcome, office.tasks.open) == ("answered_by_sms", {})


def test_a_task_whose_reason_became_another_does_not_keep_the_deadline_from_being_seen_again(case):
    office, one = case
    now = one.deadline - MARGIN
    office.sweep(now)
    (task,) = office.tasks.all
    office.write_down(task, "agent-1", now, "wrong_person")
    assert (task.reason, task.phone, one.phone) == ("no_phone", None, None)
    office.tasks.end(task, "no_answer", now)
    office.sweep(now + HOUR)
    assert [task.reason for task in office.tasks.all] == ["no_phone", "no_phone"]


def test_a_second_try_comes_after_the_time_of_the_policy(case):
    office, one = case
    office._between = 3 * HOUR
    now = one.deadline - MARGIN
    office.sweep(now)
    task = office.tasks.all[0]
    office.write_down(task, "agent-1", now, "no_answer")
    assert (task.attempts, one.attempts) == (1, 1)
    assert task.not_before >= min(now + 3 * HOUR, one.deadline - HOUR)
