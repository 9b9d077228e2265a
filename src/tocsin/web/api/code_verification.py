"""``POST /api/v1/verify``: was this really sent? What the register of the store says of a code.

Whether a code is found or not, the same statements are run, a text is digested, and every key is in the
answer: neither its shape nor what it takes says more than its ``outcome``.
"""

from datetime import date
from typing import TYPE_CHECKING

import msgspec
from msgspec import Struct

from tocsin.message.charset import strip_byte_order_mark
from tocsin.register.canonical_text import hash_text
from tocsin.register.verification_record import make_verification_record
from tocsin.register.verify import verify_message_code as look_up
from tocsin.web.api.context import ApiContext
from tocsin.web.api.message_check import CANNOT_READ, unreadable_body_problem
from tocsin.web.api.problem import ApiProblem
from tocsin.web.api.reply import JSON, ApiReply, json_reply
from tocsin.web.api.request import language_parameter

if TYPE_CHECKING:
    from tocsin.web.api.application import ApiApplication

MOST = 262_144
"""Bytes of a body: a text longer than an SMS was never sent with a code."""


class CodeQuestion(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A code, and what came with it."""

    code: str
    """As typed: spaces, dashes and small letters do not count."""
    text: str | None = None
    """The whole message, to compare."""
    sender: str | None = None
    """As displayed."""
    received: date | None = None
    """Day it was received."""


_decode = msgspec.json.Decoder(CodeQuestion).decode


def verify_code(api: "ApiApplication", asked: ApiContext) -> ApiReply:
    """Look a code up."""
    request = asked.request
    request.require_media_type(JSON)
    lang = language_parameter(request.query_parameters("lang"))
    try:
        question = _decode(strip_byte_order_mark(request.read_body(MOST)))
    except CANNOT_READ as error:
        raise unreadable_body_problem(error) from None
    if not api.shelf.is_configured():
        raise ApiProblem("no_store", "this service has no register of the messages sent")
    if not asked.spend_code_lookups(1):
        raise ApiProblem("limit", "too many codes were looked up", headers=(("Retry-After", "30"),))
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
            hash_text(question.text)
    api.metrics.count_verification(answer.outcome)
    return json_reply(make_verification_record(answer, lang))
