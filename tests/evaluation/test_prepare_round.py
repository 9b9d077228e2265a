"""A round is prepared as docs/research/run-a-round.md types it."""

import json
from pathlib import Path
from typing import Any

import pytest

from tools.prepare_round import main

ROWS = [
    {
        "id": f"r{n}",
        "channel": "sms",
        "received_at": "2024-05-02",
        "text": text,
        "family": family,
        "expect": {"verdict": [level]},
    }
    for n, (text, family, level) in enumerate(
        [
            (
                "AMELI : payez 0,99 euro sur ameli-vitale.example pour votre carte vitale",
                "fraud",
                "imposture",
            ),
            ("On mange ensemble demain midi si tu veux bien", "harmless", "unrelated"),
            ("On mange ensemble demain midi si tu veux venir", "harmless", "unrelated"),
        ]
    )
]


@pytest.fixture
def write_rows(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """Writes a file of rows into the folder of the command."""
    monkeypatch.chdir(tmp_path)

    def write(*rows: dict[str, Any], name: str = "in.jsonl") -> str:
        Path(name).write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
        return name

    return write


def test_near_copies_are_named(write_rows, capsys):
    assert main(["copies", write_rows(*ROWS)]) == 1
    assert "r2 is a near copy of r1" in capsys.readouterr().out
    assert main(["copies", write_rows(*ROWS[:2])]) == 0
    assert main(["copies", write_rows(ROWS[1]), "--against", write_rows(ROWS[2], name="old")]) == 1


def test_a_second_person_labels_blind_and_both_answers_are_accepted(write_rows, capsys):
    name = write_rows(*ROWS)
    assert main(["blind", name, "--out", "sheet.jsonl"]) == 0
    sheet = [json.loads(line) for line in Path("sheet.jsonl").read_text().splitlines()]
    assert {row["id"] for row in sheet} == {"r0", "r1", "r2"}
    assert not any("expect" in row or "family" in row for row in sheet)
    labels = write_rows(
        {"id": "r0", "verdict": ["suspicious"]}, {"id": "r1", "verdict": ["unrelated"]}, name="labels"
    )
    assert main(["agree", name, labels, "--out", "both.jsonl"]) == 1
    told = capsys.readouterr().out
    assert "2 rows, 1 agreed" in told
    assert "r0: imposture or suspicious" in told
    merged = [json.loads(line) for line in Path("both.jsonl").read_text().splitlines()]
    assert merged[0]["expect"]["verdict"] == ["imposture", "suspicious"]


def test_a_label_of_an_unknown_row_is_refused(write_rows, capsys):
    labels = write_rows({"id": "x", "verdict": ["unrelated"]}, name="l")
    assert main(["agree", write_rows(*ROWS), labels]) == 65
    assert "there is no row x" in capsys.readouterr().err


def test_a_row_without_a_name_is_named_by_its_line(write_rows, capsys):
    assert main(["blind", write_rows(ROWS[0], {"text": "x"})]) == 65
    assert "in.jsonl:2" in capsys.readouterr().err
