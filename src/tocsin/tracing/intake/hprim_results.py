"""HPRIM Santé ORU: what each OBX of a message tells, about the patient of its P segment.

Fields are numbered as the recommendation has them: the name of the segment is its first. ``P-6`` of the page is
``fields[5]`` here, as ``PID-5`` of HL7 is.
"""

from collections.abc import Iterator
from typing import BinaryIO, Final

from tocsin.tracing.intake import times
from tocsin.tracing.intake.hl7_messages import Hl7Message, Hl7Segment, NotHl7
from tocsin.tracing.intake.hprim_messages import (
    HprimBlock,
    parse_hprim_message,
    split_hprim_messages,
)
from tocsin.tracing.intake.oru_results import OruMessage, SegmentLayout, read_segment_results
from tocsin.tracing.intake.records import RawPerson, RefusedRecord

_SEXES: Final = {"F": "female", "M": "male"}
_CONTEXT: Final = "ORU"
_FIELDS: Final = {
    "no_patient": "P", "deceased": "P-34", "no_identity": "P-6, P-7 and P-8", "unknown_test": "OBX-4",
    "antibody_test": "OBX-4", "no_value": "OBX-6", "unknown_value": "OBX-6 or OBX-9",
    "indeterminate": "OBX-6 or OBX-9", "contradiction": "OBX-6 and OBX-9", "unknown_status": "OBX-12 or OBR-26",
    "not_final": "OBX-12 or OBR-26", "no_result_time": "OBR-23 or OBX-15",
    "bad_date": "P-8, OBR-8, OBR-23 or OBX-15", "future_date": "P-8, OBR-23 or OBX-15",
    "no_identifier": "OBR-4 and H-5",
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
    birth = patient.get_component(7)
    try:
        born = times.parse_hl7_day(birth) if birth else ""
    except ValueError:
        born = birth  # and will be refused with the result
    numbers = [patient.get_repetition_component(one, 1) for one in patient.split_repetitions(12)[:10]]
    given = " ".join(filter(None, (patient.get_component(5, 2), patient.get_component(5, 3))))
    return {
        "has_person": True,
        # The name of birth, as every other format has it, where it is said beside the one in use.
        "person": RawPerson(
            patient.get_component(6) or patient.get_component(5), given, tuple(filter(None, numbers))
        ),
        "birth_date": born,
        "sex": _SEXES.get(patient.get_component(8).upper(), ""),
        "postcode": patient.get_component(10, 5),
        "lang": patient.get_component(30),
        "has_died": bool(patient.get_component(33)),
    }
