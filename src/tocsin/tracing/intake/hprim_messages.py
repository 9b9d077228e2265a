"""HPRIM Santé as text: messages out of a file, segments with their lines.

HPRIM Santé 2.x is HL7 v2's sibling (both descend from ASTM E1238): ``H``, ``P``, ``OBR``, ``OBX``, ``C`` and
``L`` segments, ``A`` for what did not fit on the line before. Its delimiters are its own, and each file says
them: ``H|~^\\&|`` are field, component, repetition, escape, subcomponent.
"""

import re
from collections.abc import Iterator
from typing import BinaryIO, Final

from msgspec import Struct

from tocsin.tracing.intake.bounded_lines import read_bounded_lines
from tocsin.tracing.intake.charsets import decode_undeclared
from tocsin.tracing.intake.hl7_messages import Hl7Message, Hl7Segment, NotHl7
from tocsin.tracing.intake.size_limits import KEPT, RECORD

HEADER: Final = re.compile(rb"H([^A-Za-z0-9\s])([^A-Za-z0-9\s]{3,5})\1")
"""The beginning of a header: the letter, and the delimiters that it says."""
_FRAME: Final = b"\r\n \t\x00\x0b\x1a\x1c"
_CONTINUED: Final = "A"


class HprimBlock(Struct, frozen=True, gc=False):
    """The bytes of one message, or of what stands between messages."""

    data: bytes
    line: int
    """The line of its file on which it begins, from 1."""
    stray: bool = False
    """It does not begin with H."""
    long: bool = False


class HprimMessage(Struct, frozen=True, gc=False):
    """A message, and on which line each of its segments begins."""

    message: Hl7Message
    lines: dict[int, int]
    """``id`` of a segment -> line."""


def split_hprim_messages(file: BinaryIO) -> Iterator[HprimBlock]:
    """The messages of a file: each from its H to the next."""
    kept: list[bytes] = []
    size, begun, stray = 0, 1, True
    for number, (_, line, long) in enumerate(read_bounded_lines(file), 1):
        plain = line.lstrip(b"\xef\xbb\xbf" + _FRAME) if number == 1 else line.lstrip(_FRAME)
        if HEADER.match(plain):
            yield from _make_block(kept, size, begun, stray=stray)
            kept, size, begun, stray = [], 0, number, False
        elif not kept:
            begun = number
        if not plain.strip(_FRAME) and not kept:
            continue
        size += len(line) + (RECORD if long else 0)
        if size <= RECORD or sum(map(len, kept)) < KEPT:
            kept.append(plain if HEADER.match(plain) else line)
    yield from _make_block(kept, size, begun, stray=stray)


def _make_block(kept: list[bytes], size: int, line: int, *, stray: bool) -> Iterator[HprimBlock]:
    # Lines of a file whose lines end with CR alone come without their ends.
    data = b"".join(one if one.endswith(b"\n") else one + b"\r" for one in kept).strip(_FRAME)
    if data:
        long = size > RECORD
        yield HprimBlock(data[:KEPT] if long else data, line, stray, long)


def parse_hprim_message(block: HprimBlock) -> HprimMessage:
    """The segments of a message. Raises NotHl7, and UnicodeDecodeError where its bytes are no text."""
    if not HEADER.match(block.data):
        raise NotHl7("a message that begins with H and its delimiters is expected")
    text = decode_undeclared(block.data)
    sign = text[1]
    signs = text[2 : text.find(sign, 2)]
    if len({sign, *signs}) != len(signs) + 1:
        raise NotHl7("different delimiters in H-2 are expected")
    whole = signs[:4] + "~^\\&"[len(signs) :][: 4 - len(signs[:4])] + sign
    rows: list[tuple[int, str]] = []
    for number, written in enumerate(re.split(r"\r\n|\r|\n", text), block.line):
        row = written.strip("\x0b\x1a\x1c \t")
        if row.startswith(f"{_CONTINUED}{sign}") and rows:
            rows[-1] = rows[-1][0], rows[-1][1] + row[2:]
        elif row:
            rows.append((number, row))
    segments: list[Hl7Segment] = []
    lines: dict[int, int] = {}
    for number, row in rows:
        fields = row.split(sign)
        segment = Hl7Segment(fields[0].upper(), fields, whole)
        segments.append(segment)
        lines[id(segment)] = number
    return HprimMessage(Hl7Message(segments), lines)
