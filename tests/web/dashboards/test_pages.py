"""The boards as people of each role open them."""

import csv
import io
import re
import zipfile

import pytest

from tocsin.metrics.surveillance.department_figures import load_populations
from tocsin.privacy.vault import Vault
from tocsin.store import database
from tocsin.web.dashboards.pages import PAGES
from tocsin.web.dashboards.panels import PANELS
from tocsin.web.staff.staff_member import ROLES, list_staff_actions

FRENCH = {page.name: f"/{page.fr}" for page in PAGES}
ENGLISH = {page.name: f"/en/{page.en}" for page in PAGES}


def text(client, address):
    page = client.get(address)
    assert page.status_code == 200, address
    return page.content.decode()


def rows(client, name, query=""):
    """A table as a program reads it."""
    answer = client.get(f"/en/boards/{name}.csv{query}")
    assert answer.status_code == 200, name
    assert answer.headers["Content-Type"] == "text/csv; charset=utf-8; header=present"
    assert answer.content.endswith(b"\r\n")
    return list(csv.DictReader(io.StringIO(answer.content.decode(), newline="")))


class TestPages:
    @pytest.mark.parametrize("section", list(PANELS))
    def test_every_page_opens_in_both_languages(self, come_in, section):
        for addresses in (FRENCH, ENGLISH):
            said = text(come_in(), addresses[f"boards.{section}"])
            assert "<table>" in said
            assert "style=" not in said
            assert said.count("<svg") == said.count("<title ")
            assert "3 avril 2021, 9\xa0h\xa000" in said or "3 April 2021, 09:00" in said

    def test_every_chart_has_words_and_a_table(self, come_in):
        said = text(come_in(), "/tableau/equite")
        for name in re.findall(r'<svg [^>]*id="([\w-]+)"', said):
            assert f'aria-labelledby="{name}-title {name}-told"' in said
            assert re.search(rf'<desc id="{name}-told">[^<]+</desc>', said)
        assert said.count("<table>") >= said.count("<svg")

    def test_figures_are_those_of_the_store(self, come_in, boards_store):
        with database.open_connection(boards_store) as connection:
            reached = connection.execute(
                "select count(*) filter (where answered_at <= deadline), count(*) from tracing_case"
                " where received_at >= '2021-03-25 23:00Z' and received_at < '2021-04-01 22:00Z'"
            ).fetchone()
        found = {row["level"]: row for row in rows(come_in(), "reach")}
        assert (int(found["answered"]["count"]), int(found["answered"]["of"])) == reached
        assert float(found["answered"]["share"]) == pytest.approx(reached[0] / reached[1], rel=1e-5)

    def test_nobody_opens_it_who_has_not_come_in(self, visitor, boards_store):
        assert visitor.get("/tableau").headers["Location"].startswith("/entrer?")

    def test_before_the_first_count_it_says_what_to_do(self, come_in, boards_store):
        with database.open_connection(boards_store) as connection:
            connection.execute("create table kept as select * from tracing_board")
            connection.execute("delete from tracing_board")
            connection.commit()
            try:
                assert "toutes les cinq minutes" in text(come_in(), "/tableau")
                assert come_in().get("/tableau/reach.csv").status_code == 403
            finally:
                connection.execute("insert into tracing_board select * from kept")
                connection.execute("drop table kept")
                connection.commit()

    def test_only_looking_is_possible(self, come_in):
        assert come_in().post("/tableau").status_code == 405
        assert come_in().post("/tableau/reach.csv").status_code == 405


class TestTerritories:
    @pytest.mark.parametrize("role", ROLES)
    def test_who_may_open_them_is_what_the_matrix_says(self, come_in, role):
        allowed = role in list_staff_actions()["boards.see"].roles
        assert (come_in(role).get("/tableau").status_code == 200) is allowed

    def test_somebody_of_a_département_sees_theirs_and_no_other(self, come_in):
        paris = come_in("supervisor", "75")
        assert "75 Paris" in text(paris, "/tableau")
        assert paris.get("/tableau?t=75").status_code == 200
        for other in ("13", "R11", "", "?", "2A", "dragon"):
            assert paris.get("/tableau", {"t": other}).status_code == 403
            assert paris.get("/tableau/reach.csv", {"t": other}).status_code == 403

    def test_somebody_of_a_region_sees_it_and_what_is_in_it(self, come_in):
        corse = come_in("supervisor", "R94")
        assert {row["territory"] for row in rows(corse, "places")} == {"2A", "2B"}
        assert [corse.get("/tableau", {"t": t}).status_code for t in ("2A", "2B", "R94", "75")] == [
            200, 200, 200, 403,
        ]  # fmt: skip

    def test_a_disease_that_has_no_boards_is_not_found(self, come_in):
        assert come_in().get("/tableau?d=dragon").status_code == 404


class TestSmallCounts:
    """2A has four cases in the month; a supervisor sees them, communication does not."""

    def test_who_is_cleared_sees_them(self, come_in):
        assert "masqué" not in text(come_in("supervisor", "R94"), "/tableau/equite")
        days = rows(come_in("supervisor", "R94"), "cases", "?t=2A")
        assert {row["cases"] for row in days} == {"0", "1"}

    def test_who_is_not_cleared_sees_neither_them_nor_a_sum_that_tells(self, come_in):
        one = come_in("communication", "R94")
        days = {row["day"]: row["cases"] for row in rows(one, "cases", "?t=2A")}
        assert set(days.values()) <= {"0", "hidden"}
        assert "hidden" in days.values()
        for section in PANELS:
            said = text(one, FRENCH[f"boards.{section}"] + "?t=2A")
            assert "Les effectifs de 1 à 4 sont masqués" in said

    @pytest.mark.parametrize(
        "name",
        ["clock", "reach", "age", "named", "sizes", "places", "cases", "map", "settings", "positivity"],
    )
    def test_no_file_of_theirs_has_a_count_of_one_to_four(self, come_in, name):
        one = come_in("communication")
        for territory in ("", "R94", "2A", "2B", "R11", "75"):
            answer = one.get(f"/en/boards/{name}.csv", {"t": territory})
            for row in (
                csv.DictReader(io.StringIO(answer.content.decode())) if answer.status_code == 200 else ()
            ):
                counts = {row.get(column) for column in ("people", "count", "cases", "chains")}
                assert counts.isdisjoint({"1", "2", "3", "4"}), (territory, row)

    def test_they_are_told_in_the_other_language_too(self, come_in):
        assert "Counts of 1 to 4 are hidden" in text(come_in("auditor"), "/en/boards?t=2A")


class TestChoice:
    """The curve by another date, an age, between days; it stands in the address, and so in the files."""

    def test_the_curve_by_first_symptoms_is_not_that_by_results(self, come_in):
        by_result, by_onset = (
            {row["day"]: int(row["cases"]) for row in rows(come_in(), "cases", f"?by={by}")}
            for by in ("result", "onset")
        )
        assert sum(by_result.values()) == sum(by_onset.values()) > 2500  # all told of their symptoms
        assert max(day for day, cases in by_onset.items() if cases) < max(by_result)

    def test_its_last_days_are_told_to_be_incomplete(self, come_in):
        states = [row["state"] for row in rows(come_in(), "cases", "?by=onset")]
        assert {row["by"] for row in rows(come_in(), "cases", "?by=onset")} == {"onset"}
        assert states == ["provisional"] * 3 + ["complete"] * 67  # symptoms are one to three days before

    def test_days_and_ages(self, come_in):
        week = rows(come_in(), "cases", "?since=2021-03-15&until=2021-03-21")
        assert [row["day"] for row in week] == [f"2021-03-{day}" for day in range(21, 14, -1)]
        old = rows(come_in(), "cases", "?age=80%2B&since=2021-03-15&until=2021-03-21")
        assert 0 < sum(int(row["cases"]) for row in old) < sum(int(row["cases"]) for row in week)

    def test_ages_are_for_those_who_see_small_counts(self, come_in):
        said = text(come_in("communication"), "/tableau/epidemie?age=80%2B")
        assert "habilitées aux petits effectifs" in said

    def test_what_was_chosen_stays_in_the_form_and_in_the_links(self, come_in):
        said = text(come_in(), "/tableau/epidemie?by=onset&since=2021-03-15")
        assert '<option value="onset" selected>' in said
        assert 'name="since" value="2021-03-15"' in said
        assert "/tableau/cases.csv?t=&amp;d=covid19&amp;by=onset&amp;since=2021-03-15" in said

    @pytest.mark.parametrize("asked", ["by=birth", "since=yesterday", "age=35", "leg=long"])
    def test_what_is_not_offered_is_not_found(self, come_in, asked):
        assert come_in().get(f"/tableau/epidemie?{asked}").status_code == 404

    def test_an_estimate_of_r_is_called_sure_where_it_is_and_none_else(self, come_in):
        """Of a service in its first days, R is always too high."""
        first, later = (text(come_in(), f"/en/boards/epidemic?until=2021-03-{day}") for day in ("12", "25"))
        assert "No estimate is sure yet" in first
        assert "Latest sure estimate" not in first
        assert "No estimate is sure yet" not in later
        assert "Latest sure estimate" in later

    def test_each_leg_day_by_day(self, come_in):
        found = rows(come_in(), "delay-days", "?leg=sample_result")
        assert {(row["median"], row["p90"]) for row in found[1:-1]} <= {("0", "86400"), ("86400", "86400")}
        found = rows(come_in(), "delay-days", "?leg=submitted_reached")
        assert {row["leg"] for row in found} == {"submitted_reached"}
        assert all(float(row["median"]) <= float(row["p90"] or "inf") for row in found if row["median"])

    def test_a_table_is_json_too(self, come_in):
        told = come_in().get("/tableau/cases.json?by=onset&until=2021-03-10").json()
        assert (told["area"], told["disease"], told["by"]) == ("FR", "covid19", "onset")
        first = told["tables"]["cases"][0]
        assert (first["day"], first["state"]) == ("2021-03-10", "complete")


class TestClusters:
    """A cluster leads to the place where it was, for those whom the board tells it one by one."""

    def test_a_cluster_opens_its_place(self, come_in):
        (row,) = rows(come_in(), "clusters")
        assert f'<a href="/poste/lieux/{row["gatherings"]}">' in text(come_in(), "/tableau/chaines")
        assert "/poste/lieux/" not in text(come_in("communication"), "/tableau/chaines")

    def test_whoever_is_told_clusters_one_by_one_may_read_files(self):
        actions = list_staff_actions()
        assert set(actions["boards.small_counts"].roles) <= set(actions["desk.file"].roles)


class TestMap:
    def test_each_département_leads_to_its_board(self, come_in):
        said = text(come_in(), "/tableau/carte")
        assert said.count('href="/tableau/epidemie?d=covid19&amp;t=33"') == 2  # on the map, and in the table
        assert "33 Gironde : 6,9" in said
        assert come_in().get("/tableau/epidemie?d=covid19&t=33").status_code == 200

    def test_incidence_is_cases_of_the_week_by_inhabitants(self, come_in):
        gironde = next(row for row in rows(come_in(), "map") if row["territory"] == "33")
        assert float(gironde["per_100k"]) == pytest.approx(
            int(gironde["count"]) / int(gironde["of"]) * 100_000, rel=1e-5
        )
        assert int(gironde["of"]) == load_populations().inhabitants["33"]
        assert len(rows(come_in(), "map")) == len(load_populations().inhabitants) == 107

    def test_somebody_of_a_region_sees_its_départements_alone(self, come_in):
        found = rows(come_in("supervisor", "R94"), "map", "?measure=reached")
        assert {row["territory"] for row in found} == {"2A", "2B"}
        assert (
            text(come_in("supervisor", "R94"), "/tableau/carte").count('<a href="/tableau/epidemie?d=') == 4
        )

    def test_small_counts_are_hidden_on_the_map_as_everywhere(self, come_in):
        known = {row["territory"]: row["count"] for row in rows(come_in(), "map")}
        assert known["2A"] == "1"
        told = {row["territory"]: row["count"] for row in rows(come_in("communication"), "map")}
        assert told["2A"] in ("0", "hidden")
        assert not {"1", "2", "3", "4"} & set(told.values())
        if told["2A"] == "hidden":
            assert 'fill="url(#chart-map-hidden)"' in text(come_in("communication"), "/tableau/carte")


class TestRenewed:
    """An open page asks each minute whether there is something new, and is changed in place."""

    def ask(self, client, said):
        address = re.search(r'hx-get="([^"]+)"', said)[1].replace("&amp;", "&")
        return client.get(address, headers={"HX-Request": "true"})

    def test_nothing_new_changes_nothing_but_the_line_that_asks(self, come_in):
        answer = self.ask(come_in(), text(come_in(), "/tableau/delais?t=R11"))
        assert answer.content.decode().startswith('<p class="fresh" id="fresh" role="status"')
        assert "HX-Retarget" not in answer.headers

    def test_new_figures_come_as_a_whole(self, come_in):
        said = text(come_in(), "/tableau/delais?t=R11")
        answer = self.ask(come_in(), re.sub(r"at=\d+", "at=1", said))
        assert answer.headers["HX-Retarget"] == "#board"
        assert answer.headers["HX-Reswap"] == "outerHTML"
        assert '<div id="board">' in answer.content.decode()


class TestFiles:
    def test_every_table_of_every_page_is_a_file(self, come_in):
        for section in PANELS:
            said = text(come_in(), ENGLISH[f"boards.{section}"])
            for address in re.findall(r'href="(/en/boards/[\w-]+\.csv[^"]*)"', said):
                answer = come_in().get(address.replace("&amp;", "&"))
                assert answer.status_code == 200, address
                assert re.fullmatch(
                    r'attachment; filename="tocsin-[\w-]+-FR-20210403T0700Z\.csv"',
                    answer.headers["Content-Disposition"],
                )

    def test_each_row_says_what_it_is_about(self, come_in):
        row = rows(come_in(), "clock", "?t=75")[0]
        assert (row["disease"], row["area"], row["at"]) == ("covid19", "75", "2021-04-03T07:00:00+00:00")
        assert row["state"] == "kept"

    def test_a_file_is_the_same_in_both_languages(self, come_in):
        french = come_in().get("/tableau/legs.csv").content
        assert french == come_in().get("/en/boards/legs.csv").content

    def test_there_is_no_other_file(self, come_in):
        """Whether there is none, or it is another's, nobody learns."""
        assert come_in().get("/tableau/persons.csv").status_code == 403


def test_a_page_asks_the_store_little(come_in, monkeypatch, boards_store):
    """One look for the session, one for the boards that there are, one for the board."""
    import psycopg

    asked = []
    execute = psycopg.Connection.execute

    def heard(self, query, *args, **more):
        asked.append(query)
        return execute(self, query, *args, **more)

    monkeypatch.setattr(psycopg.Connection, "execute", heard)
    come_in().get("/tableau/epidemie")
    assert 1 < len(asked) <= 8


ASKED_FOR = {"purpose": "outbreak", "format": "csv", "territoire": "R94"}


class TestLineList:
    """The list of cases to take out, on its page."""

    def test_an_epidemiologist_takes_it_out_and_the_log_says_so(
        self, come_in, boards_store, tmp_path, monkeypatch
    ):
        keys = tmp_path / "keys.json"
        Vault.load(keys, make=True)
        monkeypatch.setenv("TOCSIN_KEYS", str(keys))
        page = FRENCH["boards.linelist"]
        assert f'href="{page}"' in text(come_in(), "/tableau"), "a tab of each board"
        assert f'href="{page}"' not in text(come_in("communication"), "/tableau")
        assert "Premier jour des symptômes, s'il a été dit".replace("'", "’") in text(
            come_in(), page
        ).replace("&#x27;", "’")
        answer = come_in().post(page, ASKED_FOR)
        assert answer.status_code == 200
        assert answer.headers["Content-Type"] == "application/zip"
        with zipfile.ZipFile(io.BytesIO(b"".join(answer.streaming_content))) as packed:
            assert packed.namelist() == [
                f"linelist/{name}" for name in ("about.json", "contacts.csv", "linelist.csv")
            ]
            cases = list(csv.DictReader(io.StringIO(packed.read("linelist/linelist.csv").decode())))
        counts = {place: sum(case["territory"] == place for case in cases) for place in ("2A", "2B")}
        assert sum(counts.values()) == len(cases) > 50
        with database.open_connection(boards_store) as connection:
            logged = connection.execute(
                "select territory, why from staff_entry where action = 'linelist.export' order by territory"
            ).fetchall()
        assert [place for place, _ in logged] == ["2A", "2B"]
        assert logged[0][1].startswith(f"outbreak: csv, {counts['2A']} cases, ")

    def test_it_goes_out_to_nobody_without_a_purpose_or_beyond_their_territory(self, come_in):
        page = FRENCH["boards.linelist"]
        refused = come_in().post(page, ASKED_FOR | {"purpose": "", "since": "hier", "until": "2021-02-30"})
        assert refused.status_code == 422
        said = refused.content.decode()
        assert (
            said.count('href="#purpose"') == said.count('href="#since"') == said.count('href="#until"') == 1
        )
        assert come_in("epidemiologist", "75").post(page, ASKED_FOR).status_code == 403
        assert come_in("agent", "75").get(page).status_code == 403
        assert come_in("communication").post(page, ASKED_FOR).status_code == 403
