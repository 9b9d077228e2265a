"""Tables as people and as programs read them."""

import csv
import io
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tocsin.web.dashboards.data_tables import HIDDEN, DataTable, TableColumn, encode_csv, table_rows_view

COLUMNS = (
    TableColumn("who", "Who", "text"), TableColumn("count", "Count"), TableColumn("share", "Share", "share"),
    TableColumn("took", "Took", "delay"), TableColumn("day", "Day", "day"),
        TableColumn("cost", "Cost", "euros"),
)  # fmt: skip
ROW = ("Corse", 1234, 0.5, 5400.0, date(2021, 3, 4), Decimal("12.50"))


def read(data):
    return list(csv.reader(io.StringIO(data.decode(), newline="")))


class TestForPeople:
    def test_in_english(self):
        cells = table_rows_view(DataTable("t", "", COLUMNS, (ROW,)), "en", "hidden")[0]
        assert [one.text for one in cells] == [
            "Corse",
            "1,234",
            "50.0%",
            "1\xa0h\xa030",
            "4 March 2021",
            "12.50",
        ]

    def test_in_french(self):
        cells = table_rows_view(DataTable("t", "", COLUMNS, (ROW,)), "fr", "masqué")[0]
        assert [one.text for one in cells][1:4] == ["1\u202f234", "50,0\xa0%", "1\xa0h\xa030"]

    def test_what_is_hidden_says_so_and_what_is_nothing_is_a_dash(self):
        cells = table_rows_view(
            DataTable("t", "", COLUMNS, (("Corse", HIDDEN, None, None, date(2021, 3, 4), None),)),
            "fr",
            "masqué",
        )[0]
        assert [one.text for one in cells][1:4] == ["masqué", "–", "–"]
        assert [one.hidden for one in cells] == [False, True, False, False, False, False]


class TestForPrograms:
    def test_numbers_are_plain_and_each_row_says_what_it_is_about(self):
        data = encode_csv(DataTable("t", "", COLUMNS, (ROW,), ("R94",)), {"area": "FR"})
        assert read(data) == [
            ["area", "who", "count", "share", "took", "day", "cost"],
            ["FR", "R94", "1234", "0.5", "5400", "2021-03-04", "12.50"],
        ]

    def test_hidden_is_a_word_and_nothing_is_nothing(self):
        row = ("Corse", HIDDEN, None, None, date(2021, 3, 4), None)
        assert read(encode_csv(DataTable("t", "", COLUMNS, (row,)), {}))[1] == [
            "Corse",
            "hidden",
            "",
            "",
            "2021-03-04",
            "",
        ]

    @pytest.mark.parametrize("evil", ["=1+1", "+33639981201", "-2", "@SUM(A1)", "\t=1", "\r=1"])
    def test_no_text_is_a_formula(self, evil):
        cell = read(encode_csv(DataTable("t", "", COLUMNS[:1], ((evil,),)), {}))[1][0]
        assert cell == f"'{evil}"

    def test_a_negative_number_stays_a_number(self):
        assert read(encode_csv(DataTable("t", "", (TableColumn("n", "n", "decimal"),), ((-1.5,),)), {}))[
            1
        ] == ["-1.5"]

    @settings(max_examples=50)
    @given(st.lists(st.tuples(st.text(max_size=20), st.integers()), max_size=5))
    def test_whatever_stands_in_it_comes_back(self, rows):
        data = encode_csv(DataTable("t", "", COLUMNS[:2], tuple(rows)), {})
        found = read(data)[1:]
        assert len(found) == len(rows)
        for (text, number), (said, counted) in zip(rows, found, strict=True):
            assert said.removeprefix("'").replace("\r\n", "\n") == text.removeprefix("'").replace(
                "\r\n", "\n"
            )
            assert counted == str(number)
