"""What is to be paid, and what is only a sum."""

import pytest

from .reading import asked


@pytest.mark.parametrize(
    "text",
    [
        "Payez 0,99 € de frais", "Réglez les frais de dossier de 1,95 €", "Merci de régler 2 euros",
        "Des frais d'envoi de 0,95 € restent dus", "Vous devez payer 1,50 €", "Pay the fee of €1.50 now",
        "Il vous reste 1,95 € à payer", "Faites un virement de 50 €", "Il faut payer la carte : 1,99 €",
        "Pouvez-vous rembourser 42 € ?", "Amende d'un montant de 135 €", "Virez cette somme sous cinq jours",
    ],
)  # fmt: skip
def test_it_finds_that_one_is_to_pay(text: str) -> None:
    assert "payment" in asked(text)


@pytest.mark.parametrize(
    "text",
    [
        "Votre remboursement de 27,50 € a été versé",
        "La consultation coûte 30 €",
        "Vous n'avez rien à payer",
        "Ne payez jamais par téléphone",
        "La carte Vitale est gratuite",
        "L'Assurance Maladie ne vous demande jamais de payer",
        "Il te reste combien sur toi ?",
        "Un virement de 27,50 € vous est parvenu",
        "Vinyl Shop vient de vous rembourser 42,00 €.",
        "On a bien reçu votre don par PayPal, merci beaucoup",
        "Votre chèque d'un montant de 240 € est joint. Vous n'avez rien à payer.",
        "Des frais de dossier de 25 € seront prélevés le 5 du mois",
        "A fee of €25 will be taken from your account. There is nothing to pay.",
    ],
)
def test_it_sees_nothing_to_pay(text: str) -> None:
    assert "payment" not in asked(text)


def test_it_hears_in_a_call_that_is_told_that_one_was_to_pay() -> None:
    assert "payment" in asked("La Poste m'a appelé pour que je paie 6 euros de droits avec ma carte", "call")
    assert "payment" not in asked("La Poste m'a appelé, je passe payer au guichet demain", "call")


def test_a_fee_is_a_sum_though_its_currency_is_not_said() -> None:
    for text in ("Frais techniques 1,95", "Reprogrammer ici (frais de tournée 1,45)", "Taxe 4,10 à régler"):
        assert "payment" in asked(text), text
    for text in (
        "Frais de dossier 12345",
        "Les frais ont baissé de 1,95 %",
        "Taxe de séjour votée le 12.03.2024",
    ):
        assert "payment" not in asked(text), text


def test_a_sum_ends_with_its_brackets() -> None:
    assert "payment" in asked("Complétez le dossier (frais de traitement 1,50e)")


def test_nothing_is_to_be_paid_of_a_sum_of_nought() -> None:
    due = "Merci de régler votre reste à charge : 0 €."
    assert "payment" not in asked(due)
    assert "payment" in asked(due.replace("0 €", "30 €"))


@pytest.mark.parametrize(
    ("text", "paid"),
    [
        ("La somme de 64,95 euros sera recréditée sur votre carte.", False),
        ("La somme de 64,95 euros reste à payer, réglez 64,95 euros.", True),
    ],
)
def test_what_is_paid_back_is_not_asked(text: str, paid: bool) -> None:
    assert ("payment" in asked(text)) is paid
