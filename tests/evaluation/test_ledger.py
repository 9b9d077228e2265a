"""The ledger only grows, and knows what it has seen."""

from datetime import date
from pathlib import Path

import pytest

from tocsin.evaluation.ledger import (
    LedgerDamaged,
    MeasuredFamily,
    MeasuredSet,
    append_entry,
    pool_figures,
    read_ledger,
    render_ledger,
)

DAY = date(2026, 11, 28)
FIGURES = (
    MeasuredFamily("a1", "fraud", "sms", 80, {"right": 53, "imposture": 47}),
    MeasuredFamily("a1", "harmless", "sms", 80, {"right": 59, "imposture": 6}),
)


def measure(before: bytes, digest: str, note: str = "") -> bytes:
    return append_entry(before, DAY, "1bc2ec13", "messages", (MeasuredSet("a1", 160, digest),), FIGURES, note)


def test_a_set_is_first_sight_once():
    ledger = measure(measure(measure(b"", "aa"), "bb"), "aa")
    assert [entry.sight for entry in read_ledger(ledger)] == ["first", "first", "second"]


def test_what_was_written_stays_byte_for_byte():
    once = measure(b"", "aa")
    assert measure(once, "bb").startswith(once)


@pytest.mark.parametrize(
    ("old", "new"), [(b'"right":53', b'"right":80'), (b'"note":"hard"', b'"note":"easy"')]
)
def test_a_changed_entry_is_noticed_by_the_one_after_it(old, new):
    ledger = measure(measure(b"", "aa", "hard"), "bb")
    head, tail = ledger.split(b"\n", 1)
    assert old in head
    with pytest.raises(LedgerDamaged, match="line 2: the line before it was changed"):
        read_ledger(head.replace(old, new) + b"\n" + tail)


def test_an_entry_taken_out_is_noticed_before_anything_is_added():
    ledger = measure(measure(measure(b"", "aa"), "bb"), "cc")
    lines = ledger.splitlines(keepends=True)
    with pytest.raises(LedgerDamaged, match="line 2"):
        measure(lines[0] + lines[2], "dd")


def test_a_line_that_is_no_entry_is_named():
    with pytest.raises(LedgerDamaged, match="line 2"):
        read_ledger(measure(b"", "aa") + b"oops\n")


def test_sets_are_pooled_by_family():
    more = MeasuredFamily("a2", "fraud", "email", 20, {"right": 7, "imposture": 3})
    assert pool_figures([*FIGURES, more])[0] == MeasuredFamily(
        "", "fraud", "", 100, {"right": 60, "imposture": 50}
    )


def test_channels_are_kept_apart_where_asked():
    more = MeasuredFamily("a2", "fraud", "email", 20, {"right": 7})
    pooled = pool_figures([*FIGURES, more], by_channel=True)
    assert [(one.family, one.channel, one.rows) for one in pooled] == [
        ("fraud", "email", 20),
        ("fraud", "sms", 80),
        ("harmless", "sms", 80),
    ]


def test_the_page_gives_each_share_with_its_interval():
    page = render_ledger(read_ledger(measure(b"", "aa", "hard ones")))
    assert "## 2026-11-28, messages, first sight, at 1bc2ec13\n\nhard ones\n" in page
    assert "| fraud | 80 | 53 (66 % [55-76]) | 47 (59 % [48-69]) |" in page


EVALS = Path(__file__).parents[2] / "evals"


def test_the_ledger_of_the_repository_is_whole_and_its_page_says_the_same():
    entries = read_ledger((EVALS / "LEDGER.ndjson").read_bytes())
    assert entries[0].sight == "first"
    assert (EVALS / "LEDGER.md").read_text(encoding="utf-8") == render_ledger(entries)
