"""HL7 v2.5 ORU^R01: what each OBX of a message tells, about the patient of its PID."""

from collections.abc import Callable, Iterator, Sequence
from functools import lru_cache
from typing import BinaryIO, Literal

from msgspec import Struct

from tocsin.tracing.intake import code_tables, times
from tocsin.tracing.intake.code_tables import choose_answers, has_known_test, says_answer
from tocsin.tracing.intake.fhir_resources import TEST_DOMAINS
from tocsin.tracing.intake.hl7_messages import (
    Hl7Block,
    Hl7Message,
    Hl7Segment,
    NotHl7,
    parse_hl7_message,
    split_messages,
)
from tocsin.tracing.intake.records import NOBODY, Code, RawPerson, RawResult, RefusedRecord

MessageForm = Literal["hl7", "hprim", ""]
"""What acknowledges a message: an ACK of HL7, an ERR of HPRIM Santé, nothing."""

_SEXES = {"F": "female", "M": "male", "O": "other", "A": "other"}
_GUARDIANS = frozenset(("GRD", "PAR", "MTH", "FTH", "GCH", "GRP", "NOK"))
"""Table 0063: who may speak for a child."""
_NAMES = {"L": 0, "": 1, "D": 2, "B": 3}
"""Table 0200: which name to use, first."""
_NUMBERS = frozenset(("NM", "SN"))
_CODED = frozenset(("CE", "CWE", "CNE"))
_OLD = frozenset(("FX", "BP", "MD", "X.400", "Internet"))
"""Table 0202: equipment that nobody answers."""

_FIELDS = {
    "no_patient": "PID", "test_identity": "PID-3", "deceased": "PID-29, PID-30", "family_name": "PID-5",
    "given_names": "PID-5", "birth_date": "PID-7", "test": "OBX-3", "value": "OBX-5", "interpretation": "OBX-8",
    "status": "OBX-11, OBR-25", "resulted_at": "OBR-22, OBX-19", "taken_at": "OBR-7, OBX-14",
    "laboratory": "MSH-4", "result_id": "OBR-3",
}  # fmt: skip


class OruMessage:
    """A message that was read: what acknowledges it is known with it."""

    __slots__ = ("form", "found", "message", "place")

    def __init__(
        self,
        place: str,
        message: Hl7Message | None,
        found: Sequence[RawResult | RefusedRecord],
        form: MessageForm = "hl7",
    ) -> None:
        self.place = place
        self.message = message
        """Its first segment is MSH, or H of HPRIM; None where it could not be read, or has no segments."""
        self.found = found
        self.form = form


class SegmentLayout(Struct, frozen=True):
    """Where the segments of ASTM's children, HL7 v2 and HPRIM, differ; OBR and OBX are alike."""

    patient: str
    """The segment of the patient."""
    read_patient: Callable[[Hl7Segment, list[Hl7Segment]], dict[str, object]]
    """The fields of a ``RawResult`` that tell of the patient, from their segment and those of next of kin."""
    laboratory: Callable[[Hl7Segment], str]
    """The laboratory, from the header."""
    locate: Callable[[Hl7Segment, int], str]
    """Where a result stands, from its segment and the number of results so far."""
    observed: tuple[int, int]
    """Fields of OBX with the time of the sample, and of the result; 0 where there is none."""
    numbers: tuple[tuple[int, int], ...]
    """Fields of OBR and ORC, with their components, that may hold the laboratory's number of an order, the
    first that is there counts."""
    statuses: str
    """The table of its statuses in ``codes.yaml``."""
    fields: dict[str, str]
    """A field of ours, or a reason -> the fields of the format."""
    text_in_lines: bool = False
    """Whether the components of a text are its lines."""


def read_messages(file: BinaryIO) -> Iterator[OruMessage]:
    file.seek(0)
    for number, block in enumerate(split_messages(file), 1):
        yield read_message(block, f"message {number}")


def read_message(block: Hl7Block, place: str) -> OruMessage:
    """The results of one message; one that cannot be read is one refused record."""

    def no(reason: str, detail: str, message: Hl7Message | None = None) -> OruMessage:
        return OruMessage(place, message, [RefusedRecord(place, block.data, reason, detail)])

    if block.long:
        return no("too_large", "a message of less than 4 MiB is expected")
    if block.stray:
        return no("unreadable", "a message that begins with MSH is expected")
    try:
        message = parse_hl7_message(block.data)
    except UnicodeDecodeError:
        return no("bad_encoding", "text in the character set of MSH-18 is expected")
    except NotHl7 as error:
        return no("unreadable", str(error))
    header = message.header
    if header.get_component(9, 1) != "ORU" or header.get_component(9, 2) not in ("R01", ""):
        return no("wrong_message", "ORU^R01 is expected in MSH-9", message)
    layout = SegmentLayout(
        "PID",
        _read_patient,
        lambda header: header.get_component(4) or header.get_component(3),
        lambda segment, number: f"{place}, {segment.name} {number}",
        (14, 19),
        ((3, 1), (2, 1)),
        "hl7",
        _FIELDS,
    )
    try:
        found = list(read_segment_results(message.segments, layout, block.data))
    except ValueError:
        return no("unreadable", "a well-formed segment is expected", message)
    if not found:
        return no("no_value", "an OBX with a result is expected", message)
    return OruMessage(place, message, found)


def read_segment_results(
    segments: Sequence[Hl7Segment], layout: SegmentLayout, raw: bytes
) -> Iterator[RawResult]:
    """The results of a message, whose first segment is its header. Raises ValueError for a broken one."""
    laboratory = layout.laboratory(segments[0])
    patient: dict[str, object] = {"has_person": False}
    order: Hl7Segment | None = None
    common: Hl7Segment | None = None
    guardians: list[Hl7Segment] = []
    pid: Hl7Segment | None = None
    panels: list[tuple[Hl7Segment | None, Hl7Segment | None, list[Hl7Segment], dict[str, object]]] = []
    for segment in segments[1:]:
        name = segment.name
        if name == layout.patient:
            pid, guardians, order, common = segment, [], None, None
            patient = layout.read_patient(pid, guardians)
        elif name == "NK1":
            guardians.append(segment)
            if pid:
                patient = layout.read_patient(pid, guardians)
        elif name == "ORC":
            common, order = segment, None
        elif name == "OBR":
            order = segment
            panels.append((order, common, [], patient))
        elif name == "OBX":
            if not panels or panels[-1][0] is not order or panels[-1][3] is not patient:
                panels.append((order, common, [], patient))
            panels[-1][2].append(segment)
    numbered = 0
    for order, common, observations, whose in panels:
        coded = [(_read_codes(one, 3, "LN"), one) for one in observations]
        told = [(codes, has_known_test(codes) or _is_answer(one)) for codes, one in coded]
        chosen, alone = choose_answers(told)
        for at in chosen:
            numbered += 1
            yield _extract_raw_result(
                order, common, observations[at], laboratory, whose,
                layout, layout.locate(observations[at], numbered), raw, by_order=alone,
            )  # fmt: skip
        if not observations and order is not None:
            numbered += 1
            where = layout.locate(order, numbered)
            yield _extract_raw_result(order, common, None, laboratory, whose, layout, where, raw)


def _is_answer(observation: Hl7Segment) -> bool:
    """Whether an OBX says positive, negative or something between."""
    return says_answer(
        _read_codes(observation, 5, ""), observation.get_component(5), (observation.get_component(8),)
    )


def _extract_raw_result(
    order: Hl7Segment | None, common: Hl7Segment | None, observation: Hl7Segment | None, laboratory: str,
    patient: dict[str, object], layout: SegmentLayout, place: str, raw: bytes, *, by_order: bool = True,
) -> RawResult:  # fmt: skip
    sampled, resulted = layout.observed
    status = (observation.get_component(11) if observation else "") or (
        order.get_component(25) if order else ""
    )
    if order and order.get_component(25) in ("X", "D", "W") and status != "C":
        status = order.get_component(25)
    tests = _read_codes(observation, 3, "LN") if observation else ()
    if order and by_order and not any(code_tables.name_code_system(system) for system, _ in tests):
        ordered = _read_codes(order, 4, "LN")
        # What was ordered may say which test it is; that it is none of ours, only the result itself says.
        tests = tests + tuple(one for one in ordered if not (tests and code_tables.is_untraced_test((one,))))
    numbers = (one.get_component(*place) for one in (order, common) if one for place in layout.numbers)
    number = next(filter(None, numbers), "")
    if number and observation:
        number = f"{number}/{observation.get_component(3)}/{observation.get_component(4)}"
    values, text, marks = _read_value(observation) if observation else ((), "", ())
    if text and observation and layout.text_in_lines and observation.get_component(2) not in _CODED:
        lines = observation.split_repetitions(5)[0].split(observation.signs[0])
        text = " ".join(filter(None, (observation.unescape_value(line) for line in lines)))
    return RawResult(
        place=place,
        raw=raw,
        fields=layout.fields,
        laboratory=laboratory,
        source_id=number,
        status=code_tables.map_status(layout.statuses, status or "F"),
        tests=tests,
        values=values,
        text=text,
        text_counts=True,
        interpretations=marks,
        taken=(order.get_component(7) if order else "")
        or (observation.get_component(sampled) if observation and sampled else ""),
        resulted=(order.get_component(22) if order else "")
        or (observation.get_component(resulted) if observation else ""),
        **patient,  # type: ignore[arg-type]
    )


def _read_value(observation: Hl7Segment) -> tuple[tuple[Code, ...], str, tuple[Code, ...]]:
    """Codes of OBX-5, its text, and the marks of OBX-8."""
    kind = observation.get_component(2)
    marks = tuple(("HL70078", code) for _, code in _read_codes(observation, 8, ""))
    if kind in _NUMBERS:
        return (), "", marks
    coded = _read_codes(observation, 5, "")
    values = _keep_known_systems(coded)
    one = observation.get_component(5)
    if kind not in _CODED:
        return values, one, marks
    if values:
        return values, "", marks
    texts = code_tables.load_code_tables().texts
    text = one if code_tables.fold_text(one) in texts else observation.get_component(5, 2) or one
    if one and code_tables.fold_text(text) not in texts:
        return coded, text, marks  # a code that nobody knows may say something else than its mark
    return (), text, marks


def _read_codes(segment: Hl7Segment, field: int, default: str) -> tuple[Code, ...]:
    """The codes of a coded field, the alternate one too; ``default``: the system where none is said."""
    whole = segment.get_raw_field(field)
    return _parse_codes(whole, segment.signs, default) if whole else ()


@lru_cache(4096)
def _parse_codes(whole: str, signs: str, default: str) -> tuple[Code, ...]:
    segment = Hl7Segment("", [whole], signs)
    found: list[Code] = []
    for one in segment.split_repetitions(0)[:10]:
        for code, system in ((1, 3), (4, 6)):
            if written := segment.get_repetition_component(one, code):
                found.append((segment.get_repetition_component(one, system) or default, written))
    return tuple(found)


@lru_cache(4096)
def _keep_known_systems(codes_: tuple[Code, ...]) -> tuple[Code, ...]:
    return tuple((system, code) for system, code in codes_ if code_tables.name_code_system(system))


# ------------------------------------------------------------------------------------ people


def _read_patient(pid: Hl7Segment, guardians: list[Hl7Segment]) -> dict[str, object]:
    numbers = (*_read_phones(pid, 13), *_read_phones(pid, 14))
    return {
        "has_person": True,
        "person": RawPerson(*_read_name(pid, 5), numbers),
        "birth_date": times.read_hl7_birth(pid.get_component(7)),
        "sex": _SEXES.get(pid.get_component(8), ""),
        "postcode": pid.get_component(11, 5),
        "lang": pid.get_component(15),
        "guardian": _find_guardian(guardians),
        "identity_of_test": any(_is_trial_identifier(pid, one) for one in pid.split_repetitions(3)),
        "has_died": bool(pid.get_component(29)) or pid.get_component(30).upper() == "Y",
    }


def _is_trial_identifier(pid: Hl7Segment, identifier: str) -> bool:
    authority = pid.get_raw_component(identifier, 4)
    return pid.get_subcomponent(authority, 2).startswith(TEST_DOMAINS)


def _read_name(segment: Hl7Segment, field: int) -> tuple[str, str]:
    """Family name and given names of the name to use: legal (L), else display or the first."""
    names = segment.split_repetitions(field)
    if len(names) > 1:
        names.sort(key=lambda one: _NAMES.get(segment.get_repetition_component(one, 7), 4))
    for one in names:
        parts = one.split(segment.signs[0], 3)
        family = segment.get_subcomponent(parts[0], 1)
        given = " ".join(filter(None, (segment.unescape_value(part) for part in parts[1:3])))
        if family or given:
            return family, given
    return "", ""


def _read_phones(segment: Hl7Segment, field: int) -> tuple[str, ...]:
    """Numbers of an XTN field: mobiles (CP) first; XTN-1, else XTN-12, else its parts."""
    if not segment.get_raw_field(field):
        return ()
    mobiles: list[str] = []
    others: list[str] = []
    for one in segment.split_repetitions(field)[:10]:
        parts = one.split(segment.signs[0])
        use, kind = (*parts[1:3], "", "")[:2]
        if kind in _OLD or use == "NET":
            continue
        number = segment.unescape_value(parts[0])
        if not number and len(parts) > 5:
            number = segment.get_repetition_component(one, 12)
        if not number and len(parts) > 5:
            country, area, local = (segment.get_repetition_component(one, n) for n in (5, 6, 7))
            number = f"+{country.lstrip('+')}{area}{local}" if country and local else f"{area}{local}"
        if number:
            (mobiles if kind == "CP" else others).append(number)
    return (*mobiles, *others)


def _find_guardian(segments: list[Hl7Segment]) -> RawPerson:
    """Who may speak for a child: first those who are said to, then those who have a telephone."""
    if not segments:
        return NOBODY

    def phones(nk1: Hl7Segment) -> tuple[str, ...]:
        return (*_read_phones(nk1, 5), *_read_phones(nk1, 6))

    best = min(segments, key=lambda nk1: (nk1.get_component(3) not in _GUARDIANS, not phones(nk1)))
    return RawPerson(*_read_name(best, 2), phones(best))
