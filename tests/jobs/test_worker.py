"""Processes that do chores: two at once, one killed, one told to stop, one whose store goes away."""

import asyncio
import signal
import subprocess
import sys
from contextlib import contextmanager
from datetime import UTC, datetime

import psycopg
import pytest

from tests.jobs.child import GATE, GATED
from tests.jobs.office import MORNING, Office, chore
from tocsin.jobs.scheduled_job import JobResources
from tocsin.jobs.worker import MOST, JobWorker
from tocsin.privacy.vault import Vault
from tocsin.store import database as stores
from tocsin_simulation.simulated_clock import SimulatedClock, parse_simulated_clock

LONG = 60
"""Seconds after which a test gives up."""


@contextmanager
def child_at_work(store):
    """A process in the middle of its job, which cannot end before the connection that is given lets it."""
    with stores.open_connection(store, autocommit=True) as gate:
        gate.execute("select pg_advisory_lock(%s)", (GATE,))
        gate.execute("listen began")
        child = subprocess.Popen([sys.executable, "-m", "tests.jobs.child", store])
        try:
            assert list(gate.notifies(timeout=LONG, stop_after=1)), "the job did not begin"
            yield child, gate
        finally:
            child.kill()
            child.wait()


def done(store):
    with stores.open_connection(store) as db:
        return [row[0] for row in db.execute("select version from tracing_wording where template = 'done'")]


def open_gate(gate):
    gate.execute("select pg_advisory_unlock(%s)", (GATE,))


def test_the_job_of_a_process_that_was_killed_is_taken_up_again(store):
    office = Office(store, GATED)
    with child_at_work(store) as (child, gate):
        child.send_signal(signal.SIGKILL)
        child.wait()
        assert office.states() == ["doing"]
        assert office.look(datetime.now(UTC)) == [], "it is not deferred beside what was left behind"
        cut_off(gate)
        open_gate(gate)
    assert office.retry_stalled_jobs() == ["gated"]
    assert office.retry_stalled_jobs() == [], "once"
    office.work()
    [run] = office.recent()
    assert office.states() == ["succeeded"]
    assert run.tries == 2
    assert done(store) == [run.at.strftime("%d%H%M%S")], "once, for the moment of the first try"


def test_a_job_that_kills_every_process_is_given_up(store):
    office = Office(store, GATED)
    office.look(MORNING)
    for attempt in range(MOST + 1):
        with stores.open_connection(store) as db:
            db.execute("update procrastinate_jobs set status = 'doing', attempts = %s", (attempt,))
        assert office.retry_stalled_jobs() == ["gated"]
    assert office.states() == ["failed"]
    office.work()
    assert done(store) == []


def test_a_process_that_lives_keeps_its_job(store):
    with child_at_work(store) as (child, gate):
        found = asyncio.run(rescued_by_others(store))
        assert found == []
        open_gate(gate)
        child.terminate()
        assert child.wait(LONG) == 0


def test_a_process_that_is_told_to_stop_ends_its_job_first(store):
    office = Office(store, GATED)
    with child_at_work(store) as (child, gate):
        child.terminate()
        open_gate(gate)
        assert child.wait(LONG) == 0
    assert office.states() == ["succeeded"]
    assert len(done(store)) == 1
    with stores.open_connection(store) as db:
        assert db.execute("select count(*) from tracing_worker").fetchone() == (0,)
        assert db.execute("select count(*) from procrastinate_workers").fetchone() == (0,)


def test_two_processes_in_a_story_that_runs_fast_do_each_slot_once(store):
    told = parse_simulated_clock("2021-03-04T08:30:00Z@600")
    moments: list[datetime] = []

    async def both():
        stop = asyncio.Event()
        loop = asyncio.get_running_loop()

        def note(context):
            moments.append(context.now)
            if len(moments) >= 6:
                loop.call_soon_threadsafe(stop.set)

        async with asyncio.timeout(LONG):
            async with asyncio.TaskGroup() as group:
                for name in ("chores-1", "chores-2"):
                    group.create_task(process(store, note, told, name).run(stop))

    asyncio.run(both())
    slots = [int(now.timestamp()) // 60 for now in moments]
    assert sorted(set(slots)) == sorted(slots)


def test_a_store_that_goes_away_is_waited_for(store):
    told = parse_simulated_clock("2021-03-04T08:30:00Z@600")
    seen: list[datetime] = []

    async def through():
        stop, began = asyncio.Event(), asyncio.Event()
        loop = asyncio.get_running_loop()

        def note(context):
            seen.append(context.now)
            loop.call_soon_threadsafe(began.set)

        async with asyncio.timeout(LONG):
            running = asyncio.create_task(process(store, note, told, "chores-1").run(stop))
            await began.wait()
            await asyncio.to_thread(cut_all, store)
            before = len(seen)
            while len(seen) <= before + 1:
                began.clear()
                await began.wait()
            stop.set()
            await running

    asyncio.run(through())


@pytest.mark.parametrize("status", ["doing", "succeeded", "todo"])
def test_a_job_is_done_though_the_store_goes_away_while_it_notes_what_became_of_it(store, status):
    """Taken, done, or to be tried again: the process lives on, and nobody else would take the job from it."""
    tried: list[datetime] = []

    async def through():
        stop = asyncio.Event()
        loop = asyncio.get_running_loop()

        def fail_once(context):
            tried.append(context.now)
            if status == "todo" and len(tried) == 1:
                raise ValueError
            if len(set(tried)) > 1:
                loop.call_soon_threadsafe(stop.set)

        async with asyncio.timeout(LONG):
            told = parse_simulated_clock("2021-03-04T08:30:00Z@600")
            await process(store, fail_once, told, "chores-1").run(stop)

    with cut_at(store, status):
        asyncio.run(through())
        office = Office(store, chore("sweep", lambda context: None))
        assert set(office.states()) == {"succeeded"}


@contextmanager
def cut_at(store, status):
    """The store hangs up once, in the middle of giving a job of its own this status."""
    with stores.open_connection(store, autocommit=True) as admin:
        admin.execute(
            """create sequence hung_up;
               create function hang_up() returns trigger language plpgsql as $$ begin
                 if nextval('hung_up') = 1 then perform pg_terminate_backend(pg_backend_pid()), pg_sleep(60); end if;
                 return new;
               end $$"""
        )
        admin.execute(
            f"""create trigger hang_up before update of status on procrastinate_jobs
                for each row when (new.status = '{status}') execute function hang_up()"""
        )
        yield
        admin.execute("drop function hang_up() cascade; drop sequence hung_up")


@pytest.mark.parametrize("told", ["postgresql://tocsin@127.0.0.1:1/none"])
def test_a_process_can_be_stopped_while_there_is_no_store(told):
    async def tried():
        stop = asyncio.Event()
        running = asyncio.create_task(
            process(
                told, lambda context: None, parse_simulated_clock("2021-03-04T08:30:00Z@1"), "chores-1"
            ).run(stop)
        )
        await asyncio.sleep(0)
        stop.set()
        async with asyncio.timeout(LONG):
            await running

    asyncio.run(tried())


def test_a_process_is_seen_among_the_workers_with_what_it_did(store):
    async def once():
        stop = asyncio.Event()
        loop = asyncio.get_running_loop()

        def look(context):
            row = context.connection.execute(
                "select name, kind, counts from tracing_worker where seen_at is not null"
            ).fetchone()
            if row:
                rows.append(row)
                loop.call_soon_threadsafe(stop.set)

        async with asyncio.timeout(LONG):
            await process(store, look, parse_simulated_clock("2021-03-04T08:30:00Z@600"), "chores-1").run(
                stop
            )

    rows: list[tuple] = []
    asyncio.run(once())
    name, kind, counts = rows[0]
    assert (name, kind) == ("chores-1", "chores")
    assert counts == {"sweep": 0, "failed": 0} or counts["sweep"] >= 1


def process(store: str, do, told: SimulatedClock, name: str) -> JobWorker:
    resources = JobResources(Vault.for_tests(), connect=lambda: stores.open_connection(store))
    sweep = chore("sweep", do)
    return JobWorker(name, store, resources, told, {"sweep": sweep})


async def rescued_by_others(store):
    """What a process would take up again at its usual patience."""
    from procrastinate import PsycopgConnector

    from tocsin.jobs import worker
    from tocsin.jobs.worker import JobScheduler

    chores = {"gated": GATED}
    resources = JobResources(Vault.for_tests(), connect=lambda: stores.open_connection(store))
    app = worker.build_app(PsycopgConnector(conninfo=store, min_size=1, max_size=2), resources, chores)
    async with app.open_async():
        return await JobScheduler(app, chores).retry_stalled_jobs()


def cut_off(admin: psycopg.Connection) -> None:
    """What a server does once it has seen that a client is gone."""
    admin.execute(
        """select pg_terminate_backend(pid, 30000) from pg_stat_activity
           where datname = current_database() and backend_type = 'client backend'
             and pid <> pg_backend_pid()"""
    )


def cut_all(store: str) -> None:
    with stores.open_connection(store, autocommit=True) as admin:
        cut_off(admin)
