"""A guessed channel contradicts nothing: the mildest verdict is given, with the question that decides."""

from datetime import date

import pytest

from tocsin.message.channel_guess import list_plausible_channels
from tocsin.message.message_reader import read_message
from tocsin.verdict.check import judge
from tocsin.verdict.model import Verdict

TODAY = date(2026, 11, 28)
LETTER = """CPAM du Rhône
Objet : arrêt de travail

Madame,
Pour le versement de vos indemnités, merci de nous retourner votre RIB et la copie de votre pièce d'identité.
Veuillez agréer, Madame, nos salutations.
"""
CALL = "CPAM bonjour. Pour sécuriser l'appel, donnez-moi les quatre derniers chiffres de votre IBAN ?"


def judged(text: str, channel: str | None = None) -> Verdict:
    return judge(read_message(text, channel, today=TODAY))  # type: ignore[arg-type]


@pytest.mark.parametrize("text", [LETTER, CALL])
def test_what_only_one_channel_forbids_is_no_imposture_by_a_guess(text: str) -> None:
    found = judged(text)
    assert found.level != "imposture"
    assert "imposture" in found.by_channel.values()
    assert found.question.startswith("Comment est-il arrivé ?")
    assert "imposture" in found.question
    assert {"received", "doubt"} <= {a.when for a in found.advice}


@pytest.mark.parametrize("likely", [True, False])
@pytest.mark.parametrize("text", [LETTER, CALL])
def test_the_answer_to_the_question_decides(text: str, likely: bool) -> None:
    way = "sms" if not likely else "letter" if text == LETTER else "call"
    said = judged(text, way)
    assert said.level == judged(text).by_channel[way]  # type: ignore[index]
    assert said.question == ""
    assert said.by_channel == {}


@pytest.mark.parametrize(
    "text",
    [
        "AMELI : votre carte expire, payez 0,99 euro : ameli-vitale.example",
        "CPAM : remboursement de 87 € en attente, cliquez https://cpam-remb.example/x",
        "Votre carte Vitale expire. Donnez votre numéro de carte bancaire en réponse à ce SMS. Ameli",
    ],
)
def test_a_fraud_that_is_one_however_it_came_is_one(text: str) -> None:
    found = judged(text)
    assert found.level == "imposture"
    assert found.question == ""


@pytest.mark.parametrize("text", ["On mange ensemble ce soir ?", "J'ai rendez-vous mardi, tu viens ?"])
def test_nothing_is_asked_where_nothing_hangs_on_it(text: str) -> None:
    found = judged(text)
    assert found.level == "unrelated"
    assert found.question == ""


def test_a_sender_or_a_story_says_how_it_came() -> None:
    assert list_plausible_channels(LETTER, "38663") == ("sms",)
    assert list_plausible_channels(LETTER, "a@b.example") == ("email",)
    assert list_plausible_channels("On m'a appelé hier de la CPAM") == ("call",)


def test_nothing_is_proved_by_a_guess() -> None:
    assert judged(LETTER).level != "authentic"
