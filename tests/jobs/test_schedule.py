"""When chores are due."""

from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tocsin.jobs.scheduled_job import DailySchedule, IntervalSchedule
from tocsin.locale.paris_time import PARIS_ZONE

MOMENTS = st.integers(1_577_836_800, 1_798_761_600).map(lambda second: datetime.fromtimestamp(second, UTC))
WHENS = st.one_of(
    st.integers(1, 90_000).map(IntervalSchedule),
    st.integers(0, 23).map(DailySchedule),
)


@given(WHENS, MOMENTS)
def test_a_slot_is_the_last_before_now_and_the_following_one_the_first_after(when, now):
    assert when.last_slot(now) <= now < when.next_slot(now)


@given(WHENS, MOMENTS)
def test_between_two_slots_there_is_none(when, now):
    slot, following = when.last_slot(now), when.next_slot(now)
    assert when.last_slot(slot) == slot
    assert when.last_slot(following) == following
    assert when.last_slot(following - timedelta(microseconds=1)) == slot
    assert when.next_slot(slot) == following


def test_the_erasure_is_at_three_of_paris_in_winter_and_in_summer():
    three = DailySchedule(3)
    assert three.last_slot(datetime(2021, 1, 5, 12, tzinfo=UTC)) == datetime(2021, 1, 5, 2, tzinfo=UTC)
    assert three.last_slot(datetime(2021, 7, 5, 12, tzinfo=UTC)) == datetime(2021, 7, 5, 1, tzinfo=UTC)
    assert three.last_slot(datetime(2021, 1, 5, 1, 59, tzinfo=UTC)) == datetime(2021, 1, 4, 2, tzinfo=UTC)


@pytest.mark.parametrize(
    ("day", "hours"),
    [((2021, 3, 28), 23), ((2021, 10, 31), 25), ((2024, 2, 29), 24)],
)
def test_a_day_with_one_hour_more_or_less_has_one_run(day, hours):
    noon_before = datetime(*day, 12, tzinfo=PARIS_ZONE) - timedelta(days=1)
    first = DailySchedule(0).next_slot(noon_before.astimezone(UTC))
    assert (DailySchedule(0).next_slot(first) - first) == timedelta(hours=hours)


@pytest.mark.parametrize("hour", range(24))
@pytest.mark.parametrize("start", [datetime(2021, 3, 26, tzinfo=UTC), datetime(2021, 10, 29, tzinfo=UTC)])
def test_each_hour_comes_once_a_day_also_when_the_clocks_change(hour, start):
    slots, now = [], start
    for _ in range(5):
        now = DailySchedule(hour).next_slot(now)
        slots.append(now.astimezone(PARIS_ZONE).date())
    assert [(later - sooner).days for sooner, later in pairwise(slots)] == [1, 1, 1, 1]


def test_of_the_hour_that_comes_twice_the_first_counts():
    slot = DailySchedule(2).last_slot(datetime(2021, 10, 31, 12, tzinfo=UTC))
    assert slot == datetime(2021, 10, 31, 0, tzinfo=UTC)


def test_the_hour_that_is_not_there_comes_an_hour_later():
    slot = DailySchedule(2).last_slot(datetime(2021, 3, 28, 12, tzinfo=UTC))
    assert slot == datetime(2021, 3, 28, 1, tzinfo=UTC)
    assert slot.astimezone(PARIS_ZONE).hour == 3


@pytest.mark.parametrize(
    ("when", "words"),
    [
        (IntervalSchedule(10), "every 10 seconds"),
        (IntervalSchedule(60), "every minute"),
        (IntervalSchedule(3600), "every hour"),
        (IntervalSchedule(7200), "every 2 hours"),
        (IntervalSchedule(90), "every 90 seconds"),
        (DailySchedule(3), "daily at 03:00"),
    ],
)
def test_it_is_said_in_words(when, words):
    assert str(when) == words
