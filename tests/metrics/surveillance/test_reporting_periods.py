"""The stretches of time of the boards: whole days in Paris, also where a night has 23 hours or 25."""

from datetime import UTC, date, datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tocsin.metrics.surveillance.reporting_periods import compute_periods

MOMENTS = st.integers(0, 10 * 365 * 24 * 3600).map(
    lambda seconds: datetime(2020, 1, 1, tzinfo=UTC) + timedelta(seconds=seconds)
)


@settings(max_examples=60)
@given(MOMENTS)
def test_every_deadline_of_the_week_has_passed(now):
    found = compute_periods(now)
    last = found.week_to - timedelta(seconds=1)
    assert last + timedelta(hours=24) < now + timedelta(hours=1)  # a night of 25 hours
    assert (found.week_to.date() - found.week_from.date()).days == 7


@settings(max_examples=60)
@given(MOMENTS)
def test_whoever_is_in_the_grown_period_was_watched_for_fourteen_days(now):
    found = compute_periods(now)
    assert found.grown_to.date() == found.today - timedelta(days=14)
    assert (found.grown_to.date() - found.grown_from.date()).days == 14
    assert found.month <= found.grown_from


@settings(max_examples=60)
@given(MOMENTS)
def test_days_end_with_yesterday(now):
    days = compute_periods(now).case_days
    assert len(days) == 70
    assert days[-1] == compute_periods(now).today - timedelta(days=1)
    assert [after - before for before, after in pairwise(days)] == [timedelta(days=1)] * 69


@pytest.mark.parametrize(
    ("now", "today"),
    [
        (datetime(2021, 3, 27, 22, 59, tzinfo=UTC), date(2021, 3, 27)),
        (datetime(2021, 3, 27, 23, 0, tzinfo=UTC), date(2021, 3, 28)),
        (datetime(2021, 3, 28, 22, 0, tzinfo=UTC), date(2021, 3, 29)),  # summer time has begun
        (datetime(2021, 10, 31, 22, 59, tzinfo=UTC), date(2021, 10, 31)),
    ],
)
def test_a_day_begins_at_midnight_in_paris(now, today):
    assert compute_periods(now).today == today
