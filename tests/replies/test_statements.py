"""A reply tells of several people and days; only what is told of whoever was asked answers."""

from datetime import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tocsin.conversation.reading import read_reply
from tocsin.conversation.reading.statements import split_statements
from tocsin.conversation.reply_words import split_words

ON = datetime.fromisoformat("2021-03-19T10:30")
OTHERS = st.sampled_from(
    ["ma femme", "mon fils", "maman", "le petit", "mes enfants", "mon voisin", "la grande"]
)
ANSWERS = st.sampled_from([("oui", "yes"), ("non", "no")])
SIGNS = st.sampled_from([" ", ", ", ". ", " mais ", " et "])


def read(asked, text, question=""):
    return read_reply(asked, text, ON, question=question).value


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("ma femme oui moi non", [("other", "unsaid"), ("self", "unsaid")]),
        ("hier oui aujourd'hui non", [("unsaid", "before"), ("unsaid", "now")]),
        ("je crois que ma femme oui", [("self", "unsaid"), ("other", "unsaid")]),
        ("ma femme et moi oui", [("self", "unsaid")]),
        ("mon mari, oui", [("other", "unsaid"), ("other", "unsaid")]),
        ("je garde les enfants chez ma mère", [("self", "unsaid")]),
        ("il y a trois jours", [("unsaid", "unsaid")]),
        ("elle dit non", [("unsaid", "unsaid")]),
    ],
)
def test_a_statement_has_a_subject_and_a_time(text, told):
    assert [(one.subject, one.when) for one in split_statements(split_words(text))] == told


@given(st.text(alphabet="ouinmae lepts,.?'🙂\n", max_size=60))
def test_every_word_lies_in_one_statement(text):
    words = split_words(text)
    told = split_statements(words)
    assert [at for one in told for at in range(one.start, one.end)] == list(range(len(words)))


@given(OTHERS, ANSWERS)
def test_what_is_said_of_somebody_else_answers_nothing(other, answer):
    assert read("yes_no", f"{other} {answer[0]}") is None


@given(OTHERS, ANSWERS, ANSWERS, SIGNS)
def test_the_writers_own_answer_stands_beside_anybody_elses(other, theirs, own, sign):
    assert read("yes_no", f"{other} {theirs[0]}{sign}moi {own[0]}") == own[1]
    assert read("yes_no", f"moi {own[0]}{sign}{other} {theirs[0]}") == own[1]


@pytest.mark.parametrize(
    ("text", "question", "value"),
    [
        ("moi non mais mon mari oui fort", "Quelqu'un tousse-t-il chez vous ?", "yes"),
        ("moi non mais mon mari oui fort", "Toussez-vous ?", "no"),
        ("Les enfants oui le nez qui coule. Moi ça va", "Avez-vous des symptômes ?", "no"),
        ("hier j'étais à 39 mais là plus rien", "Avez-vous des symptômes aujourd'hui ?", "no"),
        ("Hier oui. Aujourd'hui plus rien.", "Avez-vous des symptômes ?", None),
        ("La semaine non, le week-end je rentre chez mes parents", "Vivez-vous avec quelqu'un ?", None),
        ("la première oui, la deuxième pas encore", "Êtes-vous vacciné ?", None),
        ("si je mets les gosses au salon oui", "Pouvez-vous vous isoler ?", None),
        ("pas tous", "Avez-vous prévenu vos contacts ?", None),
        ("vous faites erreur, je ne connais pas cette personne", "Êtes-vous bien Mme Garnier ?", "no"),
        ("vous faites erreur, je ne connais pas cette personne", "Avez-vous de la fièvre ?", None),
    ],
)
def test_whose_answer_it_is_and_of_when(text, question, value):
    assert read("yes_no", text, question) == value


@pytest.mark.parametrize(
    ("text", "question", "day"),
    [
        ("Maman le 11 et moi le lendemain", "À quelle date avez-vous été testé ?", "2021-03-12"),
        ("Mon mari le 4, quant à moi le 6", "Quand vos symptômes ont-ils commencé ?", "2021-03-06"),
        ("mon mari le 4, moi le 6", "Quand votre mari est-il tombé malade ?", "2021-03-04"),
        ("moi le 4 mais elle le 6", "Date de vos symptômes ?", None),
        ("tested the 15th, fever came 2 days later", "When did the fever begin?", "2021-03-17"),
        ("le lendemain du test et le test c'était lundi 15", "Premiers symptômes ?", "2021-03-16"),
        ("le lendemain de ma sortie", "Date du test ?", None),
        ("mal de tête le 14, testé le 17, résultat le 18", "Jour du test ?", "2021-03-17"),
    ],
)
def test_whose_day_it_is_and_by_which_other_day(text, question, day):
    assert read("date", text, question) == day


def test_whose_number_it_is():
    assert read("number", "Moi 1958, mon père 1932", "Quelle est votre année de naissance ?") == 1958
    assert read("number", "moi 14 mais elle 44", "Quel âge avez-vous ?") is None


@pytest.mark.parametrize(
    ("text", "question", "number"),
    [
        ("je suis toute seule", "Combien êtes-vous chez vous ?", 1),
        ("juste moi", "Combien vivent avec vous ?", 0),
        ("4 colocs + moi", "Combien êtes-vous chez vous ?", 5),
        ("une dizaine, disons 10", "Combien de trajets ?", 10),
        ("une dizaine", "Combien de trajets ?", None),
    ],
)
def test_how_many_they_are(text, question, number):
    assert read("number", text, question) == number


@pytest.mark.parametrize(
    ("text", "chosen"),
    [
        ("La 3 ou la 1 si y a pas de place", None),
        ("la 3", "hôtel"),
        ("rien à l'hôtel, domicile", "domicile"),
    ],
)
def test_two_places_are_no_choice(text, chosen):
    assert read_reply("choice", text, ON, ("domicile", "famille", "hôtel")).value == chosen
