"""Messages that lead to the institution's own site or number, and calls that came from one: its own, or somebody else's."""

from datetime import date

import pytest

from tocsin.charter.channels import ChannelId
from tocsin.verdict.check import check
from tocsin.verdict.model import Verdict

DAY = date(2024, 2, 5)
FINE = (
    "Amende forfaitaire minorée 90 EUR, contrôle de ce jour. Paiement immédiat : https://www.amendes.gouv.fr"
)
POSTMAN = "Bonjour madame, je suis votre facteur. J'ai un paquet pour vous (photo). Puis-je le laisser dans la boîte ? Répondez oui."


def read(text: str, channel: ChannelId = "email", sender: str = "", on: date = DAY) -> Verdict:
    return check(text, channel=channel, sender=sender, received=on)


@pytest.mark.parametrize(
    ("institution", "channel", "text"),
    [
        # A short name that others bear, beside its own host.
        (
            "societe_generale",
            "email",
            "Bonjour, votre relevé de janvier est arrivé : particuliers.sg.fr. SG ne demande jamais vos codes.",
        ),
        # One person, who works there.
        (
            "bnp_paribas",
            "email",
            "Bonjour Monsieur, j'ai répondu à votre question. Ma réponse est dans la messagerie de votre espace : "
            "https://mabanque.bnpparibas/",
        ),
        # A letter that gives its number and names nobody.
        (
            "la_banque_postale",
            "letter",
            "Madame, votre dossier est complet. Pour toute question : 3639.",
        ),
        # A call that came from its number.
        (
            "service_public",
            "call",
            "Le 3939 m'a rappelé au bout de vingt minutes. Une dame m'a expliqué les heures d'attente.",
        ),
    ],
)
def test_whoever_leads_to_its_own_place_writes_for_it(
    institution: str, channel: ChannelId, text: str
) -> None:
    found = read(text, channel)
    assert (found.level, found.claims) == ("unproven", (institution,))


@pytest.mark.parametrize(
    ("channel", "sender", "text"),
    [
        # Who heard of a number did not get a call from it.
        (
            "call",
            "",
            "La voisine a appelé, à la radio on lui a dit de rappeler soi-même le 3646, elle l'a noté.",
        ),
        (
            "sms",
            "06 39 98 10 11",
            "j'ai eu un texto du 38663, faut que je reste 7 jours enfermée avec lui, quelle rigolade",
        ),
        ("email", "Lycée Jean Moulin", "Votre dossier se complète sur https://mabanque.bnpparibas/, merci."),
        ("sms", "", "T'as vu ton relevé ? va sur particuliers.sg.fr, bises"),
    ],
)
def test_whoever_only_speaks_of_a_place_does_not(channel: ChannelId, sender: str, text: str) -> None:
    found = read(text, channel, sender)
    assert (found.level, found.claims) == ("unrelated", ())


def test_what_is_noted_in_brackets_beside_a_message_is_not_its_senders() -> None:
    found = read(
        "Amende du 12 : https://www.amendes.gouv.fr (c'est ce que j'ai reçu au bord de la route)", "sms"
    )
    assert (found.level, found.claims) == ("unproven", ("antai",))


def test_from_an_officers_telephone_a_message_may_send_to_its_own_site_alone() -> None:
    mobile = "+33 6 39 98 70 70"
    assert read(FINE, "sms", mobile).level == "unproven"
    away = FINE.replace("https://www.amendes.gouv.fr", "https://amende-forfait.example")
    assert read(away, "sms", mobile).level in ("suspicious", "imposture")


def test_in_the_spring_of_2020_a_postman_wrote_himself() -> None:
    """A mobile number may be his until the last day of the lockdown; of another caller it is not."""
    levels = {
        day: read(POSTMAN, "sms", "06 39 98 21 45", date(2020, *day)).level for day in ((5, 10), (5, 11))
    }
    assert levels == {(5, 10): "unproven", (5, 11): "suspicious"}


def test_a_parcel_that_may_be_any_carriers_is_told_as_a_carriers() -> None:
    found = read("Votre colis est bloqué, payez 2 euros", "sms", on=date(2025, 3, 3))
    assert (found.level, found.claims) == ("imposture", ("transporteurs_fr",))
    assert "UPS" not in found.headline
    assert read("UPS : votre colis est bloqué, payez 2 euros", "sms", on=date(2025, 3, 3)).claims == ("ups",)
