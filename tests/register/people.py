"""Who these stories are about: Zoé was told, Karim was not; and what is sent."""

from datetime import UTC, datetime

from tocsin.register import PublishedTemplate

NOW = datetime(2021, 3, 5, 9, 30, tzinfo=UTC)
ZOE = "+33639980001"
KARIM = "+33639980002"
NOTICE = PublishedTemplate(
    id="contact.notice",
    version="2021-03-05",
    lang="fr",
    text=(
        "Assurance Maladie : {first_name}, vous êtes cas contact. "
        "Restez chez vous jusqu'au {day}. Réf. {code}"
    ),
)
