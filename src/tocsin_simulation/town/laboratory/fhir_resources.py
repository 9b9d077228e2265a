"""A result as FHIR R4 resources."""

from typing import Any, Final

from tocsin_simulation.town.laboratory.lab_report import LabReport
from tocsin_simulation.town.people import TownPerson

POSITIVE: Final = ("10828004", "Positive")
NEGATIVE: Final = ("260385009", "Negative")
UNKNOWN: Final = ("264887000", "Not isolated")


def build_patient(sheet: LabReport) -> dict[str, Any]:
    person = sheet.person
    made: dict[str, Any] = {
        "resourceType": "Patient",
        "id": patient_id(sheet),
        "gender": person.sex,
        "birthDate": person.birth_date.isoformat(),
        "address": [{"use": "home", "postalCode": sheet.postcode, "country": "FR"}],
        "communication": [{"language": {"coding": [{"system": "urn:ietf:bcp:47", "code": person.lang}]}}],
    }
    if sheet.trouble != "nameless":
        made["name"] = [_human_name(person)]
    if sheet.phone:
        made["telecom"] = [{"system": "phone", "value": sheet.phone, "use": "mobile"}]
    if sheet.guardian:
        made["contact"] = [
            {
                "relationship": [{"coding": [{"system": _ROLE, "code": "N"}], "text": "guardian"}],
                "name": _human_name(sheet.guardian),
                **_telecom(sheet.guardian_phone),
            }
        ]
    return made


def build_observation(sheet: LabReport, reference: str) -> dict[str, Any]:
    code, display = POSITIVE if sheet.positive else NEGATIVE
    if sheet.trouble == "code":
        code, display = UNKNOWN
    return {
        "resourceType": "Observation",
        "id": f"o-{sheet.source_id}",
        "identifier": [{"system": f"https://{sheet.laboratory}.example/result", "value": sheet.source_id}],
        "status": "corrected" if sheet.corrected else "final",
        "code": {"coding": [{"system": "http://loinc.org", "code": "94500-6"}]},
        "subject": {"reference": reference},
        "effectiveDateTime": sheet.taken_at.isoformat(),
        "issued": sheet.resulted_at.isoformat(),
        "performer": [{"display": sheet.laboratory}],
        "valueCodeableConcept": {
            "coding": [{"system": "http://snomed.info/sct", "code": code, "display": display}]
        },
    }


def patient_id(sheet: LabReport) -> str:
    return f"p-{sheet.source_id}"


_ROLE: Final = "http://terminology.hl7.org/CodeSystem/v2-0131"


def _human_name(person: TownPerson) -> dict[str, Any]:
    return {"use": "official", "family": person.family, "given": [person.given]}


def _telecom(number: str) -> dict[str, Any]:
    return {"telecom": [{"system": "phone", "value": number}]} if number else {}
