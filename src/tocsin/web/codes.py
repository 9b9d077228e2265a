"""What the register of the messages sent knows of the codes in a message, where the site has a store."""

import psycopg

from tocsin.evidence.codes import find_codes
from tocsin.evidence.model import Evidence
from tocsin.message.model import Message
from tocsin.register import known as registered
from tocsin.tracing.shelf import StoreRegister
from tocsin.web import store


def known(message: Message, *, dated: bool) -> tuple[tuple[Evidence, ...], bool]:
    """Evidence on the codes of a message, and whether a register that should have answered did not.

    Without a store, or without a code, nothing is looked up: what may be told then is told without it.
    """
    if not find_codes(message.text) or not store.there():
        return (), False
    try:
        with store.connection() as connection:
            return registered(StoreRegister(connection), message, dated=dated), False
    except (store.Away, psycopg.Error):
        return (), True
