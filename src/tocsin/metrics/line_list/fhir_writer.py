"""FHIR R4: one Bundle of the type *collection*, written entry by entry.

A case is a Patient and a Condition, with an Encounter where they were in hospital and an Observation where a setting of exposure
was noted. A link is an Observation about the person named whose ``focus`` is the case that named them; a person who is no case has no
Patient, and stands there by their pseudonym alone.
"""

from datetime import date, datetime
from pathlib import Path
from typing import Any, Final

import msgspec

from tocsin.metrics.line_list.exchange_codes import load_exchange_codes
from tocsin.metrics.line_list.line_list_rows import LineListCase, LineListLink
from tocsin.metrics.line_list.output_format import open_text_file

SYSTEM: Final = "urn:tocsin:linelist"
"""Of the pseudonyms, and of what has no code elsewhere."""
ICD10: Final = "http://hl7.org/fhir/sid/icd-10"
_ENCOUNTER: Final = "http://terminology.hl7.org/CodeSystem/v3-ActCode"
_STATUS: Final = "http://terminology.hl7.org/CodeSystem/condition-ver-status"


class FhirWriter:
    def __init__(self, folder: Path, made_at: datetime) -> None:
        self._codes = load_exchange_codes()
        self._file = open_text_file(folder / "bundle.json")
        head = {"resourceType": "Bundle", "type": "collection", "timestamp": made_at.isoformat()}
        self._file.write(msgspec.json.encode(head).decode().removesuffix("}") + ',"entry":[')
        self._before = "\n"

    def write_case(self, case: LineListCase) -> None:
        self._write_resource(
            {
                "resourceType": "Patient",
                "id": case.id,
                "identifier": [_make_identifier(case.id)],
                "gender": self._codes.sex["fhir"][case.sex],
                "deceasedDateTime": _write_day(case.date_death),
                "deceasedBoolean": case.died if case.date_death is None else None,
                "address": [{"use": "home", "country": "FR", "district": case.territory}]
                if case.territory
                else None,
            }
        )
        disease = self._codes.find_disease(case.disease)
        coding = [{"system": ICD10, "code": disease.icd10}] if disease.icd10 else []
        self._write_resource(
            {
                "resourceType": "Condition",
                "id": f"condition-{case.id}",
                "verificationStatus": {"coding": [{"system": _STATUS, "code": "confirmed"}]},
                "code": {
                    "coding": [*coding, {"system": SYSTEM, "code": case.disease}],
                    "text": disease.name,
                },
                "subject": {"reference": f"{SYSTEM}:{case.id}"},
                "onsetDateTime": _write_day(case.date_onset),
                "recordedDate": case.date_reported.isoformat(),
            }
        )
        subject = {"reference": f"{SYSTEM}:{case.id}"}
        if case.hospitalised:
            stay = {"start": _write_day(case.date_admission), "end": _write_day(case.date_discharge)}
            self._write_resource(
                {
                    "resourceType": "Encounter",
                    "id": f"stay-{case.id}",
                    "status": "finished" if case.date_discharge else "unknown",
                    "class": {"system": _ENCOUNTER, "code": "IMP"},
                    "subject": subject,
                    "period": {name: day for name, day in stay.items() if day} or None,
                }
            )
        if case.exposure_setting:
            self._write_resource(
                {
                    "resourceType": "Observation",
                    "id": f"exposure-{case.id}",
                    "status": "final",
                    "code": _code("exposure-setting"),
                    "subject": subject,
                    "valueCodeableConcept": _code(case.exposure_setting),
                }
            )

    def write_link(self, link: LineListLink) -> None:
        parts: list[tuple[str, str, Any]] = [
            ("household", "valueBoolean", link.household),
            ("reached", "valueBoolean", link.reached),
            (
                "exposure-setting",
                "valueCodeableConcept",
                _code(link.exposure_setting) if link.exposure_setting else None,
            ),
            ("tested", "valueDateTime", _write_day(link.date_tested)),
        ]
        self._write_resource(
            {
                "resourceType": "Observation",
                "id": f"link-{link.source}-{link.target}",
                "status": "final",
                "code": {
                    "coding": [{"system": SYSTEM, "code": "named-contact"}],
                    "text": "Named as a contact by",
                },
                "subject": _refer_to(link.target),
                "focus": [_refer_to(link.source)],
                "effectiveDateTime": _write_day(link.date_last_contact or link.date_named),
                "component": [
                    {"code": _code(name), kind: value} for name, kind, value in parts if value is not None
                ],
            }
        )

    def close(self, *, complete: bool) -> None:
        if complete:
            self._file.write("\n]}\n")
        self._file.close()

    def _write_resource(self, resource: dict[str, Any]) -> None:
        said = {name: value for name, value in resource.items() if value not in (None, [])}
        entry = {"fullUrl": f"{SYSTEM}:{resource['id']}", "resource": said}
        self._file.write(self._before + msgspec.json.encode(entry).decode())
        self._before = ",\n"


def _code(word: str) -> dict[str, Any]:
    return {"coding": [{"system": SYSTEM, "code": word}]}


def _make_identifier(pseudonym: str) -> dict[str, str]:
    return {"system": SYSTEM, "value": pseudonym}


def _refer_to(pseudonym: str) -> dict[str, Any]:
    """Whoever has a pseudonym, by it alone: the bundle need not have their Patient."""
    return {"type": "Patient", "identifier": _make_identifier(pseudonym)}


def _write_day(day: date | None) -> str | None:
    return day.isoformat() if day else None
