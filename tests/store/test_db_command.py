"""``tocsin db``, as an operator types it, on a store of its own."""

import os
import re
import subprocess
import sys
from datetime import date, datetime

import pytest

from tests.tracing.village import Village
from tocsin.cli.main import run_cli
from tocsin.locale.paris_time import PARIS_ZONE
from tocsin.privacy import retention
from tocsin.privacy.vault import Vault
from tocsin.store import backup as backups
from tocsin.store import database as stores
from tocsin.store import embedded

SERVICE = """
from tocsin.privacy.vault import Vault

vault = Vault.load(serves=True)
print(flush=True)
input()
"""


class Operator:
    """Types ``tocsin db ...``."""

    def __init__(self, home, monkeypatch, capsys):
        self.home, self.monkeypatch, self.capsys = home, monkeypatch, capsys

    def __call__(self, *words, status=0, **env):
        with self.monkeypatch.context() as patch:
            patch.delenv("TOCSIN_DATABASE_URL", raising=False)
            patch.setenv("TOCSIN_HOME", str(self.home))
            for name, value in env.items():
                patch.setenv(name, value)
            found = run_cli(["db", *map(str, words)])
        said = "".join(self.capsys.readouterr())
        assert found == status, said
        return said


@pytest.fixture
def tocsin_db(home, monkeypatch, capsys):
    return Operator(home, monkeypatch, capsys)


def test_the_life_of_a_store(tocsin_db):
    assert "`tocsin db start` makes one" in tocsin_db("status", status=69)
    assert "no store runs" in tocsin_db("url", status=69)
    first = tocsin_db("start")
    assert "making a new store" in first
    assert "has no tables yet" in first
    assert "was running" in tocsin_db("start")
    assert "migrations are missing" in tocsin_db("check", status=1)
    assert "migrations were applied" in tocsin_db("migrate")
    assert "were up to date" in tocsin_db("migrate")
    assert "Nothing is wrong" in tocsin_db("check")
    assert "up to date; they take" in tocsin_db("status")
    assert tocsin_db("url").startswith("postgresql://tocsin:")
    file = tocsin_db.home.parent / "store.backup"
    assert "The keys are not in it" in tocsin_db("backup", file)
    assert "nothing is overwritten" in tocsin_db("backup", file, status=74)
    assert "into a new one" in tocsin_db("restore", file, status=74)
    assert "is stopped" in tocsin_db("stop")
    assert "was not running" in tocsin_db("stop")
    assert "does not run" in tocsin_db("status", status=69)

    other = {"TOCSIN_HOME": str(tocsin_db.home.parent / "other")}
    tocsin_db("start", **other)
    said = tocsin_db("restore", file, status=1, **other)
    assert "Restored as of" in said
    assert "Nothing may work on this store yet. Bring its keys here (new ones would not open it)" in said
    since = re.search(r"--since (\S+)`", said)[1]
    Vault.load(tocsin_db.home.parent / "other" / "keys.json", make=True)
    assert "0 erasures were made since" in tocsin_db("resume", "--since", since, **other)
    assert "Nothing is wrong" in tocsin_db("check", **other)


def test_a_restored_store_is_erased_only_by_who_says_so(tocsin_db, store, fresh):
    day = date(2020, 2, 3)
    keys = tocsin_db.home.parent / "keys.json"
    file = tocsin_db.home.parent / "store.backup"
    with stores.open_connection(store) as db:
        Village(db, Vault.load(keys, make=True)).household(day)
    backups.write_backup(store, file)
    before = keys.read_bytes()
    due = retention.find_last_due_day(datetime.now(PARIS_ZONE).date())
    there = {"TOCSIN_DATABASE_URL": fresh, "TOCSIN_KEYS": str(keys)}
    said = tocsin_db("restore", file, status=1, **there)
    assert "2  people emptied" in said
    assert "1  keys would be destroyed, of 2020-02-03 to 2020-02-03" in said
    assert keys.read_bytes() == before
    again = re.search(r"`tocsin db (resume .*)` erases it", said)[1].split()
    assert again[-2:] == ["--erase", f"{due}"]
    assert "2 people are erased again" in tocsin_db(*again, **there)
    assert Vault.load(keys).ring.keys == ()


def test_keys_of_a_service_that_runs_are_not_touched(tocsin_db, store, fresh):
    keys = tocsin_db.home.parent / "keys.json"
    file = tocsin_db.home.parent / "store.backup"
    there = {"TOCSIN_DATABASE_URL": fresh, "TOCSIN_KEYS": str(keys)}
    Vault.load(keys, make=True)
    backups.write_backup(store, file)
    with subprocess.Popen(
        [sys.executable, "-c", SERVICE], stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=os.environ | there
    ) as service:
        service.stdout.readline()
        assert "A service works with these keys" in tocsin_db("restore", file, status=69, **there)
        assert "take a copy" in tocsin_db("resume", "--since", "2027-03-01T04:00:00Z", status=69, **there)
        with stores.open_connection(fresh) as db:
            assert db.execute("select count(*) from pg_tables where schemaname = 'public'").fetchone() == (0,)
        service.communicate(b"\n")
    assert "0 erasures were made since" in tocsin_db("restore", file, **there)


def test_keys_beside_another_store_that_runs_are_not_touched(tocsin_db, store, fresh):
    file = tocsin_db.home.parent / "store.backup"
    backups.write_backup(store, file)
    Vault.load(tocsin_db.home / "keys.json", make=True)
    with embedded.run_store(tocsin_db.home, settings={"fsync": "off"}):
        said = tocsin_db("restore", file, status=69, TOCSIN_DATABASE_URL=fresh)
    assert "runs, and is another" in said
    assert "0 erasures were made since" in tocsin_db("restore", file, TOCSIN_DATABASE_URL=fresh)


def test_a_moment_without_its_zone_is_not_understood(tocsin_db):
    assert "'2027-03-01T04:00' is not a moment with its zone" in tocsin_db(
        "resume", "--since", "2027-03-01T04:00", status=64
    )


def test_a_store_that_a_service_keeps_is_not_stopped_under_it(tocsin_db):
    with embedded.run_store(tocsin_db.home, settings={"fsync": "off"}) as url:
        assert f"process {os.getpid()} keeps" in tocsin_db("stop", status=69)
        assert f"Process {os.getpid()} keeps" in tocsin_db("status")
        assert url.split("@")[0] in tocsin_db("url")
        assert "is stopped" in tocsin_db("stop", "--force")


def test_a_server_of_ones_own_is_used_and_left_alone(tocsin_db, store):
    own = {"TOCSIN_DATABASE_URL": store}
    assert "nothing is started" in tocsin_db("start", **own)
    assert "nothing is stopped" in tocsin_db("stop", **own)
    said = tocsin_db("status", **own)
    assert "a server of your own" in said
    assert store.split(":")[2].partition("@")[0] not in said
    assert not tocsin_db.home.exists()
    assert tocsin_db("url", **own).strip() == store


def test_statements_are_explained(tocsin_db, store):
    own = {"TOCSIN_DATABASE_URL": store}
    assert "there is no statement 'nothing.such'" in tocsin_db("explain", "nothing.such", status=64, **own)


def test_a_server_that_does_not_answer(tocsin_db):
    for action in ("status", "migrate"):
        said = tocsin_db(action, status=69, TOCSIN_DATABASE_URL="postgresql://u:hidden-word@127.0.0.1:1/x")
        assert "does not answer" in said, action
        assert "hidden-word" not in said, action


def test_a_port_is_a_number(tocsin_db):
    assert "is not a port" in tocsin_db("start", "--port", "80", status=64)
