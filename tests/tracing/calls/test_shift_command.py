"""``tocsin shift``, as it is typed."""

from collections.abc import Callable
from datetime import UTC, datetime

import psycopg
import pytest

from tocsin.cli.main import run_cli

Typed = Callable[..., tuple[int, str, str]]


@pytest.fixture
def typed(store: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Typed:
    """Types a command, at noon on Thursday 4 March 2021."""
    monkeypatch.setenv("TOCSIN_DATABASE_URL", store)
    monkeypatch.setenv("TOCSIN_STORY", f"2021-03-04T11:00:00Z@0.000001@{datetime.now(UTC).timestamp():.0f}")

    def typed(*words: str) -> tuple[int, str, str]:
        status = run_cli(words)
        out = capsys.readouterr()
        return status, out.out, out.err

    return typed


@pytest.mark.parametrize(
    ("words", "status", "says"),
    [
        (("shift", "end", "9"), 65, "no shift 9"),
        (("shift", "add", "0", "--until", "2021-03-04 18:00"), 65, "has an agent"),
    ],
)
def test_a_mistake_is_named(typed: Typed, words: tuple[str, ...], status: int, says: str) -> None:
    found, out, err = typed(*words)
    assert (found, out) == (status, "")
    assert says in err


def test_without_a_store_it_is_said_how_to_have_one(typed: Typed, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TOCSIN_DATABASE_URL", "postgresql://nobody@127.0.0.1:1/none")
    status, _, err = typed("shift", "list")
    assert status == 69
    assert "the store does not answer" in err


def test_agents_on_shift(typed: Typed) -> None:
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
    assert typed("shift", "end", "1", "--agent", "sophie")[:2] == (0, "Shift 1 has ended.\n")
    assert typed("shift", "end", "2")[0] == 0
    assert typed("shift", "list")[1] == "0 agents ring now.\n"


def test_a_shift_planned_or_ended_by_a_command_is_in_the_log(typed: Typed, db: psycopg.Connection) -> None:
    typed("shift", "add", "12", "--until", "2021-03-04 18:00", "--territory", "35", "--agent", "anne")
    typed("shift", "add", "0", "--until", "2021-03-04 18:00", "--agent", "anne")
    typed("shift", "end", "1", "--agent", "sophie")
    typed("shift", "end", "9", "--agent", "sophie")
    logged = "select login, action, subject, subject_id, territory, why from staff_entry order by id"
    assert db.execute(logged).fetchall() == [
        ("anne", "lead.shifts", "shift", 1, "35", "terminal: planned: 12 agents"),
        ("sophie", "lead.shifts", "shift", 1, "35", "terminal: ended"),
    ]
