"""The server dies in the middle of a chore: its job is done when it is back, and done once."""

import os
import signal
import subprocess
import sys
import time
from contextlib import contextmanager
from pathlib import Path

import psycopg
import pytest

from tests.faults.service import DURABLE, GUARD
from tests.jobs.child import GATE, GATED
from tests.jobs.office import Office
from tests.store import prepared
from tocsin.store import database as stores
from tocsin.store import embedded


@pytest.fixture
def server(home):
    """A server that is killed and started by the test: its URL."""
    return embedded.start_store(prepared.put(home), settings=DURABLE)


@contextmanager
def child_in_the_middle(url):
    """A process that has begun its job and waits at the gate, which only the server can open."""
    with stores.open_connection(url, autocommit=True) as gate:
        gate.execute("select pg_advisory_lock(%s)", (GATE,))
        gate.execute("listen began")
        child = subprocess.Popen([sys.executable, "-m", "tests.jobs.child", url])
        try:
            assert list(gate.notifies(timeout=GUARD, stop_after=1)), "the job did not begin"
            yield child
        finally:
            child.kill()
            child.wait()


def until(condition, what):
    end = time.monotonic() + GUARD
    while not condition():
        assert time.monotonic() < end, f"{what} did not come"
        time.sleep(0.05)


def killed(home):
    """All of its processes at once, as when the power goes: one that lives on for a moment lets go of the gate as it ends,
    and the job would come to its end on the server that dies."""
    server = embedded.read_store_status(home).pid
    os.kill(server, signal.SIGSTOP)  # it begins no more
    processes = [server, *map(int, Path(f"/proc/{server}/task/{server}/children").read_text().split())]
    for how in (signal.SIGSTOP, signal.SIGKILL):
        for process in processes:
            os.kill(process, how)


def stopped(home):
    embedded.stop_store(home)


@pytest.mark.parametrize("ended", [killed, stopped])
def test_a_job_whose_server_went_away_is_done_once_it_is_back(home, server, ended):
    """The process lives, and begins the job again by itself: what it had done is undone."""
    office = Office(server, GATED)
    with child_in_the_middle(server) as child:
        ended(home)
        embedded.start_store(home, settings=DURABLE)
        until(lambda: "succeeded" in states(office), "an end of the job")
        assert child.poll() is None
    with stores.open_connection(server) as db:
        done = db.execute("select version from tracing_wording where template = 'done'").fetchall()
    (run,) = office.recent()
    assert office.states() == ["succeeded"]
    assert done == [(run.at.strftime("%d%H%M%S"),)]
    assert run.tries == 2


def states(office):
    """None while there is no store; what is due now is tried now."""
    try:
        office.again()
        return office.states()
    except (psycopg.Error, stores.NoStore):
        return []
