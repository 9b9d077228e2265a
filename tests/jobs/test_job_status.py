"""How chores stand: what was done last, what fails, and when the next time is."""

from datetime import timedelta
from pathlib import Path

import pytest

from tests.jobs.office import MORNING, Office, chore
from tocsin.jobs.job_list import CHORES
from tocsin.jobs.job_status import GRACE, list_job_statuses
from tocsin.jobs.scheduled_job import DailySchedule, IntervalSchedule
from tocsin.store import database as stores

MINUTE = timedelta(minutes=1)


def stands(office: Office, now, name="count"):
    with stores.open_connection(office.store) as db:
        (found,) = [one for one in list_job_statuses(db, now, office.chores) if one.name == name]
    return found


def broken(_context):
    raise RuntimeError("Léa 06 39 98 12 01")


def test_before_the_first_time(store):
    found = stands(Office(store, chore("count", lambda context: None)), MORNING)
    assert (found.state, found.last_at, found.seconds, found.tries, found.failed) == (
        "never",
        None,
        None,
        0,
        0,
    )
    assert (found.when, found.next_at, found.late) == ("every minute", MORNING, False)


def test_what_was_done_last_and_when_it_comes_again(store):
    office = Office(store, chore("count", lambda context: {"rows": 3}))
    office.live(MORNING)
    found = stands(office, MORNING + timedelta(seconds=20))
    assert (found.state, found.last_at, found.tries, found.failed) == ("succeeded", MORNING, 1, 0)
    assert found.seconds is not None
    assert found.next_at == MORNING + MINUTE


def test_one_that_waits_is_due_since_its_moment(store):
    office = Office(store, chore("count", lambda context: None))
    office.look(MORNING)
    found = stands(office, MORNING + timedelta(seconds=20))
    assert (found.state, found.next_at, found.late) == ("todo", MORNING, False)
    assert stands(office, MORNING + GRACE + MINUTE).late


def test_a_service_that_is_down_is_late(store):
    office = Office(
        store,
        chore("count", lambda context: None, IntervalSchedule(60)),
        chore("day", lambda context: None, DailySchedule(3)),
    )
    office.live(MORNING)
    assert not stands(office, MORNING + GRACE, "day").late
    assert stands(office, MORNING + timedelta(hours=30), "day").late
    later = stands(office, MORNING + 10 * MINUTE)
    assert later.next_at == MORNING + 10 * MINUTE, "only the last slot is made up for"
    assert not later.late


def test_what_is_tried_again_says_how_often(store):
    office = Office(store, chore("count", broken))
    office.live(MORNING)
    found = stands(office, MORNING)
    assert (found.state, found.failed) == ("todo", 0)
    assert found.tries >= 1


def test_what_was_given_up_is_counted_and_stays_so_when_it_works_again(store):
    works = False

    def sometimes(_context):
        if not works:
            broken(_context)

    office = Office(store, chore("count", sometimes))
    office.live(MORNING)
    for _ in range(8):
        office.again()
        office.work()
    found = stands(office, MORNING)
    assert (found.state, found.failed, found.failed_at) == ("failed", 1, MORNING)
    works = True
    office.live(MORNING + MINUTE)
    found = stands(office, MORNING + MINUTE)
    assert (found.state, found.failed, found.failed_at) == ("succeeded", 1, MORNING)


def test_the_folder_that_a_chore_needs_is_named(db):
    needs = {one.name: one.needs for one in list_job_statuses(db, MORNING)}
    assert needs["folder"] == "TOCSIN_INBOX"
    assert needs["report"] == needs["export"] == "TOCSIN_REPORTS"
    assert needs["calls"] == needs["erase"] == ""
    assert list(needs) == list(CHORES)


@pytest.mark.parametrize("word", ["late", "given up", "due for more than five minutes"])
def test_the_page_on_chores_says_what_status_shows(word):
    page = Path(__file__).parents[2] / "docs" / "reference" / "jobs.md"
    assert word in " ".join(page.read_text(encoding="utf-8").split())
