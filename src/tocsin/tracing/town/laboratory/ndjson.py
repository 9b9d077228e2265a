"""FHIR R4 as bulk NDJSON: one Patient and one Observation a line."""

import json

from tocsin.tracing.town.laboratory.resources import observation, patient, patient_id
from tocsin.tracing.town.laboratory.sheet import Sheet


def write(sheets: list[Sheet]) -> bytes:
    """A file of results; one that is cut ends in the middle of its line."""
    lines = []
    for sheet in sheets:
        lines.append(json.dumps(patient(sheet), ensure_ascii=False))
        result = json.dumps(observation(sheet, f"Patient/{patient_id(sheet)}"), ensure_ascii=False)
        lines.append(result[: len(result) // 2] if sheet.trouble == "cut" else result)
    return "".join(f"{line}\n" for line in lines).encode()
