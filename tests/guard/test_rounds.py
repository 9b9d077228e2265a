"""Outgoing texts by two separate authors: asks hidden with care, and texts drafted in good faith."""

from datetime import date
from pathlib import Path

import msgspec
import pytest

from tocsin.guard import GuardRuling, MessageDraft, choose_guard_day, guard_draft

from .telling import CHARTER, view

FOLDER = Path(__file__).parents[2] / "evals" / "guard"


class ExpectedRuling(msgspec.Struct):
    results: list[str]
    reasons: list[str]


class RoundRow(MessageDraft, frozen=True, kw_only=True):
    expect: ExpectedRuling


@pytest.fixture(scope="module", params=["roundabout", "good-faith"])
def judged(request) -> list[tuple[RoundRow, GuardRuling]]:
    lines = (FOLDER / f"{request.param}.jsonl").read_bytes().splitlines()
    rows = [msgspec.json.decode(line, type=RoundRow) for line in lines]
    today = date(2026, 11, 24)
    return [(row, guard_draft(row, view(choose_guard_day(CHARTER, row.flow, today)))) for row in rows]


def test_nothing_that_must_be_held_back_leaves(judged):
    left = [row.id for row, found in judged if row.expect.results == ["block"] and found.result != "block"]
    assert left == []


def test_few_fine_texts_are_held_back(judged):
    fine = [found.result for row, found in judged if "pass" in row.expect.results]
    assert fine.count("block") <= 0.07 * len(fine)


def test_rulings_are_right(judged):
    right = [found.result in row.expect.results for row, found in judged]
    assert sum(right) >= 0.92 * len(right)
