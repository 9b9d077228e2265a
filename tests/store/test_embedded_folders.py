"""Where an embedded store lies, and under whose name it serves."""

import os
import shutil
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from tests.store.embedded_server import QUICK, ask, start
from tocsin.store import embedded
from tocsin.store.embedded import binaries, server_account
from tocsin.store.embedded import store_paths as homes

AS_ROOT = pytest.mark.skipif(os.geteuid() != 0, reason="only root is refused by PostgreSQL")


@pytest.fixture(autouse=True)
def nothing_outside(home, monkeypatch):
    """No store is made in the system's own folder."""
    monkeypatch.setattr(homes, "_SYSTEM", home.parent / "system")


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
