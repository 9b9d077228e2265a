"""``POST /api/v1/check/batch``: many messages, one JSON object a line in, and one a line out as they are
judged.

Up to ``WHOLE`` bytes are taken in before the first answer, for clients that send all before they read. A
longer body is answered while it comes: its client must read while it sends, as curl does.
"""

from collections.abc import Iterator
from itertools import chain
from typing import Final

from tocsin.message.message_reader import RequestRow
from tocsin.verdict.batch_check import RowJudge, refuse_long_line
from tocsin.verdict.verdict_json import LineProblem as LineProblem
from tocsin.verdict.verdict_json import LineRefusal, VerdictRecord, append_json_line
from tocsin.web.api.call import ApiCall
from tocsin.web.api.operation import NDJSON, JsonLines, api_operation
from tocsin.web.api.parameters import MessageQuery
from tocsin.web.api.problem import ApiProblem
from tocsin.web.api.request_body import RequestBody, read_body_pieces

TYPES: Final = (NDJSON, "application/jsonl", "application/x-jsonlines", "application/ndjson")
WHOLE: Final = 8_388_608
"""Bytes that are taken in before the first answer."""
LINE: Final = 16_777_216
"""A longer line is refused, and the run goes on."""
_VERDICT: Final = b'{"verdict":"'
_EXAMPLE: Final = (
    '{"id": 1, "text": "AMELI : payez 0,99 euro : ameli-vitale.example"}\n{"id": 2, "text": 12}\n'
)
AT_ONCE: Final = 100
"""Lines judged before what they give is handed over."""


@api_operation(
    "POST",
    body=RequestBody(schema=RequestRow, most=None, example=_EXAMPLE, media_types=TYPES),
)
def check_batch(call: ApiCall, query: MessageQuery) -> JsonLines[VerdictRecord | LineRefusal]:
    """Check many messages.

    One JSON object a line; the answer has one a line, in the same order, as they are judged. A line that cannot
    be read gets its error, and the run goes on.
    """
    judge = call.service.judges.judge_for(query.institution, query.lang, call.now)
    pieces = read_body_pieces(call.environ)
    begun, ended = _read_beginning(pieces)
    rest = iter(()) if ended else pieces
    return JsonLines(_judge_lines(call, judge, _split_lines(begun, rest)))


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


def _judge_lines(call: ApiCall, judge: RowJudge, lines: Iterator[list[bytes | None]]) -> Iterator[bytes]:
    number = 1
    free = 1  # the request itself was counted as one
    call.service.judges.charge_code_lookups_to(call.spend_code_lookups)
    try:
        for some in lines:
            needed = sum(line is None or not line.isspace() for line in some)
            left = free + call.spend_quota_up_to(needed - free) if needed > free else needed
            free = max(0, free - needed)
            out = bytearray()
            for line in some:
                if line is None or not line.isspace():
                    if not left:
                        out += _encode_refusal(
                            number, "limit", f"{call.caller.limit} a minute: go on from this line later"
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
                    verdict = one[len(_VERDICT) : one.index(b'"', len(_VERDICT))].decode()
                    call.service.metrics.count_check(verdict)
                    call.service.verdicts.count_verdict("api", verdict, call.now)
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
