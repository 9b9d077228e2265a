"""The evaluation set of ours: good texts pass, bad ones are stopped for the right reason."""

from collections import Counter
from datetime import date
from pathlib import Path

import msgspec
import pytest

from tocsin.guard import GuardRuling, MessageDraft, choose_guard_day, guard_draft

from .telling import CHARTER, view

FILE = Path(__file__).parents[2] / "evals" / "guard" / "own.jsonl"


class Expect(msgspec.Struct):
    result: str
    reasons: list[str]


class Row(MessageDraft, frozen=True, kw_only=True):
    expect: Expect


ROWS = [msgspec.json.decode(line, type=Row) for line in FILE.read_bytes().splitlines()]


@pytest.fixture(scope="module")
def judged() -> list[tuple[Row, GuardRuling]]:
    today = date(2026, 11, 24)
    return [(row, guard_draft(row, view(choose_guard_day(CHARTER, row.flow, today)))) for row in ROWS]


def share(marks: list[bool]) -> float:
    return sum(marks) / len(marks)


def test_the_set_is_large_and_has_every_kind():
    wanted = Counter(kind for row in ROWS for kind in row.expect.reasons)
    assert len(ROWS) >= 250
    assert len({row.id for row in ROWS}) == len(ROWS)
    assert {row.lang for row in ROWS} == {"fr", "en"}
    assert min(wanted.values()) >= 2
    assert sum(row.expect.result == "pass" for row in ROWS) >= 100


def test_results_are_right(judged):
    assert share([found.result == row.expect.result for row, found in judged]) >= 0.99


def test_reasons_are_cited(judged):
    cited = [set(row.expect.reasons) <= {r.kind for r in found.reasons} for row, found in judged]
    assert share(cited) >= 0.99


def test_nothing_bad_passes(judged):
    assert [row.id for row, found in judged if found.result == "pass" != row.expect.result] == []


def test_every_proposal_passes(judged):
    for row, found in judged:
        if found.proposal is not None:
            again = msgspec.structs.replace(row, text=found.proposal)
            assert guard_draft(again, view(found.on)).result == "pass"
