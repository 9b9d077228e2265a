"""How hard Hypothesis tries here, and the people of these stories: Zoé was told, Karim copies, Camille asks."""

from datetime import UTC, datetime

import pytest
from hypothesis import settings

from tocsin.register import Book, Issued, Keys, Template, derive, issue, recipient_hash

settings.register_profile("register", deadline=None, max_examples=150, derandomize=True, database=None)
settings.load_profile("register")

NOW = datetime(2021, 3, 5, 9, 30, tzinfo=UTC)
ZOE = "+33639980001"
KARIM = "+33639980002"
NOTICE = Template(
    id="contact.notice",
    version="2021-03-05",
    lang="fr",
    text="Assurance Maladie : {first_name}, vous êtes cas contact. Restez chez vous jusqu'au {day}. Réf. {code}",
)


@pytest.fixture
def keys() -> Keys:
    return derive(b"a secret of the tests only")


@pytest.fixture
def book() -> Book:
    return Book()


@pytest.fixture
def sent(book: Book, keys: Keys) -> Issued:
    """The SMS that Zoé received."""
    return issue(
        book,
        keys.codes,
        message_id="zoe/notice",
        template=NOTICE,
        values={"first_name": "Zoé", "day": "12 mars"},
        sender="38663",
        channel="sms",
        recipient=recipient_hash(keys.recipients, ZOE),
        now=NOW,
    )
