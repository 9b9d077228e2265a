"""Signals at any question, and the near misses that are none."""

from datetime import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tocsin.conversation.reading import read_reply
from tocsin.conversation.reading.model import ASKED, SIGNALS
from tocsin.conversation.reading.signal_phrases import RAISE, SILENCE

FIRE = {
    "stop": [
        "STOP",
        "stop svp",
        "STOP 38663",
        "S.T.O.P",
        "arrêtez de m'écrire",
        "désinscrire",
        "ne me contactez plus",
        "je veux arrêter de recevoir vos messages",
        "laissez moi tranquille",
        "stop a vos messages",
        "unsubscribe",
    ],
    "wrong_person": [
        "c'est pas moi",
        "ce n'est pas moi",
        "vous vous trompez de numéro",
        "mauvais numero",
        "wrong number",
        "je ne suis pas Karim",
        "ce n'est plus son numéro",
        "je connais pas cette personne",
        "c pas moi",
    ],
    "distress": [
        "je veux mourir",
        "j'en peux plus",
        "j en peu plus",
        "je vais me tuer",
        "envie d'en finir",
        "suicide",
        "je n'ai plus envie de vivre",
        "I want to die",
        "je vais craquer",
    ],
    "emergency": [
        "je n'arrive plus à respirer",
        "douleur poitrine",
        "j'étouffe",
        "il a perdu connaissance",
        "chest pain",
        "ma mère respire très mal",
        "mon père ne respire plus",
        "vite une ambulance",
        "I can't breathe",
    ],
    "human": [
        "je veux parler à quelqu'un",
        "appelez-moi",
        "Rappelez moi svp",
        "un conseiller svp",
        "call me please",
        "can't write all the numbers down here, please ring me",
        "pouvez vous m'appeler",
        "je veux un humain",
        "j'aimerais avoir quelqu'un au téléphone",
    ],
    "switch_language": [
        "english please",
        "in English",
        "do you speak english?",
        "en anglais svp",
        "en français",
        "I don't speak French",
        "je comprends pas le français",
        "sorry no french",
    ],
    "scam_doubt": [
        "c'est une arnaque ?",
        "qui me dit que c'est vrai",
        "c'est officiel ce sms ?",
        "is this a scam?",
        "comment je sais que c'est vous",
        "je me méfie",
        "est ce vraiment ameli ?",
    ],
    "sensitive_nir": ["2 69 05 49 588 157 80"],
    "sensitive_card": ["4111 1111 1111 1111"],
    "sensitive_iban": ["FR76 3000 6000 0112 3456 7890 189"],
    "sensitive_password": ["mon mot de passe est soleil75", "le code c'est 4821"],
}
MISS = {
    "stop": [
        "je ne veux pas stopper",
        "à côté du bus stop",
        "je travaille non-stop",
        "stop covid",
        "je suis en arrêt maladie",
        "le bus s'est arrêté",
        "j'ai arrêté de travailler",
        "svp",
        "Stp",
    ],
    "wrong_person": [
        "c'est pas moi qui ai choisi",
        "oui mais pas mon fils",
        "j'ai pas son numéro",
        "not my son",
        "ce n'est pas grave",
    ],
    "distress": [
        "j'en peux plus de rire",
        "je meurs de faim",
        "je suis mort de fatigue",
        "je peux plus sortir",
    ],
    "emergency": [
        "je respire bien",
        "je n'ai pas de mal à respirer",
        "pas de douleur à la poitrine",
        "j'ai perdu le goût",
        "aucune difficulté à respirer",
    ],
    "human": [
        "je m'appelle Karim",
        "ne m'appelez pas",
        "on m'a déjà appelé",
        "personne ne m'a appelé",
        "quelqu'un m'a appelé",
        "please don't ring me",
        "she will call me back tomorrow",
    ],
    "switch_language": ["mon prof d'anglais", "une amie anglaise", "un Français"],
    "scam_doubt": ["j'ai été victime d'une arnaque l'an dernier", "c'est vrai", "oui c'est ça"],
    "sensitive_nir": ["06 39 98 12 34"],
    "sensitive_card": ["4111 1111 1111 1112"],
    "sensitive_iban": ["FR76 3000 6000 0112 3456 7890 188"],
    "sensitive_password": ["code postal 75012", "je n'ai pas reçu le code"],
}


def signals(text, asked="yes_no"):
    return read_reply(asked, text, datetime.fromisoformat("2021-03-05"), ("a", "b")).signals


def test_a_stop_alone_is_heard_though_it_is_misspelt_and_its_neighbours_are_not():
    assert [text for text in ("stpo", "STOPP", "sotp", "stoop") if "stop" not in signals(text)] == []
    heard = ("stage", "stock", "stopper", "spot", "stpo à la gare", "le stpo")
    assert [text for text in heard if "stop" in signals(text)] == []


@pytest.mark.parametrize("signal", FIRE)
def test_a_signal_is_seen_at_any_question(signal):
    tried = [(text, asked) for text in FIRE[signal] for asked in ASKED]
    assert [one for one in tried if signal not in signals(*one)] == []
    loud = [(text.upper(), asked) for text, asked in tried if signal != "wrong_person"]
    assert [one for one in loud if signal not in signals(*one)] == []


@pytest.mark.parametrize(("signal", "text"), [(s, t) for s, texts in MISS.items() for t in texts])
def test_a_near_miss_is_silent(signal, text):
    assert signal not in signals(text)


def test_every_signal_has_examples_that_fire_and_near_misses():
    assert set(FIRE) == set(MISS) == set(SIGNALS)
    elsewhere = {s for s in SIGNALS if s.startswith("sensitive")} | {"distress", "emergency"}
    assert set(RAISE) == set(SILENCE) == set(SIGNALS) - elsewhere


def test_several_signals_come_in_a_fixed_order():
    assert signals("arnaque ! STOP. 4111 1111 1111 1111") == ("stop", "sensitive_card", "scam_doubt")


def test_an_answer_and_a_signal_live_together():
    reading = read_reply("date", "depuis hier, mais appelez-moi", datetime.fromisoformat("2021-03-05"))
    assert (reading.value, reading.signals) == ("2021-03-04", ("human",))


def test_what_is_plainly_answered_before_a_cry_for_help_is_kept():
    reading = read_reply(
        "date", "depuis hier et je n'arrive plus à respirer", datetime.fromisoformat("2021-03-05")
    )
    assert (reading.value, reading.signals, reading.handling) == ("2021-03-04", ("emergency",), "help")


def test_what_is_kept_is_masked():
    reading = read_reply(
        "people", "Léa 0639981234 et ma carte 4111111111111111", datetime.fromisoformat("2021-03-05")
    )
    assert reading.masked == "Léa 0639981234 et ma carte [CARTE]"
    assert [p.number for p in reading.value] == ["+33639981234"]


@given(st.sampled_from(ASKED), st.text(max_size=300))
def test_any_text_gives_a_whole_reading(asked, text):
    reading = read_reply(asked, text, datetime.fromisoformat("2021-03-05"), ("matin", "soir"))
    assert reading.understood == (reading.value is not None)
    assert list(reading.signals) == [s for s in SIGNALS if s in reading.signals]
