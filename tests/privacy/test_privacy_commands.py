"""tocsin keys and tocsin erase, as an operator runs them."""

import json
import os
import stat
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import psycopg
import pytest

from tests.cli.conftest import Ran, Tocsin
from tests.tracing.village import Village, noon
from tocsin.privacy import keyring
from tocsin.privacy.keyfile import KeyFile
from tocsin.privacy.retention import add_months
from tocsin.privacy.vault import Vault

DAY = date(2026, 2, 2)
THAT_DAY = add_months(DAY).isoformat()


class Operator:
    """Somebody at the command line of a store."""

    def __init__(self, folder: Path, store: str) -> None:
        self.path = folder / "safe" / "keys.json"
        self._run = Tocsin(folder)
        self._env = {"TOCSIN_DATABASE_URL": store, "TOCSIN_KEYS": str(self.path), "USER": "agent-1"}
        self._env["PYTHONPATH"] = os.environ.get("PYTHONPATH", "")

    def __call__(self, *words: str) -> Ran:
        return self._run(*words, **self._env)


@pytest.fixture
def operator(tmp_path: Path, store: str) -> Operator:
    return Operator(tmp_path, store)


@pytest.fixture
def village(operator: Operator, db: psycopg.Connection) -> Village:
    """A household of February in a store whose keys are in the operator's file."""
    village = Village(db, Vault.load(operator.path, make=True))
    village.household(DAY)
    return village


def test_new_keys_for_a_week_and_their_list(operator: Operator):
    made = operator("keys", "new", "--days", "7")
    assert made.status == 0, made.err
    assert "made; 7 new keys of days" in made.out
    listed = operator("keys", "list")
    assert listed.out.count("in use") == 7
    today = datetime.now(UTC).date()
    assert (
        f"{today + timedelta(days=6)}  in use, destroyed on {add_months(today + timedelta(days=6))}"
        in listed.out
    )
    secrets = [key["key"] for key in json.loads(operator.path.read_text())["keys"]]
    assert not any(secret in listed.out + made.out for secret in secrets)
    assert "was there; 0 new" in operator("keys", "new", "--days", "7").out


def test_without_a_file_it_is_said_what_makes_one(operator: Operator):
    ran = operator("keys", "list")
    assert ran.status == 66
    assert "tocsin keys new" in ran.err


def test_a_file_that_others_can_read_is_refused(operator: Operator):
    operator("keys", "new")
    operator.path.chmod(0o644)
    ran = operator("keys", "list")
    assert ran.status == 65
    assert "chmod 600" in ran.err


def test_the_right_file_is_known_from_another(operator: Operator, village: Village, tmp_path: Path):
    right = operator("keys", "check")
    assert right.status == 0, right.out + right.err
    assert "18 values under 1 key" in right.out
    KeyFile(tmp_path / "other.json").create_keys()
    wrong = operator("keys", "check", "--keys", str(tmp_path / "other.json"))
    assert wrong.status == 1
    assert "is it the file of this store?" in wrong.out


def test_another_index_key_is_seen(operator: Operator, village: Village):
    village.vault.change_keys(lambda ring: keyring.end_index_move(keyring.begin_index_move(ring, noon(DAY))))
    village.vault.index("number", "+33639980001", DAY)
    ran = operator("keys", "check")
    assert ran.status == 1
    assert "tracing_phone.number_index were made under another key" in ran.out


def test_a_rotation_from_the_command_line(operator: Operator, village: Village):
    before = village.key_of("phone", 1)
    first = operator("keys", "rotate")
    assert first.status == 0, first.err
    assert "1 new key of days" in first.out
    assert "18 values sealed again" in first.out
    assert "run it again after" in first.out
    refused = operator("keys", "rotate", "--now")  # the test itself is connected
    assert refused.status == 69
    assert "other connections" in refused.err
    village.db.close()
    assert "1 old key dropped" in operator("keys", "rotate", "--now").out
    assert before not in operator("keys", "list").out
    moved = operator("keys", "rotate", "--index")
    assert moved.status == 0, moved.err
    assert "9 blind indexes stand under other keys" in moved.out
    assert operator("keys", "check").status == 0


def test_a_backup_says_until_when_it_may_be_kept(operator: Operator, village: Village, tmp_path: Path):
    copy = tmp_path / "copy.json"
    ran = operator("keys", "backup", str(copy))
    assert ran.status == 0, ran.err
    assert f"Destroy or replace it by {add_months(DAY)}" in ran.out
    assert stat.S_IMODE(copy.stat().st_mode) == 0o600
    assert Vault.load(copy).open(village.value("sealed", "phone", 1), "phone.sealed") == b"+33639980001"
    assert operator("keys", "backup", str(copy)).status == 64


def test_an_erasure_its_dry_run_and_its_proof(operator: Operator, village: Village):
    tried = operator("erase", "--on", THAT_DAY, "--dry-run", "--json")
    assert tried.status == 0, tried.err
    assert tried.json["dry_run"] is True
    assert tried.json["statement"] is None
    assert village.count("person", "sealed is not null") == 2
    done = operator("erase", "--on", THAT_DAY)
    assert done.status == 0, done.err
    assert "2  people emptied" in done.out
    assert "1  keys destroyed, of 2026-02-02 to 2026-02-02" in done.out
    assert village.count("person", "sealed is not null") == 0
    proof = operator("erase", "verify")
    assert proof.status == 0, proof.out
    assert "1 statements, each signed" in proof.out
    assert "Nothing collected" in operator("erase", "--on", THAT_DAY).out


def test_an_erasure_removes_the_files_that_could_not_be_taken_in(operator: Operator, tmp_path: Path):
    operator("keys", "new")
    file = tmp_path / "inbox" / "failed" / "labo.csv"
    file.parent.mkdir(parents=True)
    file.write_text("DURAND,Zoé", encoding="utf-8")
    os.utime(file, (1_500_000_000, 1_500_000_000))
    operator._env["TOCSIN_INBOX"] = str(tmp_path / "inbox")
    assert operator("erase", "--dry-run").status == 0
    assert file.exists()
    assert "1 files of results" in operator("erase").out
    assert not file.exists()


def test_the_dry_run_and_the_run_say_the_same_numbers(operator: Operator, village: Village):
    tried = operator("erase", "--on", THAT_DAY, "--dry-run", "--json").json
    done = operator("erase", "--on", THAT_DAY, "--json").json
    assert tried["counts"] == done["counts"]
    assert done["number"] == 1
    assert json.loads(done["statement"])["by"] == "agent-1"


def test_who_has_the_public_key_only_can_check(operator: Operator, village: Village):
    operator("erase", "--on", THAT_DAY)
    [line] = [line for line in operator("keys", "list").out.splitlines() if "checked with" in line]
    operator.path.unlink()
    assert operator("erase", "verify", "--public-key", line.split()[-1]).status == 0
    wrong = operator("erase", "verify", "--public-key", "00" * 32, "--json")
    assert wrong.status == 1
    assert len(wrong.json["problems"]) == 1
    assert operator("erase", "verify", "--public-key", "secret").status == 64


def test_nothing_before_its_time(operator: Operator, village: Village):
    ran = operator("erase", "--on", (add_months(DAY) - timedelta(days=1)).isoformat(), "--json")
    assert ran.json["keys"] == []
    assert village.count("person", "sealed is not null") == 2


@pytest.mark.parametrize("on", ["tomorrow", "2026-02-30"])
def test_a_day_that_is_none(operator: Operator, on: str):
    ran = operator("erase", "--on", on)
    assert ran.status == 64
    assert on in ran.err


def test_without_a_store_it_is_said(operator: Operator):
    operator("keys", "new")
    operator._env["TOCSIN_DATABASE_URL"] = "postgresql://nobody@127.0.0.1:1/none"
    ran = operator("erase")
    assert ran.status == 69
    assert "does not answer" in ran.err


def test_an_empty_database_is_said_to_be_empty(operator: Operator, fresh: str):
    operator("keys", "new")
    operator._env["TOCSIN_DATABASE_URL"] = fresh
    ran = operator("erase", "--dry-run")
    assert ran.status == 69
    assert "tocsin db migrate" in ran.err


def test_what_the_page_on_keys_shows_works(operator: Operator, village: Village):
    page = (Path(__file__).parents[2] / "docs" / "operate" / "rotate-keys.md").read_text(encoding="utf-8")
    commands = [line.removeprefix("$ tocsin ").split() for line in page.splitlines() if line.startswith("$ ")]
    assert ["keys", "rotate", "--index"] in commands
    village.db.close()
    for command in commands:
        ran = operator(*command)
        assert ran.status == 0, (command, ran.err)
