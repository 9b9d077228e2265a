"""What nobody will ask for any more is removed; what somebody may still ask for stays."""

from datetime import timedelta

import pytest

from tests.jobs.office import MORNING, Office, chore
from tocsin.jobs.cleanup import delete_expired_rows
from tocsin.jobs.scheduled_job import DailySchedule
from tocsin.store import database as stores

HOUR = timedelta(hours=1)
DAY = timedelta(days=1)


def kept(db, table, column):
    return [row[0] for row in db.execute(f"select {column} from {table} order by 1")]


def test_processes_that_were_not_seen_for_a_day_are_forgotten(db):
    for name, ago in (("engine-alive", HOUR), ("engine-silent", 23 * HOUR), ("engine-dead", 25 * HOUR)):
        db.execute(
            "insert into tracing_worker values (%s, 'engine', %s, %s, '{}')",
            (name, MORNING - 30 * DAY, MORNING - ago),
        )
    assert delete_expired_rows(db, MORNING, MORNING)["workers"] == 1
    assert kept(db, "tracing_worker", "name") == ["engine-alive", "engine-silent"]


def test_in_a_story_a_process_is_forgotten_only_when_it_was_silent_by_both_clocks(db):
    machine = MORNING + 2000 * DAY
    for name, seen in (("by the story", MORNING - HOUR), ("by the machine", machine - HOUR)):
        db.execute("insert into tracing_worker values (%s, 'gateway', %s, %s, '{}')", (name, seen, seen))
    assert delete_expired_rows(db, MORNING, machine)["workers"] == 0
    assert delete_expired_rows(db, MORNING + 4000 * DAY, machine)["workers"] == 1
    assert kept(db, "tracing_worker", "name") == ["by the machine"]


def test_early_receipts_are_kept_for_a_day(db):
    for remote, ago in (("young", 23 * HOUR), ("old", 25 * HOUR)):
        db.execute(
            """insert into tracing_earlyreceipt (account, remote_id, state, at)
               values ('38663', %s, 'DELIVRD', %s)""",
            (remote, MORNING - ago),
        )
    assert delete_expired_rows(db, MORNING, MORNING)["receipts"] == 1
    assert kept(db, "tracing_earlyreceipt", "remote_id") == ["young"]


def test_what_the_network_was_to_be_told_of_is_kept_for_a_day(db):
    for gateway, ago in (("young", 23 * HOUR), ("gone", 25 * HOUR)):
        db.execute(
            "insert into tracing_unconfirmed (account, digest, gateway, at) values ('38663', %s, %s, %s)",
            (gateway.encode(), gateway, MORNING - ago),
        )
    assert delete_expired_rows(db, MORNING, MORNING)["unconfirmed"] == 1
    assert kept(db, "tracing_unconfirmed", "gateway") == ["young"]


def test_parts_are_kept_for_three_days(db):
    for remote, ago in (("young", 3 * DAY - HOUR), ("old", 3 * DAY + HOUR)):
        db.execute(
            """insert into tracing_part (account, remote_id, message_id, part, "of", at)
               values ('38663', %s, 1, 1, 1, %s)""",
            (remote, MORNING - ago),
        )
    assert delete_expired_rows(db, MORNING, MORNING)["parts"] == 1
    assert kept(db, "tracing_part", "remote_id") == ["young"]


@pytest.fixture
def office(store):
    """Two chores, of which one fails."""

    def never(context):
        raise ConnectionError

    return Office(
        store, chore("good", lambda context: None, DailySchedule(3)), chore("bad", never, DailySchedule(3))
    )


def run_on(office, day):
    office.live(MORNING + day * DAY)
    with stores.open_connection(office.store) as db:
        db.execute("update procrastinate_jobs set status = 'failed' where status = 'todo'")


def moments(store, state):
    with stores.open_connection(store) as db:
        rows = db.execute(
            """select (args ->> 'now')::timestamptz from procrastinate_jobs
               where status = %s::procrastinate_job_status order by id""",
            (state,),
        ).fetchall()
    return [row[0] for row in rows]


def test_jobs_that_succeeded_are_kept_for_a_day_and_those_that_failed_for_a_week(office, store):
    for day in range(10):
        run_on(office, day)
    with stores.open_connection(store) as db:
        assert delete_expired_rows(db, MORNING + 9 * DAY + HOUR, MORNING)["jobs"] == 9 + 3
    assert moments(store, "succeeded") == [MORNING + 9 * DAY]
    assert moments(store, "failed") == [MORNING + day * DAY for day in range(3, 10)]


def test_the_last_run_of_a_chore_is_known_however_long_ago_it_was(office, store):
    run_on(office, 0)
    with stores.open_connection(store) as db:
        assert delete_expired_rows(db, MORNING + 365 * DAY, MORNING)["jobs"] == 0
    assert [run.at for run in office.recent()] == [MORNING, MORNING]


def test_what_is_not_at_its_end_is_never_removed(office, store):
    office.look(MORNING)
    office.work()
    office.look(MORNING + DAY)
    with stores.open_connection(store) as db:
        db.execute("update procrastinate_jobs set status = 'doing' where status = 'todo'")
        assert delete_expired_rows(db, MORNING + 365 * DAY, MORNING)["jobs"] == 1
    assert "doing" in office.states()


def test_a_slot_whose_job_was_removed_is_not_taken_again(office, store):
    run_on(office, 0)
    run_on(office, 2)
    with stores.open_connection(store) as db:
        db.execute("delete from procrastinate_jobs")
    assert office.look(MORNING + 2 * DAY + HOUR) == []
