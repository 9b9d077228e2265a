"""Resources of FHIR that tests send in, one changed here and there."""

from tests.tracing.intake.results import SNOMED


def coded(code: str, system: str = SNOMED) -> dict:
    return {"coding": [{"system": system, "code": code}]}


def report(*results: str, **changes: object) -> dict:
    """A report that gathers results."""
    found = {
        "resourceType": "DiagnosticReport",
        "id": "rep",
        "status": "final",
        "subject": {"reference": "Patient/p1"},
        "result": [{"reference": result} for result in results],
    } | changes
    return {name: value for name, value in found.items() if value is not None}


BARE = {"status": None, "issued": None, "effectiveDateTime": None, "subject": None}
# ---------------------------------------- what changes the meaning of what is read


NOT_DONE = [{"url": "https://labo.example/not-done", "valueBoolean": True}]
