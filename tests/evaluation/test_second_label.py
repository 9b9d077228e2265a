"""The second person sees nothing of the first one's labels, and both answers count where they differ."""

import pytest

from tools.second_label import compare_labels, merge_labels, strip_labels

ROW = {
    "id": "r1",
    "channel": "sms",
    "text": "x",
    "expect": {"verdict": ["imposture"], "reasons": ["asks_card"]},
    "family": "fraud",
    "why": "asks the card",
    "speaker": "impostor",
}


def test_the_sheet_holds_the_message_alone():
    assert strip_labels([ROW], 0) == [{"id": "r1", "channel": "sms", "text": "x"}]


def test_the_order_is_another_and_the_same_for_a_seed():
    rows = [{"id": str(n)} for n in range(50)]
    assert strip_labels(rows, 1) == strip_labels(rows, 1) != rows
    assert sorted(strip_labels(rows, 1), key=lambda r: int(str(r["id"]))) == rows


def test_agreement_beyond_chance():
    first = {"1": ["imposture"], "2": ["imposture"], "3": ["unrelated"], "4": ["unrelated"]}
    assert compare_labels(first, first).kappa == 1
    half = compare_labels(
        first, {"1": ["imposture"], "2": ["unrelated"], "3": ["imposture"], "4": ["unrelated"]}
    )
    assert (half.rows, half.agreed, half.disputed) == (4, 2, ("2", "3"))
    assert half.kappa == pytest.approx(0)


def test_a_disputed_row_accepts_both():
    merged = merge_labels(ROW, ["suspicious", "imposture"])
    assert merged["expect"] == {"verdict": ["imposture", "suspicious"], "reasons": ["asks_card"]}
    assert merged["disputed"] is True
    assert ROW["expect"] == {"verdict": ["imposture"], "reasons": ["asks_card"]}
