"""What the service does by itself, on people of a real store."""

import csv
import json
import os
from datetime import date, timedelta

import msgspec
import pytest

from tests.jobs.office import MORNING, Office
from tests.tracing.calls.people import KARIM, LEA, People
from tests.tracing.village import Village, noon
from tocsin.cli.main import run_cli as tocsin
from tocsin.jobs.job_list import CHORES
from tocsin.jobs.report_files import PERIOD
from tocsin.metrics.reach.measurement import measure_service
from tocsin.privacy.erasure_log import list_erasures
from tocsin.privacy.retention import add_months
from tocsin.privacy.vault import Vault
from tocsin.store import database as stores

HOUR = timedelta(hours=1)


@pytest.fixture
def people(store):
    with stores.open_connection(store, autocommit=True) as db:
        yield People(db, Vault.for_tests(), MORNING)


def office(store, *names, **resources):
    return Office(store, *(CHORES[name] for name in names), **resources)


def test_who_does_not_answer_becomes_a_call_within_the_minute(store, people):
    people.case("Léa", LEA, at=MORNING)
    sweeps = office(store, "calls")
    evening = MORNING + 17 * HOUR
    sweeps.live(evening)
    assert people.one("select count(*) from tracing_calltask") == 0
    sweeps.live(evening + 2 * HOUR)
    assert people.rows("select reason, created_at from tracing_calltask") == [
        ("deadline", evening + 2 * HOUR)
    ]


def test_each_hour_a_report_says_how_it_stands(store, people, tmp_path):
    people.case("Léa", LEA, at=MORNING - HOUR)
    reports = office(store, "report", reports=tmp_path)
    reports.live(MORNING)
    reports.live(MORNING + HOUR)
    assert [path.name for path in sorted(tmp_path.iterdir())] == [
        "status-2021-03-04T083000Z.json",
        "status-2021-03-04T093000Z.json",
    ]
    told = json.loads((tmp_path / "status-2021-03-04T083000Z.json").read_bytes())
    assert told["numbers"]["received"] == 1
    assert told["forecast"]["waiting"] == 1


def test_a_report_that_was_cut_off_is_written_again_with_the_figures_of_its_hour(store, people, tmp_path):
    reports = office(store, "report", reports=tmp_path / "file" / "reports")
    (tmp_path / "file").write_text("a file where the folder should be")
    reports.live(MORNING)
    assert reports.states() == ["todo"]
    people.case("Karim", KARIM, at=MORNING + HOUR)
    (tmp_path / "file").unlink()
    reports.again()
    reports.work()
    [path] = (tmp_path / "file" / "reports").iterdir()
    assert path.name == "status-2021-03-04T083000Z.json"
    with stores.open_connection(store) as db:
        expected = msgspec.json.encode(measure_service(db, MORNING, MORNING - PERIOD))
    assert json.loads(path.read_bytes())["numbers"] == json.loads(expected)


def test_the_service_tidies_up_by_itself(store, people):
    people.db.execute(
        """insert into tracing_earlyreceipt (account, remote_id, state, at)
           values ('38663', '1', 'DELIVRD', %s)""",
        (MORNING - 48 * HOUR,),
    )
    office(store, "tidy").live(MORNING)
    assert people.one("select count(*) from tracing_earlyreceipt") == 0


def test_without_folders_only_what_needs_none_is_done(store):
    done = Office(store, *(chore for chore in CHORES.values() if chore.needs == "store")).live(MORNING)
    assert "calls" in done
    assert not {"report", "export"} & set(done)


def exported(folder):
    [path] = folder.iterdir()
    with path.open(encoding="utf-8", newline="") as file:
        return {(line["measure"], line["territory"], line["count"]) for line in csv.DictReader(file)}


def test_each_day_counts_leave_the_house_and_small_ones_are_hidden(store, people, tmp_path):
    for number in range(6):
        case = people.case(f"P{number}", f"+3363998{1200 + number}", at=MORNING, family=f"Exemple{number}")
        if number < 5:
            people.db.execute("update tracing_case set submitted_at = %s where id = %s", (MORNING, case))
        if number < 2:
            people.db.execute("update tracing_case set answered_at = %s where id = %s", (MORNING, case))
    people.case("Karim", "+33639981300", at=MORNING, territory="2A")
    office(store, "export", reports=tmp_path).live(MORNING + HOUR)
    assert exported(tmp_path) == {
        ("cases", "75", "6"),
        ("submitted_24h", "75", "5"),
        ("answered_24h", "75", "<5"),
        ("cases", "2A", "<5"),
    }
    assert [path.name for path in tmp_path.iterdir()] == ["day-counts-2021-03-04.csv"]


def test_counts_that_outlived_an_erasure_and_those_of_people_still_known_are_one(store, people, tmp_path):
    for number in range(3):
        people.case(f"P{number}", f"+3363998{1200 + number}", at=MORNING, family=f"Exemple{number}")
    people.db.execute(
        """insert into tracing_daycount (day, measure, disease, territory, age_band, value)
           values ('2021-03-04', 'cases', 'covid19', '75', '18-39', 4)"""
    )
    office(store, "export", reports=tmp_path).live(MORNING + HOUR)
    assert exported(tmp_path) == {("cases", "75", "7")}


MONDAY = date(2027, 2, 1)


@pytest.fixture
def village(db, vault):
    """Households of a Monday, of which one answered."""
    found = Village(db, vault)
    for n in range(1, 8):
        found.household(MONDAY, n)
    found.db.execute("update tracing_contact set submitted_at = named_at where id % 2 = 0")
    found.db.commit()
    return found


def test_three_months_later_people_are_erased_at_night_without_anybody_asking(store, village):
    night = office(store, "erase", vault=village.vault)
    due = add_months(MONDAY)
    night.live(noon(due - timedelta(days=1)))
    assert village.count("person", "sealed is null") == 0
    night.live(noon(due))
    assert night.states() == ["succeeded", "succeeded"]
    assert village.count("person", "sealed is not null") == 0
    [kept] = list_erasures(village.db)
    assert (kept.by, kept.at, kept.up_to) == ("clock", noon(due), MONDAY)


def test_with_the_people_go_the_files_that_told_of_them(store, village, tmp_path):
    """Also where nobody watches the folder any more."""
    for place in ("done", "failed"):
        (tmp_path / place).mkdir()
        (tmp_path / place / "labo.csv").write_text("DURAND,Zoé", encoding="utf-8")
        os.utime(tmp_path / place / "labo.csv", (noon(MONDAY).timestamp(),) * 2)
    office(store, "erase", vault=village.vault, inbox=tmp_path).live(noon(add_months(MONDAY)))
    assert not [path for path in tmp_path.rglob("*") if path.is_file()]


def test_an_erasure_that_was_cut_off_is_brought_to_its_end(store, village, monkeypatch):
    night = office(store, "erase", vault=village.vault)

    def power_cut(*_, **__):
        raise OSError("the keys could not be written")

    with monkeypatch.context() as patch:
        patch.setattr(Vault, "change_keys", power_cut)
        night.live(noon(add_months(MONDAY)))
    assert night.states() == ["todo"]
    night.again()
    night.work()
    assert night.states() == ["succeeded"]
    [kept] = list_erasures(village.db)
    assert kept.statement
    assert kept.keys


def test_a_day_counts_alike_before_its_erasure_and_after(store, village, tmp_path):
    before, later = noon(MONDAY) + 6 * HOUR, noon(add_months(MONDAY))
    chores = office(store, "export", vault=village.vault, reports=tmp_path / "before")
    chores.live(before)
    office(store, "erase", vault=village.vault).live(later)
    office(store, "export", vault=village.vault, reports=tmp_path / "after").live(later)
    assert village.count("daycount") > 0
    assert exported(tmp_path / "before") == exported(tmp_path / "after")
    assert ("cases", "44", "7") in exported(tmp_path / "after")


def test_a_report_is_what_status_says_but_the_chores(store, people, tmp_path, monkeypatch, capsys):
    people.case("Léa", LEA, at=MORNING - HOUR)
    office(store, "report", reports=tmp_path).live(MORNING)
    monkeypatch.setenv("TOCSIN_DATABASE_URL", store)
    monkeypatch.setenv("TOCSIN_STORY", "2021-03-04T08:30:00Z@1@9999999999")
    assert tocsin(["status", "--json"]) == 0
    [path] = tmp_path.iterdir()
    said = json.loads(capsys.readouterr().out)
    assert [chore["name"] for chore in said.pop("chores")] == list(CHORES)
    assert json.loads(path.read_bytes()) == said
