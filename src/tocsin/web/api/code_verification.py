"""``POST /api/v1/verify``: was this really sent? What the register of the store says of a code.

Whether a code is found or not, the same statements are run, a text is digested, and every key is in the
answer: neither its shape nor what it takes says more than its ``outcome``.
"""

from datetime import date
from typing import ClassVar

import msgspec
from msgspec import Struct

from tocsin.register.canonical_text import hash_text
from tocsin.register.verify import verify_message_code
from tocsin.register.wording import VerificationRecord, make_verification_record
from tocsin.web.api.call import ApiCall
from tocsin.web.api.message_check import CANNOT_READ, decode_body, unreadable_body_problem
from tocsin.web.api.operation import api_operation
from tocsin.web.api.parameters import LanguageQuery
from tocsin.web.api.problem import ApiProblem
from tocsin.web.api.request_body import RequestBody

MOST = 262_144
"""Bytes of a body: a text longer than an SMS was never sent with a code."""


class CodeQuestion(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A code, and what came with it."""

    schema_name: ClassVar[str] = "Question"

    code: str
    """As typed: spaces, dashes and small letters do not count."""
    text: str | None = None
    """The whole message, to compare."""
    sender: str | None = None
    """As displayed."""
    received: date | None = None
    """Day it was received."""


_decode = msgspec.json.Decoder(CodeQuestion).decode


@api_operation(
    "POST",
    body=RequestBody(schema=CodeQuestion, most=MOST, example='{"code": "K7QF-2M9D"}'),
    refusals=("bad_field",),
)
def verify_code(call: ApiCall, query: LanguageQuery) -> VerificationRecord:
    """Was this really sent?

    A code, and the text received where you have it: what the register of the messages sent says.
    """
    service = call.service
    try:
        question = decode_body(_decode, call.read_body())
    except CANNOT_READ as error:
        raise unreadable_body_problem(error) from None
    if not service.shelf.is_configured():
        raise ApiProblem("no_store", "this service has no register of the messages sent")
    if not call.spend_code_lookups(1):
        raise ApiProblem("limit", "too many codes were looked up", headers=(("Retry-After", "30"),))
    answer = verify_message_code(
        service.shelf,
        question.code,
        text=question.text,
        sender=question.sender,
        received=question.received,
        now=call.now,
    )
    if answer.outcome == "not_found":
        service.shelf.template("", "", query.lang)
        if question.text is not None:
            hash_text(question.text)
    service.metrics.count_verification(answer.outcome)
    return make_verification_record(answer, query.lang)
