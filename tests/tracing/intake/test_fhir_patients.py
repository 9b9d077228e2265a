"""Patients by their identifier, and tests of something else."""

import json
from typing import Any

import pytest

from tests.tracing.intake.conftest import Read, Tried
from tests.tracing.intake.fhir_examples import NOT_DONE, coded, report
from tests.tracing.intake.results import (
    LOINC,
    NEGATIVE,
    POSITIVE,
    V3,
    bundle,
    observation,
    patient,
    reason,
    the,
)
from tocsin.tracing.intake.records import RefusedRecord, ResultRecord, UntracedResult
from tocsin.tracing.intake.store_sink import make_standalone_record

# ---------------------------------------- patients by their identifier


INS = {"system": "urn:oid:1.2.250.1.213.1.4.8", "value": "2900275123456"}


def of(**identifier: Any) -> dict[str, Any]:
    return observation(subject={"identifier": identifier, "type": "Patient"})


def test_a_patient_is_found_by_identifier_alone(read: Read) -> None:
    known = patient(identifier=[{"system": "https://labo.example/ipp", "value": "7"}, INS])
    assert the(read(a__json=bundle(known, of(**INS)))).family == "DURAND"
    assert (
        the(read(b__json=bundle(of(**INS), {k: v for k, v in known.items() if k != "id"}))).family == "DURAND"
    )
    assert the(read(Observation__ndjson=[of(**INS)], Patient__ndjson=[known])).family == "DURAND"
    dead = observation(subject={"reference": "https://other.example/Patient/9", "identifier": INS})
    assert the(read(c__json=bundle(known, dead))).family == "DURAND"
    reported = report("Observation/o1", subject={"identifier": INS})
    assert the(read(d__json=bundle(known, reported, observation(subject=None)))).family == "DURAND"


@pytest.mark.parametrize(
    "identifier",
    [
        {"system": INS["system"], "value": "2900275123457"},
        {"system": "urn:oid:1.2.250.1.213.1.4.9", "value": INS["value"]},
        {"value": INS["value"]},
        {"system": INS["system"]},
        {},
    ],
)
def test_another_identifier_is_of_somebody_else(read: Read, identifier: dict[str, str]) -> None:
    assert reason(read(a__json=bundle(patient(identifier=[INS]), of(**identifier)))) == "no_patient"


def test_an_identifier_of_two_patients_is_not_guessed(read: Read) -> None:
    paul = patient("p2", name=[{"family": "MARTIN", "given": ["Paul"]}], identifier=[INS])
    lea = patient(identifier=[INS, INS])
    assert reason(read(a__json=bundle(lea, paul, of(**INS)))) == "two_patients"
    assert the(read(b__json=bundle(lea, of(**INS)))).family == "DURAND", "it may stand there twice"
    here, there = bundle(lea, of(**INS)), bundle(paul, of(**INS))
    both = read(c__json=json.dumps(here) + json.dumps(there))
    assert [one.family for one in both if isinstance(one, ResultRecord)] == ["DURAND", "MARTIN"], (
        "the nearest"
    )


def test_an_identifier_without_a_system_holds_in_its_document_only(read: Read) -> None:
    bare = {"value": "7"}
    known = bundle(patient(identifier=[bare]), of(**bare))
    assert the(read(a__json=known)).family == "DURAND"
    apart = read(b__json=bundle(patient(identifier=[bare])), c__json=bundle(of(**bare)))
    assert reason(apart) == "no_patient"


def test_what_waits_is_kept_with_the_patient_whom_its_identifier_names(read: Read) -> None:
    unknown = of(**INS) | {"code": coded("99999-9", LOINC)}
    (found,) = read(a__json=bundle(patient(identifier=[INS]), unknown))
    assert isinstance(found, RefusedRecord)
    kept = json.loads(make_standalone_record(found, "fhir", b""))
    kept["entry"][1]["resource"]["code"] = coded("94500-6", LOINC)
    assert the(read(b__json=kept)).family == "DURAND"


# ---------------------------------------- tests of something else


FLU, CREATININE, LOCAL = coded("92142-9", LOINC), coded("2160-0", LOINC), coded("CRE", "urn:labo:own")


@pytest.mark.parametrize("status", ["final", "corrected", "entered-in-error", "preliminary", "unknown", None])
@pytest.mark.parametrize(
    "changes",
    [
        {"code": FLU},
        {"code": FLU, "issued": None},
        {"code": FLU, "subject": None, "interpretation": [coded("NEG", V3)]},
        {"code": CREATININE, "valueCodeableConcept": None, "valueQuantity": {"value": 9.1, "unit": "mg/L"}},
        {"code": {"coding": [*LOCAL["coding"], *CREATININE["coding"]]}},
        {"code": FLU, "component": [{"code": CREATININE}]},
    ],
)
def test_what_is_known_to_be_another_test_is_counted_and_left_alone(
    tried: Tried, changes: dict[str, Any], status: str | None
) -> None:
    (tally,) = tried(a__json=bundle(patient(), observation(**changes | {"status": status})))
    assert (tally.received, tally.counts["ignored"], dict(tally.reasons)) == (1, 1, {})


@pytest.mark.parametrize(
    ("changes", "fate"),
    [
        ({"code": {"coding": [*FLU["coding"], *coded("94500-6", LOINC)["coding"]]}}, "positive"),
        ({"code": {"coding": [*FLU["coding"], *coded("94563-4", LOINC)["coding"]]}}, "antibody_test"),
        ({"code": coded("2160-0", "urn:labo:own")}, "unknown_test"),
        ({"code": FLU, "component": [{"code": coded("94559-2", LOINC)}]}, "unknown_test"),
        ({"code": FLU, "component": [{"code": FLU}, {"code": LOCAL}]}, "unknown_test"),
        ({"code": FLU, "contained": [observation("in")]}, "unknown_test"),
        ({"code": FLU, "modifierExtension": NOT_DONE}, "unknown_modifier"),
    ],
)
def test_what_may_be_ours_is_not_left_alone(read: Read, changes: dict[str, Any], fate: str) -> None:
    (found,) = read(a__json=bundle(patient(), observation(**changes)))
    assert (found.meaning if isinstance(found, ResultRecord) else getattr(found, "reason", found)) == fate


def test_a_panel_of_flu_with_our_gene_in_it_says_what_the_gene_says(read: Read) -> None:
    parts = [
        {"code": FLU, "valueCodeableConcept": coded(NEGATIVE)},
        {"code": coded("94559-2", LOINC), "valueCodeableConcept": coded(POSITIVE)},
    ]
    panel = observation(valueCodeableConcept=None, code=FLU, component=parts)
    assert the(read(a__json=bundle(patient(), panel))).meaning == "positive"
    (left,) = read(b__json=bundle(patient(), panel | {"component": parts[:1]}))
    assert isinstance(left, UntracedResult)


@pytest.mark.parametrize(
    ("status", "why"), [("amended", "same_identifier"), ("cancelled", "same_identifier"), ("final", "")]
)
@pytest.mark.parametrize("named", [True, False])
def test_a_revision_that_names_another_test_bears_the_identifier_of_a_positive(
    tried: Tried, status: str, why: str, named: bool
) -> None:
    ours = {} if named else {"identifier": None}
    tallies = tried(
        a__json=bundle(patient(), observation(**ours)),
        b__json=bundle(patient(), observation(**ours, code=FLU, status=status)),
    )
    assert [t.counts["opened"] for t in tallies] == [1, 0]
    assert dict(tallies[1].reasons) == ({why: 1} if why else {})
    assert tallies[1].counts["ignored"] == (not why)
    assert tallies[1].cases_voided == 0
