"""Messages of five authors in the names of some fifty institutions: each is found by itself, and judged as its own."""

import json
from collections import Counter
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from tocsin.charter.loading import list_charter_names
from tocsin.message.message_reader import message_from_row
from tocsin.verdict.batch_check import parse_row
from tocsin.verdict.check import judge
from tocsin.verdict.model import Verdict

EVALS = Path(__file__).parents[2] / "evals"
ROWS = tuple(EVALS / f"institutions{number}.jsonl" for number in ("", "-5", "-6", "-7"))
LAST_DAY = date(9999, 1, 1)
AGAINST = ("imposture", "suspicious")


@cache
def judged() -> list[tuple[dict[str, Any], Verdict]]:
    lines = [line for file in ROWS for line in file.read_bytes().splitlines()]
    return [(json.loads(line), judge(message_from_row(parse_row(line), LAST_DAY))) for line in lines]


def share(right: list[bool]) -> float:
    return sum(right) / len(right)


def test_frauds_are_caught_in_whatever_name_they_come() -> None:
    caught = [v.level in AGAINST for row, v in judged() if row["expect"]["verdict"][0] in AGAINST]
    assert share(caught) >= 0.99


def test_hardly_any_genuine_or_harmless_message_is_called_an_imposture() -> None:
    wrong = [
        row["id"]
        for row, v in judged()
        if v.level == "imposture" and row["expect"]["verdict"][0] not in AGAINST
    ]
    assert len(wrong) <= 4, wrong


def test_most_genuine_messages_come_out_unproven() -> None:
    right = [v.level in row["expect"]["verdict"] for row, v in judged() if row["family"] == "genuine_other"]
    assert share(right) >= 0.88


def test_the_institution_is_found() -> None:
    right = [row["institution"] in v.claims for row, v in judged() if row.get("institution")]
    assert share(right) >= 0.93


def test_every_institution_but_the_first_has_rows_of_both_kinds() -> None:
    kinds = Counter((row.get("institution"), row["family"].partition("_")[0]) for row, _ in judged())
    names = set(list_charter_names()) - {"assurance_maladie"}
    assert all(kinds[name, "genuine"] and kinds[name, "fraud"] for name in names)
