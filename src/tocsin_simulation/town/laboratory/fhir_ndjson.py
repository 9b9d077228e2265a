"""FHIR R4 as bulk NDJSON: one Patient and one Observation a line."""

import json

from tocsin_simulation.town.laboratory.fhir_resources import build_observation, build_patient, patient_id
from tocsin_simulation.town.laboratory.lab_report import LabReport


def write_ndjson(sheets: list[LabReport]) -> bytes:
    """A file of results; one that is cut ends in the middle of its line."""
    lines = []
    for sheet in sheets:
        lines.append(json.dumps(build_patient(sheet), ensure_ascii=False))
        result = json.dumps(build_observation(sheet, f"Patient/{patient_id(sheet)}"), ensure_ascii=False)
        lines.append(result[: len(result) // 2] if sheet.trouble == "cut" else result)
    return "".join(f"{line}\n" for line in lines).encode()
