"""``POST /api/v1/check``: one message, one verdict, as ``tocsin scan`` gives it."""

import json as stdlib
from collections.abc import Callable
from typing import Final

import msgspec

from tocsin.message.charset import strip_byte_order_mark
from tocsin.message.message_reader import RequestRow
from tocsin.message.repeated_keys import refuse_repeated_keys
from tocsin.verdict.batch_check import describe_problem, parse_row
from tocsin.verdict.verdict_json import VerdictRecord, append_json_line
from tocsin.web.api.call import ApiCall
from tocsin.web.api.operation import EncodedJson, api_operation
from tocsin.web.api.parameters import MessageQuery
from tocsin.web.api.problem import ApiProblem
from tocsin.web.api.request_body import RequestBody

MOST = 16_777_216
"""Bytes of a body: an e-mail of 10 MB, the bound of a message, fits in it as base64."""
CANNOT_READ = (
    msgspec.DecodeError, msgspec.ValidationError, UnicodeDecodeError, stdlib.JSONDecodeError, RecursionError
)  # fmt: skip


_EXAMPLE: Final = (
    '{"channel": "sms", "sender": "AMELI", "received_at": "2024-05-02",'
    ' "text": "AMELI : payez 0,99 euro : ameli-vitale.example"}'
)


@api_operation(
    "POST", body=RequestBody(schema=RequestRow, most=MOST, example=_EXAMPLE), refusals=("bad_field",)
)
def check_message(call: ApiCall, query: MessageQuery) -> EncodedJson[VerdictRecord]:
    """Check a message.

    One message, one verdict: what it is, why, and what to do. Nothing of it is kept.
    """
    service = call.service
    judge = service.judges.judge_for(query.institution, query.lang, call.now)
    body = call.read_body()
    call.spend_for_body(len(body))
    out = bytearray()
    service.judges.charge_code_lookups_to(call.spend_code_lookups)
    try:
        row = parse_row(body, strict=True)
        answer = judge.answer_row(row)
    except CANNOT_READ as error:
        raise unreadable_body_problem(error) from None
    append_json_line(answer, out)
    service.metrics.count_check(answer.verdict)
    service.verdicts.count_verdict("api", answer.verdict, call.now)
    if row.text:
        service.doubts.count_message(row.text, call.now)
    return EncodedJson(bytes(out), service.judges.take_register_headers())


def decode_body[T](decode: Callable[[bytes], T], body: bytes) -> T:
    """A JSON body as a record, in which no object has a key twice. Raises one of ``CANNOT_READ``."""
    body = strip_byte_order_mark(body)
    found = decode(body)
    refuse_repeated_keys(body)
    return found


def unreadable_body_problem(error: Exception) -> ApiProblem:
    """What was wrong with a body, by the words of ``tocsin scan``."""
    found = describe_problem(error)
    kind = found.kind
    assert kind in ("bad_json", "bad_utf8", "bad_field")
    return ApiProblem(kind, found.message, field=found.field)  # type: ignore[arg-type]
