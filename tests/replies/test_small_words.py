"""Replies in small words are read once for everybody, and never as somebody else's."""

from datetime import datetime

import pytest

from tocsin.conversation.reading import reply_reader
from tocsin.conversation.reading.everyday_words import says_small_words_only
from tocsin.conversation.reading.reply_reader import read_reply

DAYS = tuple(map(datetime.fromisoformat, ("2022-01-25T09:00", "2022-03-01T18:00")))
QUESTION = "Qui vit avec vous ?"


@pytest.mark.parametrize(
    "text", ["personne", "OUI", "non merci", "aucun contact", "oui, tous les deux", "??"]
)
@pytest.mark.parametrize(
    ("asked", "options"),
    [
        ("yes_no", ()), ("people", ()), ("number", ()), ("choice", ("Oui", "Non")),
        ("household", ("Léa",)), ("household", ("Karim", "Rose")), ("household", ("Mai Voisin", "Paul", "Léa")),
    ],
)  # fmt: skip
def test_what_is_kept_is_what_is_read(asked, options, text):
    assert says_small_words_only(text)
    for on in DAYS:
        plain = reply_reader._read_by_question(asked, text, on, options, QUESTION)
        assert read_reply(asked, text, on, options, question=QUESTION) == plain


def test_everybody_who_lives_there_is_named_by_their_own_names():
    both = [
        read_reply("household", "tous", DAYS[0], names).value for names in (("Léa", "Paul"), ("Ana", "Tom"))
    ]
    assert [[one.name for one in value] for value in both] == [["Léa", "Paul"], ["Ana", "Tom"]]


def test_a_small_word_that_is_somebodys_name_means_them():
    assert read_reply("household", "voisin", DAYS[0], ("Léa", "Paul")).value is None
    assert [one.name for one in read_reply("household", "voisin", DAYS[0], ("Voisin", "Paul")).value] == [
        "Voisin"
    ]


@pytest.mark.parametrize("text", ["oui Karim", "personne le 3", "0639981234", "Rose"])
def test_a_name_or_a_figure_is_never_kept(text):
    before = reply_reader._read_once.cache_info().currsize
    read_reply("people", text, DAYS[0], question=QUESTION)
    assert not says_small_words_only(text)
    assert reply_reader._read_once.cache_info().currsize == before
