"""FHIR R4: what an Observation and its Patient tell."""

from collections.abc import Iterator

from tocsin.tracing.intake import code_tables
from tocsin.tracing.intake.fhir_resources import (
    TEST_DOMAINS,
    FhirCoding,
    FhirConcept,
    FhirIdentifier,
    FhirName,
    FhirObservation,
    FhirPatient,
    FhirPatientContact,
    FhirTelecom,
    read_kind,
    read_observation,
    read_patient,
)
from tocsin.tracing.intake.records import NOBODY, Code, RawPerson, RawResult

RESULTS = ("Observation", "DiagnosticReport")
_FIELDS = {
    "no_patient": "Observation.subject", "test_identity": "Patient.identifier", "deceased": "Patient.deceased",
    "unknown_modifier": "modifierExtension, implicitRules", "family_name": "Patient.name",
    "given_names": "Patient.name", "birth_date": "Patient.birthDate", "test": "Observation.code",
    "value": "Observation.value", "interpretation": "Observation.interpretation",
    "status": "Observation.status", "resulted_at": "Observation.issued", "taken_at": "Observation.effective",
    "laboratory": "Observation.performer", "result_id": "Observation.identifier",
}  # fmt: skip


def is_result(observation: FhirObservation) -> bool:
    """Whether it says something itself: a panel that only gathers others does not."""
    if observation.resourceType == "DiagnosticReport":
        return not observation.result
    bare = not (observation.valueCodeableConcept or observation.valueString or observation.interpretation)
    return not (observation.hasMember and bare and not observation.component)


def iterate_contained_results(report: FhirObservation) -> Iterator[FhirObservation]:
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
            found.identifier = [FhirIdentifier(number.system if number else None, f"{name}#{found.id}")]
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


def extract_raw_result(
    observation: FhirObservation,
    patient: tuple[FhirPatient, bytes] | None,
    place: str,
    raw: bytes,
    full_url: str = "",
) -> RawResult:
    """What an Observation tells, about a patient of whom the bytes are given too."""
    laboratory, source_id = _read_source(observation, full_url)
    tests = _collect_codes((observation.code,))
    value = observation.valueCodeableConcept
    text = observation.valueString or ""
    marks = observation.interpretation
    if not (value or text or marks):
        if observation.conclusionCode:
            value = observation.conclusionCode[0] if len(observation.conclusionCode) == 1 else None
            marks = None if value else observation.conclusionCode
        elif observation.component:
            tests, value, text, marks = _read_components(observation, tests)
    if _has_other_results(observation):
        tests = tuple(one for one in tests if not code_tables.is_untraced_test((one,)))
    values = _collect_codes((value,))
    if value and value.text and not text:
        text = value.text
    of = patient[0] if patient else FhirPatient()
    name = _read_name(of.name)
    period = observation.effectivePeriod
    return RawResult(
        place=place,
        raw=raw,
        fields=_FIELDS,
        beside=patient[1] if patient else b"",
        laboratory=laboratory,
        source_id=source_id,
        status=code_tables.map_status("fhir", observation.status or ""),
        tests=tests,
        values=values,
        text=text,
        interpretations=_collect_codes(marks or (), "interpretation"),
        taken=(
            observation.effectiveDateTime or observation.effectiveInstant or (period and period.start) or ""
        ),
        resulted=observation.issued or "",
        person=RawPerson(*name, _read_phones(of.telecom)),
        has_person=patient is not None,
        birth_date=of.birthDate or "",
        sex=of.gender or "",
        postcode=next((a.postalCode for a in of.address or () if a.postalCode and a.use != "old"), ""),
        lang=_read_lang(of),
        guardian=_find_guardian(of) if of.contact else NOBODY,
        identity_of_test=any(_is_trial_identifier(one) for one in of.identifier or ()),
        unknown_modifier=_is_modified(observation) or _is_patient_modified(of),
        has_died=bool(of.deceasedBoolean or of.deceasedDateTime),
    )


def _has_other_results(observation: FhirObservation) -> bool:
    """Whether there is a result in it that is not known to be of another test: it is not left alone then."""
    if any(
        not code_tables.is_untraced_test(_collect_codes((part.code,))) for part in observation.component or ()
    ):
        return True
    return any(read_kind(raw).resourceType == "Observation" for raw in observation.contained or ())


def _is_modified(observation: FhirObservation) -> bool:
    """Whether something changes what it says: of such extensions and rules none is known here."""
    if observation.modifierExtension or observation.implicitRules:
        return True
    return any(part.modifierExtension for part in observation.component or ())


def _is_patient_modified(patient: FhirPatient) -> bool:
    if patient.modifierExtension or patient.implicitRules:
        return True
    parts = (*(patient.contact or ()), *(patient.communication or ()))
    return any(part.modifierExtension for part in parts)


def _is_trial_identifier(identifier: FhirIdentifier) -> bool:
    return (identifier.system or "").removeprefix("urn:oid:").startswith(TEST_DOMAINS)


def find_contained_patient(observation: FhirObservation, reference: str) -> tuple[FhirPatient, bytes] | None:
    """The patient that stands inside an Observation. Raises ``msgspec.DecodeError``."""
    for raw in observation.contained or ():
        kind = read_kind(raw)
        if kind.resourceType == "Patient" and f"#{kind.id}" == reference:
            return read_patient(raw), b""
    return None


def _collect_codes(
    concepts: "list[FhirConcept] | tuple[FhirConcept | None, ...]", only: str = ""
) -> tuple[Code, ...]:
    """Codes with their systems; with ``only``, those of that system."""
    found: list[Code] = []
    for concept in concepts:
        for coding in (concept.coding if concept else None) or ():
            if coding.code and (not only or code_tables.name_code_system(coding.system or "") == only):
                found.append((coding.system or "", coding.code))
    return tuple(found)


def _read_components(
    observation: FhirObservation, tests: tuple[Code, ...]
) -> tuple[tuple[Code, ...], FhirConcept | None, str, list[FhirConcept] | None]:
    """A panel with its answers inside: those of the tests that are known must agree."""
    known = code_tables.load_code_tables().tests
    coded: list[FhirCoding] = []
    marks: list[FhirConcept] = []
    named: list[Code] = []
    text = ""
    for part in observation.component or ():
        of = _collect_codes((part.code,))
        if not any((code_tables.name_code_system(system), code) in known for system, code in of):
            continue
        named.extend(of)
        text = text or part.valueString or ""
        coded.extend((part.valueCodeableConcept.coding if part.valueCodeableConcept else None) or ())
        marks.extend(part.interpretation or ())
    return tuple(named) or tests, FhirConcept(coded) if coded else None, text, marks or None


def _read_source(observation: FhirObservation, full_url: str) -> tuple[str, str]:
    """The laboratory, and its own identifier of the result."""
    for identifier in observation.identifier or ():
        if identifier.value:
            return identifier.system or _read_laboratory(observation, full_url), identifier.value
    if observation.id:
        return _read_laboratory(observation, full_url), f"{observation.resourceType}/{observation.id}"
    return _read_laboratory(observation, full_url), ""


def _read_laboratory(observation: FhirObservation, full_url: str) -> str:
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


def _read_name(names: list[FhirName] | None) -> tuple[str, str]:
    """The family name and the given names that are in use."""
    best = min(names or (), key=_rank_name, default=None)
    if best is None:
        return "", ""
    return best.family or "", " ".join(best.given or ())


def _rank_name(name: FhirName) -> tuple[bool, int]:
    order = {"official": 0, "usual": 1, None: 2, "maiden": 3}
    return not (name.family and name.given), order.get(name.use, 4 if name.use != "old" else 5)


def _read_phones(telecom: list[FhirTelecom] | None) -> tuple[str, ...]:
    if not telecom:
        return ()
    usable = [
        one for one in telecom if one.value and one.use != "old" and one.system in ("phone", "sms", None)
    ]
    usable.sort(key=lambda one: (one.rank or 99, one.use != "mobile"))
    return tuple((one.value or "").removeprefix("tel:") for one in usable)


def _read_lang(patient: FhirPatient) -> str:
    spoken = sorted(patient.communication or (), key=lambda one: not one.preferred)
    for one in spoken:
        for coding in (one.language.coding if one.language else None) or ():
            if coding.code:
                return coding.code
    return ""


_GUARDIANS = frozenset(("GUARD", "GRD", "PRN", "MTH", "FTH", "PAR", "NMTH", "NFTH", "N", "PRNINLAW", "GRPRN"))
"""Roles of v3 RoleCode and of v2 tables 0063 and 0131 that may speak for a child."""


def _find_guardian(patient: FhirPatient) -> RawPerson:
    """Who may speak for a child: first those who are said to, then those who have a telephone."""

    def rank(relative: FhirPatientContact) -> tuple[bool, bool]:
        return not any(code in _GUARDIANS for code in _iterate_roles(relative)), not _read_phones(
            relative.telecom
        )

    best = min(patient.contact or (), key=rank)
    name = (best.name.family or "", " ".join(best.name.given or ())) if best.name else ("", "")
    return RawPerson(*name, _read_phones(best.telecom))


def _iterate_roles(relative: FhirPatientContact) -> Iterator[str]:
    for concept in relative.relationship or ():
        for coding in concept.coding or ():
            yield coding.code or ""
