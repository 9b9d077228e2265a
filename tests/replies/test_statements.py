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
def test_anybody_elses_answer_is_never_taken_for_the_writers(other, theirs, own, sign):
    assert read("yes_no", f"{other} {theirs[0]}{sign}moi {own[0]}") in (own[1], None)
    assert read("yes_no", f"moi {own[0]}{sign}{other} {theirs[0]}") in (own[1], None)


@pytest.mark.parametrize(
    ("text", "question", "value"),
    [
        ("moi non mais mon mari oui fort", "Quelqu'un tousse-t-il chez vous ?", "yes"),
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


@pytest.mark.parametrize(
    ("text", "question", "number"),
    [
        ("je suis toute seule", "Combien êtes-vous chez vous ?", 1),
        ("juste moi", "Combien vivent avec vous ?", 0),
        ("4 colocs + moi", "Combien êtes-vous chez vous ?", 5),
        ("une dizaine, disons 10", "Combien de trajets ?", 10),
        ("une dizaine", "Combien de trajets ?", 10),
        ("une dizaine", "Combien de personnes avez-vous vues ?", None),
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


@pytest.mark.parametrize(
    ("text", "question", "day"),
    [
        ("ça fait une semaine aujourd'hui", "Début des symptômes ?", "2021-03-12"),
        ("a fortnight ago yesterday", "When did it start?", "2021-03-04"),
        ("il y a 3 jours, demain je suis libre", "Début des symptômes ?", None),
        ("le soir du 8", "Début des symptômes ?", "2021-03-08"),
        ("cela fait huit jours", "Début des symptômes ?", None),
        ("symptômes samedi, prélèvement lundi", "Quand avez-vous été prélevé ?", "2021-03-15"),
        ("yer", "Quel jour ?", "2021-03-18"),
        ("mekredi", "Quel jour ?", "2021-03-17"),
        ("le trwa mars", "Quel jour ?", "2021-03-03"),
        ("Fabri", "Quel jour ?", None),
    ],
)
def test_a_day_is_counted_from_another_and_read_as_it_sounds(text, question, day):
    assert read("date", text, question) == day


def test_words_are_read_as_they_sound():
    assert read("number", "trwa", "Combien ?") == 3
    assert read("number", "tranquille", "Combien ?") is None
    assert read_reply("choice", "le swar", ON, ("Matin", "Soir")).value == "Soir"
    assert read_reply("choice", "le sport", ON, ("Matin", "Soir")).value is None


def test_a_yes_among_other_things_is_read_back():
    question = "Êtes-vous sorti ?"
    inside = read_reply("yes_no", "pour acheter du pain ce matin oui", ON, question=question)
    opening = read_reply("yes_no", "oui pour acheter du pain ce matin", ON, question=question)
    assert inside.value == opening.value == "yes"
    assert "echoed" in inside.notes
    assert "echoed" not in opening.notes


@pytest.mark.parametrize(
    ("text", "listed"),
    [
        ("Sophie Martin qui chantait dans la chorale près du piano", None),
        ("Sophie Martin qui chantait dans la chorale, je n'ai pas son numéro", ["Sophie Martin"]),
        ("Sophie Martin qui chantait dans la chorale, elle a 9 ans", ["Sophie Martin"]),
    ],
)
def test_a_number_that_is_missing_is_explained_or_asked_again(text, listed):
    value = read("people", text, "Qui avez-vous vu ? Nom et numéro.")
    assert (value and [person.name for person in value]) == listed


@pytest.mark.parametrize(
    ("text", "question"),
    [
        ("à part sortir le chien et la boulange oui", "Vous isolez-vous ?"),
    ],
)
def test_an_answer_that_excepts_something_first_is_not_read(text, question):
    assert read("yes_no", text, question) is None


def test_a_number_dictated_in_english_is_read():
    text = "Margaret, zero six, thirty-nine, ninety-eight, twenty-two, forty"
    assert read("people", text)[0].number == "+33639982240"


@pytest.mark.parametrize(
    ("asked", "text", "question", "value"),
    [
        ("number", "3 adultes 2 ados et le bébé", "Combien êtes-vous au logement, vous compris ?", 6),
        (
            "number",
            "mon copain plus ses deux filles mais que le week-end",
            "Combien vivent avec vous ?",
            None,
        ),
        ("number", "de 52", "Quelle est votre année de naissance ?", 1952),
        ("number", "52", "Combien de jours ?", 52),
        ("date", "Ier mars", "Quel jour ?", "2021-03-01"),
        ("yes_no", "Je l'accepte.", "Acceptez-vous ?", "yes"),
        ("yes_no", "toujours pas reçu", "Avez-vous reçu votre arrêt ?", "no"),
    ],
)
def test_what_a_separate_author_taught(asked, text, question, value):
    assert read(asked, text, question) == value


def test_a_number_like_ones_own_is_nobody_elses():
    text = "Lola 7 ans et Jérôme c'est le même numéro que le mien sauf la fin 0639986477"
    people = read("people", text, "Qui habite avec vous ? Nom et numéro.")
    assert [(person.name, person.number) for person in people] == [("Lola", None), ("Jérôme", "+33639986477")]
