"""A yes or no that the reply itself leaves open, a fever that falls, *avc* for *avec*; each with a near miss."""

from datetime import datetime

import pytest

from tocsin.conversation.reading import read_reply

ON = datetime.fromisoformat("2021-03-05T10:30")


def read(text, question, asked="yes_no"):
    return read_reply(asked, text, ON, question=question)


@pytest.mark.parametrize(
    ("question", "text", "value"),
    [
        ("Votre mère a-t-elle été prévenue ?", "je sais pas trop, ma sœur devait le faire", None),
        ("Votre mère a-t-elle été prévenue ?", "oui je sais pas par qui", "yes"),
        ("Êtes-vous allé à la fête ?", "oui j'y étais. Oui et non en fait", None),
        ("Êtes-vous allé à la fête ?", "oui j'y étais", "yes"),
        ("Avez-vous bien eu les deux injections ?", "la première oui, la deuxième j'ai annulé", None),
        ("Avez-vous bien eu les deux injections ?", "oui la première et la deuxième", "yes"),
    ],
)
def test_what_leaves_the_answer_open_is_asked_again(question, text, value):
    assert read(text, question).value == value


FEVER = "Avez-vous de la fièvre en ce moment ?"


@pytest.mark.parametrize(
    ("question", "text", "helped"),
    [
        (FEVER, "non, hier oui mais là elle est tombée", False),
        (FEVER, "oui, et ma mère, elle est tombée", True),
        (FEVER, "elle est tombée dans l'escalier", True),
        ("Votre mère a-t-elle de la fièvre ?", "elle est tombée", True),
        ("Vivez-vous seul ?", "elle est tombée", True),
    ],
)
def test_the_fever_that_falls_is_nobody(question, text, helped):
    assert (read(text, question).handling == "help") is helped


@pytest.mark.parametrize(
    ("text", "helped"),
    [("oui avc mon mari", False), ("oui mon mari fait un avc", True), ("il a eu un avc mon mari", True)],
)
def test_a_short_with_is_no_stroke(text, helped):
    assert (read(text, "Vivez-vous avec quelqu'un ?").handling == "help") is helped


@pytest.mark.parametrize("text", ["g vu pers", "non dsl j en ai pas"])
def test_nobody_in_short(text):
    assert read(text, "Qui avez-vous vu ?", "people").value == ()


def test_several_people_are_somebody():
    assert read("3 pers", "Qui avez-vous vu ?", "people").value is None
