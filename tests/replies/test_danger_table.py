"""The learned reader of danger: its table is the one that the labelled replies give, and it is bounded."""

import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.replies.taught import CRIES
from tocsin.conversation.reading.danger import find_danger
from tocsin.conversation.reading.danger_features import MAX_WORDS, find_danger_features
from tocsin.conversation.reading.danger_reader import DangerTable, weigh_danger
from tocsin.conversation.reply_words import split_words

ROOT = Path(__file__).parents[2]


def test_the_table_is_built_from_the_replies_to_the_same_bytes(monkeypatch):
    monkeypatch.syspath_prepend(ROOT / "tools")
    import build_danger_table

    assert build_danger_table.main(["--check"]) == 0
    sys.modules.pop("build_danger_table")


def test_a_table_adds_up_what_it_knows():
    table = DangerTable.parse("\t32\t-32\n1non\t32\t-64\t0\n1sang\t32\t96\t64\n")
    assert table.weigh(["1sang", "unknown"]) == (1 + 3, -1 + 2)
    assert table.weigh([]) == (1, -1)
    assert table.is_everyday_sound("non")
    assert not table.is_everyday_sound("sang")
    assert not table.is_everyday_sound("unknown")


@pytest.mark.parametrize("text", CRIES[::23])
@pytest.mark.parametrize("around", ["{}", "Oui. {}", "non, {}", "{} !", "  {}"])
def test_a_cry_weighs_the_same_behind_any_answer(text, around):
    assert weigh_danger(split_words(around.format(text))).resemblance > 0


@given(st.text(max_size=300))
def test_any_text_is_weighed(text):
    finding = find_danger(split_words(text))
    assert finding.kinds <= {"emergency", "distress"}


def test_a_long_reply_costs_no_more_than_its_bound():
    assert find_danger_features(split_words("aïe " * MAX_WORDS)) == find_danger_features(
        split_words("aïe " * (MAX_WORDS * 4))
    )
