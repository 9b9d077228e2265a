"""What stands beside an answer may change it: then it is read back before it counts."""

from datetime import datetime

import pytest

from tocsin.conversation.reading import read_reply

ON = datetime.fromisoformat("2021-03-05T10:30")


def handle(asked, text, question, options=()):
    reading = read_reply(asked, text, ON, options, question=question)
    return reading.value, reading.handling


@pytest.mark.parametrize(
    ("text", "value", "handling"),
    [
        ("quatre", 4, "answer"),
        ("on est quatre", 4, "answer"),
        ("on est quatre, avec moi dedans", 4, "read_back"),
        ("quatre négatifs puis celui de ce matin", 5, "read_back"),
    ],
)
def test_a_number_with_more_than_a_word_beside_it_is_read_back(text, value, handling):
    assert handle("number", text, "Combien de tests avez-vous faits ?") == (value, handling)


def test_a_day_among_other_things_is_read_back():
    asked = "Quand avez-vous été testé ?"
    assert handle("date", "lundi", asked) == ("2021-03-01", "answer")
    assert handle("date", "lundi matin avant le travail", asked) == ("2021-03-01", "answer")
    told = "lundi avant le travail, pas celui que vous disiez vous"
    assert handle("date", told, asked) == ("2021-03-01", "read_back")


def test_an_option_among_other_things_is_read_back():
    options = ("Positif", "Négatif", "En attente")
    assert handle("choice", "positif", "Quel résultat ?", options) == ("Positif", "answer")
    told = "positif comme moi et comme elle aussi"
    assert handle("choice", told, "Quel résultat ?", options) == ("Positif", "read_back")


@pytest.mark.parametrize(
    ("text", "handling"),
    [
        ("ma sœur Lina et Tom", "answer"),
        ("Lina, ma sœur, et Tom", "answer"),
        ("ma mère et Tom", "answer"),
        ("Lina 0639981234, le numéro de sa fille je sais pas", "read_back"),
    ],
)
def test_kin_must_be_listed_or_say_who_somebody_listed_is(text, handling):
    value, handled = handle("people", text, "Qui avez-vous vu ?")
    assert value
    assert handled == handling


def test_a_yes_in_so_many_words_counts():
    assert handle("yes_no", "oui on est tous allés chez elle pour manger", "L'avez-vous vue ?")[0] == "yes"
    assert (
        handle("yes_no", "oui on est tous allés chez elle pour manger", "L'avez-vous vue ?")[1] != "read_back"
    )
