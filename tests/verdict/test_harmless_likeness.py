"""What still speaks against a text that reads like harmless ones: a secret asked, a link, a name shown; not what was only read in it."""

from datetime import date

import pytest

from tests.verdict.levels import likeness
from tocsin.charter.loading import load_charter
from tocsin.charter.view import view_as_of
from tocsin.evidence.extraction import extract_evidence
from tocsin.message.plain_text import message_from_text
from tocsin.verdict.check import check
from tocsin.verdict.decision import decide_verdict

TRACED = date(2021, 3, 8)
LATER = date(2025, 5, 6)


def judge(charter: str, channel: str, sender: str, text: str, day: date, band: str = "") -> str:
    """The level under a charter, were the text to read like harmless ones; without a likeness where no band is given."""
    view = view_as_of(load_charter(charter), day)
    message = message_from_text(text, channel, sender=sender, received=day)
    shown = tuple(e for e in extract_evidence(message, view) if e.kind != "resemblance")
    heard = (likeness("harmless", band, message),) if band else ()
    return decide_verdict(message, view, (*shown, *heard)).level


@pytest.mark.parametrize(
    ("charter", "channel", "sender", "text", "day", "before"),
    [
        # A clause that is broken by what is no secret.
        (
            "assurance_maladie",
            "sms",
            "38663",
            "Assurance Maladie, jour 5. Avez-vous des symptômes ? Répondez OUI ou NON.",
            TRACED,
            "imposture",
        ),
        # The address of who speaks of the institution.
        (
            "assurance_maladie",
            "email",
            "bureau@asso-relais.example",
            "Une médiatrice de la Sécu répondra à vos questions samedi. Thé à la menthe, entrée libre.",
            LATER,
            "imposture",
        ),
    ],
)
def test_what_is_no_secret_does_not_speak_against_what_surely_reads_like_harmless_texts(
    charter: str, channel: str, sender: str, text: str, day: date, before: str
) -> None:
    assert judge(charter, channel, sender, text, day) == before
    assert judge(charter, channel, sender, text, day, "clear") in ("imposture", "suspicious")
    assert judge(charter, channel, sender, text, day, "strong") == "unproven"


@pytest.mark.parametrize("band", ["clear", "strong"])
def test_the_number_of_whoever_speaks_of_the_institution_is_their_own(band: str) -> None:
    text = "Rappel RDV Dr Roux mardi 6 à 9 h. N'oubliez pas votre carte Vitale. Annulation au cabinet 04 65 71 28 50."
    assert judge("assurance_maladie", "sms", "CAB DENTAIRE", text, LATER) == "suspicious"
    assert judge("assurance_maladie", "sms", "CAB DENTAIRE", text, LATER, band) == "unrelated"


@pytest.mark.parametrize(
    ("charter", "channel", "sender", "text"),
    [
        (
            "justice",
            "sms",
            "RDVJustice",
            "Convocation lundi à 11 h, adresse et plan sur rdv-plan.example. Bonne journée.",
        ),
        (
            "justice",
            "sms",
            "06 39 98 04 11",
            "RDVJustice : convocation lundi. Standard 04 65 71 12 00. Bonne journée.",
        ),
        (
            "assurance_maladie",
            "sms",
            "38663",
            "Assurance Maladie, jour 5. Répondez avec votre RIB, bonne journée.",
        ),
    ],
)
def test_a_link_a_foreign_sender_and_a_secret_go_on_to_speak_against_it(
    charter: str, channel: str, sender: str, text: str
) -> None:
    assert judge(charter, channel, sender, text, LATER, "strong") in ("suspicious", "imposture")


@pytest.mark.parametrize(
    "text",
    [
        "Salut c'est Julie, tu vas recevoir un code par sms, tu me l'envoies stp ?",
        "Bonsoir maman, tu peux me donner le code que tu viens de recevoir ?",
        "Coucou c'est Sandrine, ma nièce danse samedi, vote pour elle et renvoie moi le code que tu reçois, bisous à demain",
        "hey can you send me the 6 digit code you got by mistake?",
    ],
)
def test_a_code_that_is_to_be_handed_on_warns_however_friendly(text: str) -> None:
    """Who takes over an account writes like a friend."""
    assert check(text, received=LATER).level == "suspicious"


@pytest.mark.parametrize("text", ["Salut ! donne moi le code de la porte stp", "Tu m'envoies le code wifi ?"])
def test_the_code_of_a_door_warns_of_nothing(text: str) -> None:
    assert check(text, received=LATER).level == "unrelated"


def test_a_sender_alone_makes_no_imposture_of_what_surely_reads_like_harmless_texts() -> None:
    sender = "Assurance Maladie, actualités relayées par MutLys <lettre@mutlys.example>"
    text = "La carte Vitale n'a pas de date de validité et son envoi n'est jamais facturé, rappelle la Caisse nationale."
    assert judge("assurance_maladie", "email", sender, text, LATER) == "imposture"
    assert judge("assurance_maladie", "email", sender, text, LATER, "strong") == "suspicious"
    leads_away = f"{text} Confirmez vos droits : droits-am.example"
    assert judge("assurance_maladie", "email", sender, leads_away, LATER, "strong") == "imposture"
