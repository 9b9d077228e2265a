"""Numbers in digits and in words, and never an estimate."""

from datetime import datetime

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from tests.french_numerals import spell_number
from tocsin.conversation.reading import read_reply


def read(text):
    return read_reply("number", text, datetime.fromisoformat("2021-03-05")).value


@given(st.integers(0, 999))
def test_every_number_in_words_gives_it_back(n):
    assert read(spell_number(n)) == n
    assert read(spell_number(n).replace("-", " ").upper() + " personnes") == n


@given(
    st.integers(0, 99_999),
    st.sampled_from(["{}", "{} personnes", "on est {}", "nous sommes {} !", "en fait {}"]),
)
def test_every_number_in_digits_gives_it_back(n, frame):
    assert read(frame.format(n)) == n


@given(st.integers(0, 50), st.integers(0, 50))
def test_a_correction_replaces_the_number(first, second):
    assume(first != second)
    assert read(f"{first} non {second}") == second
    assert read(f"{first}, pardon {second}") == second


@given(st.integers(1, 50), st.integers(1, 50))
def test_a_choice_between_two_numbers_is_none(first, second):
    assert read(f"{first} ou {second}") is (None if first != second else read(f"{first} ou {second}"))
    assert read(f"entre {first} et {first + second}") is None


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("aucun", 0),
        ("personne", 0),
        ("un seul", 1),
        ("plus un seul", 0),
        ("une demi-douzaine", 6),
        ("half a dozen", 6),
        ("une dizaine... non attendez exactement 9", 9),
        ("3 enfants de 5, 7 et 9 ans", 3),
        ("4 (moi compris)", 4),
        ("1 000", 1000),
        ("three", 3),
        ("twenty-one", 21),
        ("troi", 3),
        ("nous sommes 3 en tout", 3),
        ("3️⃣", 3),
    ],
)
def test_other_numbers(text, value):
    assert read(text) == value


@pytest.mark.parametrize(
    "text",
    [
        "une dizaine",
        "2 ou 3",
        "2-3",
        "environ 5",
        "au moins 3",
        "plus de 10",
        "5 max",
        "beaucoup",
        "38,5",
        "-2",
        "moi et mes 2 enfants",
        "2 + moi",
        "j'ai 2 enfants et ma femme",
        "un ami et sa femme",
        "2 adultes et 3 enfants",
        "06 39 98 12 34",
        "je sais pas",
        "oui",
        "",
        "3eme",
        "mardi",
        "peut être 3",
        "seul",
        "12 rue des Lilas",
        "she's four",
    ],
)
def test_an_estimate_is_asked_again(text):
    assert read(text) is None


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("on est 4 plus le bébé", 5),
        ("on est 4 plus le chat", 4),
        ("nous devions être huit, mais deux se sont décommandés", 6),
        ("huit, mais deux sont venus en retard", None),
        ("une petite semaine", None),
    ],
)
def test_whom_is_added_and_who_stayed_away_is_counted(text, value):
    question = "Combien de personnes étaient à ce déjeuner, vous compris ?"
    assert read_reply("number", text, datetime.fromisoformat("2021-03-05"), question=question).value == value


@pytest.mark.parametrize(
    ("text", "question", "value"),
    [
        ("on est 6 avec moi", "Combien de personnes vivent avec vous, sans vous compter ?", 5),
        ("j'en avais 8, il m'en reste 3", "Combien de masques vous reste-t-il ?", 3),
        ("environ 30", "Combien de masques vous reste-t-il ?", 30),
        ("quatre ou cinq ou six", "Combien étiez-vous dans la voiture ?", None),
        ("6 au départ mais 2 avaient le masque donc 4", "Combien de collègues sans masque ?", 4),
        (
            "trois, mes deux filles et ma femme",
            "Combien de personnes vivent avec vous, sans vous compter ?",
            3,
        ),
        ("on est 8 sans moi", "Combien de personnes vivent avec vous, sans vous compter ?", 8),
        ("j'en ai quatre : 14, 12, 9 et 3 ans", "Combien d'enfants de moins de 11 ans avez-vous ?", 2),
        ("un de 9 ans, un de 4, et une de 12", "Combien d'enfants de moins de 11 ans avez-vous ?", 2),
        ("on est 8 avec moi", "Combien de personnes vivent avec vous, sans vous compter ?", 7),
    ],
)
def test_a_number_that_what_is_counted_or_the_reply_settles_is_taken_and_read_back(text, question, value):
    reading = read_reply("number", text, datetime.fromisoformat("2021-03-05"), question=question)
    assert (reading.value, "echoed" in reading.notes) == (value, value is not None)


@pytest.mark.parametrize(
    ("text", "question", "value"),
    [
        ("12 étaient prévus, 4 ont annulé, 8 à table", "Combien d'invités aviez-vous ?", 8),
        ("cinq : deux adultes et trois ados", "Combien de personnes étaient là ?", 5),
        ("une douzaine d'inscrits, 3 absents, 9 présents", "Combien d'invités aviez-vous ?", 9),
        ("elle va sur ses 88", "Quel âge a votre mère ?", 87),
        ("on était 5 en plus de moi", "Combien de collègues à votre table ?", 5),
        ("moi, mon mari et 2 enfants", "Combien de personnes vivent avec vous ?", 3),
        ("ma femme nos 3 gosses et moi", "Combien de personnes vivent chez vous, vous compris ?", 5),
        ("les jumelles plus leur petit frère", "Combien d'enfants gardez-vous ?", 3),
        ("une fille de 8 ans et un garçon de 5", "Combien d'enfants avez-vous ?", 2),
        ("deux adultes, trois ados, cinq en tout", "Combien de personnes étaient là ?", 5),
    ],
)
def test_people_and_numbers_of_a_reply_come_to_what_it_tells(text, question, value):
    assert read_reply("number", text, datetime.fromisoformat("2021-03-05"), question=question).value == value
