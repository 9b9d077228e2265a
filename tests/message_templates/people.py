"""Those who change words in these stories, and words to change."""

from datetime import UTC, datetime

from tocsin.charter.schema import Wording
from tocsin.message_templates.rewording import RewordingActor

NOW = datetime(2021, 3, 4, 9, 0, tzinfo=UTC)
"""Ten in the morning in Paris."""
ALICE, BRUNO, CHLOE, DAVID = (
    RewordingActor(n, name) for n, name in enumerate(("Alice", "Bruno", "Chloé", "David"), 1)
)

NOTICE = Wording(
    "Assurance Maladie : bonjour {given_name}. Un conseiller va vous appeler au sujet du Covid-19. "
    "Est-ce bien {given_name} ? Répondez OUI ou NON. Réf. {code}",
    "Assurance Maladie: hello {given_name}. An adviser is going to call you about Covid-19. "
    "Is this {given_name}? Reply YES or NO. Réf. {code}",
)
SCAM = Wording(
    "Assurance Maladie : bonjour {given_name}. Envoyez votre numéro de carte bancaire. Réf. {code}",
    "Assurance Maladie: hello {given_name}. Send your bank card number. Réf. {code}",
)

HELD = Wording(NOTICE.fr.replace("Est-ce bien", "Murmurez la rangée du milieu. Est-ce bien"), NOTICE.en)
"""Words that the guard holds back for what a sentence reads like."""


def common(verb: str) -> Wording:
    """Words for ``common.human``, each time others."""
    return Wording(
        f"Assurance Maladie{{to}} : un conseiller {verb} vous appeler. Réf. {{code}}",
        f"Assurance Maladie{{to}}: an adviser {verb} to call you. Réf. {{code}}",
    )
