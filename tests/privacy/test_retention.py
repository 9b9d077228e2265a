"""Three calendar months: the day with the same number, or the last of a month that has none."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tocsin.privacy.retention import add_months, find_last_due_day

DAYS = st.dates(date(2020, 1, 1), date(2040, 12, 31))


@pytest.mark.parametrize(
    ("collected", "erased"),
    [
        ("2026-11-03", "2027-02-03"),
        ("2026-11-30", "2027-02-28"),
        ("2026-11-28", "2027-02-28"),
        ("2027-11-30", "2028-02-29"),  # a leap year
        ("2027-11-29", "2028-02-29"),
        ("2028-02-29", "2028-05-29"),
        ("2027-01-31", "2027-04-30"),
        ("2027-12-31", "2028-03-31"),
    ],
)
def test_the_day_on_which_it_is_erased(collected: str, erased: str):
    assert add_months(date.fromisoformat(collected)) == date.fromisoformat(erased)


@given(DAYS)
def test_what_is_due_on_a_day_is_what_reaches_its_three_months_by_then(on: date):
    last = find_last_due_day(on)
    assert add_months(last) <= on < add_months(last + timedelta(days=1))


@given(DAYS)
def test_a_purge_each_day_leaves_nothing_a_day_too_long(on: date):
    assert find_last_due_day(on + timedelta(days=1)) - find_last_due_day(on) >= timedelta()
    assert add_months(on) - on <= timedelta(days=92)


@given(DAYS)
def test_nothing_goes_before_its_time(on: date):
    assert on - find_last_due_day(on) >= timedelta(days=89)
