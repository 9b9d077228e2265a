"""FHIR R4: bundles, bulk files and single resources tell the same, wherever their patient stands."""

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest

from tests.tracing.intake.conftest import Read, Tried
from tests.tracing.intake.fhir_examples import coded
from tests.tracing.intake.results import (
    LOINC,
    NEGATIVE,
    POSITIVE,
    SNOMED,
    V3,
    bundle,
    observation,
    patient,
    reason,
    the,
)
from tocsin.tracing.intake.fhir_resources import SEVERAL
from tocsin.tracing.intake.records import ResultRecord


def test_a_bundle_tells_who_what_and_when(read: Read) -> None:
    found = the(read(a__json=bundle(patient(), observation())))
    assert found.meaning == "positive"
    assert found.disease == "covid19"
    assert (found.family, found.given, found.birth_date) == ("DURAND", "Léa", "1990-02-01")
    assert found.identity == "durand|lea|1990-02-01"
    assert found.phones == ("+33639981234",)
    assert found.postcode == "35000"
    assert found.resulted_at == datetime(2022, 1, 25, 14, tzinfo=UTC)
    assert found.taken_at == datetime(2022, 1, 25, 7, tzinfo=UTC)
    assert found.source == "https://labo.example/results\x1fo1"


@pytest.mark.parametrize("type", ["transaction", "collection", "searchset", "batch", "message", "document"])
def test_every_type_of_bundle_is_read(read: Read, type: str) -> None:
    assert the(read(a__json=bundle(patient(), observation(), type=type))).meaning == "positive"


def test_the_patient_may_come_after_its_result(read: Read) -> None:
    assert the(read(a__json=bundle(observation(), patient()))).family == "DURAND"
    assert the(read(a__ndjson=[observation(), patient()])).family == "DURAND"


def test_the_patient_may_be_in_another_file(read: Read) -> None:
    assert the(read(Observation__ndjson=[observation()], Patient__ndjson=[patient()])).family == "DURAND"
    assert the(read(a__json=observation(), b__json=patient())).family == "DURAND"


def test_references_by_address_by_urn_and_by_containment(read: Read) -> None:
    by_urn = bundle(patient("u-1"), observation(of="urn:uuid:u-1"), urls=True)
    assert the(read(a__json=by_urn)).family == "DURAND"
    by_address = bundle(patient(), observation(of="https://labo.example/fhir/Patient/p1"))
    by_address["entry"][0]["fullUrl"] = "https://labo.example/fhir/Patient/p1"
    assert the(read(b__json=by_address)).family == "DURAND"
    contained = observation(of="#in", contained=[patient("in")])
    assert the(read(c__json=contained)).family == "DURAND"
    versioned = bundle(patient(), observation(of="Patient/p1/_history/3"))
    assert the(read(d__json=versioned)).family == "DURAND"


def test_the_patient_of_another_server_is_somebody_else(read: Read) -> None:
    other = bundle(patient(), observation(of="https://labo.example/fhir/Patient/p1"))
    other["entry"][0]["fullUrl"] = "https://elsewhere.example/fhir/Patient/p1"
    assert reason(read(a__json=other)) == "no_patient"


def test_each_bundle_has_its_own_patients(read: Read) -> None:
    paul = patient(name=[{"family": "MARTIN", "given": ["Paul"]}])
    both = read(a__json=bundle(patient(), observation()), b__json=bundle(paul, observation("o2")))
    assert [one.family for one in both if isinstance(one, ResultRecord)] == ["DURAND", "MARTIN"]


def test_a_reference_to_two_patients_is_not_guessed(read: Read) -> None:
    paul = patient(name=[{"family": "MARTIN", "given": ["Paul"]}])
    assert reason(read(a__ndjson=[patient(), paul, observation()])) == "two_patients"
    assert the(read(b__ndjson=[patient(), patient(), observation()])).family == "DURAND"


def test_no_patient_and_a_dead_reference(read: Read) -> None:
    assert reason(read(a__json=observation())) == "no_patient"
    assert reason(read(a__json=observation(subject=None))) == "no_patient"


@pytest.mark.parametrize(
    ("value", "system", "meaning"),
    [
        ("10828004", SNOMED, "positive"),
        ("260373001", SNOMED, "positive"),
        ("LA6576-8", LOINC, "positive"),
        ("260385009", SNOMED, "negative"),
        ("260415000", SNOMED, "negative"),
        ("LA6577-6", LOINC, "negative"),
        ("10828004", "urn:oid:2.16.840.1.113883.6.96", "positive"),
    ],
)
def test_values(read: Read, value: str, system: str, meaning: str) -> None:
    found = observation(valueCodeableConcept=coded(value, system))
    assert the(read(a__json=bundle(patient(), found))).meaning == meaning


@pytest.mark.parametrize(
    ("changes", "why"),
    [
        ({"valueCodeableConcept": coded("419984006")}, "indeterminate"),
        ({"valueCodeableConcept": coded("82334004")}, "indeterminate"),
        ({"valueCodeableConcept": coded("999999")}, "unknown_value"),
        ({"valueCodeableConcept": coded(POSITIVE, "urn:labo:own")}, "unknown_value"),
        ({"valueCodeableConcept": {"text": "Positif"}}, "unknown_value"),
        ({"valueCodeableConcept": None, "valueString": "Negatif"}, "unknown_value"),
        ({"valueCodeableConcept": None}, "no_value"),
        ({"interpretation": [coded("NEG", V3)]}, "contradiction"),
        ({"interpretation": [coded("N", V3)]}, "contradiction"),
        (
            {"valueCodeableConcept": {"coding": [*coded(POSITIVE)["coding"], *coded(NEGATIVE)["coding"]]}},
            "contradiction",
        ),
        ({"valueCodeableConcept": {**coded(POSITIVE), "text": "Négatif"}}, "contradiction"),
        ({"valueCodeableConcept": coded("999999"), "interpretation": [coded("POS", V3)]}, "unknown_value"),
        ({"status": "preliminary"}, "not_final"),
        ({"status": "registered"}, "not_final"),
        ({"status": "unknown"}, "unknown_status"),
        ({"status": None}, "unknown_status"),
        ({"code": coded("99999-9", LOINC)}, "unknown_test"),
        ({"code": coded("94500-6", "urn:labo:own")}, "unknown_test"),
        ({"code": coded("94563-4", LOINC)}, "antibody_test"),
        ({"issued": None}, "no_result_time"),
        ({"issued": "2022-01-25"}, "no_result_time"),
        ({"issued": "25/01/2022 15:00"}, "bad_date"),
        ({"issued": "2022-02-30T10:00:00Z"}, "bad_date"),
        ({"issued": "2022-01-26T15:00:00Z"}, "future_date"),
        ({"issued": "1022-01-25T15:00:00Z"}, "bad_date"),
        ({"issued": 20220125}, "unreadable"),
        ({"effectiveDateTime": "2022-02-25T08:00:00Z"}, "bad_date"),
    ],
)
def test_what_is_not_certain_goes_to_quarantine(read: Read, changes: dict, why: str) -> None:
    assert reason(read(a__json=bundle(patient(), observation(**changes)))) == why


@pytest.mark.parametrize(
    ("changes", "why"),
    [
        ({"name": [{"family": "DURAND"}]}, "no_identity"),
        ({"name": None}, "no_identity"),
        ({"birthDate": None}, "no_identity"),
        ({"birthDate": "1990-02"}, "bad_date"),
        ({"birthDate": "1990-02-30"}, "bad_date"),
        ({"birthDate": "2190-02-03"}, "future_date"),
        ({"birthDate": "1790-02-03"}, "bad_date"),
        ({"identifier": [{"system": "urn:oid:1.2.250.1.213.1.4.10", "value": "x"}]}, "test_identity"),
    ],
)
def test_people_who_cannot_be_known(read: Read, changes: dict, why: str) -> None:
    assert reason(read(a__json=bundle(patient(**changes), observation()))) == why


def test_an_interpretation_alone_is_enough(read: Read) -> None:
    bare = observation(valueCodeableConcept=None, interpretation=[coded("POS", V3)])
    assert the(read(a__json=bundle(patient(), bare))).meaning == "positive"


def test_a_time_without_a_zone_is_that_of_paris(read: Read) -> None:
    summer = bundle(patient(), observation(issued="2021-07-25T15:00:00", effectiveDateTime=None))
    assert the(read(a__json=summer)).resulted_at == datetime(2021, 7, 25, 13, tzinfo=UTC)


def test_withdrawn_results_need_nothing_but_their_identifier(read: Read) -> None:
    for status in ("entered-in-error", "cancelled"):
        bare = {
            "resourceType": "Observation",
            "id": "o1",
            "status": status,
            "performer": [{"display": "Labo"}],
        }
        assert the(read(a__json=bare)).status == "void"
    deleted = {
        "resourceType": "Bundle",
        "entry": [{"request": {"method": "DELETE", "url": "https://labo.example/fhir/Observation/o1"}}],
    }
    assert the(read(b__json=deleted)).status == "void"
    for nothing in ({}, {"id": "o1"}):
        assert (
            reason(read(c__json={"resourceType": "Observation", "status": "cancelled"} | nothing))
            == "no_identifier"
        )


def test_local_identifiers_of_laboratories_without_a_name_are_told_apart_by_the_person(tried: Tried) -> None:
    paul = patient(name=[{"family": "MARTIN", "given": ["Paul"]}])
    void = observation(identifier=None, status="entered-in-error")
    tallies = tried(
        a__json=bundle(patient(), observation(identifier=None)),
        b__json=bundle(paul, observation(identifier=None)),
        c__json=bundle(patient(), void),
    )
    assert [(t.counts["opened"], t.counts["void"], t.cases_voided) for t in tallies] == [
        (1, 0, 0),
        (1, 0, 0),
        (0, 1, 1),
    ]


def test_results_inside_a_report(read: Read) -> None:
    inner = observation("obs", identifier=None, subject=None, issued=None)
    report = observation("r1", resourceType="DiagnosticReport", valueCodeableConcept=None, status="corrected")
    report |= {
        "contained": [inner, patient("p")],
        "result": [{"reference": "#obs"}],
        "subject": {"reference": "#p"},
    }
    found = the(read(a__json=report))
    assert (found.family, found.status, found.source_id) == ("DURAND", "corrected", "r1#obs")
    assert found.resulted_at == datetime(2022, 1, 25, 14, tzinfo=UTC)


@pytest.mark.parametrize(
    "many",
    [
        {"component": [{"valueString": "x"}]},
        {"code": {"coding": [{"code": "x"}]}},
        {"hasMember": [{"reference": "Observation/x"}]},
        {"identifier": [{"value": "x"}]},
        {"contained": [{"resourceType": "Patient"}]},
    ],
)
def test_lists_inside_a_resource_have_an_end(read: Read, many: dict) -> None:
    """Each entry is gone through, some more than once: a million of them would hold up all other results."""

    def times(count: int, part: object) -> object:
        if isinstance(part, list):
            return part * count
        return {name: times(count, value) for name, value in part.items()} if isinstance(part, dict) else part

    one = reason(read(a__json=bundle(patient(), observation(**times(SEVERAL + 1, many)))))
    assert one == "unreadable"
    found = read(b__json=bundle(patient(), observation(**times(SEVERAL, many))))
    assert len(found) == 1


def test_a_bundle_in_a_bundle_is_not_passed_over(read: Read) -> None:
    nested = bundle(bundle(patient(), observation()) | {"id": "inner"})
    assert reason(read(a__json=nested)) == "unreadable"
    assert read(b__json={"resourceType": "Bundle", "type": "searchset"}) == []


def test_a_report_that_concludes_by_itself_is_a_result(read: Read) -> None:
    report = observation("r1", resourceType="DiagnosticReport", valueCodeableConcept=None)
    report["conclusionCode"] = [coded(POSITIVE)]
    assert the(read(a__json=bundle(patient(), report))).meaning == "positive"
    report["result"] = [{"reference": "Observation/o1"}]
    assert len(read(b__json=bundle(patient(), report, observation()))) == 1, "it only gathers"


def test_a_panel_with_its_answers_inside(read: Read) -> None:
    genes = [
        {"code": coded("94559-2", LOINC), "valueCodeableConcept": coded(POSITIVE)},
        {"code": coded("94746-5", LOINC), "valueQuantity": {"value": 22}},
    ]
    panel = observation(valueCodeableConcept=None, code=coded("94531-1", LOINC), component=genes)
    assert the(read(a__json=bundle(patient(), panel))).meaning == "positive"
    genes.append({"code": coded("94533-7", LOINC), "valueCodeableConcept": coded(NEGATIVE)})
    assert reason(read(b__json=bundle(patient(), panel))) == "contradiction"


def test_a_child_is_reached_through_a_parent(read: Read) -> None:
    mother = {
        "relationship": [coded("MTH", "http://terminology.hl7.org/CodeSystem/v3-RoleCode")],
        "name": {"family": "DURAND", "given": ["Anne"]},
        "telecom": [{"system": "phone", "value": "0639981111"}],
    }
    friend = {
        "name": {"family": "X", "given": ["Y"]},
        "telecom": [{"system": "phone", "value": "0639982222"}],
    }
    child = patient(birthDate="2014-06-01", contact=[friend, mother])
    found = the(read(a__json=bundle(child, observation())))
    assert found.minor
    assert (found.guardian.given, found.guardian.phones) == ("Anne", ("+33639981111",))
    grown = the(read(b__json=bundle(patient(contact=[mother]), observation())))
    assert not grown.minor
    assert grown.guardian.phones == ()


def test_the_name_in_use_and_the_mobile_come_first(read: Read) -> None:
    names = [
        {"use": "old", "family": "AVANT", "given": ["Léa"]},
        {"use": "nickname", "family": "Lélé", "given": ["L"]},
        {"use": "official", "family": "DURAND", "given": ["Léa", "Marie"]},
    ]
    telecom = [
        {"system": "email", "value": "lea@exemple.example"},
        {"system": "phone", "use": "old", "value": "0639980000"},
        {"system": "phone", "use": "home", "value": "01 99 00 12 34"},
        {"system": "phone", "use": "mobile", "value": "tel:+33639981234"},
        {"system": "phone", "value": "pas de téléphone"},
    ]
    found = the(read(a__json=bundle(patient(name=names, telecom=telecom), observation())))
    assert (found.family, found.given) == ("DURAND", "Léa Marie")
    assert found.phones == ("+33639981234", "+33199001234")


def test_resources_beside_results_are_not_counted(tried: Tried) -> None:
    others = [
        {"resourceType": "Organization", "id": "x"},
        {"resourceType": "MedicationRequest", "id": "m", "performer": {"reference": "Practitioner/1"}},
    ]
    (tally,) = tried(a__json=bundle(patient(), *others, observation()))
    assert (tally.received, tally.beside) == (1, 3)


def test_our_reading_agrees_with_the_full_classes(read: Read, tmp_path: Path) -> None:
    """``fhir.resources`` reads what we write here, and finds the same in it."""
    from fhir.resources.R4B.bundle import Bundle

    text = json.dumps(bundle(patient(), observation(), urls=True))
    theirs = Bundle.model_validate_json(text)
    result = theirs.entry[1].resource
    who = theirs.entry[0].resource
    ours = the(read(a__json=text))
    assert result.issued.astimezone(UTC) == ours.resulted_at
    assert result.valueCodeableConcept.coding[0].code == POSITIVE
    assert str(who.birthDate) == ours.birth_date
    assert who.name[0].family == ours.family
