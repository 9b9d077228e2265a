"""HPRIM Santé ORU: what each OBX of a message tells, about the patient of its P segment.

Fields are numbered as the recommendation has them: the name of the segment is its first. ``P-6`` of the page is
``fields[5]`` here, as ``PID-5`` of HL7 is.
"""

import re
from collections.abc import Iterator
from typing import BinaryIO, Final

from msgspec import Struct

from tocsin.tracing.intake import times
from tocsin.tracing.intake.bounded_lines import KEPT, RECORD, decode_undeclared, read_bounded_lines
from tocsin.tracing.intake.hl7_messages import Hl7Message, Hl7Segment, NotHl7
from tocsin.tracing.intake.oru_results import OruMessage, SegmentLayout, read_segment_results
from tocsin.tracing.intake.records import RawPerson, RefusedRecord

# HPRIM Santé as text: messages out of a file, segments with their lines.
#
# HPRIM Santé 2.x is HL7 v2's sibling (both descend from ASTM E1238): ``H``, ``P``, ``OBR``, ``OBX``, ``C`` and
# ``L`` segments, ``A`` for what did not fit on the line before. Its delimiters are its own, and each file says
# them: ``H|~^\&|`` are field, component, repetition, escape, subcomponent.

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


_SEXES: Final = {"F": "female", "M": "male"}
_CONTEXT: Final = "ORU"
_FIELDS: Final = {
    "no_patient": "P", "deceased": "P-34", "family_name": "P-6, P-7", "given_names": "P-6, P-7",
    "birth_date": "P-8", "test": "OBX-4", "value": "OBX-6", "interpretation": "OBX-9",
    "status": "OBX-12, OBR-26", "resulted_at": "OBR-23, OBX-15", "taken_at": "OBR-8", "laboratory": "H-5",
    "result_id": "OBR-4",
}  # fmt: skip


def read_hprim_messages(file: BinaryIO, place: str = "") -> Iterator[OruMessage]:
    """The messages of a file, each with its results; ``place`` stands before their lines."""
    file.seek(0)
    for block in split_hprim_messages(file):
        yield read_hprim_message(block, place)


def read_hprim_message(block: HprimBlock, place: str = "") -> OruMessage:
    """The results of one message; one that cannot be read is one refused record."""
    where = f"{place}line {block.line}"

    def no(reason: str, detail: str, message: Hl7Message | None = None) -> OruMessage:
        return OruMessage(where, message, [RefusedRecord(where, block.data, reason, detail)], "hprim")

    if block.long:
        return no("too_large", "a message of less than 4 MiB is expected")
    if block.stray:
        return no("unreadable", "a message that begins with H and its delimiters is expected")
    try:
        read = parse_hprim_message(block)
    except UnicodeDecodeError:
        return no("bad_encoding", "text in UTF-8 or Windows-1252 is expected")
    except NotHl7 as error:
        return no("unreadable", str(error))
    message = read.message
    if message.header.get_component(6) != _CONTEXT:
        return no("wrong_message", "ORU is expected in H-7", message)
    layout = SegmentLayout(
        "P",
        _read_patient,
        # By its code where it has one; its name may be written differently another day.
        lambda header: header.get_component(4) or header.get_component(4, 2),
        lambda segment, _: f"{place}line {read.lines[id(segment)]}",
        (0, 14),
        # A correction is known by the number of the laboratory, then by that of whoever ordered.
        ((3, 2), (3, 1), (2, 1)),
        "hprim",
        _FIELDS,
        text_in_lines=True,
    )
    try:
        found = list(read_segment_results(message.segments, layout, block.data))
    except ValueError:
        return no("unreadable", "a well-formed segment is expected", message)
    if not found:
        return no("no_value", "an OBX with a result is expected", message)
    return OruMessage(where, message, found, "hprim")


def _read_patient(patient: Hl7Segment, _kin: list[Hl7Segment]) -> dict[str, object]:
    """The patient of a P segment. HPRIM has no segment for next of kin."""
    numbers = [patient.get_repetition_component(one, 1) for one in patient.split_repetitions(12)[:10]]
    given = " ".join(filter(None, (patient.get_component(5, 2), patient.get_component(5, 3))))
    return {
        "has_person": True,
        # The name of birth, as every other format has it, where it is said beside the one in use.
        "person": RawPerson(
            patient.get_component(6) or patient.get_component(5), given, tuple(filter(None, numbers))
        ),
        "birth_date": times.read_hl7_birth(patient.get_component(7)),
        "sex": _SEXES.get(patient.get_component(8).upper(), ""),
        "postcode": patient.get_component(10, 5),
        "lang": patient.get_component(30),
        "has_died": bool(patient.get_component(33)),
    }
