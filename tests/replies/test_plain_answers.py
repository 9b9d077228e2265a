"""What is plainly answered before a cry for help is kept; nothing is made out of the cry itself."""

from datetime import datetime

import pytest

from tocsin.conversation.reading import read_reply

ON = datetime.fromisoformat("2021-03-05T10:30")


def read(asked, text, options=(), question=""):
    return read_reply(asked, text, ON, options, "fr", question)


@pytest.mark.parametrize(
    ("asked", "text", "options", "value"),
    [
        ("yes_no", "oui mais je veux mourir, j'en peux plus", (), "yes"),
        ("yes_no", "Non. il me frappe tous les soirs aidez moi", (), "no"),
        ("yes_no", "bonsoir oui, ma mère est tombée elle bouge plus", (), "yes"),
        ("date", "mardi, et là j'arrive plus à respirer", (), "2021-03-02"),
        ("number", "4. mon père est inconscient par terre", (), 4),
        ("number", "2 et le petit respire très vite, son ventre se creuse", (), 2),
        ("number", "79 et je suis par terre je peux plus me relever", (), 79),
        ("date", "lundi. Ma mère bouge plus elle est toute bleue", (), "2021-03-01"),
        ("yes_no", "vacciné oui, et j'ai avalé tous mes cachets", (), "yes"),
        ("choice", "pire. je crache du sang plein le lavabo", ("mieux", "moins bien"), "moins bien"),
        (
            "choice",
            "matin, si je suis encore là j'ai avalé toute la boite de cachets",
            ("matin", "soir"),
            "matin",
        ),
    ],
)
def test_an_answer_that_opens_the_cry_is_kept(asked, text, options, value):
    reading = read(asked, text, options)
    assert {"emergency", "distress"} & {*reading.signals}
    assert reading.handling == "help"
    assert reading.value == value


@pytest.mark.parametrize(
    ("asked", "text"),
    [
        ("yes_no", "je veux mourir, voilà. oui laissez moi"),
        ("yes_no", "mon mari oui, il respire plus"),
        ("people", "Léon est par terre il bouge plus"),
        ("people", "il me frappe, ma fille Lina est avec moi"),
        ("date", "j'arrive plus à respirer depuis mardi"),
    ],
)
def test_nothing_is_made_out_of_the_cry_itself(asked, text):
    reading = read(asked, text)
    assert {"emergency", "distress"} & {*reading.signals}
    assert reading.value is None


def test_whoever_was_met_is_kept_by_their_number():
    reading = read("people", "ma femme Rachida 0639983023 elle répond plus quand je la secoue")
    assert [(one.name, one.number) for one in reading.value] == [("Rachida", "+33639983023")]
    assert reading.handling == "help"


def test_nobody_was_met_is_kept():
    assert read("people", "personne, je suis seule et je veux mourir").value == ()


@pytest.mark.parametrize(
    ("asked", "text"),
    [
        ("number", "3 enfants et leur père qui a bu il nous tape dessus"),
        ("yes_no", "si je reste ici il va me tuer"),
        ("date", "lundi, dites-vous ? j'ai avalé la boîte je serai mort"),
        ("people", "papa il respire plus il est tout bleu"),
        ("yes_no", "Bernard oui. il ne bouge plus il est tout bleu"),
    ],
)
def test_an_opening_that_goes_on_answers_nothing(asked, text):
    reading = read(asked, text)
    assert {"emergency", "distress"} & {*reading.signals}
    assert reading.value is None


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Malo, Enora et Titouan. Titouan a bu de la javel il vomit", ["Malo", "Enora", "Titouan"]),
        ("ma femme Nathalie elle est par terre elle ne répond plus", ["Nathalie"]),
        ("personne. de toute façon je vais me tuer", []),
    ],
)
def test_who_is_named_before_the_cry_is_kept(text, names):
    question = "Qui vit avec vous ? Prénoms et numéros."
    reading = read("people", text, question=question)
    assert {"emergency", "distress"} & {*reading.signals}
    assert [person.name for person in reading.value] == names
