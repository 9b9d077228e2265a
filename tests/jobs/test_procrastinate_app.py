"""Chores are deferred when they are due, done once, tried again, and left to be seen where they fail."""

import logging
import threading
from datetime import timedelta

import pytest

from tests.jobs.office import MORNING, Office, chore, said
from tocsin.jobs.scheduled_job import DailySchedule, IntervalSchedule
from tocsin.jobs.worker import MOST
from tocsin.store import database as stores
from tocsin.store import query_plans
from tocsin.store.queries import query

MINUTE = timedelta(minutes=1)


@pytest.fixture
def diary():
    """The moments for which a chore was run."""
    return []


def test_a_chore_is_done_when_it_is_due_and_for_the_moment_of_the_clock(store, diary):
    office = Office(store, chore("sweep", lambda context: diary.append(context.now)))
    assert office.live(MORNING) == ["sweep"]
    assert office.live(MORNING + timedelta(seconds=59)) == []
    assert office.live(MORNING + MINUTE) == ["sweep"]
    assert diary == [MORNING, MORNING + MINUTE]


def test_what_was_missed_is_made_up_for_once(store, diary):
    office = Office(store, chore("sweep", lambda context: diary.append(context.now)))
    office.live(MORNING)
    office.live(MORNING + timedelta(hours=5))
    office.live(MORNING + timedelta(hours=5, seconds=30))
    assert diary == [MORNING, MORNING + timedelta(hours=5)]


def test_a_service_that_was_down_at_three_does_the_chore_of_three_when_it_is_up(store, diary):
    office = Office(store, chore("erase", lambda context: diary.append(context.now), DailySchedule(3)))
    assert office.live(MORNING) == ["erase"]
    assert office.live(MORNING + timedelta(hours=12)) == []
    assert office.live(MORNING + timedelta(hours=18)) == ["erase"]


def test_a_clock_that_is_set_back_stops_no_chore(store, diary):
    office = Office(store, chore("sweep", lambda context: diary.append(context.now)))
    for now in (MORNING, MORNING - 10 * MINUTE, MORNING - 9 * MINUTE, MORNING - 9 * MINUTE):
        office.live(now)
    assert diary == [MORNING, MORNING - 10 * MINUTE, MORNING - 9 * MINUTE]


def test_two_processes_that_look_at_the_same_time_defer_it_once(store):
    office = Office(
        store,
        chore("sweep", lambda context: None),
        chore("report", lambda context: None, IntervalSchedule(3600)),
    )
    barrier = threading.Barrier(4)
    deferred: list[str] = []

    def process():
        barrier.wait()
        deferred.extend(office.look(MORNING))

    threads = [threading.Thread(target=process) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(deferred) == ["report", "sweep"]
    assert office.states() == ["todo", "todo"]


def test_a_process_that_comes_later_finds_the_slot_taken_though_the_job_is_done(store, diary):
    sweep = chore("sweep", lambda context: diary.append(context.now))
    first, second = Office(store, sweep), Office(store, sweep)
    first.live(MORNING)
    assert second.live(MORNING + timedelta(seconds=1)) == []
    assert len(diary) == 1


def test_a_chore_that_waits_is_not_deferred_beside_itself(store, diary):
    office = Office(store, chore("sweep", lambda context: diary.append(context.now)))
    for minutes in range(5):
        office.look(MORNING + minutes * MINUTE)
    office.work()
    assert diary == [MORNING]


def test_a_job_that_fails_is_tried_again_for_the_same_moment(store, diary):
    def once(context):
        diary.append(context.now)
        if len(diary) == 1:
            raise ConnectionError

    office = Office(store, chore("sweep", once))
    office.live(MORNING)
    assert office.states() == ["todo"]
    assert office.live(MORNING + MINUTE) == []
    assert len(diary) == 1, "not before its time"
    office.again()
    office.work()
    assert diary == [MORNING, MORNING]
    assert office.states() == ["succeeded"]


def test_the_wait_before_another_try_grows(store):
    def never(context):
        raise ConnectionError

    office = Office(store, chore("sweep", never))
    office.look(MORNING)
    waits = []
    for _ in range(3):
        office.work()
        with stores.open_connection(store) as db:
            row = db.execute(
                """select extract(epoch from job.scheduled_at - max(event.at)) from procrastinate_jobs job
                   join procrastinate_events event on event.job_id = job.id and event.type = 'started'
                   group by job.id"""
            ).fetchone()
        waits.append(float(row[0]))
        office.again()
    assert waits == [pytest.approx(3, abs=1), pytest.approx(9, abs=1), pytest.approx(27, abs=1)]


def test_what_fails_for_good_is_left_to_be_seen_and_the_next_one_begins_anew(store):
    def never(context):
        raise ConnectionError

    office = Office(store, chore("sweep", never))
    office.look(MORNING)
    for _ in range(MOST + 1):
        office.work()
        office.again()
    assert office.states() == ["failed"]
    [run] = office.recent()
    assert (run.chore, run.state, run.at, run.tries) == ("sweep", "failed", MORNING, MOST + 1)
    assert office.look(MORNING + MINUTE) == ["sweep"]


def test_one_that_fails_does_not_hold_up_the_others(store, diary):
    def never(context):
        raise ConnectionError

    office = Office(store, chore("bad", never), chore("good", lambda context: diary.append(context.now)))
    office.live(MORNING)
    assert diary == [MORNING]


def test_what_a_chore_had_written_is_undone_where_it_fails(store):
    def half(context):
        context.connection.execute("insert into tracing_wording values (default, 'a', '1', 'fr', 'b')")
        raise ConnectionError

    def whole(context):
        context.connection.execute("insert into tracing_wording values (default, 'c', '1', 'fr', 'd')")

    office = Office(store, chore("half", half), chore("whole", whole))
    office.live(MORNING)
    with stores.open_connection(store) as db:
        assert db.execute("select template from tracing_wording").fetchall() == [("c",)]


def test_the_log_of_a_failure_names_nobody(store, caplog):
    caplog.set_level(logging.DEBUG)

    def careless(context):
        context.connection.execute("select %s::int", ("Léa Exemple 06 39 98 12 01",))

    office = Office(store, chore("sweep", careless))
    office.look(MORNING)
    for _ in range(MOST + 1):
        office.work()
        office.again()
    assert office.states() == ["failed"]
    logged = said(caplog)
    assert "InvalidTextRepresentation 22P02" in logged
    assert "Exemple" not in logged
    assert "06 39 98" not in logged
    with stores.open_connection(store) as db:
        kept = str(db.execute("select * from procrastinate_jobs").fetchall())
    assert "Exemple" not in kept


def test_a_chore_that_still_runs_elsewhere_is_not_run_beside_itself(store, diary):
    sweep = chore("sweep", lambda context: diary.append(context.now))
    office = Office(store, sweep)
    other = Office(store, chore("sweep", lambda context: office.live(MORNING)))
    other.live(MORNING - MINUTE)
    assert diary == []
    assert office.live(MORNING + MINUTE) == ["sweep"]
    assert diary == [MORNING + MINUTE]


def test_a_process_takes_only_what_it_has_the_folder_for(store, diary, tmp_path):
    report = chore("report", lambda context: diary.append(context.resources.reports), needs="reports")
    Office(store, report, reports=tmp_path).look(MORNING)
    without = Office(store, report)
    without.work()
    assert diary == []
    assert without.states() == ["todo"]
    Office(store, report, reports=tmp_path).work()
    assert diary == [tmp_path]


def test_the_last_runs_are_shown_with_state_and_length(store):
    def slow(context):
        context.connection.execute("select pg_sleep(0.05)")

    def never(context):
        raise ConnectionError

    office = Office(
        store, chore("slow", slow), chore("bad", never), chore("idle", slow, IntervalSchedule(10**12))
    )
    office.live(MORNING)
    office.look(MORNING + MINUTE)
    slow_todo, slow_done, bad = office.recent(each=2)[:3]
    assert (slow_todo.state, slow_todo.at, slow_todo.seconds) == ("todo", MORNING + MINUTE, None)
    assert (slow_done.chore, slow_done.state, slow_done.tries) == ("slow", "succeeded", 1)
    assert slow_done.seconds is not None
    assert slow_done.seconds >= 0.05
    assert (bad.chore, bad.state, bad.tries) == ("bad", "todo", 1)


def test_a_look_reads_no_job_that_is_done(db):
    shown = query_plans.explain_statement(db, query("jobs.slots"))
    assert shown
    assert "procrastinate_jobs" in shown
    assert query_plans.list_scanned_tables(shown) == []
