"""Open figures: for everybody, without a cookie, and nobody in them."""

import csv
import io
import json
from datetime import date, timedelta

import pytest

from tests.web.dashboards.conftest import NOW
from tocsin.metrics.statistics import estimate_proportion
from tocsin.metrics.surveillance.board import SurveillanceBoard
from tocsin.metrics.surveillance.open_data import build_open_aggregates
from tocsin.metrics.surveillance.snapshots import load_board, load_open_data
from tocsin.store import database


class TestPage:
    @pytest.mark.parametrize("address", ["/chiffres", "/en/figures"])
    def test_everybody_may_open_it(self, visitor, boards_store, address):
        page = visitor.get(address)
        said = page.content.decode()
        assert page.status_code == 200
        assert not page.cookies
        assert said.count("<svg") == 10
        assert "https://www.etalab.gouv.fr/licence-ouverte-open-licence" in said
        assert "30 mars 2021" in said or "30 March 2021" in said

    def test_it_says_what_the_words_mean(self, visitor, boards_store):
        said = visitor.get("/chiffres").content.decode()
        assert "<dt>Joint dans les 24 heures</dt>" in said
        assert "aussi ceux sans téléphone" in said

    def test_a_disease_of_which_nothing_is_open_is_not_found(self, visitor, boards_store):
        assert visitor.get("/chiffres?d=dragon").status_code == 404

    def test_without_a_store_it_says_so(self, visitor, monkeypatch, tmp_path):
        monkeypatch.delenv("TOCSIN_DATABASE_URL", raising=False)
        monkeypatch.setenv("TOCSIN_HOME", str(tmp_path))
        assert visitor.get("/chiffres").status_code == 503
        assert visitor.get("/chiffres.json").status_code == 503


class TestFiles:
    def test_a_table_as_csv(self, visitor, boards_store):
        answer = visitor.get("/en/figures/days.csv")
        rows = list(csv.DictReader(io.StringIO(answer.content.decode(), newline="")))
        assert answer.headers["Content-Disposition"] == 'attachment; filename="tocsin-days-FR-2021-03-30.csv"'
        assert rows[0]["day"] == "2021-03-28"
        assert rows[0]["area"] == "FR"
        # a Sunday of 23 hours
        assert int(rows[0]["cases_reached"]) < int(rows[0]["cases_answered"]) < int(rows[0]["cases"]) == 96

    def test_all_tables_as_json(self, visitor, boards_store):
        told = json.loads(visitor.get("/chiffres.json").content)
        assert (told["schema"], told["disease"], told["area"]) == (2, "covid19", "FR")
        assert set(told["tables"]) == {
            "days", "r", "positivity", "reach", "contact_reach", "named", "shares", "settings", "age", "sizes",
        }  # fmt: skip
        assert told["tables"]["age"][0]["age"] == "0-11"
        assert 0.9 < told["tables"]["r"][0]["mean"] < 1.1

    def test_there_is_no_file_of_the_last_hours(self, visitor, boards_store):
        for name in ("clock", "contact_clock", "ahead", "clusters", "places", "cases"):
            assert visitor.get(f"/en/figures/{name}.csv").status_code == 404


class TestOpened:
    def test_nothing_of_a_territory_nor_of_this_day_is_in_it(self, boards_store):
        with database.open_connection(boards_store) as connection:
            found, told = load_open_data(connection), load_board(connection, "", kind="told")
        assert found.board.parts == {}
        assert found.board.fine is None
        assert found.board.ahead is None
        assert found.board.cells("clock") is None
        assert "clock" not in found.board.blocks
        assert found.board.blocks["reach"] == told.blocks["reach"]

    def test_a_small_count_of_a_day_is_hidden_and_so_is_one_that_it_leaves(self):
        nation = SurveillanceBoard(disease="covid19", territory="", at=NOW, blocks={})
        day = date(2021, 3, 20)

        def of(cases, reached, answered=None):
            return [
                (day, "cases", "covid19", "75", "80+", cases),
                (day, "answered_24h", "covid19", "13", "", reached if answered is None else answered),
                (day, "reached_24h", "covid19", "13", "", reached),
                (day, "cases", "measles", "75", "80+", 99),
            ]  # fmt: skip

        assert build_open_aggregates(nation, of(20, 10)).days[0].cases == estimate_proportion(10, 20)
        assert build_open_aggregates(nation, of(20, 20)).days[0].cases == estimate_proportion(20, 20)
        for cases, reached in ((20, 3), (20, 17), (4, 0), (3, 3)):
            assert build_open_aggregates(nation, of(cases, reached)).days[0].cases is None
        for answered, shown in ((10, 10), (15, 15), (11, None), (14, None), (17, None), (20, 20)):
            found = build_open_aggregates(nation, of(20, 10, answered)).days[0]
            assert (found.cases, found.cases_answered) == (estimate_proportion(10, 20), shown)

    def test_a_day_erased_before_reached_was_counted_says_nothing_of_it(self):
        nation = SurveillanceBoard(disease="covid19", territory="", at=NOW, blocks={})
        day = date(2021, 3, 20)
        rows = [(day, "cases", "covid19", "75", "", 20), (day, "answered_24h", "covid19", "75", "", 10)]
        (found,) = build_open_aggregates(nation, rows).days
        assert (found.cases, found.cases_answered) == (None, None)

    def test_only_days_of_weeks_whose_deadlines_have_passed_are_told(self):
        nation = SurveillanceBoard(disease="covid19", territory="", at=NOW, blocks={})
        days = [date(2021, 3, 29) - timedelta(days=n) for n in (-2, 0, 1, 182, 183)]
        found = build_open_aggregates(nation, [(day, "cases", "covid19", "", "", 30) for day in days])
        assert [one.day for one in found.days] == [days[3], days[2]]
