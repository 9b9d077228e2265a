"""Facts of everyday life that settle a question of yes or no in none of its words."""

from datetime import datetime

import pytest

from tocsin.conversation.reading import read_reply
from tocsin.conversation.reading.told_facts import find_question_topics, list_told_facts
from tocsin.conversation.reply_words import split_words

ON = datetime.fromisoformat("2021-03-05T10:30")


def read(asked, text, question, options=()):
    return read_reply(asked, text, ON, options, question=question)


@pytest.mark.parametrize(
    ("text", "facts"),
    [
        ("pas un orteil dehors", {"outside-"}),
        ("sorti hier", {"outside+", "done+"}),
        ("le chat, pas dehors", {"alone+", "outside-"}),
        ("ma voisine s'en occupe", {"kin+", "seen_to+"}),
        ("abracadabra", set()),
    ],
)
def test_words_tell_facts_and_are_denied_within_their_clause(text, facts):
    assert facts == {*list_told_facts(split_words(text))}


def test_a_question_is_known_by_what_it_is_about():
    assert "isolation" in find_question_topics(split_words("Êtes-vous restée chez vous ?"))
    assert {"company", "somebody"} <= {
        *find_question_topics(split_words("Vivez-vous avec d'autres personnes ?"))
    }
    assert find_question_topics(split_words("Fait-il beau ?")) == ("?",)


@pytest.mark.parametrize(
    ("question", "text", "value"),
    [
        ("Êtes-vous resté(e) chez vous depuis le résultat ?", "pas mis le nez dehors une seule fois", "yes"),
        ("Vivez-vous avec d'autres personnes ?", "il n'y a que mon chat ici", "no"),
        ("Êtes-vous vacciné(e) ?", "deux doses en mai", "yes"),
        ("Avez-vous déjà fait un test ?", "j'ai un rendez-vous demain", "no"),
        ("Avez-vous besoin d'un arrêt de travail ?", "mon docteur m'en a déjà donné un", "no"),
        ("Quelqu'un peut-il vous faire les courses ?", "ma fille s'en occupe", "yes"),
    ],
)
def test_facts_settle_a_question_and_are_read_back(question, text, value):
    reading = read("yes_no", text, question)
    assert (reading.value, reading.handling) == (value, "read_back")


@pytest.mark.parametrize(
    ("question", "text"),
    [
        ("Êtes-vous vacciné(e) ?", "ça vous regarde pas du tout"),
        ("Avez-vous besoin d'aide pour vos courses ?", "ça dépend des jours"),
        ("Portiez-vous un masque ?", "une partie du temps je crois"),
    ],
)
def test_what_settles_nothing_is_asked_again(question, text):
    assert read("yes_no", text, question).value is None


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
