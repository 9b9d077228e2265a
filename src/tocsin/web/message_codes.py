"""What the register of the messages sent knows of the codes in a message, where the site has a store."""

from datetime import datetime
from typing import Literal

import psycopg

from tocsin.evidence.model import Evidence
from tocsin.message.model import Message
from tocsin.register import find_code_evidence as registered
from tocsin.register.code_evidence import count_codes
from tocsin.store.postgres_register import PostgresRegister
from tocsin.web import rate_limits, store_pool

Unanswered = Literal["", "away", "limit"]
"""Why the register was not heard: it was, or it does not answer, or too many codes were asked for."""


def look_up_message_codes(
    message: Message, *, dated: bool, client: bytes, now: datetime
) -> tuple[tuple[Evidence, ...], Unanswered]:
    """Evidence on the codes of a message, and why a register that should have answered did not.

    Without a store, or without a code, nothing is looked up: what may be told then is told without it. Each
    code is charged to what the visitor may ask on the page that verifies codes.
    """
    codes = count_codes(message)
    if not codes or not store_pool.is_store_configured():
        return (), ""
    if rate_limits.take_page_quota("verify", client, now, codes):
        return (), "limit"
    try:
        with store_pool.store_connection() as connection:
            return registered(PostgresRegister(connection), message, dated=dated), ""
    except (store_pool.StoreUnavailable, psycopg.Error):
        return (), "away"
