"""Results as laboratories of these tests write them: one person, one test, and what a test changes of it."""

import json
from pathlib import Path
from typing import Any

from tocsin.tracing.intake.records import RefusedRecord, ResultRecord

LOINC, SNOMED = "http://loinc.org", "http://snomed.info/sct"
V3 = "http://terminology.hl7.org/CodeSystem/v3-ObservationInterpretation"
POSITIVE, NEGATIVE = "10828004", "260385009"
PCR = "94500-6"
RECEIVED = "2022-01-25T18:00:00+00:00"


def patient(id: str = "p1", **changes: Any) -> dict[str, Any]:
    """A FHIR patient."""
    return {
        "resourceType": "Patient",
        "id": id,
        "name": [{"use": "official", "family": "DURAND", "given": ["Léa"]}],
        "telecom": [{"system": "phone", "use": "mobile", "value": "06 39 98 12 34"}],
        "gender": "female",
        "birthDate": "1990-02-01",
        "address": [{"postalCode": "35000"}],
    } | changes


def observation(
    id: str = "o1", value: str = POSITIVE, of: str = "Patient/p1", **changes: Any
) -> dict[str, Any]:
    """A FHIR result."""
    found = {
        "resourceType": "Observation",
        "id": id,
        "identifier": [{"system": "https://labo.example/results", "value": id}],
        "status": "final",
        "code": {"coding": [{"system": LOINC, "code": PCR}]},
        "subject": {"reference": of},
        "effectiveDateTime": "2022-01-25T08:00:00+01:00",
        "issued": "2022-01-25T15:00:00+01:00",
        "valueCodeableConcept": {"coding": [{"system": SNOMED, "code": value}]},
    } | changes
    return {name: value for name, value in found.items() if value is not None}


def bundle(*resources: dict[str, Any], type: str = "collection", urls: bool = False) -> dict[str, Any]:
    """A FHIR bundle; with ``urls`` each entry has one of its own."""
    entries = [
        {"fullUrl": f"urn:uuid:{r['id']}", "resource": r} if urls else {"resource": r} for r in resources
    ]
    return {"resourceType": "Bundle", "type": type, "entry": entries}


def oru(
    control: str = "M1", value: str = f"{POSITIVE}^Positif^SCT", *, status: str = "F", number: str = "R1",
    test: str = f"{PCR}^SARS-CoV-2^LN", kind: str = "CWE", mark: str = "", family: str = "DURAND",
    given: str = "Léa", birth: str = "19900201", phone: str = "06 39 98 12 34^PRN^CP",
    resulted: str = "20220125150000+0100", taken: str = "20220125080000", charset: str = "UNICODE UTF-8",
    extra: tuple[str, ...] = (), after: tuple[str, ...] = (), end: str = "\r",
) -> str:  # fmt: skip
    """An HL7 ORU^R01."""
    segments = [
        f"MSH|^~\\&|LIS|LABO DU PORT|TOCSIN|CNAM|20220125151000||ORU^R01^ORU_R01|{control}|P|2.5|||||FRA|"
        f"{charset}",
        f"PID|1||{control}^^^LABO^PI||{family}^{given}^^^^^L||{birth}|F|||1 rue^^RENNES^^35000^FRA||{phone}",
        *extra,
        f"OBR|1||{number}|{test}|||{taken}|||||||||||||||{resulted}|||F",
        f"OBX|1|{kind}|{test}||{value}|||{mark}|||{status}",
        *after,
    ]
    return "".join(segment + end for segment in segments)


COLUMNS = (
    "laboratory,result_id,status,test,value,taken_at,resulted_at,family_name,given_names,birth_date,sex,phone,"
    "postcode,guardian_family_name,guardian_given_names,guardian_phone"
)


def row(**changes: str) -> str:
    """A row of our own columns."""
    cells = {
        "laboratory": "Labo du Port", "result_id": "R1", "status": "final", "test": PCR, "value": POSITIVE,
        "taken_at": "2022-01-25T08:00", "resulted_at": "2022-01-25T15:00", "family_name": "DURAND",
        "given_names": "Léa", "birth_date": "1990-02-01", "sex": "female", "phone": "06 39 98 12 34",
        "postcode": "35000", "guardian_family_name": "", "guardian_given_names": "", "guardian_phone": "",
    } | changes  # fmt: skip
    return ",".join(cells[name] for name in COLUMNS.split(","))


def table(*rows: str) -> str:
    """A CSV with our own columns."""
    return "".join(f"{line}\n" for line in (COLUMNS, *rows))


def write(path: Path, content: Any) -> Path:
    """A file: text, bytes, a FHIR resource, or a list of them as NDJSON."""
    if isinstance(content, dict):
        content = json.dumps(content, ensure_ascii=False)
    elif isinstance(content, list):
        content = "".join(json.dumps(one, ensure_ascii=False) + "\n" for one in content)
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


def the(items: list[Any]) -> ResultRecord:
    """The one result of a file."""
    (item,) = items
    assert isinstance(item, ResultRecord), item
    return item


def reason(items: list[Any]) -> str:
    """Why the one record of a file is refused."""
    (item,) = items
    assert isinstance(item, RefusedRecord), item
    return item.reason


def assert_is_lea(found: ResultRecord, laboratory: str) -> None:
    """Whatever format it came in: a positive of Léa Durand, of 25 January 2022."""
    assert (found.meaning, found.disease, found.status) == ("positive", "covid19", "final")
    assert (found.family, found.given, found.birth_date, found.sex) == (
        "DURAND",
        "Léa",
        "1990-02-01",
        "female",
    )
    assert found.phones == ("+33639981234", "+33199001234"), "a mobile first, no mail"
    assert (found.postcode, found.laboratory) == ("35000", laboratory)
    assert found.resulted_at.isoformat() == "2022-01-25T14:00:00+00:00"
    assert found.taken_at is not None
    assert found.taken_at.isoformat() == "2022-01-25T07:00:00+00:00"
