"""A report keeps what the swindler put there, and nothing of the person who got it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tocsin.campaigns.report_masking import mask_reported_text


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
        ("votre NIR 2 69 05 49 588 157 80 est bloqué", "votre NIR [NIR] est bloqué"),
        ("livré au 12 bis rue des Lilas 35000 Rennes, merci", "livré au [ADRESSE], merci"),
        ("Née le 12/03/1980, confirmez", "Née le [DATE], confirmez"),
        ("dossier n° 88231190 clos", "dossier n° [NUMÉRO] clos"),
        ("suivi FR7781234X : payez", "suivi [NUMÉRO] : payez"),
    ],
)
def test_what_names_the_reader_goes(text: str, kept: str) -> None:
    assert mask_reported_text(text) == kept


@pytest.mark.parametrize(
    "text",
    [
        "Payez 35 € sur amende-35.example/p?id=88231190 avant le 12 mai",
        "Rappelez le 06 39 98 12 34 ou écrivez à service@aide.example",
        "Suivi : https://colis.example/suivi/FR7781234X",
    ],
)
def test_what_leads_to_the_swindler_stays(text: str) -> None:
    assert mask_reported_text(text) == text


@given(st.text(max_size=200))
def test_masking_twice_masks_no_more(text: str) -> None:
    once = mask_reported_text(text)
    assert mask_reported_text(once) == once
