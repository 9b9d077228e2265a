"""``POST /api/v1/check``: one message, one verdict, as ``tocsin scan`` gives it."""

import json as stdlib
from typing import TYPE_CHECKING

import msgspec

from tocsin.verdict.answer import encode_into
from tocsin.verdict.rows import problem, read_row
from tocsin.web.api.asked import Asked
from tocsin.web.api.problem import Problem
from tocsin.web.api.reply import JSON, Reply
from tocsin.web.api.request import institution, language

if TYPE_CHECKING:
    from tocsin.web.api.api import Api

MOST = 16_777_216
"""Bytes of a body: an e-mail of 10 MB, the bound of a message, fits in it as base64."""
CANNOT_READ = (
    msgspec.DecodeError, msgspec.ValidationError, UnicodeDecodeError, stdlib.JSONDecodeError, RecursionError
)  # fmt: skip


def check(api: "Api", asked: Asked) -> Reply:
    """Judge one message."""
    request = asked.request
    request.takes(JSON)
    given = request.query("lang", "institution")
    judge = api.judges.judge(institution(given), language(given), asked.now)
    body = request.body(MOST)
    asked.spend_for(len(body))
    out = bytearray()
    api.judges.charge(asked)
    try:
        row = read_row(body, strict=True)
        answer = judge.answer(row)
    except CANNOT_READ as error:
        raise unreadable(error) from None
    encode_into(answer, out)
    api.metrics.checked(answer.verdict)
    if row.text:
        api.doubts.count(row.text, asked.now)
    return Reply(bytes(out), JSON, 200, api.judges.told())


def unreadable(error: Exception) -> Problem:
    """What was wrong with a body, by the words of ``tocsin scan``."""
    found = problem(error)
    kind = found.kind
    assert kind in ("bad_json", "bad_utf8", "bad_field")
    return Problem(kind, found.message, field=found.field)  # type: ignore[arg-type]
