"""Words, phrases and slips of the finger."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rapidfuzz.distance import OSA

from tocsin.conversation.phrases import Phrasebook
from tocsin.conversation.reply_words import (
    drop_symbols,
    find_nearest_word,
    fold_accents,
    is_one_slip,
    split_words,
    squeeze_letters,
)

SHORT = st.text(alphabet="abcd", max_size=7)


@given(SHORT, SHORT)
def test_one_slip_is_a_distance_of_one_at_most(left, right):
    assert is_one_slip(left, right) == (OSA.distance(left, right) <= 1)


@given(st.text(max_size=100))
def test_words_keep_their_place_in_the_text(text):
    for word in split_words(text):
        assert text[word.start : word.end] == word.text
        assert word.folded


def test_accents_capitals_and_apostrophes_do_not_matter():
    assert [w.folded for w in split_words("J’étais À L'ÉCOLE")] == ["j", "etais", "a", "l", "ecole"]
    assert fold_accents("Cœur") == "coeur"


def test_letters_with_stops_are_one_word():
    assert [w.folded for w in split_words("S.T.O.P")] == ["stop"]


def test_punctuation_breaks_and_hyphens_do_not():
    assert [w.breaks for w in drop_symbols(split_words("non, stop"))] == [True, True]
    assert [w.breaks for w in drop_symbols(split_words("non-stop"))] == [True, False]


@pytest.mark.parametrize(
    ("typed", "meant"), [("mradi", "mardi"), ("mardi", "mardi"), ("mard", ""), ("xxxxx", "")]
)
def test_the_nearest_known_word(typed, meant):
    assert find_nearest_word(typed, frozenset(("mardi", "mercredi"))) == meant


def test_a_slip_between_two_known_words_is_not_settled():
    assert find_nearest_word("marda", frozenset(("mardi", "mardo"))) == ""


def test_stretched_words():
    assert squeeze_letters("ouiiii") == "oui"


@pytest.mark.parametrize(
    ("line", "text", "found"),
    [
        ("bus stop", "à côté du bus stop", True),
        ("bus stop", "bus. stop", False),
        ("stop*", "stoppez", True),
        ("pas .. stop", "pas de ce stop", True),
        ("pas .. stop", "pas de ce vrai grand stop", False),
        ("c est? pas moi", "c pas moi", True),
        ("c est? pas moi", "c'est pas moi", True),
        ("n est? pas", "n'est pas", True),
        ("^stop", "oui stop", False),
        ("^stop", "oui, stop", True),
        ("moi$", "moi aussi", False),
        ("moi$", "c'est moi.", True),
        ("vrai ?", "c'est vrai ?", True),
        ("vrai ?", "c'est vrai", False),
    ],
)
def test_the_grammar_of_phrases(line, text, found):
    assert bool(Phrasebook([("x", line)]).find_names(split_words(text))) == found
