"""The launcher of the embedded server: what it makes, what it adopts, what it refuses, what it survives.

Nothing is simulated: every server is real, and every kill is a ``kill -9``.
"""

import os
import shutil
import signal
import stat
import subprocess
import sys
import threading
from contextlib import suppress
from pathlib import Path

import psycopg
import pytest

from tests.store import prepared
from tests.store.patience import open_connection_patiently
from tocsin.store import database, embedded
from tocsin.store.embedded import binaries, data_folder, lock_files, server_account, server_process
from tocsin.store.embedded import store_paths as homes
from tocsin.store.embedded.store_paths import StorePaths

QUICK = {"fsync": "off", "shared_buffers": "16MB"}
AS_ROOT = pytest.mark.skipif(os.geteuid() != 0, reason="only root is refused by PostgreSQL")


@pytest.fixture(autouse=True)
def nothing_outside(home, monkeypatch):
    """No store is made in the system's own folder."""
    monkeypatch.setattr(homes, "_SYSTEM", home.parent / "system")


def start(home, **more):
    return embedded.start_store(home, settings=QUICK, **more)


@pytest.fixture
def made(home):
    """A store that is there already: most of what is told here is not about how it is made."""
    return prepared.put(home)


def ask(url, statement):
    with psycopg.connect(url) as connection:
        return connection.execute(statement).fetchone()[0]


def kill(pid):
    os.kill(pid, signal.SIGKILL)


# ---- made once, started and stopped many times


def test_a_store_is_made_stopped_and_found_again(home):
    told = []
    url = start(home, say=told.append)
    with psycopg.connect(url) as connection:
        connection.execute("create table kept as select 1 as one")
    assert told == [f"making a new store in {home}"]
    assert embedded.stop_store(home) is True
    assert embedded.stop_store(home) is False
    assert embedded.find_store_url(home) is None
    told.clear()
    assert ask(start(home, say=told.append), "select one from kept") == 1
    assert told == []


def test_a_second_start_adopts_the_server_that_runs(made):
    first = start(made)
    pid = embedded.read_store_status(made).pid
    assert start(made) == first
    assert embedded.read_store_status(made).pid == pid


def test_many_starts_at_once_make_one_store_and_one_server(home):
    urls = []
    starts = [threading.Thread(target=lambda: urls.append(start(home))) for _ in range(4)]
    for one in starts:
        one.start()
    for one in starts:
        one.join()
    assert len(set(urls)) == 1
    assert len(urls) == 4
    assert home.joinpath("server.log").read_text().count("starting PostgreSQL") == 1


def test_status_tells_how_it_stands(home):
    before = embedded.read_store_status(home)
    assert (before.made, before.pid, before.major) == (False, None, None)
    start(home)
    after = embedded.read_store_status(home)
    assert after.made
    assert after.major == binaries.find_binaries().major
    assert server_process.is_store_process(after.pid, home / "data")
    assert after.holder is None


# ---- nobody else comes in


def test_nothing_is_trusted(home):
    url = start(home)
    password = (home / "password").read_text()
    assert stat.S_IMODE((home / "password").stat().st_mode) == 0o600
    assert password in url
    with pytest.raises(psycopg.OperationalError, match="password authentication failed"):
        psycopg.connect(url.replace(password, "guess"))
    with pytest.raises(psycopg.OperationalError, match="password"):
        psycopg.connect(url.replace("//tocsin", "//postgres"))
    assert "trust" not in (home / "data" / "pg_hba.conf").read_text()


def test_the_superuser_cannot_log_in(home):
    url = start(home)
    assert ask(url, "select rolcanlogin from pg_roles where rolsuper") is False
    assert ask(url, "select rolsuper from pg_roles where rolname = current_user") is False


def test_it_listens_on_a_socket_in_a_private_folder_and_nowhere_else(made):
    assert ask(start(made), "show listen_addresses") == ""
    assert stat.S_IMODE((made / "run").stat().st_mode) == 0o700


def test_tcp_only_where_it_is_asked_for_and_on_this_machine_only(made):
    url = start(made, port=54329)
    assert ask(url, "show listen_addresses") == "127.0.0.1"
    password = (made / "password").read_text()
    tcp = f"postgresql://tocsin:{password}@127.0.0.1:54329/tocsin"
    assert ask(tcp, "select 1") == 1
    with pytest.raises(psycopg.OperationalError, match="password authentication failed"):
        psycopg.connect(tcp.replace(password, "guess"))


def test_a_wrong_password_file_is_told_at_once(made):
    start(made)
    (made / "password").write_text("of another store")
    with pytest.raises(embedded.CannotStart, match=r"password in .* is not that of the store"):
        start(made)


def test_the_log_of_the_server_shows_nothing_of_a_statement(made):
    url = start(made)
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute("create table people (name text unique)")
        for _ in range(2):
            with suppress(psycopg.errors.UniqueViolation):
                connection.execute("insert into people values ('hidden-word')")
        with pytest.raises(psycopg.errors.DivisionByZero):
            connection.execute("select 1 / 0 as hidden_word, %s::text", ["hidden-word"])
    said = (made / "server.log").read_text()
    assert "duplicate key" in said
    assert "division by zero" in said
    assert "hidden" not in said


def test_a_path_too_long_for_a_socket_has_its_socket_elsewhere(home):
    long = home / ("a" * 100)
    url = start(long)
    assert ask(url, "select 1") == 1
    sockets = StorePaths(long).sockets
    assert not sockets.is_relative_to(home)
    assert stat.S_IMODE(sockets.stat().st_mode) == 0o700
    embedded.stop_store(long)
    sockets.rmdir()


# ---- whole or nothing


def test_a_making_that_fails_leaves_nothing_and_the_next_succeeds(home, monkeypatch):
    def fails(*_):
        raise embedded.CannotStart("in the middle")

    with monkeypatch.context() as patch:
        patch.setattr(data_folder, "_create_roles", fails)
        with pytest.raises(embedded.CannotStart, match="in the middle"):
            start(home)
    assert not list(home.glob("data*"))
    assert ask(start(home), "select 1") == 1


def test_a_making_that_was_killed_is_swept_away(home):
    home.mkdir()
    (home / "data.draft-0badcafe" / "base").mkdir(parents=True)
    start(home)
    assert [path.name for path in home.glob("data*")] == ["data"]


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


# ---- folders


def test_a_folder_that_cannot_be_written_is_named(home):
    home.mkdir()
    (home / "run").write_text("a file where a folder should be")
    with pytest.raises(embedded.CannotStart, match=r"run cannot be written .*TOCSIN_HOME"):
        start(home)


def test_a_parent_that_is_a_file_is_named(home):
    (home.parent / "file").write_text("")
    with pytest.raises(embedded.CannotStart, match="TOCSIN_HOME"):
        start(home.parent / "file" / "store")


@AS_ROOT
def test_the_folder_of_another_user_is_refused(home):
    home.mkdir()
    os.chown(home, 12345, 12345)
    for ask_it in (start, embedded.stop_store, embedded.read_store_status):
        with pytest.raises(embedded.CannotStart, match="belongs to another user"):
            ask_it(home)
    os.chown(home, 0, 0)


def test_where_a_store_lies_by_itself(monkeypatch, tmp_path):
    monkeypatch.setenv("TOCSIN_HOME", str(tmp_path / "named"))
    assert homes.default_folder() == tmp_path / "named"
    monkeypatch.delenv("TOCSIN_HOME")
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    monkeypatch.setattr(os, "geteuid", lambda: 1000)
    assert homes.default_folder() == tmp_path / "state" / "tocsin"
    monkeypatch.delenv("XDG_STATE_HOME")
    monkeypatch.setenv("HOME", str(tmp_path))
    assert homes.default_folder() == tmp_path / ".local" / "state" / "tocsin"
    monkeypatch.setattr(os, "geteuid", lambda: 0)
    assert homes.default_folder() == homes._SYSTEM


# ---- as root, and as a user


@AS_ROOT
def test_root_serves_under_a_number_that_nobody_has(home):
    start(home)
    owner = Path("/proc", str(embedded.read_store_status(home).pid)).stat().st_uid
    assert owner == server_account.find_server_account().uid
    assert owner != 0
    assert (home / "data").stat().st_uid == owner
    assert stat.S_IMODE((home / "data").stat().st_mode) == 0o700


@AS_ROOT
def test_root_behind_a_closed_door_puts_the_store_where_it_can_be_reached(home):
    closed = home.parent / "closed"
    closed.mkdir(mode=0o700)
    told = []
    url = start(closed / "store", say=told.append)
    assert ask(url, "select 1") == 1
    assert f"{closed / 'store'} cannot be reached" in told[0]
    place = embedded.read_store_status(closed / "store").folder
    assert place.parent == home.parent / "system"
    assert not list(closed.iterdir())
    assert embedded.stop_store(closed / "store")


@AS_ROOT
def test_programs_behind_a_closed_door_are_copied_once(made, monkeypatch):
    """An environment below /root cannot be run by anybody else."""
    wheel = binaries.find_binaries().folder
    can_reach = server_account.ServerAccount.can_reach
    monkeypatch.setattr(
        server_account.ServerAccount,
        "can_reach",
        lambda self, folder: wheel not in folder.parents and can_reach(self, folder),
    )
    assert ask(start(made), "select 1") == 1
    program = Path("/proc", str(embedded.read_store_status(made).pid), "exe").readlink()
    assert program.is_relative_to(made)
    copied = program.stat().st_ino
    embedded.stop_store(made)
    start(made)
    assert Path("/proc", str(embedded.read_store_status(made).pid), "exe").stat().st_ino == copied


@AS_ROOT
def test_an_ordinary_user_serves_as_itself(home):
    """`nobody` stands for any user; it can read what everybody can."""
    if not server_account.ServerAccount(uid=65534, gid=65534, other=True).can_reach(
        Path(sys.executable).parent
    ):
        pytest.skip("the environment cannot be read by other users")
    os.chown(home.parent, 65534, 65534)
    script = f"""
from pathlib import Path
import os
from tocsin.store import embedded
with embedded.run_store(Path({str(home)!r}), settings={QUICK!r}) as url:
    print(os.stat("/proc/%d" % embedded.read_store_status(Path({str(home)!r})).pid).st_uid)
"""
    done = subprocess.run(
        [sys.executable, "-c", script], user=65534, group=65534, extra_groups=[], capture_output=True,
        text=True, cwd="/",
    )  # fmt: skip
    assert (done.stdout, done.stderr) == ("65534\n", "")
    os.chown(home.parent, 0, 0)
    shutil.rmtree(home)


def test_who_has_no_name_is_told_what_to_do(monkeypatch):
    def unknown(_):
        raise KeyError

    monkeypatch.setattr(server_account.pwd, "getpwnam", unknown)
    monkeypatch.setattr(server_account.pwd, "getpwuid", unknown)
    for uid in (0, 4242):
        monkeypatch.setattr(os, "geteuid", lambda uid=uid: uid)
        with pytest.raises(embedded.CannotStart, match="user with a name"):
            server_account.find_initdb_account()


def test_without_the_wheel_we_say_what_brings_it(monkeypatch):
    monkeypatch.setattr(binaries, "find_spec", lambda _: None)
    with pytest.raises(embedded.CannotStart, match=r"again as tocsin\[service\]"):
        binaries.find_binaries()


def test_a_store_of_a_version_that_is_not_there_is_told():
    with pytest.raises(embedded.CannotStart, match="PostgreSQL 12"):
        binaries.find_binaries(12)
