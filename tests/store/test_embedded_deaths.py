"""An embedded server that dies, or whose launcher does."""

import os
import signal
import subprocess
import sys
import threading

import psycopg
import pytest

from tests.store.embedded_server import QUICK, ask, start
from tests.store.patience import open_connection_patiently
from tocsin.store import database, embedded
from tocsin.store.embedded import lock_files, server_process
from tocsin.store.embedded import store_paths as homes


@pytest.fixture(autouse=True)
def nothing_outside(home, monkeypatch):
    """No store is made in the system's own folder."""
    monkeypatch.setattr(homes, "_SYSTEM", home.parent / "system")


def kill(pid):
    os.kill(pid, signal.SIGKILL)


# ---- deaths


def test_kill_9_of_the_server_loses_what_was_not_committed_and_nothing_else(made):
    url = start(made)
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute("create table told (n int)")
        connection.execute("insert into told select generate_series(1, 1000)")
    half = psycopg.connect(url)
    half.execute("insert into told select generate_series(1001, 2000)")
    kill(embedded.read_store_status(made).pid)
    assert ask(start(made), "select count(*) from told") == 1000
    with pytest.raises(psycopg.OperationalError):
        half.commit()


def test_a_server_that_is_just_dying_is_not_taken_for_one_that_runs(made, monkeypatch):
    """It was killed, and is still seen for a moment."""
    start(made)
    pid = embedded.read_store_status(made).pid
    kill(pid)
    _gone(made)
    seen = iter([pid])
    sees = server_process.find_server_pid
    monkeypatch.setattr(server_process, "find_server_pid", lambda data: next(seen, None) or sees(data))
    assert ask(start(made), "select 1") == 1


def test_kill_9_of_the_server_while_a_child_is_busy(made):
    """A child that computes does not notice that its server died: the next start must not run beside it."""
    url = start(made)
    busy = psycopg.connect(url)
    child = busy.info.backend_pid
    thinking = threading.Thread(target=_think, args=(busy,))
    thinking.start()
    kill(embedded.read_store_status(made).pid)
    assert ask(start(made), "select 1") == 1
    thinking.join()
    assert not server_process.is_alive(child)


def _think(connection):
    with pytest.raises(psycopg.OperationalError):
        connection.execute("select count(*) from generate_series(1, 1000000000)")


def test_a_transaction_outlives_the_server(made):
    """The server dies in the middle; while we wait somebody starts it again; the work is there once."""
    url, tries = start(made), []
    with psycopg.connect(url) as connection:
        connection.execute("create table told (n int)")

    def action(connection):
        tries.append(1)
        connection.execute("insert into told values (1)")
        if len(tries) == 1:
            kill(embedded.read_store_status(made).pid)
        return connection.execute("select count(*) from told").fetchone()[0]

    assert (
        open_connection_patiently(
            action, opens=lambda: database.open_connection(url), sleep=lambda _: start(made)
        )
        == 1
    )
    # A child that outlives its server for a moment may even commit: then nothing was tried again.
    assert ask(start(made), "select count(*) from told") == 1


def test_kill_9_of_the_launcher_leaves_the_server_and_the_next_adopts_it(made):
    script = f"""
import sys, time
from pathlib import Path
from tocsin.store import embedded
with embedded.run_store(Path({str(made)!r}), settings={QUICK!r}):
    print("ready", flush=True)
    time.sleep(600)
"""
    launcher = subprocess.Popen([sys.executable, "-c", script], stdout=subprocess.PIPE)
    assert launcher.stdout.readline() == b"ready\n"
    pid = embedded.read_store_status(made).pid
    assert embedded.read_store_status(made).holder == launcher.pid
    with (
        pytest.raises(embedded.EmbeddedStoreInUse, match=f"process {launcher.pid} keeps"),
        embedded.run_store(made),
    ):
        pass
    launcher.kill()
    launcher.wait()
    launcher.stdout.close()
    with embedded.run_store(made) as url:
        assert embedded.read_store_status(made).pid == pid
        assert ask(url, "select 1") == 1
    assert embedded.read_store_status(made).pid is None, "who inherits a server also stops it"


def test_running_stops_what_it_started(made):
    with embedded.run_store(made, settings=QUICK) as url:
        assert ask(url, "select 1") == 1
        assert embedded.read_store_status(made).holder == os.getpid()
    assert embedded.read_store_status(made).pid is None


def test_running_leaves_alone_what_was_started_to_stay(made):
    start(made)
    with embedded.run_store(made) as url:
        assert ask(url, "select 1") == 1
    assert embedded.read_store_status(made).pid is not None


def test_a_stale_number_of_something_else_is_no_server(made):
    """After a crash of the machine, its number may be anybody's: here, that of this test."""
    start(made)
    pid_file = made / "data" / "postmaster.pid"
    lines = pid_file.read_text().split("\n")
    kill(int(lines[0]))
    _gone(made)
    for stale in (os.getpid(), os.getppid(), 1):
        pid_file.write_text("\n".join([str(stale), *lines[1:]]))
        assert embedded.read_store_status(made).pid is None
        assert ask(start(made), "select 1") == 1
        embedded.stop_store(made)


def test_a_zombie_is_no_server(made):
    start(made)
    pid_file = made / "data" / "postmaster.pid"
    lines = pid_file.read_text().split("\n")
    embedded.stop_store(made)
    zombie = subprocess.Popen([sys.executable, "-c", ""], cwd="/")
    os.waitid(os.P_PID, zombie.pid, os.WEXITED | os.WNOWAIT)
    try:
        pid_file.write_text("\n".join([str(zombie.pid), *lines[1:]]))
        assert not server_process.is_store_process(zombie.pid, made / "data")
        assert embedded.read_store_status(made).pid is None
        assert ask(start(made), "select 1") == 1
    finally:
        zombie.wait()


def test_a_server_that_ends_at_once_says_why(made):
    start(made)
    embedded.stop_store(made)
    with pytest.raises(embedded.CannotStart, match="no_such_setting"):
        embedded.start_store(made, settings={"no_such_setting": "1"})
    assert ask(start(made), "select 1") == 1


def test_a_server_not_seen_from_here_is_respected(made):
    """Another container sees the same folder, and has other process numbers: only the lock tells."""
    start(made)
    embedded.stop_store(made)
    with lock_files.hold_lock(made / "server.lock") as lock:
        assert lock is not None
        with pytest.raises(embedded.EmbeddedStoreInUse, match="not seen from here"):
            start(made)


def test_a_store_whose_process_cannot_be_seen_is_found_by_its_socket(made, monkeypatch):
    """As from a service that systemd shuts in: it does not see the processes of another one."""
    url = start(made)
    monkeypatch.setattr(server_process, "is_store_process", lambda pid, data: False)
    assert embedded.find_store_url(made) == url
    assert ask(url, "select 1") == 1
    monkeypatch.undo()
    kill(embedded.read_store_status(made).pid)
    _gone(made)
    monkeypatch.setattr(server_process, "is_store_process", lambda pid, data: False)
    assert embedded.find_store_url(made) is None, "what a killed server left of its socket answers nobody"


def test_the_server_holds_its_lock_as_long_as_it_lives(made):
    start(made)
    with lock_files.hold_lock(made / "server.lock") as lock:
        assert lock is None
    embedded.stop_store(made)
    with lock_files.hold_lock(made / "server.lock", 5.0) as lock:
        assert lock is not None


def _gone(home):
    with lock_files.hold_lock(home / "server.lock", 10.0) as lock:
        assert lock is not None
