"""Outgoing texts by separate authors: asks hidden with care, and texts drafted in good faith."""

from datetime import date
from pathlib import Path

import msgspec
import pytest

from tocsin.guard import GuardRuling, MessageDraft, choose_guard_day, guard_draft

from .telling import CHARTER, view

FOLDER = Path(__file__).parents[2] / "evals" / "guard"


class ExpectedRuling(msgspec.Struct, kw_only=True):
    results: list[str] = []
    result: list[str] = []
    reasons: list[str]

    @property
    def right(self) -> list[str]:
        """The results that are right; rounds wrote them under either name."""
        return self.results or self.result


class RoundRow(MessageDraft, frozen=True, kw_only=True):
    expect: ExpectedRuling


@pytest.fixture(scope="module", params=["roundabout", "good-faith", "g1"])
def judged(request) -> list[tuple[RoundRow, GuardRuling]]:
    lines = (FOLDER / f"{request.param}.jsonl").read_bytes().splitlines()
    rows = [msgspec.json.decode(line, type=RoundRow) for line in lines]
    disputed = (FOLDER / "disputed.txt").read_text(encoding="utf-8").split()
    rows = [row for row in rows if row.id not in disputed]
    today = date(2026, 11, 24)
    return [(row, guard_draft(row, view(choose_guard_day(CHARTER, row.flow, today)))) for row in rows]


def test_nothing_that_must_be_held_back_leaves(judged):
    left = [row.id for row, found in judged if row.expect.right == ["block"] and found.result != "block"]
    assert left == []


def test_few_fine_texts_are_held_back(judged):
    fine = [found.result for row, found in judged if "pass" in row.expect.right]
    assert fine.count("block") <= 0.05 * len(fine)


def test_rulings_are_right(judged):
    right = [found.result in row.expect.right for row, found in judged]
    assert sum(right) >= 0.95 * len(right)
