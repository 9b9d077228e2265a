"""A laboratory's system hands its results in; every one is accounted for, and none touches a disk."""

import json
import os
from datetime import UTC, datetime
from pathlib import Path

import pytest

from tests.web.api.wire import Client
from tocsin.tracing.intake.records import DISPOSITIONS
from tocsin.web.api import fhir_intake

PLACE = "/api/v1/fhir"
MEDIA = "application/fhir+json"
TAKEN = "2024-05-02T08:00:00+02:00"


def patient(id="p1", **more):
    return {
        "resourceType": "Patient", "id": id, "name": [{"family": "Fictif", "given": ["Camille"]}],
        "birthDate": "1980-05-17", "gender": "female",
        "telecom": [{"system": "phone", "value": "06 39 98 00 03"}],
    } | more  # fmt: skip


def result(id="r1", of="p1", value="260373001", **more):
    return {
        "resourceType": "Observation", "id": id, "status": "final", "subject": {"reference": f"Patient/{of}"},
        "identifier": [{"system": "urn:lab:1", "value": id}],
        "code": {"coding": [{"system": "http://loinc.org", "code": "94500-6"}]},
        "effectiveDateTime": TAKEN, "issued": TAKEN,
        "valueCodeableConcept": {"coding": [{"system": "http://snomed.info/sct", "code": value}]},
    } | more  # fmt: skip


def bundle(*resources):
    return {"resourceType": "Bundle", "type": "collection", "entry": [{"resource": one} for one in resources]}


@pytest.fixture
def laboratory(client: Client, new_key) -> Client:
    client.key = new_key("intake", name="laboratory 12")
    return client


def counts(got):
    assert got.status == 200, got.body
    assert got.headers["Content-Type"] == MEDIA
    assert got.json["resourceType"] == "OperationOutcome"
    found = {one["url"].rpartition(":")[2]: one["valueInteger"] for one in got.json["extension"]}
    assert found["received"] == sum(found[d] for d in DISPOSITIONS)
    return {name: count for name, count in found.items() if count}


def test_a_positive_result_opens_a_case(laboratory, db):
    got = laboratory.post(PLACE, bundle(patient(), result()), MEDIA)
    assert counts(got) == {"received": 1, "opened": 1}
    assert got.json["issue"] == [
        {
            "severity": "information", "code": "informational",
            "details": {
                "coding": [{"system": "urn:tocsin:intake", "code": "opened"}], "text": "1 opened a case",
            },
        }
    ]  # fmt: skip
    assert db.execute("select count(*) from tracing_case").fetchone() == (1,)
    assert db.execute("select name, format from tracing_intakefile").fetchone() == (
        "api-laboratory-12.json",
        "fhir",
    )


def test_the_same_bundle_again_opens_nothing(laboratory, db):
    given = bundle(patient(), result())
    assert counts(laboratory.post(PLACE, given, MEDIA)) == {"received": 1, "opened": 1}
    assert counts(laboratory.post(PLACE, given, MEDIA)) == {"received": 1, "known": 1}
    assert counts(laboratory.post(PLACE, bundle(result(), patient()), MEDIA)) == {"received": 1, "known": 1}
    assert db.execute("select count(*) from tracing_case").fetchone() == (1,)


def test_what_cannot_be_taken_is_named_with_its_entry_and_kept(laboratory, db):
    odd = result("r2", value="000000")
    got = laboratory.post(PLACE, bundle(patient(), result(), odd, result("r3", value="260385009")), MEDIA)
    assert counts(got) == {"received": 3, "opened": 1, "negative": 1, "quarantined": 1}
    last = got.json["issue"][-1]
    assert (last["severity"], last["expression"]) == ("warning", ["Bundle.entry[2]"])
    assert last["details"]["coding"][0]["code"] == "unknown_value"
    assert db.execute("select reason from tracing_quarantine").fetchall() == [("unknown_value",)]
    again = laboratory.post(PLACE, bundle(patient(), result(), odd, result("r3", value="260385009")), MEDIA)
    assert counts(again) == {"received": 3, "known": 2, "quarantined": 1}


def test_a_test_of_something_else_is_counted_and_measured(client, new_key, db):
    client.key = new_key("intake", "metrics")
    laboratory = client
    flu = result("r2") | {"code": {"coding": [{"system": "http://loinc.org", "code": "92142-9"}]}}
    got = laboratory.post(PLACE, bundle(patient(), result(), flu), MEDIA)
    assert counts(got) == {"received": 2, "opened": 1, "ignored": 1}
    assert [one["details"]["text"] for one in got.json["issue"]] == [
        "1 opened a case",
        "1 of a test of something else",
    ]
    assert db.execute("select count(*) from tracing_result").fetchone() == (1,)
    measured = laboratory.get("/metrics").body
    assert b'tocsin_api_results_total{disposition="ignored"} 1.0' in measured
    assert b'tocsin_api_results_total{disposition="opened"} 1.0' in measured


def test_a_bundle_without_results_says_so(laboratory):
    got = laboratory.post(PLACE, bundle(patient()), MEDIA)
    assert counts(got) == {}
    assert got.json["issue"][0]["details"]["text"] == "there is no result in it"


def test_it_is_a_real_operation_outcome(laboratory):
    """The full classes of FHIR read it."""
    from fhir.resources.R4B.operationoutcome import OperationOutcome

    got = laboratory.post(PLACE, bundle(patient(), result(), result("r2", value="000000")), MEDIA)
    read = OperationOutcome.model_validate_json(got.body)
    assert len(read.issue) == 3
    nothing = laboratory.post(PLACE, bundle(), MEDIA)
    assert OperationOutcome.model_validate_json(nothing.body).issue


def test_nothing_of_a_bundle_is_on_a_disk(laboratory, tmp_path, monkeypatch):
    folder = tmp_path / "temporary"
    folder.mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(folder))
    seen = []
    run_intake = fhir_intake.run_intake

    def watched(files, *args, **more):
        for place in folder.rglob("*"):
            if place.is_symlink():
                seen.append(str(place.readlink()))
            else:
                assert place.is_dir(), place
        return run_intake(files, *args, **more)

    monkeypatch.setattr(fhir_intake, "run_intake", watched)
    assert counts(laboratory.post(PLACE, bundle(patient(), result()), MEDIA)) == {"received": 1, "opened": 1}
    assert len(seen) == 1
    assert seen[0].startswith("/proc/self/fd/")
    assert list(folder.iterdir()) == []


def test_nothing_of_a_bundle_is_in_a_log(laboratory, caplog):
    odd = result("r2", value="000000", note=[{"text": "Fictif"}])
    got = laboratory.post(PLACE, bundle(patient(), odd), MEDIA)
    for personal in ("Fictif", "Camille", "0639980003", "06 39 98 00 03", "1980"):
        assert personal not in caplog.text
        assert personal not in got.body.decode()


def test_descriptors_are_given_back(laboratory):
    laboratory.post(PLACE, bundle(patient(), result()), MEDIA)  # opens the store and holds the keys in use
    before = len(os.listdir("/proc/self/fd"))  # noqa: PTH208
    for number in range(5):
        laboratory.post(PLACE, bundle(patient(), result(f"r{number}")), MEDIA)
    assert len(os.listdir("/proc/self/fd")) <= before  # noqa: PTH208


def test_a_result_counts_from_its_own_time(laboratory, db):
    laboratory.post(PLACE, bundle(patient(), result()), MEDIA)
    (deadline,) = db.execute("select deadline from tracing_case").fetchone()
    assert deadline == datetime(2024, 5, 3, 6, tzinfo=UTC)


def test_a_bundle_that_is_too_large_is_refused_unread(laboratory):
    got = laboratory.post(PLACE, b"{}", MEDIA, CONTENT_LENGTH=str(fhir_intake.MOST + 1))
    assert (got.status, got.kind) == (413, "too_large")


def test_a_bundle_of_another_type_is_refused(laboratory):
    assert laboratory.post(PLACE, b"<Bundle/>", "application/fhir+xml").kind == "media_type"
    assert laboratory.post(PLACE, b'{"resourceType": "Bundle", ', MEDIA).kind == "bad_json"
    assert laboratory.post(PLACE, json.dumps(bundle()).encode(), "application/json").status == 200


def test_the_name_of_a_key_is_no_path(client, new_key, db):
    client.key = new_key("intake", name="../../etc/passwd")
    assert counts(client.post(PLACE, bundle(patient(), result()), MEDIA)) == {"received": 1, "opened": 1}
    (name,) = db.execute("select name from tracing_intakefile").fetchone()
    assert Path(name).name == name == "api-------etc-passwd.json"
