"""What a reply comes to by who is counted, which age is to come, who stands beside a name, and what is no call."""

from datetime import datetime

import pytest

from tocsin.conversation.reading import read_reply

ON = datetime.fromisoformat("2021-03-05T10:30")


def read(asked, text, question, options=()):
    return read_reply(asked, text, ON, options, question=question)


WITHOUT_YOU = "Combien de personnes vivent avec vous, sans vous compter ?"


@pytest.mark.parametrize(
    ("question", "text", "value"),
    [
        (WITHOUT_YOU, "on est quatre, moi compris", 3),
        (WITHOUT_YOU, "there are five of us including me", 4),
        (WITHOUT_YOU, "ma femme, les jumeaux et ma belle mère", 4),
        (WITHOUT_YOU, "ya que ma mère", 1),
        ("Quel âge a votre père ?", "il aura bientôt 83 ans", 82),
        ("Quel âge a votre enfant ?", "pas encore 9, il les aura en juin", 8),
        ("Quel âge a votre père ?", "71, pas encore 12", 71),
    ],
)
def test_who_is_counted_and_which_age_is_to_come(question, text, value):
    assert read("number", text, question).value == value


@pytest.mark.parametrize(
    ("text", "listed"),
    [
        ("Corinne 0639981201 et son mari", [("Corinne", "1201"), ("mari", None)]),
        ("nicole du periscolaire 0639981201", [("nicole", "1201")]),
        ("bon: Jean-Marc Tanguy 0639981201", [("Jean-Marc Tanguy", "1201")]),
        (
            "samir 0639981201\nleila 0639981202\nmamie",
            [("samir", "1201"), ("leila", "1202"), ("mamie", None)],
        ),
        ("Karim 0639981201 ah non pardon Karim c'est 0639981202", [("Karim", "1202")]),
        ("mon gendre et ma fille. Le petit était chez mamie", [("gendre", None), ("fille", None)]),
        ("Claire Fontanel (maths) 0639981201, Julien Ott (EPS) 0639981202", "Julien Ott"),
    ],
)
def test_whoever_stands_beside_a_name(text, listed):
    people = read("people", text, "Qui avez-vous vu ?").value
    if isinstance(listed, str):
        assert "EPS" not in {one.name for one in people}
    else:
        assert [(one.name, one.number and one.number[-4:]) for one in people] == listed


def test_a_range_of_days_in_doubt_is_no_last_day():
    question = "Quel jour avez-vous vu cette personne pour la dernière fois ?"
    assert read("date", "du 1 au 3 je sais plus quand", question).value is None
    assert read("date", "du 1 au 3", question).value == "2021-03-03"


@pytest.mark.parametrize("text", ["je me rappelle plus du tout", "jme rappelle c'était lundi"])
def test_who_remembers_asks_for_no_call(text):
    assert "human" not in read("date", text, "Quel jour ?").signals


def test_somebodys_brother_who_moved_is_no_wrong_number():
    assert (
        "wrong_person"
        not in read("people", "Mariam. Son frère n'habite plus ici", "Qui vit avec vous ?").signals
    )


def test_a_word_of_every_day_is_no_slip_of_a_label():
    options = ("Au travail", "Dans un magasin", "Je ne sais pas")
    assert read("choice", "je fais le ménage", "", options).value is None
    assert read("choice", "je saiss pas", "", options).value == "Je ne sais pas"
