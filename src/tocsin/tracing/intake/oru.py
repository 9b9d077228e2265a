"""HL7 v2.5 ORU^R01: what each OBX of a message tells, about the patient of its PID."""

from collections.abc import Iterator
from functools import lru_cache
from typing import BinaryIO

from tocsin.tracing.intake import codes, times
from tocsin.tracing.intake.fhir import TEST_DOMAINS
from tocsin.tracing.intake.hl7 import Block, Message, NotHl7, Segment, blocks, parse
from tocsin.tracing.intake.record import NOBODY, Code, Person, Refused, Told

_SEXES = {"F": "female", "M": "male", "O": "other", "A": "other"}
_GUARDIANS = frozenset(("GRD", "PAR", "MTH", "FTH", "GCH", "GRP", "NOK"))
"""Table 0063: who may speak for a child."""
_NAMES = {"L": 0, "": 1, "D": 2, "B": 3}
"""Table 0200: which name to use, first."""
_NUMBERS = frozenset(("NM", "SN"))
_CODED = frozenset(("CE", "CWE", "CNE"))
_OLD = frozenset(("FX", "BP", "MD", "X.400", "Internet"))
"""Table 0202: equipment that nobody answers."""


class Read:
    """A message that was read: what acknowledges it is known with it."""

    __slots__ = ("found", "message", "place")

    def __init__(self, place: str, message: Message | None, found: list[Told | Refused]) -> None:
        self.place = place
        self.message = message
        self.found = found


def messages(file: BinaryIO) -> Iterator[Read]:
    """The messages of a file, each with its results."""
    file.seek(0)
    for number, block in enumerate(blocks(file), 1):
        yield read(block, f"message {number}")


def read(block: Block, place: str) -> Read:
    """The results of one message; one that cannot be read is one refused record."""

    def no(reason: str, detail: str, message: Message | None = None) -> Read:
        return Read(place, message, [Refused(place, block.data, reason, detail)])

    if block.long:
        return no("too_large", "a message of less than 4 MiB is expected")
    if block.stray:
        return no("unreadable", "a message that begins with MSH is expected")
    try:
        message = parse(block.data)
    except UnicodeDecodeError:
        return no("bad_encoding", "text in the character set of MSH-18 is expected")
    except NotHl7 as error:
        return no("unreadable", str(error))
    header = message.header
    if header.get(9, 1) != "ORU" or header.get(9, 2) not in ("R01", ""):
        return no("wrong_message", "ORU^R01 is expected in MSH-9", message)
    try:
        found = list(_results(message, place, block.data))
    except ValueError:
        return no("unreadable", "a well-formed segment is expected", message)
    if not found:
        return no("no_value", "an OBX with a result is expected", message)
    return Read(place, message, found)


def _results(message: Message, place: str, raw: bytes) -> Iterator[Told | Refused]:
    header = message.header
    laboratory = header.get(4) or header.get(3)
    patient: dict[str, object] = {"has_person": False}
    order: Segment | None = None
    common: Segment | None = None
    guardians: list[Segment] = []
    pid: Segment | None = None
    panels: list[tuple[Segment | None, Segment | None, list[Segment], dict[str, object]]] = []
    for segment in message.segments[1:]:
        name = segment.name
        if name == "PID":
            pid, guardians, order, common = segment, [], None, None
            patient = _patient(pid, guardians)
        elif name == "NK1":
            guardians.append(segment)
            if pid:
                patient = _patient(pid, guardians)
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
        chosen = [one for one in observations if _is_known(one)]
        others = [one for one in observations if not _is_known(one) and _is_answer(one)]
        alone = not chosen and len(others) <= 1  # then the order says what was tested
        if not chosen and all(_is_other(one) for one in others):
            # One that is not known to be of another test is not passed over because of those that are.
            others += [one for one in observations if not _is_other(one)][:1]
        for observation in (*chosen, *others) or observations[:1]:
            numbered += 1
            where = f"{place}, OBX {numbered}"
            yield _told(order, common, observation, laboratory, whose, where, raw, by_order=alone)
        if not observations and order is not None:
            numbered += 1
            yield _told(order, common, None, laboratory, whose, f"{place}, OBR {numbered}", raw)


def _is_known(observation: Segment) -> bool:
    return _any_known(_coded(observation, 3, "LN"))


def _is_other(observation: Segment) -> bool:
    return codes.is_other(_coded(observation, 3, "LN"))


@lru_cache(4096)
def _any_known(tests: tuple[Code, ...]) -> bool:
    known = codes.tables().tests
    return any((codes.system(system), code) in known for system, code in tests)


def _is_answer(observation: Segment) -> bool:
    """Whether an OBX of a test that is not known says positive, negative or something between."""
    tables = codes.tables()
    values = _coded(observation, 5, "")
    if any((codes.system(system), code) in tables.values for system, code in values):
        return True
    mark = observation.get(8).upper()
    return codes.folded(observation.get(5)) in tables.texts or ("interpretation", mark) in tables.values


def _told(
    order: Segment | None, common: Segment | None, observation: Segment | None, laboratory: str,
    patient: dict[str, object], place: str, raw: bytes, *, by_order: bool = True,
) -> Told:  # fmt: skip
    status = (observation.get(11) if observation else "") or (order.get(25) if order else "")
    if order and order.get(25) in ("X", "D", "W") and status != "C":
        status = order.get(25)
    tests = _coded(observation, 3, "LN") if observation else ()
    if order and by_order and not any(codes.system(system) for system, _ in tests):
        ordered = _coded(order, 4, "LN")
        # What was ordered may say which test it is; that it is none of ours, only the result itself says.
        tests = tests + tuple(one for one in ordered if not (tests and codes.is_other((one,))))
    numbers = [one.get(field) for one in (order, common) if one for field in (3, 2)]
    number = next(filter(None, numbers), "")
    if number and observation:
        number = f"{number}/{observation.get(3)}/{observation.get(4)}"
    values, text, marks = _value(observation) if observation else ((), "", ())
    return Told(
        place=place,
        raw=raw,
        laboratory=laboratory,
        source_id=number,
        status=codes.status("hl7", status or "F"),
        tests=tests,
        values=values,
        text=text,
        text_counts=True,
        interpretations=marks,
        taken=(order.get(7) if order else "") or (observation.get(14) if observation else ""),
        resulted=(order.get(22) if order else "") or (observation.get(19) if observation else ""),
        **patient,  # type: ignore[arg-type]
    )


def _value(observation: Segment) -> tuple[tuple[Code, ...], str, tuple[Code, ...]]:
    """Codes of OBX-5, its text, and the marks of OBX-8."""
    kind = observation.get(2)
    marks = tuple(("HL70078", code) for _, code in _coded(observation, 8, ""))
    if kind in _NUMBERS:
        return (), "", marks
    coded = _coded(observation, 5, "")
    values = _named(coded)
    one = observation.get(5)
    if kind not in _CODED:
        return values, one, marks
    if values:
        return values, "", marks
    texts = codes.tables().texts
    text = one if codes.folded(one) in texts else observation.get(5, 2) or one
    if one and codes.folded(text) not in texts:
        return coded, text, marks  # a code that nobody knows may say something else than its mark
    return (), text, marks


def _coded(segment: Segment, field: int, default: str) -> tuple[Code, ...]:
    """The codes of a coded field, the alternate one too; ``default``: the system where none is said."""
    whole = segment.raw(field)
    return _codes(whole, segment.signs, default) if whole else ()


@lru_cache(4096)
def _codes(whole: str, signs: str, default: str) -> tuple[Code, ...]:
    segment = Segment("", [whole], signs)
    found: list[Code] = []
    for one in segment.repeated(0)[:10]:
        for code, system in ((1, 3), (4, 6)):
            if written := segment.component(one, code):
                found.append((segment.component(one, system) or default, written))
    return tuple(found)


@lru_cache(4096)
def _named(codes_: tuple[Code, ...]) -> tuple[Code, ...]:
    """Those whose system is known."""
    return tuple((system, code) for system, code in codes_ if codes.system(system))


# ------------------------------------------------------------------------------------ people


def _patient(pid: Segment, guardians: list[Segment]) -> dict[str, object]:
    numbers = (*_phones(pid, 13), *_phones(pid, 14))
    birth = pid.get(7)
    try:
        born = times.hl7_day(birth) if birth else ""
    except ValueError:
        born = birth  # and will be refused with the result
    return {
        "has_person": True,
        "person": Person(*_name(pid, 5), numbers),
        "birth_date": born or "",
        "sex": _SEXES.get(pid.get(8), ""),
        "postcode": pid.get(11, 5),
        "lang": pid.get(15),
        "guardian": _guardian(guardians),
        "identity_of_test": any(_of_test(pid, one) for one in pid.repeated(3)),
        "has_died": bool(pid.get(29)) or pid.get(30).upper() == "Y",
    }


def _of_test(pid: Segment, identifier: str) -> bool:
    authority = pid.raw_component(identifier, 4)
    return pid.sub(authority, 2).startswith(TEST_DOMAINS)


def _name(segment: Segment, field: int) -> tuple[str, str]:
    """Family name and given names of the name to use: legal (L), else display or the first."""
    names = segment.repeated(field)
    if len(names) > 1:
        names.sort(key=lambda one: _NAMES.get(segment.component(one, 7), 4))
    for one in names:
        parts = one.split(segment.signs[0], 3)
        family = segment.sub(parts[0], 1)
        given = " ".join(filter(None, (segment.text(part) for part in parts[1:3])))
        if family or given:
            return family, given
    return "", ""


def _phones(segment: Segment, field: int) -> tuple[str, ...]:
    """Numbers of an XTN field: mobiles (CP) first; XTN-1, else XTN-12, else its parts."""
    if not segment.raw(field):
        return ()
    mobiles: list[str] = []
    others: list[str] = []
    for one in segment.repeated(field)[:10]:
        parts = one.split(segment.signs[0])
        use, kind = (*parts[1:3], "", "")[:2]
        if kind in _OLD or use == "NET":
            continue
        number = segment.text(parts[0])
        if not number and len(parts) > 5:
            number = segment.component(one, 12)
        if not number and len(parts) > 5:
            country, area, local = (segment.component(one, n) for n in (5, 6, 7))
            number = f"+{country.lstrip('+')}{area}{local}" if country and local else f"{area}{local}"
        if number:
            (mobiles if kind == "CP" else others).append(number)
    return (*mobiles, *others)


def _guardian(segments: list[Segment]) -> Person:
    """Who may speak for a child: first those who are said to, then those who have a telephone."""
    if not segments:
        return NOBODY

    def phones(nk1: Segment) -> tuple[str, ...]:
        return (*_phones(nk1, 5), *_phones(nk1, 6))

    best = min(segments, key=lambda nk1: (nk1.get(3) not in _GUARDIANS, not phones(nk1)))
    return Person(*_name(best, 2), phones(best))
