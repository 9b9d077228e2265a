"""One person asks: what is kept about them is given, and it is erased with a signed statement."""

import json
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import psycopg
import pytest

from tests.privacy.leaks import leaks
from tests.privacy.test_erased_words import rows_of_everything
from tests.tracing.calls.people import KARIM, LEA, NADIA, NOON, TOLD, People
from tocsin.cli.main import run_cli
from tocsin.privacy import erasure, erasure_log, erasure_statement
from tocsin.privacy.erasure import erase_on_request
from tocsin.privacy.erasure_log import list_erasures
from tocsin.privacy.erasure_statement import ErasureRequest
from tocsin.privacy.retention import add_months
from tocsin.privacy.vault import Vault
from tocsin.tracing.calls.outcomes import record_outcome

LATER = NOON + timedelta(hours=3)
HERS = ("Léa", "Durand", LEA, "fatigue terrible", "je me sens mal", "Loto des pompiers", "2021-02-23")
THEIRS = ("Karim", KARIM)
Typed = Callable[..., tuple[int, str, str]]


@pytest.fixture
def desk(tmp_path: Path, store: str, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A terminal: a store, keys, noon on Thursday 4 March 2021, and Anne."""
    keys = tmp_path / "keys.json"
    for name, value in {
        "TOCSIN_DATABASE_URL": store,
        "TOCSIN_KEYS": str(keys),
        "TOCSIN_AGENT": "anne",
        "TOCSIN_STORY": f"2021-03-04T11:00:00Z@0.000001@{datetime.now(UTC).timestamp():.0f}",
    }.items():
        monkeypatch.setenv(name, value)
    return keys


@pytest.fixture
def people(desk: Path, db: psycopg.Connection[Any]) -> People:
    """Whoever a test needs, sealed with the keys of the terminal."""
    db.autocommit = True
    return People(db, Vault.load(desk, make=True))


@pytest.fixture
def typed(desk: Path, capsys: pytest.CaptureFixture[str]) -> Typed:
    """Types a command."""

    def typed(*words: str) -> tuple[int, str, str]:
        status = run_cli(words)
        out = capsys.readouterr()
        return status, out.out, out.err

    return typed


def entries(people: People) -> list[tuple[str, str, str, int, str, str]]:
    """The log of looks and changes: who, what, on whose file, where, why."""
    return people.rows(
        "select login, action, subject, subject_id, territory, why from staff_entry order by id"
    )


@pytest.fixture
def lea(people: People) -> int:
    """Léa, who told what she had, and named Karim; her case."""
    case = people.case("Léa", LEA)
    people.heard("je me sens mal", NOON, case=case)
    people.sms("Bonjour Léa", NOON, case=case)
    record_outcome(
        people.db, people.vault, people.task(case=case), "anne", NOON, "reached", "fatigue terrible",
        contacts=["Karim 06 39 98 12 02"],
        facts=TOLD | {"onset_on": HERS[-1], "gathering": HERS[-2], "gathering_day": HERS[-1], "care_worker": True,
                      "email": "lea@durand.example", "day_outcome": "symptoms"},
    )  # fmt: skip
    people.db.execute("delete from tracing_inbox")
    return case


def test_what_is_kept_is_given_and_the_log_says_so(people: People, typed: Typed, lea: int) -> None:
    status, out, _ = typed("rights", "access", "--case", str(lea))
    assert status == 0
    given = json.loads(out)
    assert given["people"][0]["details"]["given_names"] == "Léa"
    assert given["numbers"][0]["number"] == LEA
    assert given["cases"][0]["onset_on"] == "2021-02-23"
    assert [one["text"] for one in given["cases"][0]["sms"]] == ["je me sens mal", "Bonjour Léa"]
    assert given["cases"][0]["calls"][0]["note"] == "fatigue terrible"
    assert given["gatherings"][0]["words"] == "Loto des pompiers"
    assert (given["cases"][0]["care_worker"], given["cases"][0]["email"]) == (True, "lea@durand.example")
    assert given["cases"][0]["follow_up_days"] == [{"day": "2021-03-04", "day_outcome": "symptoms"}]
    assert entries(people)[-1] == ("anne", "rights.read", "case", lea, "75", "terminal: access")


def test_who_was_named_is_given_theirs_and_never_who_named_them(
    people: People, typed: Typed, lea: int
) -> None:  # fmt: skip
    contact = people.one("select id from tracing_contact")
    out = typed("rights", "access", "--contact", str(contact))[1]
    assert "Karim" in out
    assert leaks(out, HERS) == {}


def test_who_asks_is_erased_and_nobody_else(people: People, typed: Typed, lea: int) -> None:
    keys = people.vault.ring.keys
    assert typed("rights", "erase", "--case", str(lea), "--dry-run")[0] == 0
    assert people.one("select erased_at from tracing_case") is None
    status, out, _ = typed("rights", "erase", "--case", str(lea))
    assert status == 0
    assert "Statement 1 is signed" in out
    found = rows_of_everything(people.db)
    for name, rows in found.items():
        assert leaks(rows, HERS) == {}, name
    assert people.rows("select sealed, number_index from tracing_phone where id = 1") == [(None, None)]
    assert people.rows("select sealed from tracing_attempt") == [(None,)]
    assert people.one("select count(*) from tracing_heard") == 0
    assert "Karim" in typed("rights", "access", "--contact", "1")[1], "whom she named is another person"
    assert entries(people)[-2] == ("anne", "rights.erase", "case", lea, "75", "terminal: erase")
    assert "no file" in typed("rights", "access", "--case", str(lea))[2]
    assert people.vault.ring.keys == keys
    assert typed("erase", "verify")[0] == 0
    (kept,) = list_erasures(people.db)
    said = json.loads(kept.statement)
    assert (said["rule"], said["asked"]) == (erasure_statement.ASKED, {"people": [1], "contacts": []})


def test_a_statement_whose_person_is_changed_is_seen(people: People, typed: Typed, lea: int) -> None:
    typed("rights", "erase", "--case", str(lea))
    people.db.execute("""update tracing_erasure set asked = '{"people": [2]}'""")
    assert typed("erase", "verify")[0] == 1


def test_a_number_that_somebody_else_has_stays_theirs(people: People, lea: int) -> None:
    people.case("Tom", LEA)
    erase_on_request(people.db, people.vault, ErasureRequest(people=(1,)), LATER, by="anne")
    assert people.one("select number_index from tracing_phone where id = 1") is not None


def test_what_a_backup_brings_back_of_them_is_erased_again(
    people: People, store: str, tmp_path: Path, lea: int
) -> None:  # fmt: skip
    before = people.rows("select sealed, identity_index, name_index from tracing_person where id = 1")
    erase_on_request(people.db, people.vault, ErasureRequest(people=(1,)), LATER, by="anne")
    people.db.execute(
        "update tracing_person set sealed = %s, identity_index = %s, name_index = %s, erased_at = null"
        " where id = 1",
        before[0],
    )
    assert erasure_log.merge_requests(people.vault.ring) == ErasureRequest(people=(1,))
    erasure.erase_restored(people.db, people.vault, NOON.date(), LATER, by="anne")
    assert people.rows("select sealed from tracing_person where id = 1") == [(None,)]
    people.vault.refresh_keys()
    public = erasure_statement.derive_public_key(people.vault.ring.signing)
    assert erasure_statement.find_chain_problems(list_erasures(people.db), public) == []


def test_the_erasure_by_age_goes_on_after_one_on_request(people: People, lea: int) -> None:
    people.case("Nadia", NADIA)
    erase_on_request(people.db, people.vault, ErasureRequest(people=(1,)), LATER, by="anne")
    night = add_months(date(2021, 3, 4))
    (done,) = erasure.erase_due(people.db, people.vault, night, LATER + timedelta(days=120), by="clock")
    assert done.number == 2
    assert done.up_to == date(2021, 3, 4)
    assert people.one("select count(*) from tracing_person where erased_at is null") == 0


def test_what_a_person_puts_right_is_put_right(people: People, typed: Typed, lea: int) -> None:
    assert typed("rights", "amend", "--case", str(lea), "--given", "Lou", "--family", "Durand")[0] == 0
    assert '"Lou"' in typed("rights", "access", "--case", str(lea))[1]
    assert entries(people)[-2][1:] == ("desk.amend", "case", lea, "75", "terminal: amend")
    assert typed("rights", "amend", "--case", str(lea))[0] != 0
