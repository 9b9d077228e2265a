"""The insurance card on the telephone: genuine since November 2025, and a bait all the same."""

from datetime import date

import pytest

from tocsin.verdict.check import check

GENUINE = (
    "Votre appli carte Vitale est activée.",
    "Activez votre carte Vitale sur votre smartphone grâce à l'appli carte Vitale.",
    "Assurance Maladie : votre carte Vitale est désormais disponible sur votre smartphone. Téléchargez "
    "l'appli carte Vitale sur l'App Store ou Google Play.",
    "Assurance Maladie : l'activation de votre appli carte Vitale est validée. Ouvrez l'appli pour terminer.",
    "Assurance Maladie : votre code de sécurité pour activer l'appli carte Vitale est 482913. Saisissez-le "
    "dans l'appli, ne le communiquez à personne.",
    "L'Assurance Maladie vous informe : la carte Vitale dématérialisée est ouverte à tous.",
    "Assurance Maladie. Nouveau : l'appli carte Vitale. Pour l'activer, munissez-vous de votre carte Vitale "
    "et de votre pièce d'identité.",
)
FALSE = (
    "Assurance Maladie : l'appli carte Vitale de votre téléphone expire, installez la mise à jour.",
    "Assurance Maladie : votre carte Vitale numérique a expiré, réactivez-la.",
    "Assurance Maladie : faute de réponse, votre appli carte Vitale sera désactivée.",
    "Votre carte Vitale expire, renouvelez-la. Assurance Maladie",
    "Assurance Maladie : activez votre appli carte Vitale sur https://appli-sante.example",
    "Assurance Maladie : pour activer l'appli carte Vitale, envoyez votre numéro de sécurité "
    "sociale par SMS.",
    "Assurance Maladie : activez votre appli carte Vitale et donnez le code reçu à notre conseiller.",
)
DAY = date(2026, 2, 1)


@pytest.mark.parametrize("text", GENUINE)
@pytest.mark.parametrize("channel", ["sms", "email"])
def test_what_the_app_may_write_is_no_sign_of_fraud(text: str, channel: str) -> None:
    assert check(text, channel=channel, received=DAY).level == "unproven"  # type: ignore[arg-type]


@pytest.mark.parametrize("text", FALSE)
@pytest.mark.parametrize("channel", ["sms", "email"])
def test_a_bait_that_names_the_app_is_still_one(text: str, channel: str) -> None:
    assert check(text, channel=channel, received=DAY).level in ("suspicious", "imposture")  # type: ignore[arg-type]


def test_the_clause_of_the_app_is_told_with_what_nobody_asks() -> None:
    reasons = check(GENUINE[1], received=DAY).reasons
    assert [(r.kind, r.clause, r.weight) for r in reasons] == [
        ("lure_card_app", "content.any.card.app", "neutral")
    ]
    assert "par lien" in reasons[0].text
