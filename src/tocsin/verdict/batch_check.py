"""Lines in, lines out: messages as JSON objects, each answered by its verdict or by what was wrong with it.

The contract is in ``docs/reference/json.md``. The command line and the HTTP API both answer with this.
"""

import json
from collections.abc import Callable
from datetime import date
from typing import NamedTuple

import msgspec
from msgspec import UNSET, Struct, UnsetType
from msgspec.structs import replace

from tocsin.charter.schema import Charter
from tocsin.deferred_pattern import defer_pattern
from tocsin.evidence.model import Evidence
from tocsin.message.charset import strip_byte_order_mark
from tocsin.message.message_reader import MessageRow, RequestRow, message_from_row
from tocsin.message.model import Message
from tocsin.message.picture.model import PictureMessage
from tocsin.message.repeated_keys import refuse_repeated_keys
from tocsin.verdict.check import judge
from tocsin.verdict.model import Verdict
from tocsin.verdict.verdict_json import (
    Identifier,
    LineProblem,
    LineRefusal,
    VerdictRecord,
    append_json_line,
    build_verdict_record,
)

Known = Callable[[Message, bool], tuple[Evidence, ...]]
"""What a register knows of a message's codes; the second says whether its day of reception was given."""

_decode = msgspec.json.Decoder(MessageRow).decode
_decode_request = msgspec.json.Decoder(RequestRow).decode
_AT_FIELD = defer_pattern(r" - at `\$\.?([^`]*)`$")


class BatchResult(NamedTuple):
    """What became of some lines."""

    output: bytes
    lines: int
    bad: int
    """How many of them have no verdict."""


class _LineIdentifier(Struct):
    """What is looked for in a line that could not be read."""

    id: Identifier | UnsetType = UNSET


def _read_picture(data: bytes) -> PictureMessage:
    from tocsin.pictures.picture_reader import read_picture  # a batch without pictures never pays for it

    return read_picture(data)


def find_no_evidence(_message: Message, _dated: bool) -> tuple[Evidence, ...]:
    """Where there is no register."""
    return ()


class RowJudge:
    """Judges rows under one charter or that of the institution found in each, in one language."""

    def __init__(
        self,
        charter: Charter | None,
        lang: str,
        today: date,
        read_file: Callable[[str], bytes] | None = None,
        known: Known = find_no_evidence,
        *,
        strict: bool = False,
    ) -> None:
        self.charter = charter
        """None: that of the institution found in each message."""
        self.lang = lang
        self.today = today
        """Day of reception of a message that does not say."""
        self.read_file = read_file
        """Reads an e-mail whose path is given in a row; without it a path is refused."""
        self.known = known
        self.strict = strict
        """Whether a key that is not known, or that an object has twice, is refused."""

    def judge_lines(self, lines: bytes, first: int) -> BatchResult:
        """Verdicts on whole lines, the first with that number; an empty line counts and gives nothing."""
        out = bytearray()
        bad = 0
        number = first
        for number, line in enumerate(lines.split(b"\n"), first):
            if line and not line.isspace():
                bad += not self._judge_line(line, number, out)
        return BatchResult(bytes(out), number - first + (not lines.endswith(b"\n")), bad)

    def answer_row(self, row: MessageRow) -> VerdictRecord:
        """The answer to one row. Raises ``msgspec.ValidationError`` where a field does not hold."""
        message, verdict = self.judge_row(row)
        return build_verdict_record(verdict, message, UNSET if row.id is None else row.id)

    def judge_row(self, row: MessageRow) -> tuple[Message, Verdict]:
        """The message of a row, and the verdict on it."""
        message = message_from_row(row, self.today, self.read_file, _read_picture)
        if message.answers and self.charter is not None:
            message = replace(message, presented_as=self.charter.id)
        dated = row.received_at is not None or message.traits.has_subject
        return message, judge(message, self.charter, lang=self.lang, known=self.known(message, dated))

    def _judge_line(self, line: bytes, number: int, out: bytearray) -> bool:
        """Judge a line; false where all it gets is a refusal."""
        length = len(out)
        try:
            append_json_line(self.answer_row(parse_row(line, strict=self.strict)), out)
        except Exception as error:  # whatever a line holds, the next ones must still be judged
            del out[length:]
            append_json_line(LineRefusal(number, describe_problem(error), recover_identifier(line)), out)
            return False
        return True


def parse_row(line: bytes, *, strict: bool = False) -> MessageRow:
    """A line as a row; ``strict``: a key that is not known, or that an object has twice, is refused.

    Half characters (``"\\\\ud83d"``) are not JSON, but the standard library writes them: they are read. So
    is a byte order mark, which Windows puts before UTF-8.
    """
    line = strip_byte_order_mark(line)
    try:
        row = _decode_request(line) if strict else _decode(line)
    except msgspec.ValidationError:
        raise
    except msgspec.DecodeError:
        if b"\\ud" not in line.lower():
            raise
        return msgspec.convert(json.loads(line), RequestRow if strict else MessageRow)
    if strict:
        refuse_repeated_keys(line)
    return row


def describe_problem(error: Exception) -> LineProblem:
    """What was wrong with a line, in words; the field is named where it is known."""
    text = str(error)
    if isinstance(error, msgspec.ValidationError):
        field = _AT_FIELD.search(text)
        return LineProblem("bad_field", _AT_FIELD.sub("", text), field[1] if field else "")
    if isinstance(error, UnicodeDecodeError):
        return LineProblem("bad_utf8", f"not UTF-8: byte 0x{error.object[error.start]:02x} at {error.start}")
    if isinstance(error, msgspec.DecodeError | json.JSONDecodeError | RecursionError):
        return LineProblem("bad_json", text)
    return LineProblem("internal", f"{type(error).__name__}: {text}"[:500])


def refuse_long_line(number: int, limit: int) -> BatchResult:
    """The refusal of a line beyond the bound, which was not kept."""
    out = bytearray()
    append_json_line(
        LineRefusal(number, LineProblem("too_long", f"the line is longer than {limit} bytes")), out
    )
    return BatchResult(bytes(out), 1, 1)


def recover_identifier(line: bytes) -> Identifier | UnsetType:
    """The ``id`` of a line that could not be read, where it can be seen all the same."""
    try:
        return msgspec.json.decode(strip_byte_order_mark(line), type=_LineIdentifier).id
    except (msgspec.DecodeError, ValueError, RecursionError):
        return UNSET
