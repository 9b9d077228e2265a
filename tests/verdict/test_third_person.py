"""Messages without a sender that speak of the institution in the third person, to the reader: its own, or somebody else's."""

from datetime import date

import pytest

from tocsin.charter.channels import ChannelId
from tocsin.message.plain_text import message_from_text
from tocsin.verdict.check import judge

DAY = date(2024, 11, 7)
RINGS_AGAIN = (
    "Dépistage du cancer du sein : votre mammographie n'est pas faite ? "
    "L'Assurance Maladie vous rappellera cette semaine pour répondre à vos questions."
)


def level(text: str, channel: ChannelId = "sms", sender: str = "") -> str:
    return judge(message_from_text(text, channel, received=DAY, sender=sender)).level


@pytest.mark.parametrize(
    "text",
    [
        RINGS_AGAIN,
        "L'Assurance Maladie va appeler les assurés de plus de 75 ans. Aucun paiement ne vous sera demandé.",
        "Dépistage du cancer du sein : nous n'avons pas trace de mammographie récente. Une chargée de prévention de "
        "l'Assurance Maladie va vous appeler. Vous êtes libre de ne pas donner suite.",
        "Buvez régulièrement et prenez des nouvelles de vos voisins âgés. Prévention Assurance Maladie",
        "Nous avons bien reçu l'avis d'arrêt envoyé par votre médecin. Les étapes du paiement se suivent dans votre "
        "compte ameli, onglet Mes démarches.",
    ],
)
def test_who_speaks_for_it_to_the_reader_is_judged_as_its_own(text: str) -> None:
    assert level(text) == "unproven"


def test_a_letter_about_a_kit_is_its_own() -> None:
    letter = (
        "Madame, un test simple à faire chez soi vous est remis par votre pharmacien sur présentation de cette lettre. "
        "L'Assurance Maladie et le centre régional de dépistage"
    )
    assert level(letter, "letter") == "unproven"


@pytest.mark.parametrize(
    ("text", "sender"),
    [
        (RINGS_AGAIN, "Pharmacie du Port"),
        ("Votre séance est confirmée jeudi. L'Assurance Maladie la rembourse. Le kiné", "06 39 98 12 34"),
        ("Maman, l'Assurance Maladie va t'appeler pour le dépistage, réponds", ""),
        ("Votre opticien : vos lunettes sont prêtes, l'Assurance Maladie a payé sa part.", ""),
        ("Cabinet du Dr Roux : votre rendez-vous est pris. L'Assurance Maladie rembourse la séance.", ""),
        ("Merci Assurance Maladie", ""),
        ("J'ai tout vu dans mon compte ameli, onglet Mes démarches", ""),
    ],
)
def test_who_merely_mentions_it_is_somebody_else(text: str, sender: str) -> None:
    assert level(text, sender=sender) == "unrelated"
