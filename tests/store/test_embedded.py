"""The launcher of the embedded server: what it makes, what it adopts, what it refuses, what it survives.

Nothing is simulated: every server is real, and every kill is a ``kill -9``.
"""

import stat
import threading
from contextlib import suppress

import psycopg
import pytest

from tests.store.embedded_server import ask, start
from tocsin.store import embedded
from tocsin.store.embedded import binaries, data_folder, server_process
from tocsin.store.embedded import store_paths as homes
from tocsin.store.embedded.store_paths import StorePaths


@pytest.fixture(autouse=True)
def nothing_outside(home, monkeypatch):
    """No store is made in the system's own folder."""
    monkeypatch.setattr(homes, "_SYSTEM", home.parent / "system")


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
