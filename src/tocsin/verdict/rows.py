"""Lines in, lines out: messages as JSON objects, each answered by its verdict or by what was wrong with it.

The contract is in ``docs/reference/json.md``. The command line and the HTTP API both answer with this.
"""

import json
import re
from collections.abc import Callable
from datetime import date
from typing import NamedTuple

import msgspec
from msgspec import UNSET, Struct, UnsetType

from tocsin.charter.schema import Charter
from tocsin.evidence.model import Evidence
from tocsin.message.charset import without_mark
from tocsin.message.model import Message
from tocsin.message.read import RequestRow, Row, to_message
from tocsin.verdict.answer import Answer, Identifier, Problem, Refusal, answer, encode_into
from tocsin.verdict.check import judge
from tocsin.verdict.model import Verdict

Known = Callable[[Message, bool], tuple[Evidence, ...]]
"""What a register knows of a message's codes; the second says whether its day of reception was given."""

_decode = msgspec.json.Decoder(Row).decode
_decode_request = msgspec.json.Decoder(RequestRow).decode
_AT_FIELD = re.compile(r" - at `\$\.?([^`]*)`$")


class Judged(NamedTuple):
    """What became of some lines."""

    output: bytes
    lines: int
    bad: int
    """How many of them have no verdict."""


class _Named(Struct):
    """What is looked for in a line that could not be read."""

    id: Identifier | UnsetType = UNSET


def nothing_known(_message: Message, _dated: bool) -> tuple[Evidence, ...]:
    """Where there is no register."""
    return ()


class Judge:
    """Judges rows under one charter, in one language."""

    def __init__(
        self,
        charter: Charter,
        lang: str,
        today: date,
        read_file: Callable[[str], bytes] | None = None,
        known: Known = nothing_known,
        *,
        strict: bool = False,
    ) -> None:
        self.charter = charter
        self.lang = lang
        self.today = today
        """Day of reception of a message that does not say."""
        self.read_file = read_file
        """Reads an e-mail whose path is given in a row; without it a path is refused."""
        self.known = known
        self.strict = strict
        """Whether a key that is not known is refused."""

    def judge(self, lines: bytes, first: int) -> Judged:
        """Verdicts on whole lines, the first with that number; an empty line counts and gives nothing."""
        out = bytearray()
        bad = 0
        number = first
        for number, line in enumerate(lines.split(b"\n"), first):
            if line and not line.isspace():
                bad += not self._line(line, number, out)
        return Judged(bytes(out), number - first + (not lines.endswith(b"\n")), bad)

    def answer(self, row: Row) -> Answer:
        """The answer to one row. Raises ``msgspec.ValidationError`` where a field does not hold."""
        message, verdict = self.judged(row)
        return answer(verdict, message, UNSET if row.id is None else row.id)

    def judged(self, row: Row) -> tuple[Message, Verdict]:
        """The message of a row, and the verdict on it."""
        message = to_message(row, self.today, self.read_file)
        dated = row.received_at is not None or message.channel == "email"
        return message, judge(message, self.charter, lang=self.lang, known=self.known(message, dated))

    def _line(self, line: bytes, number: int, out: bytearray) -> bool:
        """Judge a line; false where all it gets is a refusal."""
        length = len(out)
        try:
            encode_into(self.answer(read_row(line, strict=self.strict)), out)
        except Exception as error:  # whatever a line holds, the next ones must still be judged
            del out[length:]
            encode_into(Refusal(number, problem(error), identifier_of(line)), out)
            return False
        return True


def read_row(line: bytes, *, strict: bool = False) -> Row:
    """A line as a row; ``strict``: a key that is not known is refused.

    Half characters (``"\\\\ud83d"``) are not JSON, but the standard library writes them: they are read. So
    is a byte order mark, which Windows puts before UTF-8.
    """
    line = without_mark(line)
    try:
        return _decode_request(line) if strict else _decode(line)
    except msgspec.ValidationError:
        raise
    except msgspec.DecodeError:
        if b"\\ud" not in line.lower():
            raise
        return msgspec.convert(json.loads(line), RequestRow if strict else Row)


def problem(error: Exception) -> Problem:
    """What was wrong with a line, in words; the field is named where it is known."""
    text = str(error)
    if isinstance(error, msgspec.ValidationError):
        field = _AT_FIELD.search(text)
        return Problem("bad_field", _AT_FIELD.sub("", text), field[1] if field else "")
    if isinstance(error, UnicodeDecodeError):
        return Problem("bad_utf8", f"not UTF-8: byte 0x{error.object[error.start]:02x} at {error.start}")
    if isinstance(error, msgspec.DecodeError | json.JSONDecodeError | RecursionError):
        return Problem("bad_json", text)
    return Problem("internal", f"{type(error).__name__}: {text}"[:500])


def too_long(number: int, limit: int) -> Judged:
    """The refusal of a line beyond the bound, which was not kept."""
    out = bytearray()
    encode_into(Refusal(number, Problem("too_long", f"the line is longer than {limit} bytes")), out)
    return Judged(bytes(out), 1, 1)


def identifier_of(line: bytes) -> Identifier | UnsetType:
    """The ``id`` of a line that could not be read, where it can be seen all the same."""
    try:
        return msgspec.json.decode(without_mark(line), type=_Named).id
    except (msgspec.DecodeError, ValueError, RecursionError):
        return UNSET
