"""A round is scored once and recorded, as docs/research/run-a-round.md types it."""

from pathlib import Path

from tests.evaluation.test_prepare_round import ROWS


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
