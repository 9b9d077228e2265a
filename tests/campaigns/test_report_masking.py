"""A report keeps what the swindler put there, and nothing of the person who got it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tocsin.campaigns.report_masking import mask_private_sender, mask_reported_text


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("Bonjour Marie Petit, payez ici", "Bonjour [NOM], payez ici"),
        ("Cher M. Jean-Luc Roux, payez", "Cher M. [NOM], payez"),
        ("Mme Diallo Awa votre carte", "Mme [NOM] votre carte"),
        ("Dear Mr Smith, your parcel", "Dear Mr [NOM], your parcel"),
        ("Bonjour, votre carte expire", "Bonjour, votre carte expire"),
        ("Cher client, votre carte expire", "Cher client, votre carte expire"),
        ("Bonjour Madame, Monsieur, votre carte", "Bonjour Madame, Monsieur, votre carte"),
        ("Bonjour Votre colis attend", "Bonjour Votre colis attend"),
        ("Mme Orange, votre colis", "Mme [NOM], votre colis"),
        ("Bonjour Orange Petit, payez", "Bonjour [NOM], payez"),
        ("Bonjour Amazone Petit, payez", "Bonjour [NOM], payez"),
        ("votre NIR 2 69 05 49 588 157 80 est bloqué", "votre NIR [NIR] est bloqué"),
        ("livré au 12 bis rue des Lilas 35000 Rennes, merci", "livré au [ADRESSE], merci"),
        ("Née le 12/03/1980, confirmez", "Née le [DATE], confirmez"),
        ("dossier n° 88231190 clos", "dossier n° [NUMÉRO] clos"),
        ("suivi FR7781234X : payez", "suivi [NUMÉRO] : payez"),
        ("Votre compte jo@mail.example est bloqué", "Votre compte [COURRIEL] est bloqué"),
        ("Sur votre ligne 06 39 98 11 22 :", "Sur votre ligne [TÉLÉPHONE] :"),
        ("lisez https://a.example/p?id=88&e=jo@mail.example", "lisez https://a.example/p?id=[…]&e=[…]"),
    ],
)
def test_what_names_the_reader_goes(text: str, kept: str) -> None:
    assert mask_reported_text(text) == kept


@pytest.mark.parametrize(
    "text",
    [
        "Payez 35 € sur amende-35.example/p avant le 12 mai",
        "Rappelez le 06 39 98 12 34 ou écrivez à service@aide.example",
        "Suivi : https://colis.example/suivi/FR7781234X",
        "Avez-vous payé ? Répondez=oui",
        "Bonjour, Assurance Maladie : votre dossier",
        "Bonjour La Poste vous informe",
        "Bonjour Chronopost, votre colis",
    ],
)
def test_what_leads_to_the_swindler_stays(text: str) -> None:
    assert mask_reported_text(text) == text


@pytest.mark.parametrize(
    ("sender", "kept_if_accused", "kept_else"),
    [
        ("38663", "38663", "38663"),
        ("+33 6 39 98 12 34", "+33 6 39 98 12 34", "[TÉLÉPHONE]"),
        ("Colis-Info", "Colis-Info", "[NOM]"),
        ("Jean Petit", "[NOM]", "[NOM]"),
        ("Jean Petit <jo@mail.example>", "[NOM] <jo@mail.example>", "[NOM] <[COURRIEL]@mail.example>"),
        ("", "", ""),
    ],
)
def test_a_private_sender_goes(sender: str, kept_if_accused: str, kept_else: str) -> None:
    assert mask_private_sender(sender, accused=True) == kept_if_accused
    assert mask_private_sender(sender, accused=False) == kept_else


def test_a_name_that_an_institution_is_known_by_stays() -> None:
    assert mask_private_sender("l'Assurance Maladie", accused=False, claims=True) == "l'Assurance Maladie"


@given(st.text(max_size=200))
def test_masking_twice_masks_no_more(text: str) -> None:
    once = mask_reported_text(text)
    assert mask_reported_text(once) == once
