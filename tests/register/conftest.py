"""What was sent to Zoé."""

import pytest

from tocsin.register import Book, Issued, Keys, derive, issue, recipient_hash

from .people import NOTICE, NOW, ZOE


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
