"""Causes of misreadings, each with answers in several words, and what only looks like one."""

from datetime import datetime

import pytest

from tocsin.conversation.reading import read_reply
from tocsin.conversation.reading.hours_of_day import find_option_by_hour
from tocsin.conversation.reading.number_ranges import find_option_by_number
from tocsin.conversation.reply_words import fold_accents, split_words

ON = datetime.fromisoformat("2021-03-10T11:00")  # a Wednesday
WHO = "Qui avez-vous vu sans masque ? Nom et numéro"


def read(asked, text, question="", options=()):
    value = read_reply(asked, text, ON, options, "fr", question).value
    if isinstance(value, tuple):
        return [(fold_accents(one.name or ""), (one.number or "")[-4:]) for one in value]
    return value


@pytest.mark.parametrize(
    ("asked", "text", "question", "value"),
    [
        ("yes_no", "ні, дякую", "Avez-vous des symptômes ?", "no"),
        ("yes_no", "نعم", "Avez-vous des symptômes ?", "yes"),
        ("yes_no", "la choukran", "Avez-vous de la toux ?", "no"),
        ("yes_no", "não, graças a Deus", "Avez-vous des symptômes ?", "no"),
        ("date", "позавчера", "Quand avez-vous fait le test ?", "2021-03-08"),
        ("date", "vor drei Tagen", "Quand avez-vous fait le test ?", "2021-03-07"),
        ("date", "el lunes", "Quand avez-vous fait le test ?", "2021-03-08"),
        ("number", "patru", "Combien êtes-vous ?", 4),
        ("people", "ніхто", WHO, []),
        ("people", "nimeni", WHO, []),
    ],
)
def test_an_answer_in_another_language_is_read(asked, text, question, value):
    assert read(asked, text, question) == value


@pytest.mark.parametrize(
    ("text", "handling"),
    [("نعم لا أستطيع التنفس", "human"), ("لا أفهم الفرنسية", "human"), ("так, дуже важко дихати", "human")],
)
def test_what_nobody_here_reads_goes_to_a_human(text, handling):
    reading = read_reply("yes_no", text, ON, question="Avez-vous des symptômes ?")
    assert reading.handling in (handling, "help")


@pytest.mark.parametrize(
    ("text", "index"),
    [
        ("vers 10h", 0),
        ("avant midi", 0),
        ("au réveil", 0),
        ("14h30", 1),
        ("2pm", 1),
        ("à l'heure du goûter", 1),
        ("après 18h", 2),
        ("après le boulot", 2),
        ("after tea, say 7ish", 2),
        ("10h ou 20h", None),
        ("pas à 10h", None),
        ("25h", None),
    ],
)
def test_a_moment_of_the_day_is_a_part_of_it(text, index):
    assert find_option_by_hour(split_words(text), [("matin",), ("apresmidi",), ("soir",)]) == index


def test_an_hour_falls_between_the_hours_of_a_label():
    labels = [("avant", "10", "h"), ("entre", "midi", "et", "14", "h"), ("apres", "18", "h")]
    assert [find_option_by_hour(split_words(said), labels) for said in ("8h", "13h", "19 heures", "16h")] == [
        0,
        1,
        2,
        None,
    ]


def test_a_number_falls_into_a_range():
    labels = [("moins", "de", "18", "ans"), ("18", "a", "64", "ans"), ("65", "ans", "et", "plus")]
    assert [
        find_option_by_number(split_words(said), labels) for said in ("15", "18", "72 ans", "15 ou 72")
    ] == [0, 1, 2, None]
    assert find_option_by_number(split_words("15"), [("5",), ("7",)]) is None


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("toujours la tête qui fait mal", "no"),
        ("je tousse encore", "no"),
        ("plus rien", "yes"),
        ("tout est passé", "yes"),
    ],
)
def test_whoever_is_asked_whether_it_is_gone_says_no_by_what_is_left(text, value):
    assert read("yes_no", text, "Vos symptômes ont-ils disparu ?") == value


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("hier oui aujourd'hui non", "no"),
        ("tjrs pas", "no"),
        ("pu du tout", "no"),
        ("un peu", "yes"),
        ("c'est quoi la fièvre", None),
        ("si je prends un doliprane", None),
    ],
)
def test_yes_and_no_in_other_words(text, value):
    assert read("yes_no", text, "Avez-vous de la fièvre ?") == value


def test_a_question_keeps_its_words_before_dots_in_brackets():
    asked = "Avez-vous une maladie chronique (diabète, asthme...) ?"
    assert read("yes_no", "diabète type 2", asked) == "yes"


@pytest.mark.parametrize(
    ("text", "question", "value"),
    [
        ("on est 5 en me comptant", "Combien de personnes vivent avec vous ?", 4),
        ("on est deux, moi et ma fille", "Combien êtes-vous au foyer, vous compris ?", 2),
        ("8 et une seule salle de bain", "Combien êtes-vous au foyer, vous compris ?", 8),
        ("6 d'habitude", "Combien êtes-vous au foyer, vous compris ?", None),
        ("une fille et deux garçons", "Combien d'enfants avez-vous ?", 3),
        ("deux et le rappel", "Combien de doses avez-vous reçues ?", 3),
        ("la troisième c'était lundi", "Combien de doses avez-vous reçues ?", 3),
        ("la troisième c'est demain", "Combien de doses avez-vous reçues ?", None),
        ("2 semaines", "Depuis combien de jours êtes-vous isolé ?", 14),
        ("37 ce matin, hier j'avais 39", "Quelle est votre température ce matin ?", 37),
    ],
)
def test_a_number_is_counted_as_it_was_asked(text, question, value):
    assert read("number", text, question) == value


@pytest.mark.parametrize(
    ("text", "question", "value"),
    [
        ("demain en huit", "Quel jour est votre prochain rendez-vous ?", "2021-03-18"),
        ("le lendemain de mon test, test fait lundi", "Quand ont commencé vos symptômes ?", "2021-03-09"),
        ("deux jours avant le test qui était hier", "Quand ont commencé vos symptômes ?", "2021-03-07"),
        ("du 5 au 9", "Dernier contact avec la personne malade ?", "2021-03-09"),
        ("du 5 au 9", "Quand ont commencé vos symptômes ?", None),
        ("14 juillet 78", "Quelle est votre date de naissance ?", "1978-07-14"),
    ],
)
def test_a_day_told_beside_another(text, question, value):
    assert read("date", text, question) == value


@pytest.mark.parametrize(
    ("text", "question", "listed"),
    [
        ("0639982295", "Quel est le numéro de Mme Ferreira ?", [("mme ferreira", "2295")]),
        ("0639982295", WHO, None),
        ("0639982295", "", [("", "2295")]),
        ("Karim 06399822", WHO, None),
        ("Karim 06399822", "", [("karim", "")]),
        ("Lurdes 639982270", WHO, [("lurdes", "2270")]),
        ("Thierry, T H I E R R Y, 0639982211", WHO, [("thierry", "2211")]),
        ("enzo conduisait (0639984410)", WHO, [("enzo", "4410")]),
        ("y aurait peut être Benoît mais je lui demande d'abord", WHO, None),
        ("Dave 0639984410 but not Nigel he cancelled", WHO, [("dave", "4410")]),
        ("Paul 0639984410 sa femme Nicole pareil", WHO, [("paul", "4410"), ("nicole", "4410")]),
    ],
)
def test_who_is_named_and_by_which_number(text, question, listed):
    assert read("people", text, question) == listed
