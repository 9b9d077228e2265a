"""A message cut into utterances, each with its voice and its stance."""

from hypothesis import given
from hypothesis import strategies as st

from tocsin.evidence.utterances import UtteranceMap, cut_utterances, find_quotations
from tocsin.message.model import Passage

from .reading import anything

marked = st.text(st.sampled_from(list('ab .!?\n«»“”"…')), max_size=200)


@given(anything | marked)
def test_every_place_of_a_text_is_in_one_utterance(text: str) -> None:
    found = cut_utterances(text)
    assert "".join(text[u.start : u.end] for u in found) == text


@given(anything | marked)
def test_quotations_are_in_order_and_apart_and_keep_their_marks(text: str) -> None:
    end = 0
    for start, stop in find_quotations(text):
        assert end <= start < stop <= len(text)
        assert text[start] in '«“"'
        assert text[stop - 1] in '»”"'
        end = stop


@given(marked, st.lists(st.integers(0, 199)))
def test_a_sentence_warns_where_a_word_of_it_warns(text: str, warned: list[int]) -> None:
    places = [place for place in warned if place < len(text)]
    for u in cut_utterances(text, places):
        assert u.warns == any(u.start <= place < u.end for place in places)


def utterances(text: str, *passages: Passage, cites: bool = False) -> UtteranceMap:
    return UtteranceMap(text, passages, (), cites=cites)


def voice(text: str, words: str, *passages: Passage, cites: bool = False) -> str:
    start = text.index(words)
    return utterances(text, *passages, cites=cites).find_voice(start, start + len(words))


def test_a_speech_between_quotation_marks_is_cited_and_a_name_is_not() -> None:
    text = "Le « RIB » demandé. Il a dit : « donnez-moi votre RIB tout de suite », et puis plus rien du tout ce soir-là."
    assert voice(text, "RIB") == "writer"
    assert voice(text, "donnez-moi") == "quotation"
    assert voice(text, "plus rien") == "writer"


def test_a_quotation_that_is_most_of_the_text_is_the_message_unless_it_is_an_example() -> None:
    text = "Texte : « Ameli : votre carte expire, payez deux euros »"
    assert voice(text, "Ameli") == "writer"
    assert voice(text, "Ameli", cites=True) == "quotation"


def test_a_message_handed_on_and_an_answer_have_voices_of_their_own() -> None:
    text = "Vrai ? Ameli : votre carte expire. Je ne clique pas"
    handed = Passage("forwarded", text.index("Ameli"), text.index("Je"))
    own = Passage("reply", text.index("Je"), len(text))
    assert voice(text, "Vrai", handed, own) == "writer"
    assert voice(text, "Ameli", handed, own) == "forwarded"
    assert voice(text, "clique", handed, own) == "person"


def test_what_follows_a_quotation_is_not_in_it() -> None:
    text = "« Tapez les chiffres. » La CPAM a pris le reste. « Ici la caisse"
    said = UtteranceMap(text, (), (), cites=False)
    assert said.follows_quotation(text.index("CPAM"))
    assert not said.follows_quotation(text.index("caisse"))
    assert not said.follows_quotation(text.index("Tapez"))
