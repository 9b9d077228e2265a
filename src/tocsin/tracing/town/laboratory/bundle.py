"""FHIR R4 as one transaction Bundle a file."""

import json

from tocsin.tracing.town.laboratory.resources import observation, patient
from tocsin.tracing.town.laboratory.sheet import Sheet


def write(sheets: list[Sheet]) -> bytes:
    """A file of results; one that is cut has lost what its Observation says."""
    entries = []
    for sheet in sheets:
        url = f"urn:x-tocsin:{sheet.source_id}"
        entries.append({"fullUrl": url, "resource": patient(sheet), "request": _create("Patient")})
        result = observation(sheet, url)
        if sheet.trouble == "cut":
            del result["valueCodeableConcept"]
        entries.append({"resource": result, "request": _create("Observation")})
    bundle = {"resourceType": "Bundle", "type": "transaction", "entry": entries}
    return json.dumps(bundle, ensure_ascii=False, indent=1).encode()


def _create(kind: str) -> dict[str, str]:
    return {"method": "POST", "url": kind}
