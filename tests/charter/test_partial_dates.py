"""Dates as precise as people know them, and periods with uncertain ends."""

from datetime import date, timedelta

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from tests.charter.water import Folder
from tocsin.charter.parsing import parse_period
from tocsin.charter.partial_dates import next_day, parse_partial_date
from tocsin.charter.schema import MAX, MIN, AttestationDates, ValidityPeriod
from tocsin.charter.yaml_document import YamlDocument, YamlPlace

DAYS = st.dates(date(2000, 1, 1), date(2040, 12, 31))


def read(folder: Folder, in_force: str, more: str = "") -> ValidityPeriod:
    """The period that a clause has when its validity is written so."""
    folder.change("asks.yaml", "in_force: {from: 2020-03-01}", f"in_force: {in_force}{more}")
    return folder.load().clauses[0].in_force


@given(DAYS)
def test_a_day_means_itself(day: date) -> None:
    assert parse_partial_date(day.isoformat()) == (day, day)


@given(DAYS)
def test_a_month_holds_its_days_and_no_other(day: date) -> None:
    first, last = parse_partial_date(f"{day:%Y-%m}")
    assert first <= day <= last
    assert (first.day, next_day(last).day) == (1, 1)
    assert first.month == last.month


@given(DAYS)
def test_a_year_holds_its_months(day: date) -> None:
    first, last = parse_partial_date(f"{day:%Y}")
    month = parse_partial_date(f"{day:%Y-%m}")
    assert first <= month[0] <= month[1] <= last
    assert (last - first).days in (364, 365)


def test_undated_means_any_day() -> None:
    assert parse_partial_date("undated") == (MIN, MAX)


@pytest.mark.parametrize(
    "text", ["", "2021-2", "21-03-04", "2021-13", "2021-02-30", "soon", "2021-03-04T10:00", "٢٠٢١"]
)
def test_anything_else_is_no_date(text: str) -> None:
    with pytest.raises(ValueError):  # noqa: PT011 - what is wrong is said by whoever knows the file
        parse_partial_date(text)


def test_there_is_no_day_after_the_last() -> None:
    assert next_day(date(2021, 12, 31)) == date(2022, 1, 1)
    assert next_day(MAX) == MAX


@given(st.lists(DAYS, min_size=4, max_size=4).map(sorted), DAYS)
def test_what_surely_holds_possibly_holds(ends: list[date], day: date) -> None:
    period = ValidityPeriod(
        earliest_start=ends[0], latest_start=ends[1], earliest_end=ends[2], latest_end=ends[3]
    )
    assert period.possibly_holds(day) or not period.surely_holds(day)
    assert period.surely_holds(day) == (ends[1] <= day <= ends[2])
    assert period.possibly_holds(day) == (ends[0] <= day <= ends[3])


def test_a_plain_period_includes_both_its_days(folder: Folder) -> None:
    period = read(folder, "{from: 2021-03-04, until: 2023-01-31}")
    for day, holds in [
        ("2021-03-03", False),
        ("2021-03-04", True),
        ("2023-01-31", True),
        ("2023-02-01", False),
    ]:
        assert period.surely_holds(date.fromisoformat(day)) is holds
        assert period.possibly_holds(date.fromisoformat(day)) is holds


def test_no_end_is_an_open_end(folder: Folder) -> None:
    assert read(folder, "{from: 2021-03-04}").surely_holds(MAX)


def test_after_and_by_leave_the_days_between_in_doubt(folder: Folder) -> None:
    period = read(folder, "{after: 2021-03-04, by: 2021-04-09}")
    told = [(period.possibly_holds(d), period.surely_holds(d)) for d in map(date.fromisoformat, (
        "2021-03-04", "2021-03-05", "2021-04-08", "2021-04-09"))]  # fmt: skip
    assert told == [(False, False), (True, False), (True, False), (True, True)]


def test_until_after_and_until_by_leave_the_days_between_in_doubt(folder: Folder) -> None:
    period = read(folder, "{from: 2017-05-10, until_after: 2021-03-04, until_by: 2021-04-08}")
    told = [(period.possibly_holds(d), period.surely_holds(d)) for d in map(date.fromisoformat, (
        "2021-03-04", "2021-03-05", "2021-04-08", "2021-04-09"))]  # fmt: skip
    assert told == [(True, True), (True, False), (True, False), (False, False)]


def test_by_alone_may_have_held_for_ever_before(folder: Folder) -> None:
    period = read(folder, "{by: 2017-05-10}")
    assert period.possibly_holds(MIN)
    assert not period.surely_holds(date(2017, 5, 9))


def test_after_alone_is_sure_from_the_first_source(folder: Folder) -> None:
    period = read(folder, "{after: 2019-12-31}", "\n    seen: {first: 2020-06, last: 2021}")
    assert (period.earliest_start, period.latest_start) == (date(2020, 1, 1), date(2020, 6, 30))


def test_an_unknown_start_is_sure_from_the_first_source(folder: Folder) -> None:
    period = read(folder, "{from: unknown}", "\n    seen: {first: 2022-11, last: 2023}")
    assert (period.earliest_start, period.latest_start) == (MIN, date(2022, 11, 30))


def test_an_unknown_end_is_sure_until_the_last_source(folder: Folder) -> None:
    period = read(folder, "{from: 2020-03-01, until: unknown}", "\n    seen: {first: 2020, last: 2022-11}")
    assert (period.earliest_end, period.latest_end) == (date(2022, 11, 1), MAX)


def test_an_unknown_start_that_nothing_dates_is_sure_on_no_day(folder: Folder) -> None:
    period = read(folder, "{from: unknown}", "\n    seen: {first: undated, last: undated}")
    assert period.possibly_holds(date(2024, 1, 1))
    assert not period.surely_holds(date(2024, 1, 1))


def test_a_month_as_a_start_is_an_uncertain_start(folder: Folder) -> None:
    period = read(folder, "{from: 2020-08, until: 2022}")
    assert (period.earliest_start, period.latest_start) == (date(2020, 8, 1), date(2020, 8, 31))
    assert (period.earliest_end, period.latest_end) == (date(2022, 1, 1), date(2022, 12, 31))


def test_seen_is_taken_from_the_sources(folder: Folder) -> None:
    folder.change("asks.yaml", "sources: [site]", "sources: [paper, site]")
    assert folder.load().clauses[0].seen == AttestationDates(first="2020-03-01", last="2022-11")


def test_seen_ignores_what_is_undated(folder: Folder) -> None:
    folder.change("sources.yaml", "date: 2022-11", "date: undated")
    folder.change("asks.yaml", "sources: [site]", "sources: [paper, site]")
    assert folder.load().clauses[0].seen == AttestationDates(first="2020-03-01", last="2020-03-01")


@given(DAYS, st.integers(0, 2000), st.integers(0, 2000), st.integers(0, 2000))
def test_the_four_ends_stand_in_order_whatever_is_written(day: date, a: int, b: int, c: int) -> None:
    assume(day.year + 17 < 2060)
    ends = [day + timedelta(days=sum(steps)) for steps in ((), (a,), (a, b), (a, b, c))]
    written = dict(
        zip(("after", "by", "until_after", "until_by"), (d.isoformat() for d in ends), strict=True)
    )
    assume(a > 0)
    read_back = parse_period(_write_place(written))
    assert [
        read_back.earliest_start - timedelta(days=1),
        read_back.latest_start,
        read_back.earliest_end,
        read_back.latest_end,
    ] == ends


def _write_place(written: dict[str, str]) -> YamlPlace:
    text = "".join(f"{key}: {day}\n" for key, day in written.items())
    return YamlPlace(YamlDocument(text, "period.yaml", words=True), ())
