"""What was sent to Zoé."""

import pytest

from tocsin.register import (
    IssuedMessage,
    MemoryRegister,
    RegisterKeys,
    derive_register_keys,
    hash_recipient,
    issue_message,
)

from .people import NOTICE, NOW, ZOE


@pytest.fixture
def keys() -> RegisterKeys:
    return derive_register_keys(b"a secret of the tests only")


@pytest.fixture
def book() -> MemoryRegister:
    return MemoryRegister()


@pytest.fixture
def sent(book: MemoryRegister, keys: RegisterKeys) -> IssuedMessage:
    """The SMS that Zoé received."""
    return issue_message(
        book,
        keys.codes,
        message_id="zoe/notice",
        template=NOTICE,
        values={"first_name": "Zoé", "day": "12 mars"},
        sender="38663",
        channel="sms",
        recipient=hash_recipient(keys.recipients, ZOE),
        now=NOW,
    )
