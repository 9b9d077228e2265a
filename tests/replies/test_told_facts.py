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
        ("pas sortit dehor", {"outside-"}),
        ("plu rien", {"nothing-"}),
        ("télétravail", {"remote+"}),
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
