"""Yes and no, with everything that people put around them."""

from datetime import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tocsin.conversation.reading import read_reply

ON = datetime.fromisoformat("2021-03-05T10:30")


def read(text):
    return read_reply("yes_no", text, ON)


YES = [
    "oui",
    "Oui",
    "OUI!!",
    "ouais",
    "ouai",
    "wi",
    "ok",
    "1",
    "un",
    "👍🏽",
    "d'accord",
    "bien sûr",
    "yes",
    "si",
    "chui d'accord",
]
NO = [
    "non",
    "NON",
    "nn",
    "nan",
    "pas encore",
    "pas du tout",
    "2",
    "deux",
    "👎",
    "no",
    "jamais",
    "je crois pas",
    "pas tout à fait",
    "pas complètement",
    "not quite",
    "non merci",
]


@pytest.mark.parametrize("text", YES)
def test_a_plain_yes(text):
    assert read(text).value == "yes"


@pytest.mark.parametrize("text", NO)
def test_a_plain_no(text):
    assert read(text).value == "no"


POLITE = st.sampled_from(["", "Bonjour, ", "bjr ", "Alors ", "euh ", "ben "])
AFTER = st.sampled_from(["", ".", " !!", " merci", ", bonne journée", " 😊", "\nCordialement"])


@given(st.sampled_from([t for t in YES if len(t) > 2 and t not in ("chui d'accord", "👍🏽")]), POLITE, AFTER)
def test_politeness_changes_nothing_to_a_yes(text, before, after):
    assert read(before + text + after).value == "yes"


@given(st.sampled_from([t for t in NO if len(t) > 2]), POLITE, AFTER)
def test_politeness_changes_nothing_to_a_no(text, before, after):
    assert read(before + text + after).value == "no"


@given(st.sampled_from(["oui", "non"]), st.lists(st.integers(1, 4), min_size=3, max_size=3), st.data())
def test_stretched_and_shouted(text, repeats, data):
    stretched = "".join(c * n for c, n in zip(text, repeats, strict=True))
    case = data.draw(st.sampled_from([str.lower, str.upper, str.title]))
    assert read(case(stretched)).value == {"oui": "yes", "non": "no"}[text]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("oui mais pas mon fils", "yes"),
        ("oui pour moi, non pour mon mari", "yes"),
        ("Ma femme oui, moi non", "no"),
        ("moi non mais ma fille oui", "no"),
        ("Non. Mon mari oui.", "no"),
        ("mes enfants non mais moi oui", "yes"),
    ],
)
def test_what_is_said_of_somebody_else_does_not_count(text, value):
    assert read(text).value == value


@pytest.mark.parametrize(
    ("text", "value"),
    [("oui enfin non", "no"), ("non pardon je voulais dire oui", "yes"), ("oui... en fait non", "no")],
)
def test_a_correction_replaces_the_answer(text, value):
    assert read(text).value == value


def test_a_restriction_is_noted():
    assert read("oui mais pas avant lundi").notes == ("restriction",)
    assert read("oui").notes == ()


@pytest.mark.parametrize(
    "text",
    [
        "oui et non",
        "oui mais non",
        "non oui",
        "peut-être",
        "je sais pas",
        "ça dépend",
        "oui ou non ?",
        "1 ou 2",
        "?",
        "merci",
        "lundi",
        "mon fils oui",
        "42",
        "",
        "   ",
        "🤷",
        "aucune idée",
        "sans doute",
        "probablement pas",
    ],
)
def test_what_is_not_an_answer_is_asked_again(text):
    reading = read(text)
    assert (reading.understood, reading.value) == (False, None)


def test_non_stop_is_not_a_no():
    assert read("je travaille non-stop").value is None
    assert read("non, stop").value == "no"


UNDERSTOOD = [
    "c'est clair",
    "ok c'est clair",
    "C clair",
    "cest clair merci",
    "C'est très clair, merci",
    "tout est clair",
    "clair",
    "Clair et net",
    "limpide",
    "très clair",
    "bien reçu",
    "reçu",
    "message bien reçu",
    "compris !",
    "Bien compris, merci",
    "ok compris",
    "j'ai compris",
    "j ai bien compris",
    "J'ai tout compris",
    "c'est compris",
    "noté",
    "c'est noté merci",
    "c'est clair pour moi",
    "understood",
    "got it thanks",
    "it's clear",
    "all clear",
    "Bonjour, c'est bien compris. Cordialement",
]
NOT_UNDERSTOOD = [
    "c'est pas clair",
    "C'est pas très clair",
    "ce n'est pas clair",
    "pas clair",
    "pas clair du tout",
    "peu clair",
    "c'est moyen clair",
    "c'est flou",
    "pas compris",
    "j'ai pas compris",
    "je n'ai pas bien compris",
    "mal compris",
    "j'ai rien compris",
    "rien compris",
    "je comprends pas",
    "j'y comprends rien",
    "j'ai compris que dalle",
    "not clear",
    "i don't understand",
    "not understood",
]
NEAR = [
    "c'est clair ?",
    "est-ce clair",
    "j'ai reçu un appel",
    "reçu hier",
    "y compris mon fils",
    "je n'ai rien reçu",
    "j'ai pas bien reçu",
    "compris dans le prix",
    "il fait clair",
    "ma femme n'a pas compris",
    "mes parents ont compris",
    "j'ai compris mais j'ai une question",
    "pas reçu",
]


@pytest.mark.parametrize("text", UNDERSTOOD)
def test_who_understood_says_yes(text):
    assert read(text).value == "yes"


@pytest.mark.parametrize("text", NOT_UNDERSTOOD)
def test_who_did_not_understand_says_neither_and_it_is_noted(text):
    reading = read(text)
    assert (reading.understood, reading.value, reading.notes) == (False, None, ("unclear",))


@pytest.mark.parametrize("text", NEAR)
def test_words_of_understanding_that_are_no_answer(text):
    assert read(text).value is None
    assert read(text).notes == ()


@pytest.mark.parametrize("yes", ["oui", "ok", "d'accord", "bien reçu", "c'est bon"])
def test_a_yes_is_taken_back_by_who_did_not_understand(yes):
    assert read(f"{yes} mais c'est pas clair").notes == ("unclear",)
    assert read(f"{yes} mais j'ai pas tout compris").value is None


def test_a_no_stays_one():
    assert read("non j'ai pas compris").value == "no"
    assert read("non, c'est pas clair").value == "no"
    assert read("c'est clair que non").value == "no"


@given(st.sampled_from(UNDERSTOOD), st.sampled_from(NOT_UNDERSTOOD))
def test_whoever_says_both_is_not_read_as_a_yes(clear, unclear):
    assert read(f"{clear}. {unclear}").value is None
    assert read(f"{unclear}, {clear}").value is None


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("je ne saurais dire si cette toux en est un", None),
        ("je peux pas dire que non", "yes"),
        ("première dose oui deuxième non", None),
        ("1ere dose oui 2eme non", None),
        ("première dose oui", "yes"),
        ("oui hier non aujourd'hui", None),
        ("oui hier", "yes"),
        ("ça marche comment ?", None),
        ("ça marche", "yes"),
        ("rien de rien 👍", "no"),
        ("👍", "yes"),
        ("je tousse comme tous les hivers", None),
        ("je tousse depuis hier", "yes"),
    ],
)
def test_an_answer_that_is_given_by_halves_is_asked_again(text, value):
    read = read_reply("yes_no", text, ON, question="Avez-vous des symptômes ?")
    assert read.value == value


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("j'avais dit non tout à l'heure mais je viens de reprendre 38.4 donc si", "yes"),
        ("j'en avais 39 dimanche, depuis le thermomètre dit 36,8", "no"),
        ("hier 39, ce matin 37,7", None),
    ],
)
def test_the_last_temperature_says_whether_there_is_fever(text, value):
    assert read_reply("yes_no", text, ON, question="Avez-vous de la fièvre ?").value == value


def test_a_temperature_says_that_it_was_taken_where_that_is_asked():
    on = datetime.fromisoformat("2021-03-05")
    asked = "Avez-vous pris votre température ce matin ?"
    assert read_reply("yes_no", "37.2", on, question=asked).value == "yes"
    assert read_reply("yes_no", "37.2", on, question="Avez-vous de la température ?").value == "no"
