"""``tocsin deploy check``: an operator types it on a new machine, and mends what it says."""

import re
from datetime import date, timedelta

import pytest

from tests.cli.conftest import Tocsin
from tests.store.prepared import FAST
from tocsin.cli.service import preflight
from tocsin.privacy.vault import Vault
from tocsin.web.site_operator import read_site_operator

READY = {
    "TOCSIN_SITE_HOSTS": "verifier.example", "TOCSIN_SITE_SECRET": "s" * 32, "TOCSIN_API_PROXIES": "1",
    "TOCSIN_SITE": "https://verifier.example", "TOCSIN_SMPP": "smpps://tocsin:secret@smsc.example:2775/38663",
}  # fmt: skip


@pytest.fixture
def machine(store, tmp_path, monkeypatch):
    """A machine on which everything is as it should be; what looks at it gives what is missing."""
    for name in (
        "STORY",
        "SIMULATED_NUMBERS",
        "INBOX",
        "REPORTS",
        "HOME",
        "CHARTER_KEY",
        "HTTP_GATEWAYS",
        "STAFF_SECOND_FACTOR",
    ):
        monkeypatch.delenv(f"TOCSIN_{name}", raising=False)
    for name, value in (READY | {"TOCSIN_DATABASE_URL": store}).items():
        monkeypatch.setenv(name, value)
    monkeypatch.setenv("TOCSIN_KEYS", str(tmp_path / "keys.json"))
    monkeypatch.setattr(preflight, "FREE", 0)  # whatever the machine of the tests has
    monkeypatch.setattr(preflight, "SLOW", 60.0)
    monkeypatch.setattr(preflight, "MINOR_RELEASES", {})  # whatever server the tests have
    Vault.load(make=True).prepare_days()
    return tmp_path


def missing(*looks):
    """What is missing, by what it is about; the server of the tests itself is in a hurry, and said to be."""
    found = [one for look in looks for one in look() if not one.ok]
    return [(one.about, one.said) for one in found if one.said.partition(" ")[0] not in FAST]


def everything():
    return missing(*preflight.ALWAYS, *(look for looks in preflight.PARTS.values() for look in looks))


def test_nothing_is_missing_where_nothing_is(machine):
    assert everything() == []


@pytest.mark.parametrize(
    ("version", "on", "said"),
    [
        ((16, 14), (2026, 8, 12), ""), ((16, 14), (2026, 8, 13), "16.15 or newer"),
        ((16, 13), (2026, 5, 14), "16.14 or newer"), ((16, 14), (2026, 11, 28), "16.16 or newer"),
        ((17, 11), (2026, 8, 13), ""), ((18, 9), (2026, 11, 28), ""), ((99, 0), (2026, 11, 28), ""),
    ],
)  # fmt: skip
def test_a_server_without_the_newest_fixes_is_said_to_be(version, on, said):
    found = list(preflight.check_minor_release(*version, date(*on)))
    assert [one.ok for one in found] == [False] * bool(said)
    assert all(said in one.said for one in found)


def test_a_store_without_tables_is_said_with_what_to_do(machine, fresh, monkeypatch):
    monkeypatch.setenv("TOCSIN_DATABASE_URL", fresh)
    [(about, said)] = everything()
    assert about == "store"
    assert "migrations are missing: run `tocsin db migrate`" in said


def test_a_store_that_is_not_there_is_said_without_its_password(machine, monkeypatch):
    monkeypatch.setenv("TOCSIN_DATABASE_URL", "postgresql://tocsin:geheim@127.0.0.1:1/tocsin")
    [(about, said)] = everything()
    assert about == "store"
    assert "geheim" not in said


def test_a_line_to_another_machine_must_be_encrypted(machine, db):
    found = preflight._check_encryption(db, "postgresql://tocsin@db.example/tocsin")
    assert (found.ok, "sslmode=verify-full" in found.said) == (False, True)
    assert preflight._check_encryption(db, "postgresql://tocsin@127.0.0.1/tocsin").ok


def test_a_clock_that_is_wrong_is_found(machine, monkeypatch):
    class Late(preflight.datetime):
        @classmethod
        def now(cls, zone=None):
            return super().now(zone) - timedelta(seconds=90)

    monkeypatch.setattr(preflight, "datetime", Late)
    assert [said.partition(" s ")[0][:2] for about, said in missing(preflight.check_store)] == ["90"]


def test_keys_that_others_can_read_and_that_are_not_there(machine):
    (machine / "keys.json").chmod(0o644)
    [(about, said)] = missing(preflight.check_keys)
    assert (about, "chmod 600" in said) == ("keys", True)
    (machine / "keys.json").unlink()
    assert "tocsin keys new" in missing(preflight.check_keys)[0][1]


def test_keys_in_a_folder_that_cannot_be_written_must_reach_ahead(machine, monkeypatch):
    """A copy on another machine: each new day would need a key of its own."""
    monkeypatch.setattr(preflight.os, "access", lambda *_: False)
    assert "tocsin keys new --days 100" in missing(preflight.check_keys)[0][1]
    today = preflight.datetime.now(preflight.UTC).date()
    Vault.load().prepare_days(*(today + timedelta(days=n) for n in range(30)))
    assert missing(preflight.check_keys) == []


@pytest.mark.parametrize(
    ("name", "value", "about", "said"),
    [
        ("TOCSIN_SITE_HOSTS", "", "site", "every visitor is refused"),
        (
            "TOCSIN_OPERATOR_CONTACT",
            "contact@verifier.example",
            "site",
            "TOCSIN_OPERATOR_CONTACT must be mailto",
        ),
        ("TOCSIN_SITE_SECRET", "short", "site", "has 5 characters"),
        ("TOCSIN_SITE", "http://verifier.example", "site", "https://"),
        ("TOCSIN_API_ORIGINS", "nowhere", "site", "TOCSIN_API_ORIGINS='nowhere'"),
        ("TOCSIN_CHARTER_KEY", "/nowhere.pem", "site", "expected an Ed25519 private key"),
        ("TOCSIN_STAFF_SECOND_FACTOR", "off", "site", "a password alone opens"),
        ("TOCSIN_SMPP", "", "gateway", "set TOCSIN_SMPP"),
        ("TOCSIN_SMPP", "http://smsc.example", "gateway", "expected smpp://"),
        ("TOCSIN_INBOX", "/nowhere", "chores", "no folder that this user may write"),
        ("TOCSIN_STORY", "2021-03-04T07:00:00Z@240", "rehearsal", "never with real people"),
        ("TOCSIN_SIMULATED_NUMBERS", "+33999", "rehearsal", "never with real people"),
    ],
)
def test_a_variable_that_is_wrong_is_named(machine, monkeypatch, name, value, about, said):
    monkeypatch.setenv(name, value)
    missed = everything()
    assert len(missed) == 1, missed
    [(found, told)] = missed
    assert found == about
    assert said in told


OPERATOR = {
    "TOCSIN_OPERATOR_NAME": "Organisme Exemple", "TOCSIN_OPERATOR_CONTACT": "mailto:contact@verifier.example",
    "TOCSIN_OPERATOR_ADDRESS": "1 rue de l'Exemple, 75000 Paris", "TOCSIN_OPERATOR_DIRECTOR": "Camille Exemple",
    "TOCSIN_OPERATOR_HOST": "Hébergeur Exemple", "TOCSIN_OPERATOR_DPO": "mailto:dpd@verifier.example",
    "TOCSIN_OPERATOR_ACCESSIBILITY_CONTACT": "mailto:acces@verifier.example",
}  # fmt: skip


@pytest.mark.parametrize("name", OPERATOR)
def test_a_site_in_somebodys_name_must_say_all_that_the_law_wants_and_a_trial_need_not(monkeypatch, name):
    for one, value in OPERATOR.items():
        monkeypatch.setenv(one, value)
    looked = preflight.check_operator
    assert missing(lambda: looked(read_site_operator(), date(2026, 11, 29))) == []
    monkeypatch.delenv(name)
    missed = missing(lambda: looked(read_site_operator(), date(2026, 11, 29)))
    assert [said.partition(" ")[0] for _, said in missed] == ([] if name.endswith("_NAME") else [name])


def test_an_audit_of_accessibility_grows_old(monkeypatch):
    for one, value in OPERATOR.items():
        monkeypatch.setenv(one, value)
    day = read_site_operator().audit.day
    looked = preflight.check_operator
    assert missing(lambda: looked(read_site_operator(), day.replace(year=day.year + 3))) == []
    [(_, said)] = missing(lambda: looked(read_site_operator(), day.replace(year=day.year + 4)))
    assert "not compliant" in said


def test_a_full_disk_is_said_before_it_is(machine, monkeypatch):
    monkeypatch.setattr(preflight, "FREE", 10**18)
    assert {about for about, _ in missing(preflight.check_disk_room)} == {"disk"}


def test_who_is_at_work_is_told_where_that_is_asked(machine, db):
    assert [said[:1] for _, said in missing(preflight.check_running_processes)] == ["0", "0", "0"]
    for kind, ago in (("engine", "5 seconds"), ("gateway", "5 seconds"), ("chores", "3 minutes")):
        db.execute(
            "insert into tracing_worker (name, kind, started_at, seen_at, counts)"
            " values (%(kind)s, %(kind)s, now(), now() - %(ago)s::interval, '{}')",
            {"kind": kind, "ago": ago},
        )
    db.commit()
    assert missing(preflight.check_running_processes) == [("running", "0 chores heard of in the last minute")]


def test_the_command_ends_with_1_and_counts_what_is_missing(tmp_path):
    run = Tocsin(tmp_path)
    got = run("deploy", "check", "--for", "site", TOCSIN_SITE_SECRET="s" * 40, TOCSIN_HOME=str(tmp_path))
    assert got.status == 1
    assert "! store: no store runs" in got.out
    assert got.out.rstrip().endswith("things are missing.")
    assert "gateway" not in got.out
    assert "s" * 40 not in got.out  # no secret is shown


def test_every_part_is_in_the_reference():
    from tests.docs.paper import page

    section = page("reference/cli.md").split("## `tocsin deploy check`")[1].split("\n## ")[0]
    assert [part for part in preflight.PARTS if not re.search(rf"\b{part}\b", section)] == []
