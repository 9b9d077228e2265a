"""FHIR R4: what an Observation and its Patient tell.

Only what is needed is read, and what is needed must have the type that FHIR gives it. The full classes of
``fhir.resources`` are an oracle in the tests: they read 2,900 bundles a second, these 150,000.
"""

from collections.abc import Iterator
from typing import Annotated, Any

import msgspec
from msgspec import Struct

from tocsin.tracing.intake import codes
from tocsin.tracing.intake.record import NOBODY, Code, Person, Told

TEST_DOMAINS = ("1.2.250.1.213.1.4.10", "1.2.250.1.213.1.4.11")
"""Domains of the national health identity made to try software out."""


SEVERAL = 500
"""Entries of one list inside a resource: no result of a person has as many, and each is gone through."""
type Several[T] = Annotated[list[T], msgspec.Meta(max_length=SEVERAL)]


class Coding(Struct, gc=False):
    system: str | None = None
    code: str | None = None


class Concept(Struct, gc=False):
    coding: Several[Coding] | None = None
    text: str | None = None


class Identifier(Struct, gc=False):
    system: str | None = None
    value: str | None = None


class Reference(Struct, gc=False):
    reference: str | None = None
    identifier: Identifier | None = None
    display: str | None = None


class Period(Struct, gc=False):
    start: str | None = None


class Name(Struct, gc=False):
    use: str | None = None
    family: str | None = None
    given: Several[str] | None = None


class Telecom(Struct, gc=False):
    system: str | None = None
    value: str | None = None
    use: str | None = None
    rank: int | None = None


class Address(Struct, gc=False):
    postalCode: str | None = None  # noqa: N815
    use: str | None = None


class Relative(Struct, gc=False):
    modifierExtension: Several[Any] | None = None  # noqa: N815
    relationship: Several[Concept] | None = None
    name: Name | None = None
    telecom: Several[Telecom] | None = None


class Communication(Struct, gc=False):
    modifierExtension: Several[Any] | None = None  # noqa: N815
    language: Concept | None = None
    preferred: bool | None = None


class Patient(Struct, gc=False):
    id: str | None = None
    implicitRules: str | None = None  # noqa: N815
    modifierExtension: Several[Any] | None = None  # noqa: N815
    identifier: Several[Identifier] | None = None
    name: Several[Name] | None = None
    telecom: Several[Telecom] | None = None
    gender: str | None = None
    birthDate: str | None = None  # noqa: N815
    deceasedBoolean: bool | None = None  # noqa: N815
    deceasedDateTime: str | None = None  # noqa: N815
    address: Several[Address] | None = None
    contact: Several[Relative] | None = None
    communication: Several[Communication] | None = None


class Component(Struct, gc=False):
    modifierExtension: Several[Any] | None = None  # noqa: N815
    code: Concept | None = None
    valueCodeableConcept: Concept | None = None  # noqa: N815
    valueString: str | None = None  # noqa: N815
    interpretation: Several[Concept] | None = None


class Meta(Struct, gc=False):
    source: str | None = None


class Observation(Struct, gc=False):
    """An Observation; also a DiagnosticReport that carries its conclusion itself."""

    resourceType: str = ""  # noqa: N815
    id: str | None = None
    implicitRules: str | None = None  # noqa: N815
    modifierExtension: Several[Any] | None = None  # noqa: N815
    meta: Meta | None = None
    identifier: Several[Identifier] | None = None
    status: str | None = None
    code: Concept | None = None
    subject: Reference | None = None
    issued: str | None = None
    effectiveDateTime: str | None = None  # noqa: N815
    effectiveInstant: str | None = None  # noqa: N815
    effectivePeriod: Period | None = None  # noqa: N815
    performer: Several[Reference] | None = None
    valueCodeableConcept: Concept | None = None  # noqa: N815
    valueString: str | None = None  # noqa: N815
    interpretation: Several[Concept] | None = None
    component: Several[Component] | None = None
    hasMember: Several[Reference] | None = None  # noqa: N815
    result: Several[Reference] | None = None
    conclusionCode: Several[Concept] | None = None  # noqa: N815
    contained: Several[msgspec.Raw] | None = None


class Request(Struct, gc=False):
    modifierExtension: Several[Any] | None = None  # noqa: N815
    method: str | None = None
    url: str | None = None


class Entry(Struct, gc=False):
    modifierExtension: Several[Any] | None = None  # noqa: N815
    fullUrl: str | None = None  # noqa: N815
    resource: msgspec.Raw = msgspec.Raw()
    request: Request | None = None


class Kind(Struct, gc=False):
    """What a resource is."""

    resourceType: str = ""  # noqa: N815
    id: str | None = None


read_patient = msgspec.json.Decoder(Patient).decode
read_observation = msgspec.json.Decoder(Observation).decode
read_entry = msgspec.json.Decoder(Entry).decode
read_kind = msgspec.json.Decoder(Kind).decode

RESULTS = ("Observation", "DiagnosticReport")


def is_result(observation: Observation) -> bool:
    """Whether it says something itself: a panel that only gathers others does not."""
    if observation.resourceType == "DiagnosticReport":
        return not observation.result
    bare = not (observation.valueCodeableConcept or observation.valueString or observation.interpretation)
    return not (observation.hasMember and bare and not observation.component)


def inside(report: Observation) -> Iterator[Observation]:
    """The results that a report contains; what they do not say themselves is as the report says.

    Raises ``msgspec.DecodeError``.
    """
    for raw in report.contained or ():
        if read_kind(raw).resourceType != "Observation":
            continue
        found = read_observation(raw)
        number = next((i for i in report.identifier or () if i.value), None)
        name = number.value if number else report.id
        if not found.identifier:
            found.identifier = [Identifier(number.system if number else None, f"{name}#{found.id}")]
        found.subject = found.subject or report.subject
        found.issued = found.issued or report.issued
        found.performer = found.performer or report.performer
        found.effectiveDateTime = found.effectiveDateTime or report.effectiveDateTime
        if report.status not in ("final", None):
            found.status = report.status
        found.implicitRules = found.implicitRules or report.implicitRules
        found.modifierExtension = found.modifierExtension or report.modifierExtension
        found.contained = found.contained or report.contained
        if is_result(found):
            yield found


def told(
    observation: Observation,
    patient: tuple[Patient, bytes] | None,
    place: str,
    raw: bytes,
    full_url: str = "",
) -> Told:
    """What an Observation tells, about a patient of whom the bytes are given too."""
    laboratory, source_id = _source(observation, full_url)
    tests = _codes((observation.code,))
    value = observation.valueCodeableConcept
    text = observation.valueString or ""
    marks = observation.interpretation
    if not (value or text or marks):
        if observation.conclusionCode:
            value = observation.conclusionCode[0] if len(observation.conclusionCode) == 1 else None
            marks = None if value else observation.conclusionCode
        elif observation.component:
            tests, value, text, marks = _of_components(observation, tests)
    if _says_more(observation):
        tests = tuple(one for one in tests if not codes.is_other((one,)))
    values = _codes((value,))
    if value and value.text and not text:
        text = value.text
    of = patient[0] if patient else Patient()
    name = _name(of.name)
    period = observation.effectivePeriod
    return Told(
        place=place,
        raw=raw,
        beside=patient[1] if patient else b"",
        laboratory=laboratory,
        source_id=source_id,
        status=codes.status("fhir", observation.status or ""),
        tests=tests,
        values=values,
        text=text,
        interpretations=_codes(marks or (), "interpretation"),
        taken=(
            observation.effectiveDateTime or observation.effectiveInstant or (period and period.start) or ""
        ),
        resulted=observation.issued or "",
        person=Person(*name, _phones(of.telecom)),
        has_person=patient is not None,
        birth_date=of.birthDate or "",
        sex=of.gender or "",
        postcode=next((a.postalCode for a in of.address or () if a.postalCode and a.use != "old"), ""),
        lang=_lang(of),
        guardian=_guardian(of) if of.contact else NOBODY,
        identity_of_test=any(_of_test(one) for one in of.identifier or ()),
        unknown_modifier=_is_modified(observation) or _is_patient_modified(of),
        has_died=bool(of.deceasedBoolean or of.deceasedDateTime),
    )


def _says_more(observation: Observation) -> bool:
    """Whether there is a result in it that is not known to be of another test: it is not left alone then."""
    if any(not codes.is_other(_codes((part.code,))) for part in observation.component or ()):
        return True
    return any(read_kind(raw).resourceType == "Observation" for raw in observation.contained or ())


def _is_modified(observation: Observation) -> bool:
    """Whether something changes what it says: of such extensions and rules none is known here."""
    if observation.modifierExtension or observation.implicitRules:
        return True
    return any(part.modifierExtension for part in observation.component or ())


def _is_patient_modified(patient: Patient) -> bool:
    if patient.modifierExtension or patient.implicitRules:
        return True
    parts = (*(patient.contact or ()), *(patient.communication or ()))
    return any(part.modifierExtension for part in parts)


def _of_test(identifier: Identifier) -> bool:
    return (identifier.system or "").removeprefix("urn:oid:").startswith(TEST_DOMAINS)


def contained_patient(observation: Observation, reference: str) -> tuple[Patient, bytes] | None:
    """The patient that stands inside an Observation. Raises ``msgspec.DecodeError``."""
    for raw in observation.contained or ():
        kind = read_kind(raw)
        if kind.resourceType == "Patient" and f"#{kind.id}" == reference:
            return read_patient(raw), b""
    return None


def _codes(concepts: "list[Concept] | tuple[Concept | None, ...]", only: str = "") -> tuple[Code, ...]:
    """Codes with their systems; with ``only``, those of that system."""
    found: list[Code] = []
    for concept in concepts:
        for coding in (concept.coding if concept else None) or ():
            if coding.code and (not only or codes.system(coding.system or "") == only):
                found.append((coding.system or "", coding.code))
    return tuple(found)


def _of_components(
    observation: Observation, tests: tuple[Code, ...]
) -> tuple[tuple[Code, ...], Concept | None, str, list[Concept] | None]:
    """A panel with its answers inside: those of the tests that are known must agree."""
    known = codes.tables().tests
    coded: list[Coding] = []
    marks: list[Concept] = []
    named: list[Code] = []
    text = ""
    for part in observation.component or ():
        of = _codes((part.code,))
        if not any((codes.system(system), code) in known for system, code in of):
            continue
        named.extend(of)
        text = text or part.valueString or ""
        coded.extend((part.valueCodeableConcept.coding if part.valueCodeableConcept else None) or ())
        marks.extend(part.interpretation or ())
    return tuple(named) or tests, Concept(coded) if coded else None, text, marks or None


def _source(observation: Observation, full_url: str) -> tuple[str, str]:
    """The laboratory, and its own identifier of the result."""
    for identifier in observation.identifier or ():
        if identifier.value:
            return identifier.system or _laboratory(observation, full_url), identifier.value
    if observation.id:
        return _laboratory(observation, full_url), f"{observation.resourceType}/{observation.id}"
    return _laboratory(observation, full_url), ""


def _laboratory(observation: Observation, full_url: str) -> str:
    base, of, _ = full_url.partition(f"/{observation.resourceType}/")
    if of and base.startswith("http"):
        return base
    for performer in observation.performer or ():
        identifier = performer.identifier
        if identifier and identifier.value:
            return f"{identifier.system or ''}|{identifier.value}"
        if performer.reference or performer.display:
            return performer.reference or performer.display or ""
    return (observation.meta.source if observation.meta else "") or ""


def _name(names: list[Name] | None) -> tuple[str, str]:
    """The family name and the given names that are in use."""
    best = min(names or (), key=_rank, default=None)
    if best is None:
        return "", ""
    return best.family or "", " ".join(best.given or ())


def _rank(name: Name) -> tuple[bool, int]:
    order = {"official": 0, "usual": 1, None: 2, "maiden": 3}
    return not (name.family and name.given), order.get(name.use, 4 if name.use != "old" else 5)


def _phones(telecom: list[Telecom] | None) -> tuple[str, ...]:
    if not telecom:
        return ()
    usable = [
        one for one in telecom if one.value and one.use != "old" and one.system in ("phone", "sms", None)
    ]
    usable.sort(key=lambda one: (one.rank or 99, one.use != "mobile"))
    return tuple((one.value or "").removeprefix("tel:") for one in usable)


def _lang(patient: Patient) -> str:
    spoken = sorted(patient.communication or (), key=lambda one: not one.preferred)
    for one in spoken:
        for coding in (one.language.coding if one.language else None) or ():
            if coding.code:
                return coding.code
    return ""


_GUARDIANS = frozenset(("GUARD", "GRD", "PRN", "MTH", "FTH", "PAR", "NMTH", "NFTH", "N", "PRNINLAW", "GRPRN"))
"""Roles of v3 RoleCode and of v2 tables 0063 and 0131 that may speak for a child."""


def _guardian(patient: Patient) -> Person:
    """Who may speak for a child: first those who are said to, then those who have a telephone."""

    def rank(relative: Relative) -> tuple[bool, bool]:
        return not any(code in _GUARDIANS for code in _roles(relative)), not _phones(relative.telecom)

    best = min(patient.contact or (), key=rank)
    name = (best.name.family or "", " ".join(best.name.given or ())) if best.name else ("", "")
    return Person(*name, _phones(best.telecom))


def _roles(relative: Relative) -> Iterator[str]:
    for concept in relative.relationship or ():
        for coding in concept.coding or ():
            yield coding.code or ""
