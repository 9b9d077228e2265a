"""HL7 v2 as text: messages out of a file, segments, fields, repetitions, components, escapes.

Linear in the input, with any encoding characters; nothing is checked against the message's structure.
"""

import re
from collections.abc import Iterator
from itertools import pairwise
from typing import BinaryIO

from msgspec import Struct

from tocsin.tracing.intake.bounded_lines import CHUNK, KEPT, RECORD, decode_declared, decode_undeclared

CHARSETS = {
    "": "utf-8", "ASCII": "utf-8", "8859/1": "iso-8859-1", "8859/15": "iso-8859-15", "UNICODE UTF-8": "utf-8",
    "UNICODE": "utf-8", "UTF-8": "utf-8", "ISO-8859-1": "iso-8859-1", "ISO8859-1": "iso-8859-1",
    "ISO-8859-15": "iso-8859-15", "WINDOWS-1252": "cp1252", "WINDOWS 1252": "cp1252", "WINDOWS1252": "cp1252",
    "WIN-1252": "cp1252", "CP1252": "cp1252", "CP-1252": "cp1252", "ANSI": "cp1252",
}  # fmt: skip
"""MSH-18 (table 0211, and what is met) -> our codec. Without it UTF-8, else Windows-1252."""

_MSH = re.compile(rb"MSH[^A-Za-z0-9\r\n ]")
_ENDS = re.compile(r"\r\n?|\n")
_BEFORE = (b"\r", b"\n", b"\x0b")
_FRAME = b"\x0b\x1c"
_BETWEEN = (b"FHS", b"BHS", b"BTS", b"FTS")


class Hl7Block(Struct, frozen=True, gc=False):
    data: bytes
    offset: int
    stray: bool = False
    """It does not begin with MSH."""
    long: bool = False


def split_messages(file: BinaryIO) -> Iterator[Hl7Block]:
    """The messages of a file: framed by MLLP, or one after the other; file and batch headers are left out."""
    buffer = b""
    base = 0
    want = CHUNK
    end = False
    while not end:
        more = file.read(want)
        end = not more
        buffer += more
        starts = [found.start() for found in _MSH.finditer(buffer) if is_message_start(buffer, found.start())]
        if starts and starts[0] > 0:
            yield from _unframe_message(buffer[: starts[0]], base, stray=True)
        for at, until in pairwise(starts):
            yield from _unframe_message(buffer[at:until], base + at)
        last = starts[-1] if starts else 0
        buffer, base = buffer[last:], base + last
        if len(buffer) > RECORD and not end:
            yield Hl7Block(buffer[:KEPT], base, long=True)
            base, buffer = _skip_oversized_message(file, base + len(buffer))
        want = CHUNK if len(buffer) < CHUNK else min(len(buffer), RECORD)
    yield from _unframe_message(buffer, base, stray=not _MSH.match(buffer))


def _unframe_message(data: bytes, offset: int, stray: bool = False) -> Iterator[Hl7Block]:
    """One message, without its frame and without the trailer of a batch."""
    data = data.strip(b"\r\n \t\x00" + _FRAME)
    if stray:
        kept = [
            line
            for line in re.split(rb"[\r\n]+", data.removeprefix(b"\xef\xbb\xbf"))
            if line.strip(_FRAME + b" \t") and not line.startswith(_BETWEEN)
        ]
        data = b"\r".join(kept)
    if data:
        yield Hl7Block(data, offset, stray)


def is_message_start(data: bytes, at: int) -> bool:
    """Whether a message may begin there: at the beginning of a line, or in its frame."""
    return at == 0 or data[at - 1 : at] in _BEFORE


def _skip_oversized_message(file: BinaryIO, offset: int) -> tuple[int, bytes]:
    """Pass over what is left of a message that is too large: to the next, and its offset."""
    tail = b"\r"
    while chunk := file.read(CHUNK):
        part = tail + chunk
        for found in _MSH.finditer(part):
            if is_message_start(part, found.start()):
                return offset + found.start() - len(tail), part[found.start() :]
        offset += len(chunk)
        tail = chunk[-8:]
    return offset, b""


class Hl7Segment(Struct, frozen=True, gc=False):
    """A segment; fields count from 1 as the standard's do."""

    name: str
    fields: list[str]
    signs: str
    """Component, repetition, escape, subcomponent and field: what separates them."""

    def get_raw_field(self, field: int) -> str:
        return self.fields[field] if field < len(self.fields) else ""

    def get_component(self, field: int, component: int = 1) -> str:
        """A component as text, of a field's first repetition; empty where it is not there."""
        if field >= len(self.fields):
            return ""
        whole = self.fields[field]
        if not whole or whole == '""':
            return ""
        if component == 1 and whole.isalnum():
            return whole  # it holds no sign
        return self.get_repetition_component(whole.partition(self.signs[1])[0], component)

    def split_repetitions(self, field: int) -> list[str]:
        whole = self.get_raw_field(field)
        return whole.split(self.signs[1]) if whole else []

    def get_repetition_component(self, repetition: str, component: int) -> str:
        parts = repetition.split(self.signs[0])
        if component > len(parts):
            return ""
        return self.unescape_value(parts[component - 1])

    def get_subcomponent(self, text: str, subcomponent: int) -> str:
        """A subcomponent of what ``get_raw_component`` gave."""
        parts = text.split(self.signs[3])
        return self.unescape_value(parts[subcomponent - 1]) if subcomponent <= len(parts) else ""

    def get_raw_component(self, repetition: str, component: int) -> str:
        """A component as it stands, its escapes in it."""
        parts = repetition.split(self.signs[0])
        return parts[component - 1] if component <= len(parts) else ""

    def unescape_value(self, written: str) -> str:
        """What stands there, its escapes undone; ``""`` means that it was deleted."""
        if written == '""':
            return ""
        return (
            unescape_text(written, self.signs[4], self.signs) if self.signs[2] in written else written.strip()
        )


class Hl7Message(Struct, frozen=True, gc=False):
    segments: list[Hl7Segment]

    @property
    def header(self) -> Hl7Segment:
        """MSH; its fields are numbered as the standard has them: MSH-2 is the encoding characters."""
        return self.segments[0]


class NotHl7(ValueError):
    """The bytes are no HL7 v2 message."""


def parse_hl7_message(data: bytes) -> Hl7Message:
    """The segments of a message. Raises NotHl7, and UnicodeDecodeError where the character set is another."""
    if not _MSH.match(data) or len(data) < 9:
        raise NotHl7("a message that begins with MSH is expected")
    text = decode_message(data)
    sign = text[3]
    signs = text[4 : text.find(sign, 4)]
    if not 1 <= len(signs) <= 5 or "\r" in signs or len({sign, *signs}) != len(signs) + 1:
        raise NotHl7("different encoding characters in MSH-2 are expected")
    whole = signs[:4] + "^~\\&"[len(signs) :] + sign
    segments = [
        Hl7Segment(fields[0], fields, whole)
        for line in (_ENDS.split(text) if "\n" in text else text.split("\r"))
        if line and (fields := line.lstrip(" \t").split(sign))
    ]
    segments[0].fields[:2] = ["MSH", sign, signs]
    return Hl7Message(segments)


def decode_message(data: bytes) -> str:
    """A message as text, by its own MSH-18. Raises UnicodeDecodeError."""
    head = data[: data.find(b"\r")] if b"\r" in data else data.partition(b"\n")[0]
    fields = head[:4096].split(head[3:4])
    said = (
        fields[17].split(head[4:5])[0].split(head[5:6])[0].decode("ascii", "replace")
        if len(fields) > 17
        else ""
    )
    codec = CHARSETS.get(said.strip().upper())
    if codec is None:
        raise UnicodeDecodeError("ascii", b"", 0, 0, "another character set")
    return decode_declared(data, codec) if said else decode_undeclared(data)


_HEX = re.compile(r"X([0-9A-Fa-f]{2}){1,64}")


def unescape_text(written: str, field_sign: str, signs: str) -> str:
    """Text without escapes; what is no escape stays as it is, formatting commands become spaces.

    >>> unescape_text("D\\\\T\\\\A \\\\X41\\\\ a\\\\b", "|", "^~\\\\&|")
    'D&A A a\\\\b'
    """
    sign = signs[2]
    known = {"F": field_sign, "S": signs[0], "T": signs[3], "R": signs[1], "E": sign}
    parts = written.split(sign)
    out = [parts[0]]
    at = 1
    while at < len(parts):
        part = parts[at]
        if at + 1 < len(parts) and (part in known or _HEX.fullmatch(part) or part[:1] in (".", "H", "N")):
            if part in known:
                out.append(known[part])
            elif part[:1] == "X":
                out.append(bytes.fromhex(part[1:]).decode("latin-1"))
            else:
                out.append("" if part in ("H", "N") else " ")
            out.append(parts[at + 1])
            at += 2
        else:
            out.append(sign + part)
            at += 1
    return "".join(out).strip()
