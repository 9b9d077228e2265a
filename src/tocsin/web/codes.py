"""What the register of the messages sent knows of the codes in a message, where the site has a store."""

from datetime import datetime
from typing import Literal

import psycopg

from tocsin.evidence.model import Evidence
from tocsin.message.model import Message
from tocsin.register import known as registered
from tocsin.register.known import count_codes
from tocsin.tracing.shelf import StoreRegister
from tocsin.web import limits, store

Unanswered = Literal["", "away", "limit"]
"""Why the register was not heard: it was, or it does not answer, or too many codes were asked for."""


def known(
    message: Message, *, dated: bool, client: bytes, now: datetime
) -> tuple[tuple[Evidence, ...], Unanswered]:
    """Evidence on the codes of a message, and why a register that should have answered did not.

    Without a store, or without a code, nothing is looked up: what may be told then is told without it. Each
    code is charged to what the visitor may ask on the page that verifies codes.
    """
    codes = count_codes(message)
    if not codes or not store.there():
        return (), ""
    if limits.allowed("verify", client, now, codes):
        return (), "limit"
    try:
        with store.connection() as connection:
            return registered(StoreRegister(connection), message, dated=dated), ""
    except (store.Away, psycopg.Error):
        return (), "away"
