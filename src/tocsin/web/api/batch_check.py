"""``POST /api/v1/check/batch``: many messages, one JSON object a line in, and one a line out as they are
judged.

Up to ``WHOLE`` bytes are taken in before the first answer, for clients that send all before they read. A
longer body is answered while it comes: its client must read while it sends, as curl does.
"""

from collections.abc import Iterator
from itertools import chain
from typing import TYPE_CHECKING, Final

from tocsin.verdict.batch_check import RowJudge, refuse_long_line
from tocsin.verdict.verdict_json import LineProblem as LineProblem
from tocsin.verdict.verdict_json import LineRefusal, append_json_line
from tocsin.web.api.context import ApiContext
from tocsin.web.api.problem import ApiProblem
from tocsin.web.api.reply import NDJSON, ApiReply
from tocsin.web.api.request import institution_parameter, language_parameter

if TYPE_CHECKING:
    from tocsin.web.api.application import ApiApplication

TYPES: Final = (NDJSON, "application/jsonl", "application/x-jsonlines", "application/ndjson")
WHOLE: Final = 8_388_608
"""Bytes that are taken in before the first answer."""
LINE: Final = 16_777_216
"""A longer line is refused, and the run goes on."""
_VERDICT: Final = b'{"verdict":"'
AT_ONCE: Final = 100
"""Lines judged before what they give is handed over."""


def check_batch(api: "ApiApplication", asked: ApiContext) -> ApiReply:
    """Judge every line of the body."""
    request = asked.request
    request.require_media_type(*TYPES)
    given = request.query_parameters("lang", "institution")
    judge = api.judges.judge_for(institution_parameter(given), language_parameter(given), asked.now)
    pieces = request.read_pieces()
    begun, ended = _read_beginning(pieces)
    rest = iter(()) if ended else pieces
    return ApiReply(_judge_lines(api, asked, judge, _split_lines(begun, rest)), NDJSON)


def _read_beginning(pieces: Iterator[bytes]) -> tuple[list[bytes], bool]:
    """The beginning of a body, and whether that is all of it."""
    begun: list[bytes] = []
    size = 0
    for piece in pieces:
        begun.append(piece)
        size += len(piece)
        if size >= WHOLE:
            return begun, False
    return begun, True


def _judge_lines(
    api: "ApiApplication", asked: ApiContext, judge: RowJudge, lines: Iterator[list[bytes | None]]
) -> Iterator[bytes]:
    number = 1
    free = 1  # the request itself was counted as one
    api.judges.charge_code_lookups_to(asked)
    try:
        for some in lines:
            needed = sum(line is None or not line.isspace() for line in some)
            left = free + asked.spend_quota_up_to(needed - free) if needed > free else needed
            free = max(0, free - needed)
            out = bytearray()
            for line in some:
                if line is None or not line.isspace():
                    if not left:
                        out += _encode_refusal(
                            number, "limit", f"{asked.caller.limit} a minute: go on from this line later"
                        )
                        yield bytes(out)
                        return
                    left -= 1
                one = (
                    refuse_long_line(number, LINE).output
                    if line is None
                    else judge.judge_lines(line, number).output
                )
                if one.startswith(_VERDICT):
                    api.metrics.count_checks(one[len(_VERDICT) : one.index(b'"', len(_VERDICT))].decode())
                out += one
                number += 1
            yield bytes(out)
    except ApiProblem as problem:  # the answer is under way: what remains to be said is a line of it
        yield _encode_refusal(number, problem.kind, problem.detail)


def _encode_refusal(number: int, kind: str, message: str) -> bytes:
    out = bytearray()
    append_json_line(LineRefusal(number, LineProblem(kind, message)), out)
    return bytes(out)


def _split_lines(begun: list[bytes], rest: Iterator[bytes]) -> Iterator[list[bytes | None]]:
    """Lines, some at a time, each with its end; None in the place of one that is too long."""
    some: list[bytes | None] = []
    left = bytearray()
    skipping = False
    for piece in chain(begun, rest):
        for part in _cut_after_newlines(piece):
            ends = part.endswith(b"\n")
            if not skipping:
                left += part
                if len(left) > LINE + ends:
                    skipping = True
                    left.clear()
            if ends:
                some.append(None if skipping else bytes(left))
                left.clear()
                skipping = False
        yield from _split_into_portions(some)
        some = []
    if left or skipping:
        some.append(None if skipping else bytes(left))
    yield from _split_into_portions(some)


def _cut_after_newlines(piece: bytes) -> list[bytes]:
    """Cut after each ``\\n``: other ends of lines may stand within one."""
    *whole, last = piece.split(b"\n")
    parts = [part + b"\n" for part in whole]
    return [*parts, last] if last else parts


def _split_into_portions(some: list[bytes | None]) -> Iterator[list[bytes | None]]:
    for start in range(0, len(some), AT_ONCE):
        yield some[start : start + AT_ONCE]
