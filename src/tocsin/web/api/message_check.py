"""``POST /api/v1/check``: one message, one verdict, as ``tocsin scan`` gives it."""

import json as stdlib
from typing import TYPE_CHECKING

import msgspec

from tocsin.verdict.batch_check import describe_problem, parse_row
from tocsin.verdict.verdict_json import append_json_line
from tocsin.web.api.context import ApiContext
from tocsin.web.api.problem import ApiProblem
from tocsin.web.api.reply import JSON, ApiReply
from tocsin.web.api.request import institution_parameter, language_parameter

if TYPE_CHECKING:
    from tocsin.web.api.application import ApiApplication

MOST = 16_777_216
"""Bytes of a body: an e-mail of 10 MB, the bound of a message, fits in it as base64."""
CANNOT_READ = (
    msgspec.DecodeError, msgspec.ValidationError, UnicodeDecodeError, stdlib.JSONDecodeError, RecursionError
)  # fmt: skip


def check_message(api: "ApiApplication", asked: ApiContext) -> ApiReply:
    """Judge one message."""
    request = asked.request
    request.require_media_type(JSON)
    given = request.query_parameters("lang", "institution")
    judge = api.judges.judge_for(institution_parameter(given), language_parameter(given), asked.now)
    body = request.read_body(MOST)
    asked.spend_for_body(len(body))
    out = bytearray()
    api.judges.charge_code_lookups_to(asked)
    try:
        row = parse_row(body, strict=True)
        answer = judge.answer_row(row)
    except CANNOT_READ as error:
        raise unreadable_body_problem(error) from None
    append_json_line(answer, out)
    api.metrics.count_checks(answer.verdict)
    if row.text:
        api.doubts.count_message(row.text, asked.now)
    return ApiReply(bytes(out), JSON, 200, api.judges.take_register_headers())


def unreadable_body_problem(error: Exception) -> ApiProblem:
    """What was wrong with a body, by the words of ``tocsin scan``."""
    found = describe_problem(error)
    kind = found.kind
    assert kind in ("bad_json", "bad_utf8", "bad_field")
    return ApiProblem(kind, found.message, field=found.field)  # type: ignore[arg-type]
