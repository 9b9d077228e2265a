"""Answers in people's own words: by the matter of the question, for an option, in another language; each with a near miss."""

from datetime import datetime

import pytest

from tocsin.conversation.reading import read_reply
from tocsin.conversation.reading.feast_days import compute_easter

ON = datetime.fromisoformat("2021-11-12T10:30")
VACCINE = "Êtes-vous vacciné(e) contre le Covid-19 ? OUI ou NON."
HELP = "Avez-vous besoin d'aide pour vos courses ? OUI ou NON."
CARE = "Travaillez-vous dans le soin ou auprès de personnes âgées ?"
PERSON = "Êtes-vous bien M. Tessier ?"
POSITIVE = "Avez-vous été testé positif ?"
ROOM = "Pouvez-vous dormir dans une pièce séparée des autres ?"
PEOPLE = "Qui avez-vous vu sans masque ? Prénom et téléphone, ou PERSONNE."
OTHERS = "Y a-t-il d'autres personnes à prévenir ? Nom et numéro, ou NON."
PLACE = ("Maison", "Travail", "École", "Loisirs", "Ne sait pas")


def read(asked, text, options=(), question=""):
    return read_reply(asked, text, ON, options, "fr", question)


def people(text, question=PEOPLE):
    value = read("people", text, question=question).value
    return None if value is None else [(p.name, p.number[-4:] if p.number else None) for p in value]


@pytest.mark.parametrize(
    ("question", "text", "value"),
    [
        (VACCINE, "2 pfizer et le rappel", "yes"),
        (VACCINE, "j'attends mon tour", "no"),
        (HELP, "le frigo est vide", "yes"),
        (HELP, "on fait le drive c'est bon", "no"),
        (ROOM, "j'ai que le canapé du salon", "no"),
        (ROOM, "on a une chambre d'amis", "yes"),
        (OTHERS, "je préfère pas", None),
        (CARE, "je suis cuisinier dans un ehpad", "yes"),
        (CARE, "je suis maçon", "no"),
        (CARE, "j'étais infirmière, à la retraite depuis 1999", "no"),
        (PERSON, "ce portable est à moi depuis un an", "no"),
        (PERSON, "ce portable est à moi", None),
        (POSITIVE, "mon fils oui, moi j'attends le résultat", None),
    ],
)
def test_what_is_told_of_the_matter_answers_and_is_read_back(question, text, value):
    reading = read("yes_no", text, question=question)
    assert reading.value == value
    assert ("echoed" in reading.notes) == (value is not None)


@pytest.mark.parametrize(
    "text",
    ["le frigo est vide ?", "pas envie de répondre", "vous êtes qui ?"],
)
def test_what_is_told_of_something_else_does_not(text):
    assert read("yes_no", text, question=VACCINE).value is None


def test_one_thing_told_against_another_leaves_it_open():
    assert read("yes_no", "le frigo est vide, ma fille passe demain", question=HELP).value is None


def test_what_somebody_else_has_is_not_the_writers():
    fever = "Avez-vous de la fièvre ? OUI ou NON."
    assert read("yes_no", "maman a 38.5, moi rien", question=fever).value == "no"
    assert read("yes_no", "mon mari oui moi non", question=fever).value == "no"
    assert read("yes_no", "mon mari oui", question=fever).value is None


@pytest.mark.parametrize(
    ("text", "option"),
    [
        ("boulot", "Travail"),
        ("à la maternelle", "École"),
        ("en boîte je pense", "Loisirs"),
        ("pas au boulot", None),
        ("boulot ou école", None),
        ("demandez au pangolin", None),
    ],
)
def test_an_option_in_own_words(text, option):
    assert read("choice", text, PLACE).value == option


def test_the_first_clause_chooses_and_the_rest_explains():
    parts = ("Matin", "Après-midi", "Soir")
    assert read("choice", "l'après-midi, le matin je dors", parts).value == "Après-midi"
    assert read("choice", "le matin, non le soir", parts).value == "Soir"
    assert read("choice", "surtout pas le soir. matin non plus", parts).value == "Après-midi"
    assert read("choice", "le soir c'est qui qui appelle ?", parts).value is None


@pytest.mark.parametrize(
    ("asked", "text", "value"),
    [
        ("yes_no", "não, ainda não", "no"),
        ("yes_no", "evet", "yes"),
        ("date", "ontem", "2021-11-11"),
        ("date", "dün", "2021-11-11"),
        ("number", "üç", 3),
        ("people", "ninguém", ()),
        ("people", "kimse yok", ()),
    ],
)
def test_the_commonest_answers_of_other_languages(asked, text, value):
    assert read(asked, text).value == value


def test_who_asks_for_a_language_has_answered_nothing():
    reading = read("yes_no", "não entendo francês, fala português?")
    assert (reading.value, reading.signals) == (None, ("switch_language",))


@pytest.mark.parametrize("text", ["Karim et Ana", "ok solo", "mama 0639981234"])
def test_a_name_or_a_borrowed_word_is_no_language(text):
    assert "switch_language" not in read("people", text).signals


@pytest.mark.parametrize(
    ("text", "listed"),
    [
        ("Paul Marie et Luc", [("Paul", None), ("Marie", None), ("Luc", None)]),
        ("Malo Enora Titouan Lilwenn", [(n, None) for n in ("Malo", "Enora", "Titouan", "Lilwenn")]),
        ("Jean Paul et Marie Claire", [("Jean Paul", None), ("Marie Claire", None)]),
        ("Paul Martin et Luc", [("Paul Martin", None), ("Luc", None)]),
        ("La voisine, Bernadette Lemaire 0639981201", [("Bernadette Lemaire", "1201")]),
        ("ma mère et Karim 0639981201", [("mère", None), ("Karim", "1201")]),
        ("Mme Castan, infirmière, 06 39 98 12 05", [("Mme Castan", "1205")]),
        ("Momo, enfin Mohamed Haddad, 06 39 98 12 19", [("Mohamed Haddad", "1219")]),
        ("Chloé et Baptiste, 0639981206 et 0639981207", [("Chloé", "1206"), ("Baptiste", "1207")]),
        ("Nadège 06 39 98 12 14, oups 41 à la fin pas 14", [("Nadège", "1241")]),
        ("Samira 0639981231 et Khadija pareil mais 32 à la fin", [("Samira", "1231"), ("Khadija", "1232")]),
        ("Camille, Hugo, et Montesquieu mais lui c'est le hamster", [("Camille", None), ("Hugo", None)]),
        ("Paulette devait venir mais elle est morte. Gérard oui 0639981221", [("Gérard", "1221")]),
        ("c'est Mathis pas Mathias 0639981218", [("Mathis", "1218")]),
        ("personne sauf ma sœur Annie 0639981220", [("Annie", "1220")]),
    ],
)
def test_who_is_listed_and_who_is_not(text, listed):
    assert people(text) == listed


@pytest.mark.parametrize("text", ["RAS", "g vu perso", "je me débrouille", "Seul", "y a pas eu un chat"])
def test_nobody_in_own_words(text):
    assert people(text) == []


def test_a_no_is_nobody_only_where_others_are_asked_for():
    assert people("Non, tout le monde est au courant.", OTHERS) == []
    assert people("non, ma tante est décédée", OTHERS) == []
    assert people("non Léa 0639981201", OTHERS) == [("Léa", "1201")]
    assert people("non") is None


@pytest.mark.parametrize(
    ("text", "question", "day"),
    [
        ("la Toussaint", "Quel jour vos symptômes sont-ils apparus ?", "2021-11-01"),
        ("le lendemain de la Toussaint", "Quel jour vos symptômes sont-ils apparus ?", "2021-11-02"),
        ("deux jours avant le 11 novembre", "Quel jour vos symptômes sont-ils apparus ?", "2021-11-09"),
        ("5 jours déjà", "Depuis quel jour êtes-vous isolé ?", "2021-11-07"),
        ("5 jours", "Quel jour êtes-vous rentré ?", None),
        ("il y a un mois", "Quel jour avez-vous fait le test ?", "2021-10-12"),
        ("lundi", "Quel jour irez-vous vous faire tester ?", "2021-11-15"),
        ("lundi en huit", "Quel jour irez-vous vous faire tester ?", "2021-11-22"),
        ("lundi", "Quel jour avez-vous fait le test ?", "2021-11-08"),
        ("test le 8 résultat le 9", "À quelle date avez-vous fait votre test ?", "2021-11-08"),
        ("le 8 et le 9", "À quelle date avez-vous fait votre test ?", None),
        ("mercredi ? non jeudi, mercredi j'allais bien", "Quel jour vos symptômes ?", "2021-11-11"),
    ],
)
def test_days_by_their_feast_their_neighbour_or_the_question(text, question, day):
    assert read("date", text, question=question).value == day


@pytest.mark.parametrize(("year", "day"), [(2021, "2021-04-04"), (2024, "2024-03-31"), (2038, "2038-04-25")])
def test_easter(year, day):
    assert compute_easter(year).isoformat() == day


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("moi ma femme et nos 3 enfants", 5),
        ("mes parents et moi", 3),
        ("trois : mes parents et moi", 3),
        ("4 humains 1 chat", 4),
        ("moi et mes enfants", None),
        ("ma mère est partie", None),
    ],
)
def test_people_of_a_household_are_counted(text, count):
    assert (
        read("number", text, question="Combien de personnes vivent chez vous, vous compris ?").value == count
    )
