"""FHIR R4 as one transaction Bundle a file."""

import json

from tocsin_simulation.town.laboratory.fhir_resources import build_observation, build_patient
from tocsin_simulation.town.laboratory.lab_report import LabReport


def write_bundle(sheets: list[LabReport]) -> bytes:
    """A file of results; one that is cut has lost what its Observation says."""
    entries = []
    for sheet in sheets:
        url = f"urn:x-tocsin:{sheet.source_id}"
        entries.append(
            {"fullUrl": url, "resource": build_patient(sheet), "request": _create_request("Patient")}
        )
        result = build_observation(sheet, url)
        if sheet.trouble == "cut":
            del result["valueCodeableConcept"]
        entries.append({"resource": result, "request": _create_request("Observation")})
    bundle = {"resourceType": "Bundle", "type": "transaction", "entry": entries}
    return json.dumps(bundle, ensure_ascii=False, indent=1).encode()


def _create_request(kind: str) -> dict[str, str]:
    return {"method": "POST", "url": kind}
