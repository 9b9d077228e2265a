"""The learned reader of danger hears a cry behind any answer, and is bounded; ``tests/evidence`` holds its table."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.replies.taught import CRIES
from tocsin.conversation.reading.danger import find_danger
from tocsin.conversation.reading.danger_features import MAX_WORDS, find_danger_features
from tocsin.conversation.reading.danger_reader import is_everyday_sound, weigh_danger
from tocsin.conversation.reading.phonetics import to_phonetic_form
from tocsin.conversation.reply_words import split_words


def test_a_word_is_of_every_day_where_several_people_said_it_and_in_no_danger():
    assert is_everyday_sound(to_phonetic_form("bonjour"))
    assert not is_everyday_sound(to_phonetic_form("respire"))
    assert not is_everyday_sound("unknown")


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
