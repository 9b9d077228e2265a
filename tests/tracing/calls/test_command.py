"""``tocsin calls`` and ``tocsin shift``, as they are typed."""

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import psycopg
import pytest

from tests.tracing.calls.people import HOME, KARIM, LEA, NOON, People
from tocsin.cli.main import run_cli
from tocsin.privacy.vault import Vault

Typed = Callable[..., tuple[int, str, str]]

ASKED = ("--identity-confirmed", "--instructions-given")


@pytest.fixture
def desk(tmp_path: Path, store: str, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A desk: a store, keys, noon on Thursday 4 March 2021, and Anne."""
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
    """Whoever a test needs, sealed with the keys of the desk."""
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


def test_an_agent_rings_a_case_and_types_what_was_said(people: People, typed: Typed) -> None:
    case = people.case("Léa", LEA)
    task = people.task(case=case)
    status, out, _ = typed("calls", "next")
    assert status == 0
    assert f"Appel {task} : Léa Durand (cas), 06 39 98 12 01" in out
    status, out, _ = typed(
        "calls", "outcome", str(task), "reached", *ASKED, "--contacts", "Tom 06 39 98 12 34", "--lived-with",
        "mon frère Karim 0639981202", "--last-contact", "2021-03-02", "--gathering",
        "loto, salle des fêtes", "--gathering-day", "2021-02-27", "--co-exposed", "Odile 01 99 00 12 34",
    )  # fmt: skip
    assert status == 0
    assert out == (
        "C'est noté : joint.\nNommés : Tom 06 39 98 12 34, Karim 06 39 98 12 02, Odile 01 99 00 12 34\n"
    )
    assert people.rows("select how, household from tracing_contact order by id") == [
        ("agent", None),
        ("agent", True),
        ("event", None),
    ]
    assert people.one("select count(distinct last_contact) from tracing_contact") == 1
    status, out, _ = typed("calls", "case", str(case))
    assert status == 0
    assert "Cas 1 : Léa Durand" in out
    assert "Où il en est : joint, a ses consignes." in out
    assert "appel, joint (anne)" in out
    assert "Personnes nommées : 3" in out
    assert "rassemblement 1" in out
    assert people.changes("case", case)[-1] == "read agent anne"


def tells_of_the_loto(people: People, typed: Typed, given: str, number: str, *more: str) -> int:
    """A case is rung, and tells of an evening."""
    case = people.case(given, number)
    task = people.task(case=case, reason="gathering")
    said = ("--gathering", "Loto, salle des fêtes", "--gathering-day", "2021-02-27", *more)
    assert typed("calls", "outcome", str(task), "reached", *ASKED, *said)[0] == 0
    return case


def test_where_cases_meet(people: People, typed: Typed) -> None:
    assert typed("calls", "gathering")[:2] == (0, "Aucun rassemblement n'a plus d'un cas.\n")
    assert typed("calls", "gathering", "--lang", "en")[1] == "No gathering has more than one case.\n"
    lea = tells_of_the_loto(people, typed, "Léa", LEA, "--co-exposed", "Odile 01 99 00 12 34")
    assert typed("calls", "gathering")[1] == "Aucun rassemblement n'a plus d'un cas.\n"
    karim = tells_of_the_loto(people, typed, "Karim", KARIM)
    status, out, _ = typed("calls", "gathering")
    assert status == 0
    assert out == (
        f"     1  2 cas ({lea}, {karim}), 1 personnes côtoyées : Loto, salle des fêtes, "
        "samedi 27 février 2021, département 75\n"
    )
    assert "Odile" not in out
    assert "Loto" in typed("calls", "gathering", "--territory", "75", "--lang", "en")[1]
    assert typed("calls", "gathering", "--territory", "35")[1] == "Aucun rassemblement n'a plus d'un cas.\n"


def test_who_was_there(people: People, typed: Typed) -> None:
    lea = tells_of_the_loto(
        people, typed, "Léa", LEA, "--co-exposed", "Odile 01 99 00 12 34, Karim 0639981202"
    )
    karim = people.case("Karim", KARIM)
    people.db.execute("update tracing_contact set became_case_id = %s where phone_id = %s", [
        karim, people.phone(KARIM),
    ])  # fmt: skip
    status, out, _ = typed("calls", "gathering", "1")
    assert status == 0
    assert out == (
        "Rassemblement 1 : Loto, salle des fêtes\n"
        "samedi 27 février 2021, département 75.\n\n"
        f"Cas qui y étaient : 1\n  cas {lea} : joint, a ses consignes\n\n"
        f"Personnes côtoyées : 2\n  1  Odile : à appeler (nommé par le cas {lea})\n"
        f"  2  Karim : devenu le cas {karim} (nommé par le cas {lea})\n"
    )
    assert people.changes("case", lea)[-1] == "read 1 gathering anne"
    english = typed("calls", "gathering", "1", "--lang", "en")[1]
    assert "Saturday 27 February 2021, département 75." in english
    assert f"became case {karim}" in english


def test_a_gathering_that_was_erased_tells_nothing(people: People, typed: Typed) -> None:
    tells_of_the_loto(people, typed, "Léa", LEA)
    people.db.execute(
        "update tracing_gathering set sealed = null, label_index = null, on_day = null, erased_at = %s",
        [NOON],
    )
    assert typed("calls", "gathering", "1")[1].startswith("Rassemblement 1 : effacé\njour inconnu")


def test_a_first_day_of_symptoms_is_told_in_the_case(people: People, typed: Typed) -> None:
    case = people.case("Léa", LEA)
    task = people.task(case=case)
    assert (
        typed("calls", "outcome", str(task), "reached", *ASKED, "--nobody", "--onset", "2021-03-01")[0] == 0
    )
    out = typed("calls", "case", str(case))[1]
    assert "Premiers symptômes : lundi 1er mars 2021." in out
    assert "premiers symptômes dit (call, anne)" in out
    assert "First symptoms: Monday 1 March 2021." in typed("calls", "case", str(case), "--lang", "en")[1]


def test_nobody_waits(typed: Typed, people: People) -> None:
    assert typed("calls", "next")[1] == "Personne n'attend d'appel pour le moment.\n"
    assert typed("calls", "next", "--lang", "en")[1] == "Nobody is waiting for a call.\n"


def test_the_list_names_nobody(people: People, typed: Typed) -> None:
    people.task(case=people.case("Léa", LEA), due=NOON.replace(hour=10))
    people.contact(people.case("Karim", KARIM), "Odile", HOME)
    typed("calls", "next")
    status, out, _ = typed("calls", "list")
    assert status == 0
    assert out.splitlines()[0] == "2 appels attendent, dont 1 en retard ; 1 en cours."
    assert "n'a pas répondu aux SMS (anne)" in out
    assert "Léa" not in out
    assert "0639" not in out.replace(" ", "")


def test_a_call_is_given_back(people: People, typed: Typed) -> None:
    task = people.task(case=people.case("Léa", LEA))
    typed("calls", "next")
    assert typed("calls", "release", str(task), "--agent", "brice")[0] == 65
    assert typed("calls", "release", str(task))[:2] == (0, "C'est rendu.\n")


def test_somebody_is_rung_tomorrow_at_ten_in_paris(people: People, typed: Typed) -> None:
    task = people.task(case=people.case("Léa", LEA))
    assert typed("calls", "outcome", str(task), "call_back", "--at", "2021-03-05 10:00")[0] == 0
    assert people.one("select not_before from tracing_calltask") == datetime(2021, 3, 5, 9, tzinfo=UTC)


def test_a_number_that_was_found_is_shown_on_the_sheet(people: People, typed: Typed) -> None:
    people.contact(people.case("Léa", LEA), "Odile", None)
    typed("calls", "next")
    task = people.one("select id from tracing_calltask")
    status, out, _ = typed("calls", "number", str(task), "01 99 00 12 34")
    assert status == 0
    assert f"Appel {task} : Odile (contact), 01 99 00 12 34" in out
    assert typed("calls", "number", str(task), "12")[0] == 65


@pytest.mark.parametrize(
    ("words", "status", "says"),
    [
        (("calls", "outcome", "99", "reached"), 65, "il n'y a pas d'appel de ce numéro"),
        (("calls", "outcome", "99", "reached", "--lang", "en"), 65, "there is no call of this number"),
        (("calls", "outcome", "1", "gone"), 64, "gone"),
        (("calls", "outcome", "1", "reached", "--contacts", "bonjour"), 65, "personne n'est reconnu"),
        (("calls", "outcome", "1", "call_back", "--at", "demain"), 64, "2021-03-04 09:30"),
        (("calls", "gathering", "99"), 65, "il n'y a pas de rassemblement de ce numéro"),
        (("calls", "gathering", "99", "--lang", "en"), 65, "there is no gathering of this number"),
        (("calls", "outcome", "1", "reached", "--onset", "hier"), 64, "hier"),
        (("calls", "case", "99"), 65, "il n'y a pas de cas de ce numéro"),
        (("calls", "next", "--agent", "a b"), 64, "not a name"),
        (("calls", "next", "--territory", "Ille"), 64, "35, 2A or 974"),
        (("shift", "end", "9"), 65, "no shift 9"),
        (("shift", "add", "0", "--until", "2021-03-04 18:00"), 65, "has an agent"),
    ],
)
def test_a_mistake_is_named(
    people: People, typed: Typed, words: tuple[str, ...], status: int, says: str
) -> None:
    found, out, err = typed(*words)
    assert (found, out) == (status, "")
    assert says in err


def test_without_a_store_it_is_said_how_to_have_one(
    typed: Typed, people: People, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TOCSIN_DATABASE_URL", "postgresql://nobody@127.0.0.1:1/none")
    status, _, err = typed("calls", "next")
    assert status == 69
    assert "the store does not answer" in err


def test_agents_on_shift(people: People, typed: Typed) -> None:
    until = "2021-03-04 18:00"
    status, out, _ = typed(
        "shift", "add", "12", "--until", until, "--territory", "35", "--calls-an-hour", "4"
    )
    assert (status, out) == (
        0,
        f"Shift 1: 12 agents in 35, 2021-03-04 12:00 to {until}, 4 calls an hour each.\n",
    )
    typed("shift", "add", "3", "--from", "2021-03-05 09:00", "--until", "2021-03-05 12:00")
    out = typed("shift", "list")[1]
    assert len(out.splitlines()) == 3
    assert out.endswith("12 agents ring now.\n")
    assert typed("shift", "end", "1")[:2] == (0, "Shift 1 has ended.\n")
    assert typed("shift", "end", "2")[0] == 0
    assert typed("shift", "list")[1] == "0 agents ring now.\n"


def entries(people: People) -> list[tuple[str, str, str, int, str, str]]:
    """The log of looks and changes: who, what, on whose file, where, why."""
    return people.rows(
        "select login, action, subject, subject_id, territory, why from staff_entry order by id"
    )


def test_what_is_read_and_written_in_the_terminal_is_in_the_log(people: People, typed: Typed) -> None:
    case = people.case("Léa", LEA)
    task = people.task(case=case)
    typed("calls", "next")
    mine = ("anne", "desk.call", "case", case, "75")
    assert entries(people) == [
        (*mine, "terminal: next: silent"),
        ("anne", "desk.number", "case", case, "75", "terminal: next: silent"),
    ]
    reply = people.heard("je me sens mal", NOON, case=case)
    people.db.execute("update tracing_heard set look_by = %s where id = %s", (NOON, reply))
    assert "je me sens mal" in typed("calls", "replies")[1]
    assert entries(people)[-1] == (*mine, "terminal: reply: read")
    typed("calls", "replies", str(reply), "harmless")
    assert entries(people)[-1] == ("anne", "desk.call", "reply", reply, "75", "terminal: reply: harmless")
    typed(
        "calls",
        "outcome",
        str(task),
        "reached",
        *ASKED,
        "--gathering",
        "Loto",
        "--gathering-day",
        "2021-03-01",
    )
    assert entries(people)[-1] == (*mine, "terminal: outcome: reached")
    typed("calls", "take-back")
    assert entries(people)[-1] == (*mine, "terminal: taken back: reached")
    assert "Léa" in typed("calls", "case", str(case))[1]
    assert entries(people)[-1] == ("anne", "desk.file", "case", case, "75", "terminal: case")
    where = people.one("select id from tracing_gathering")
    typed("calls", "gathering", str(where))
    assert entries(people)[-1] == ("anne", "desk.file", "gathering", where, "75", "terminal: gathering")


def test_what_cannot_be_written_down_is_not_shown(people: People, typed: Typed) -> None:
    case = people.case("Léa", LEA)
    people.db.execute("alter table staff_entry add constraint full_disk check (false) not valid")
    status, out, _ = typed("calls", "case", str(case))
    assert status
    assert "Léa" not in out
    assert people.changes("case", case) == []
