"""The plain words for what may kill are known, however they are spelt; without danger they alarm nobody."""

from datetime import datetime

import pytest

from tests.replies.taught import CRIES, PLAIN_HARMLESS
from tocsin.conversation.reading import read_reply
from tocsin.conversation.reading.danger import find_danger
from tocsin.conversation.reading.phonetics import to_phonetic_form
from tocsin.conversation.reply_words import fold_accents, split_words

GRAVE = {"emergency", "distress"}


def grave(text, asked="yes_no"):
    return GRAVE & set(
        read_reply(asked, text, datetime.fromisoformat("2021-03-05"), ("matin", "soir")).signals
    )


def test_a_cry_for_help_is_noticed_at_every_question():
    for asked in ("yes_no", "people", "date", "number", "choice"):
        assert [text for text in CRIES if not grave(text, asked)] == [], asked
    assert [text for text in CRIES if not grave(text.upper())] == []
    assert [text for text in CRIES if not grave(f"oui {text}")] == []


def test_the_same_words_without_danger_alarm_nobody():
    assert [text for text in PLAIN_HARMLESS if grave(text)] == []


def test_hunger_that_is_told_beside_an_answer_is_given_to_a_human() -> None:
    told = "lundi a la caserne, depuis plus de paye plus rien"
    on = datetime.fromisoformat("2021-03-05")
    assert read_reply("date", told, on).handling == "help"
    calm = told.replace("plus de paye plus rien", "plus rien a signaler")
    assert read_reply("date", calm, on).handling == "read_back"


@pytest.mark.parametrize(
    "text",
    [
        "j'ai la corde devant moi",
        "il y a que moi et la corde",
        "j'ai ouvert le gaz",
        "les cachets sont sous moi, je vais tout avaler",
    ],
)
def test_the_means_at_hand_are_an_emergency(text):
    assert "emergency" in grave(text)


@pytest.mark.parametrize(
    "text", ["la ficelle du rôti a lâché", "mes médicaments sont sur la table", "moi et la petite"]
)
def test_the_same_things_at_home_are_none(text):
    assert "emergency" not in grave(text)


@pytest.mark.parametrize(
    "text",
    [
        "je suis sur le rebord du balcon, prévenez ma sœur Odile 06 39 98 55 21",
        "assise sur la rambarde du pont",
        "je suis monté sur le toit",
        "dites à mes enfants que je les aime",
        "il va finir par me tuer",
        "le proprio veut nous mettre dehors ce soir",
        "je sais plus où dormir demain",
        "he isn't coming round",
        "he won't let me out",
    ],
)
def test_a_ledge_a_farewell_and_a_door_that_shuts_are_cries(text):
    assert grave(text)


@pytest.mark.parametrize(
    "text",
    [
        "je fume sur le balcon",
        "j'ai mis le chat dehors",
        "mettre les poubelles dehors",
        "je suis assis au bord de la mer",
        "dites au médecin que je suis là",
        "I'm coming round tomorrow",
        "she isn't coming to the party",
    ],
)
def test_the_same_places_without_danger_are_no_plain_words_for_it(text):
    assert not find_danger(split_words(text)).words


@pytest.mark.parametrize(
    "spelt",
    [
        "respirer respiré respirait respirez respir réspirer",
        "saigne seigne ségne saigner saignait",
        "tombé tombée tonbé tomber tombait",
        "poitrine poitrinne pouatrine",
        "frappe frape frap frappé",
        "étouffe étouf etoufe",
        "faim fain fin",
        "malaise malèze malese",
        "bébé bebe bb bébés",
        "mourir mourire mourrir",
        "coeur cœur ceur",
        "évanouie évanoui évanouit",
    ],
)
def test_one_word_sounds_the_same_however_it_is_spelt(spelt):
    assert len({to_phonetic_form(fold_accents(word)) for word in spelt.split()}) == 1


@pytest.mark.parametrize(
    ("said", "denied"),
    [
        ("elle saigne", "elle ne saigne pas"),
        ("il a fait un malaise", "il n'a pas fait de malaise"),
        ("mal à la poitrine", "aucun mal à la poitrine"),
        ("elle n'arrête pas de saigner", "elle ne saigne pas"),
        ("il fait une crise cardiaque", "il a fait une crise cardiaque il y a dix ans"),
        ("mon père est tombé", "mon père est tombé malade"),
    ],
)
def test_what_is_denied_long_past_or_another_word_is_no_plain_word_for_danger(said, denied):
    assert grave(said)
    assert not find_danger(split_words(denied)).words


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("il me frappe tous les soirs depuis qu'on est enfermés", {"distress"}),
        ("je pleure toute la journée je tiens plus debout", {"distress"}),
        ("mon collègue s'effondre il bouge plus", {"emergency"}),
        ("j'ai avalé toute la boîte de cachets", {"emergency"}),
        ("oui, ce soir j'ai sorti tous les comprimés, pardon aux enfants", {"emergency"}),
        ("la corde est prête, demain je serai plus là", {"emergency"}),
    ],
)
def test_the_kind_of_danger_is_what_the_whole_reply_reads_like(text, kinds):
    assert grave(text) == kinds


def test_an_option_told_in_other_words_alarms_nobody():
    """The tram is no word that a table knows; it is all that is said."""
    options = ("à la maison", "au travail", "dans les transports")
    question = "Où pensez-vous avoir été contaminé ?"
    reading = read_reply(
        "choice", "dans le tram je pense", datetime.fromisoformat("2021-03-05"), options, "fr", question
    )
    assert (reading.value, reading.signals) == ("dans les transports", ())


@pytest.mark.parametrize(
    "text",
    [
        "on est morts de rire",
        "je me suis étouffé avec un croissant de rire",
        "je me noie dans le boulot",
        "je meurs d'ennui",
        "ça m'étouffe ce masque",
        "j'ai failli tomber dans les pommes de joie",
    ],
)
def test_a_figure_of_speech_alarms_nobody_and_hides_no_cry(text):
    assert not grave(text)
    assert grave(f"{text} mais papa est tombé il respire plus")
    assert grave(f"je veux mourir, {text}")


def test_whoever_is_kept_by_somebody_else_is_heard():
    assert grave("chez moi, mais il m'a pris les clés et mes papiers")
    assert grave("no, my landlord put me out and i sleep in the station")
    assert grave("no. We live in a van and there is no money left for food")
    assert not grave("yes, I live alone and I put the bins out")
    assert not grave("oui, j'ai les clés et mes papiers")
