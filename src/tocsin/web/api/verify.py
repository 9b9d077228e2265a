"""``POST /api/v1/verify``: was this really sent? What the register of the store says of a code.

Whether a code is found or not, the same statements are run, a text is digested, and every key is in the
answer: neither its shape nor what it takes says more than its ``outcome``.
"""

from datetime import date
from typing import TYPE_CHECKING

import msgspec
from msgspec import Struct

from tocsin.message.charset import without_mark
from tocsin.register.canonical import text_hash
from tocsin.register.record import record
from tocsin.register.verify import verify as look_up
from tocsin.web.api.asked import Asked
from tocsin.web.api.check import CANNOT_READ, unreadable
from tocsin.web.api.problem import Problem
from tocsin.web.api.reply import JSON, Reply, json
from tocsin.web.api.request import language

if TYPE_CHECKING:
    from tocsin.web.api.api import Api

MOST = 262_144
"""Bytes of a body: a text longer than an SMS was never sent with a code."""


class Question(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A code, and what came with it."""

    code: str
    """As typed: spaces, dashes and small letters do not count."""
    text: str | None = None
    """The whole message, to compare."""
    sender: str | None = None
    """As displayed."""
    received: date | None = None
    """Day it was received."""


_decode = msgspec.json.Decoder(Question).decode


def verify(api: "Api", asked: Asked) -> Reply:
    """Look a code up."""
    request = asked.request
    request.takes(JSON)
    lang = language(request.query("lang"))
    try:
        question = _decode(without_mark(request.body(MOST)))
    except CANNOT_READ as error:
        raise unreadable(error) from None
    if not api.shelf.there():
        raise Problem("no_store", "this service has no register of the messages sent")
    if not asked.spend_codes(1):
        raise Problem("limit", "too many codes were looked up", headers=(("Retry-After", "30"),))
    answer = look_up(
        api.shelf,
        question.code,
        text=question.text,
        sender=question.sender,
        received=question.received,
        now=asked.now,
    )
    if answer.outcome == "not_found":
        api.shelf.template("", "", lang)
        if question.text is not None:
            text_hash(question.text)
    api.metrics.verified(answer.outcome)
    return json(record(answer, lang))
