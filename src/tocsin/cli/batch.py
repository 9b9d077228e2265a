"""Lines in, lines out: the work of one process of ``tocsin scan``.

It receives bytes and gives bytes back, so that nothing but bytes travels between processes.
"""

import json
import re
from collections.abc import Callable
from datetime import date
from errno import EINVAL, ENOENT
from pathlib import Path
from typing import NamedTuple

import msgspec
from msgspec import UNSET, Struct, UnsetType

from tocsin.charter.load import load
from tocsin.cli.lines import STANDARD
from tocsin.evidence.model import Evidence
from tocsin.message.bounds import MESSAGE_BYTES
from tocsin.message.model import Message
from tocsin.message.read import Row, looks_like_eml, to_message
from tocsin.verdict.answer import Identifier, Problem, Refusal, answer, encode_into
from tocsin.verdict.check import judge
from tocsin.verdict.model import Verdict

_decode = msgspec.json.Decoder(Row).decode
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


def folder_of(name: str) -> Path:
    """Where the paths in the rows of a file start: beside it, or here for standard input."""
    return Path() if name == STANDARD else Path(name).parent


class Batch:
    """Judges lines under one charter, in one language."""

    def __init__(
        self, charter: str, lang: str, today: date, folder: Path = Path(), register: str | None = None
    ) -> None:
        self.charter_name = charter
        self.charter = load(charter)
        self.lang = lang
        self.today = today
        """Day of reception of a message that does not say."""
        self.folder = folder
        """Where the paths of e-mails start."""
        self.register_name = register
        self.known = _look_up(register)
        """What a register knows of a message's codes; nothing where there is none."""

    def judge(self, lines: bytes, first: int) -> Judged:
        """Verdicts on whole lines, the first with that number; an empty line counts and gives nothing."""
        out = bytearray()
        bad = 0
        number = first
        for number, line in enumerate(lines.split(b"\n"), first):
            if line and not line.isspace():
                bad += not self._line(line, number, out)
        return Judged(bytes(out), number - first + (not lines.endswith(b"\n")), bad)

    def read_file(self, name: str) -> bytes:
        """An e-mail named in a row. Nothing but an e-mail: a row must not make us tell of other files."""
        path = self.folder / name
        if not path.is_file():
            raise FileNotFoundError(ENOENT, "there is no such file", name)
        with path.open("rb") as file:
            found = file.read(MESSAGE_BYTES + 1)
        if not looks_like_eml(found):
            raise OSError(EINVAL, "it is not an e-mail", name)
        return found

    def verdict(self, line: bytes) -> Verdict:
        """The verdict on one line."""
        return self._judged(read_row(line))[1]

    def _judged(self, row: Row) -> tuple[Message, Verdict]:
        message = to_message(row, self.today, self.read_file)
        dated = row.received_at is not None or message.channel == "email"
        return message, judge(message, self.charter, lang=self.lang, known=self.known(message, dated))

    def _line(self, line: bytes, number: int, out: bytearray) -> bool:
        """Judge a line; false where all it gets is a refusal."""
        length = len(out)
        try:
            row = read_row(line)
            message, verdict = self._judged(row)
            encode_into(answer(verdict, message, UNSET if row.id is None else row.id), out)
        except Exception as error:  # whatever a line holds, the next ones must still be judged
            del out[length:]
            encode_into(Refusal(number, problem(error), identifier_of(line)), out)
            return False
        return True


def _look_up(register: str | None) -> Callable[[Message, bool], tuple[Evidence, ...]]:
    if register is None:
        return lambda _message, _dated: ()
    from tocsin.cli import shelf
    from tocsin.register.known import known

    book = shelf.opened(register)
    return lambda message, dated: known(book, message, dated=dated)


def read_row(line: bytes) -> Row:
    """A line as a row.

    Half characters (``"\\\\ud83d"``) are not JSON, but the standard library writes them: they are read.
    """
    try:
        return _decode(line)
    except msgspec.ValidationError:
        raise
    except msgspec.DecodeError:
        if b"\\ud" not in line.lower():
            raise
        return msgspec.convert(json.loads(line), Row)


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
        return msgspec.json.decode(line, type=_Named).id
    except (msgspec.DecodeError, ValueError, RecursionError):
        return UNSET
