"""Counts leave the house; people do not."""

import csv
import io
from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from tocsin.jobs.report_files import DayCountRow, write_day_counts_csv

THURSDAY = date(2021, 3, 4)


def counted(count, **cell):
    known = {
        "day": THURSDAY,
        "measure": "cases",
        "disease": "covid19",
        "territory": "75",
        "age_band": "40-64",
    }
    return DayCountRow(**{**known, **cell}, count=count)


def read(data):
    return list(csv.DictReader(io.StringIO(data.decode(), newline="")))


def test_small_counts_are_hidden_and_five_is_shown():
    lines = read(write_day_counts_csv([counted(count, age_band=str(count)) for count in range(1, 8)]))
    assert [line["count"] for line in lines] == ["<5", "<5", "<5", "<5", "5", "6", "7"]


def test_a_line_says_what_was_counted_when_and_where():
    assert read(write_day_counts_csv([counted(12)])) == [
        {
            "day": "2021-03-04",
            "measure": "cases",
            "disease": "covid19",
            "territory": "75",
            "age_band": "40-64",
            "count": "12",
        }
    ]


def test_a_day_without_anybody_has_a_heading_and_no_line():
    assert write_day_counts_csv([]) == b"day,measure,disease,territory,age_band,count\r\n"


CELLS = st.builds(
    DayCountRow,
    st.dates(date(2020, 1, 1), date(2022, 1, 1)),
    st.sampled_from(["cases", "contacts"]),
    st.sampled_from(["covid19", "measles"]),
    st.sampled_from(["", "75", "2A", "974"]),
    st.sampled_from(["", "0-11", "80+"]),
    st.integers(1, 20),
)


@given(st.lists(CELLS))
def test_whatever_is_counted_no_number_below_five_is_in_the_file(cells):
    lines = read(write_day_counts_csv(cells))
    assert len(lines) == len(cells)
    assert all(line["count"] == "<5" or int(line["count"]) >= 5 for line in lines)


@given(st.lists(CELLS, min_size=1), st.randoms())
def test_the_order_of_lines_tells_nothing_of_how_they_lay_in_the_store(cells, chance):
    mixed = chance.sample(cells, len(cells))
    assert write_day_counts_csv(mixed) == write_day_counts_csv(cells)
