"""Rules that replies written by somebody else taught, each with what only looks like it."""

from datetime import datetime

import pytest

from tocsin.conversation.masking import mask_secrets
from tocsin.conversation.reading import read_reply
from tocsin.phone_numbers.mentions import find_phones

ON = datetime.fromisoformat("2021-03-05T10:30")


def read(asked, text, options=()):
    return read_reply(asked, text, ON, options)


def people(text):
    value = read("people", text).value
    return None if value is None else [(p.name, p.number[-4:] if p.number else None) for p in value]


@pytest.mark.parametrize(
    "text",
    [
        "English please",
        "last Friday",
        "March 10",
        "maybe Monday or Tuesday",
        "appelez-moi, je n'y arrive pas",
        "c'est l'ancien numéro de ma tante, ce n'est pas moi",
        "bof",
        "attendez",
        "aucune idée",
    ],
)
def test_what_names_nobody_lists_nobody(text):
    assert people(text) is None


@pytest.mark.parametrize(
    ("text", "listed"),
    [
        ("April 0639981201 and May 0639981202", [("April", "1201"), ("May", "1202")]),
        ("my English teacher Anna 0639981201", [("Anna", "1201")]),
        (
            "Monique Lefort 01 99 00 11 22 et son mari Gérard, même numéro",
            [("Monique Lefort", "1122"), ("Gérard", "1122")],
        ),
        ("c'est Émile, le tel de sa mère 06 39 98 12 46", [("Émile", "1246")]),
        ("Émile et sa mère 06 39 98 12 46", [("Émile", None), ("mère", "1246")]),
        ("Bruno 0639981265, sa sécu je l'ai pas", [("Bruno", "1265")]),
        ("Titouan zéro six 39 98 12 51", [("Titouan", "1251")]),
    ],
)
def test_who_is_named_is_listed(text, listed):
    assert people(text) == listed


@pytest.mark.parametrize(
    "text", ["j'étais tout seul", "je suis restée toute seule", "personne, je suis seule"]
)
def test_alone_is_nobody(text):
    assert people(text) == []


@pytest.mark.parametrize(
    "text", ["j'ai plus personne", "vous vous trompez de personne", "tout seul avec mon fils Tom"]
)
def test_lonely_or_mistaken_is_not(text):
    assert people(text) != []


def test_a_number_that_is_dictated_stands_where_it_was_said():
    text = "alors zéro six 39 98 12 51 voilà"
    (phone,) = find_phones(text)
    assert text[phone.start : phone.end] == "zéro six 39 98 12 51"


@pytest.mark.parametrize("text", ["zéro", "zéro six", "zéro six personnes", "la zone zéro un 12"])
def test_a_dictated_word_alone_is_no_number(text):
    assert find_phones(text) == ()


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        ("mon mot de passe ameli c'est Mimosa77", "mon mot de passe ameli c'est [CODE]"),
        ("le mot de passe du compte est tulipe", "le mot de passe du compte est [CODE]"),
        ("mot de passe de ma messagerie perdu", "mot de passe de ma messagerie perdu"),
        ("mot de passe du compte de ma fille", "mot de passe du compte de ma fille"),
    ],
)
def test_whose_password_it_is_hides_none(text, masked):
    assert mask_secrets(text).text == masked


@pytest.mark.parametrize(
    "text",
    [
        "passez moi quelqu'un",
        "passez-moi un conseiller",
        "oui rappelez ce soir",
        "aidez moi",
        "je veux qu'on m'appelle",
    ],
)
def test_a_wish_for_a_human(text):
    assert "human" in read("yes_no", text).signals


@pytest.mark.parametrize(
    "text", ["passez moi une info", "quelqu'un pour faire les courses", "il a rappelé hier"]
)
def test_no_wish_for_one(text):
    assert "human" not in read("yes_no", text).signals


@pytest.mark.parametrize(
    "text", ["j'ai plus la force de continuer", "je pleure tout le temps", "I can't stop crying"]
)
def test_distress(text):
    assert "distress" in read("yes_no", text).signals


@pytest.mark.parametrize("text", ["j'ai plus la force de répondre", "je pleure de rire", "un bébé pleure"])
def test_no_distress(text):
    assert "distress" not in read("yes_no", text).signals


def test_somebody_is_not_one():
    assert read("number", "passez moi quelqu'un").value is None
    assert read("number", "un").value == 1


def test_a_thing_beside_a_number_is_not_one_more():
    assert read("number", "2 et mon code c'est 482913").value == 2
    assert read("number", "2 et ma femme").value is None


@pytest.mark.parametrize(
    ("text", "value"), [("oui... non pardon, non", "no"), ("non euh oui pardon", "yes"), ("oui non", None)]
)
def test_a_correction_may_follow_the_answer(text, value):
    assert read("yes_no", text).value == value


def test_an_option_may_hold_the_words_of_a_signal():
    options = ("oui", "besoin d'aide")
    assert read("choice", "j'ai besoin d'aide", options).signals == ()
    assert read("choice", "besoin d'aide, appelez-moi", options).value == "besoin d'aide"


def test_what_follows_but_is_no_part_of_the_choice():
    options = ("oui", "plutôt non")
    assert read("choice", "1 mais je rappelle plus tard", options).value == "oui"
    assert read("choice", "1 mais plutôt non", options).value == "plutôt non"


def test_half_of_the_day_however_it_is_cut():
    assert read("choice", "ap-midi si possible", ("matin", "après-midi")).value == "après-midi"
