"""An outgoing text, read: sentences, classes, spans in the draft."""

import pytest

from tests.guard.telling import CHARTER
from tocsin.guard.draft_reading import DraftReading, load_language
from tocsin.guard.draft_template import DraftTemplate


def reading(text: str) -> DraftReading:
    return load_language(CHARTER).read_template(DraftTemplate(text))


def test_a_language_is_built_once_for_a_charter():
    assert load_language(CHARTER) is load_language(CHARTER)


@pytest.mark.parametrize(
    ("text", "word", "sentence"),
    [
        ("Bonjour. Votre RIB ? Merci.", "bank", "Votre RIB"),
        ("votre RIB", "bank", "votre RIB"),
        ("Un. Deux, votre RIB : trois", "bank", "Deux, votre RIB : trois"),
    ],
)
def test_a_sentence_ends_at_its_marks(text, word, sentence):
    read = reading(text)
    low, high = read.find_sentence(next(read.find_atoms(word)))
    start, end = read.to_atom_span(low, high - 1)
    assert text[start:end] == sentence


def test_of_a_long_sentence_what_is_near_is_read():
    read = reading("et puis " * 100 + "votre RIB " + "et puis " * 100)
    low, high = read.find_sentence(next(read.find_atoms("bank")))
    assert high - low <= 120


def test_a_question_does_not_reach_over_a_colon():
    read = reading("Votre test : ça va ?")
    assert ":" in read.letters
    assert ":" not in read.clauses
    assert len(read.clauses) == len(read.letters)


def test_a_class_that_is_absent_gives_nothing():
    read = reading("Bonjour.")
    assert list(read.find_atoms("nir", "bank")) == []
    assert not read.has_atom("nir")
    assert not read.belongs_to(99, "nir")


def test_spans_are_those_of_the_template():
    text = "{prenom}, votre RIB pour {nom} ?"
    read = reading(text)
    (at,) = read.find_atoms("bank")
    start, end = read.to_atom_span(at, at)
    assert text[start:end] == "RIB"
    (first, last) = read.find_atoms("v_name")
    assert read.to_atom_span(first, last) == (0, text.index(" ?"))
