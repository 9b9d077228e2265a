"""A round is prepared, scored once and recorded, as docs/research/run-a-round.md types it."""

import json
from pathlib import Path

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


def test_near_copies_are_named(tocsin):
    ran = tocsin("round", "copies", tocsin.rows(*ROWS))
    assert ran.status == 1
    assert "r2 is a near copy of r1" in ran.out
    assert tocsin("round", "copies", tocsin.rows(*ROWS[:2])).status == 0
    assert (
        tocsin("round", "copies", tocsin.rows(ROWS[1]), "--against", tocsin.rows(ROWS[2], name="old")).status
        == 1
    )


def test_a_second_person_labels_blind_and_both_answers_are_accepted(tocsin):
    name = tocsin.rows(*ROWS)
    sheet = tocsin("round", "blind", name).lines
    assert {row["id"] for row in sheet} == {"r0", "r1", "r2"}
    assert not any("expect" in row or "family" in row for row in sheet)
    labels = tocsin.rows(
        {"id": "r0", "verdict": ["suspicious"]}, {"id": "r1", "verdict": ["unrelated"]}, name="labels"
    )
    ran = tocsin("round", "agree", name, labels, "--out", "both.jsonl")
    assert ran.status == 1
    assert "2 rows, 1 agreed" in ran.out
    assert "r0: imposture or suspicious" in ran.out
    merged = [json.loads(line) for line in (tocsin.folder / "both.jsonl").read_text().splitlines()]
    assert merged[0]["expect"]["verdict"] == ["imposture", "suspicious"]


def test_a_label_of_an_unknown_row_is_refused(tocsin):
    ran = tocsin(
        "round", "agree", tocsin.rows(*ROWS), tocsin.rows({"id": "x", "verdict": ["unrelated"]}, name="l")
    )
    assert ran.status == 65
    assert "there is no row x" in ran.err


def test_a_row_without_a_name_is_named_by_its_line(tocsin):
    ran = tocsin("round", "blind", tocsin.rows(ROWS[0], {"text": "x"}))
    assert ran.status == 65
    assert "in.jsonl:2" in ran.err


def test_the_ledger_records_first_sight_once_with_its_page(tocsin):
    name = tocsin.rows(*ROWS)
    score = ("eval", name, "--worst", "0", "--ledger", "ledger.jsonl", "--note", "two people")
    assert "first sight" in tocsin(*score).err
    assert "second sight" in tocsin(*score).err
    page = Path(tocsin.folder / "ledger.md").read_text()
    assert page.index("second sight") < page.index("first sight, at")
    assert "two people" in page


def test_a_damaged_ledger_stops_the_measurement_and_stays_as_it_is(tocsin):
    score = ("eval", tocsin.rows(*ROWS), "--worst", "0", "--ledger", "ledger.jsonl")
    tocsin(*score)
    tocsin(*score)
    ledger = tocsin.folder / "ledger.jsonl"
    damaged = ledger.read_text().replace('"flagged":1', '"flagged":0', 1)
    ledger.write_text(damaged)
    ran = tocsin(*score)
    assert ran.status == 65
    assert "ledger.jsonl: " in ran.err
    assert "line 2" in ran.err
    assert ledger.read_text() == damaged
