"""FHIR R4: bundles, bulk files and single resources tell the same, wherever their patient stands."""

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.tracing.intake.conftest import Read, Tried
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
from tocsin.message.repeated_keys import repeats_key
from tocsin.tracing.intake import bounded_lines, json_stream
from tocsin.tracing.intake.fhir_resources import SEVERAL
from tocsin.tracing.intake.records import RefusedRecord, ResultRecord, UntracedResult
from tocsin.tracing.intake.store_sink import make_standalone_record


def coded(code: str, system: str = SNOMED) -> dict:
    return {"coding": [{"system": system, "code": code}]}


@pytest.fixture
def streamed(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every document is read as those are that do not fit into the memory."""
    monkeypatch.setattr("tocsin.tracing.intake.fhir_file._is_by_line", lambda _file: False)
    monkeypatch.setattr(json_stream, "WHOLE", 10)
    monkeypatch.setattr(json_stream, "CHUNK", 700)


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


def test_indented_documents_arrays_and_several_in_one_file(read: Read) -> None:
    pretty = json.dumps(bundle(patient(), observation()), indent=2)
    assert the(read(a__json=pretty)).family == "DURAND"
    assert the(read(b__json="\ufeff" + pretty)).family == "DURAND"
    assert the(read(c__json=json.dumps([patient(), observation()]))).family == "DURAND"
    assert len(read(d__json=pretty + pretty.replace("o1", "o2"))) == 2
    assert len(read(e__json=json.dumps([bundle(patient(), observation())] * 2, indent=1))) == 2
    assert the(read(f__json=json.dumps(bundle(patient(), observation())) + "\n")).family == "DURAND"


def test_a_bundle_on_each_line(read: Read) -> None:
    paul = patient(name=[{"family": "MARTIN", "given": ["Paul"]}])
    both = read(a__ndjson=[bundle(patient(), observation()), bundle(paul, observation("o2"))])
    assert [one.family for one in both if isinstance(one, ResultRecord)] == ["DURAND", "MARTIN"]


def test_a_broken_line_costs_one_record(read: Read) -> None:
    lines = [json.dumps(one) for one in (patient(), observation("o1"), observation("o2"), observation("o3"))]
    lines[2] = lines[2][:80]
    lines.insert(0, '{"resourceType":')
    found = read(a__ndjson="\n".join(lines))
    assert [one.reason if isinstance(one, RefusedRecord) else one.source_id for one in found] == [
        "unreadable",
        "o1",
        "unreadable",
        "o3",
    ]


def test_a_document_that_was_cut_off_gives_what_is_whole(read: Read) -> None:
    whole = json.dumps(bundle(patient(), observation("o1"), observation("o2"), observation("o3")))
    for end in range(len(whole) - 1, 200, -37):
        found = read(a__json=whole[:end])
        assert isinstance(found[-1], RefusedRecord), end
        assert found[-1].reason == "unreadable"
        ids = [one.source_id for one in found if isinstance(one, ResultRecord)]
        assert ids == ["o1", "o2", "o3"][: len(ids)]


def test_a_document_too_large_for_one_piece_reads_the_same(
    read: Read, streamed: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    many = [part for n in range(300) for part in (observation(f"o{n}", of=f"Patient/p{n}"), patient(f"p{n}"))]
    wanted = [f"o{n}" for n in range(300)]
    for text in (json.dumps(bundle(*many)), json.dumps(bundle(*many), indent=3)):
        assert [one.source_id for one in read(a__json=text) if isinstance(one, ResultRecord)] == wanted
    monkeypatch.setattr(json_stream._StreamScanner, "scan_whole_entries", lambda self: iter(()))
    found = read(a__json=bundle(*many))
    assert [one.source_id for one in found if isinstance(one, ResultRecord)] == wanted


def test_strings_full_of_brackets_do_not_mislead(read: Read, streamed: None) -> None:
    odd = patient(text={"div": '}]{"entry":[ \\" {"resource" \\\\'})
    found = read(
        a__json=bundle(odd, observation("o1"), odd | {"id": "p2"}, observation("o2", of="Patient/p2"))
    )
    assert [one.source_id for one in found if isinstance(one, ResultRecord)] == ["o1", "o2"]


def test_one_entry_that_is_too_large_is_refused(
    read: Read, streamed: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(json_stream, "RECORD", 5000)
    fat = observation("fat", note=[{"text": "x" * 20_000}])
    found = read(a__json=bundle(patient(), observation(), fat))
    assert isinstance(found[0], ResultRecord)
    assert isinstance(found[-1], RefusedRecord)
    assert found[-1].reason == "too_large"
    assert len(found[-1].raw) <= bounded_lines.KEPT


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
TIMES = {"issued": "2022-01-25T15:00:00+01:00", "effectiveDateTime": "2022-01-25T08:00:00+01:00"}


def test_what_a_result_does_not_say_its_report_says(read: Read) -> None:
    bare = observation(**BARE)
    found = the(read(a__json=bundle(patient(), report("Observation/o1", **TIMES), bare)))
    assert (found.meaning, found.status, found.family) == ("positive", "final", "DURAND")
    assert found.resulted_at == datetime(2022, 1, 25, 14, tzinfo=UTC)
    assert found.taken_at == datetime(2022, 1, 25, 7, tzinfo=UTC)


def test_the_report_may_come_before_its_result_or_after(read: Read) -> None:
    bare, whole = observation(**BARE), report("Observation/o1", **TIMES)
    assert the(read(a__json=bundle(bare, whole, patient()))).family == "DURAND"
    assert the(read(b__json=bundle(whole, patient(), bare))).family == "DURAND"


def test_the_period_of_a_report_is_one_too(read: Read) -> None:
    times = {"issued": TIMES["issued"], "effectivePeriod": {"start": "2022-01-25T08:00:00+01:00"}}
    found = the(read(a__json=bundle(patient(), report("Observation/o1", **times), observation(**BARE))))
    assert found.taken_at == datetime(2022, 1, 25, 7, tzinfo=UTC)


def test_what_a_result_says_itself_stands(read: Read) -> None:
    other = {"issued": "2022-01-25T09:00:00+01:00", "effectiveDateTime": "2022-01-24T08:00:00+01:00"}
    late = report("Observation/o1", status="preliminary", **other)
    found = the(read(a__json=bundle(patient(), late, observation())))
    assert (found.status, found.resulted_at) == ("final", datetime(2022, 1, 25, 14, tzinfo=UTC))
    assert found.taken_at == datetime(2022, 1, 25, 7, tzinfo=UTC)


@pytest.mark.parametrize("status", ["entered-in-error", "cancelled"])
def test_a_report_that_is_withdrawn_withdraws_its_results(read: Read, status: str) -> None:
    both = bundle(
        patient(), report("Observation/o1", status=status), observation(), observation("o2", value=POSITIVE)
    )
    found = [one for one in read(a__json=both) if isinstance(one, ResultRecord)]
    assert [(one.source, one.status) for one in found] == [
        ("https://labo.example/results\x1fo1", "void"),
        ("https://labo.example/results\x1fo2", "final"),
    ]


def test_a_withdrawn_report_voids_the_case_that_its_result_opened(tried: Tried) -> None:
    tallies = tried(
        a__json=bundle(patient(), report("Observation/o1"), observation()),
        b__json=bundle(patient(), report("Observation/o1", status="entered-in-error"), observation()),
    )
    assert [(t.counts["opened"], t.cases_voided) for t in tallies] == [(1, 0), (0, 1)]


def test_a_report_that_is_not_done_keeps_a_result_waiting_that_says_nothing(read: Read) -> None:
    waiting = report("Observation/o1", status="partial", **TIMES)
    assert reason(read(a__json=bundle(patient(), waiting, observation(**BARE)))) == "not_final"


def test_of_two_reports_the_later_one_speaks(read: Read) -> None:
    first = report("Observation/o1", status="entered-in-error", issued="2022-01-25T09:00:00Z")
    second = report("Observation/o1", id="rep2", issued="2022-01-25T12:00:00+01:00")
    for order in ((first, second), (second, first)):
        found = the(read(a__json=bundle(patient(), *order, observation())))
        assert found.status == "final", "noon in Paris is later than nine in Greenwich"


def test_a_report_of_another_bundle_says_nothing(read: Read) -> None:
    wrong = bundle(patient(), report("Observation/o1", status="entered-in-error"))
    found = read(a__json=wrong, b__json=bundle(patient(), observation()))
    assert the(found).status == "final"


def test_reports_of_bulk_files_stand_in_a_file_of_their_own(read: Read) -> None:
    found = read(
        DiagnosticReport__ndjson=[report("Observation/o1", **TIMES)],
        Observation__ndjson=[observation(**BARE)],
        Patient__ndjson=[patient()],
    )
    assert the(found).family == "DURAND"


def test_reports_refer_by_address_by_urn_and_by_version(read: Read) -> None:
    by_urn = bundle(patient("u-1"), observation("u-2", **BARE), report("urn:uuid:u-2", **TIMES), urls=True)
    by_urn["entry"][2]["resource"]["subject"] = {"reference": "urn:uuid:u-1"}
    assert the(read(a__json=by_urn)).family == "DURAND"
    by_address = bundle(
        patient(), observation(**BARE), report("https://labo.example/fhir/Observation/o1", **TIMES)
    )
    by_address["entry"][1]["fullUrl"] = "https://labo.example/fhir/Observation/o1"
    assert the(read(b__json=by_address)).family == "DURAND"
    versioned = report("Observation/o1/_history/2", **TIMES)
    assert the(read(c__json=bundle(patient(), observation(**BARE), versioned))).family == "DURAND"


@pytest.mark.usefixtures("streamed")
def test_a_report_in_a_large_file_is_found_too(read: Read) -> None:
    found = read(a__json=bundle(patient(), observation(**BARE), report("Observation/o1", **TIMES)))
    assert the(found).family == "DURAND"


def test_what_must_wait_is_kept_with_what_its_report_says(read: Read) -> None:
    unknown = observation(**BARE | {"code": coded("99999-9", LOINC)})
    (found,) = read(a__json=bundle(patient(), report("Observation/o1", **TIMES), unknown))
    assert isinstance(found, RefusedRecord)
    kept = json.loads(found.raw)["resource"]
    assert (kept["status"], kept["issued"]) == ("final", TIMES["issued"])
    assert kept["code"] == unknown["code"]


@pytest.mark.parametrize("broken", [{"result": "Observation/o1"}, {"result": [7]}, {"issued": 4}])
def test_a_report_that_cannot_be_read_is_told_and_its_result_stands_alone(read: Read, broken: dict) -> None:
    found = read(a__json=bundle(patient(), report(**broken), observation()))
    assert [one.reason for one in found if isinstance(one, RefusedRecord)] == ["unreadable"]
    assert [one.status for one in found if isinstance(one, ResultRecord)] == ["final"]


# ---------------------------------------- what changes the meaning of what is read


NOT_DONE = [{"url": "https://labo.example/not-done", "valueBoolean": True}]


def modified(**changes: Any) -> dict[str, Any]:
    return {"modifierExtension": NOT_DONE} | changes


@pytest.mark.parametrize("void", [False, True])
@pytest.mark.parametrize(
    "resources",
    [
        (patient(), observation(**modified())),
        (patient(), observation(implicitRules="https://labo.example/rules")),
        (patient(**modified()), observation()),
        (patient(implicitRules="https://labo.example/rules"), observation()),
        (patient(contact=[modified(name={"family": "X"})]), observation()),
        (patient(communication=[modified()]), observation()),
        (patient(), observation(component=[modified(code=coded("94559-2", LOINC))])),
    ],
)
def test_an_extension_that_may_turn_the_meaning_round_is_not_passed_over(
    read: Read, resources: tuple[dict, dict], void: bool
) -> None:
    who, what = resources
    if void:
        what = what | {"status": "entered-in-error"}
    (found,) = read(a__json=bundle(who, what))
    assert isinstance(found, RefusedRecord)
    assert found.reason == "unknown_modifier"
    assert found.beside, "the patient is kept with it"


@pytest.mark.parametrize("said", [{"deceasedBoolean": True}, {"deceasedDateTime": "2022-01-24"}])
def test_nobody_writes_to_the_family_of_a_dead_person(read: Read, said: dict) -> None:
    assert reason(read(a__json=bundle(patient(**said), observation()))) == "deceased"
    (kept,) = read(b__json=bundle(patient(**said), observation(value=NEGATIVE)))
    assert not isinstance(kept, RefusedRecord)
    (alive,) = read(c__json=bundle(patient(deceasedBoolean=False), observation()))
    assert not isinstance(alive, RefusedRecord)


def test_an_extension_of_an_entry_a_report_or_a_deletion_is_not_passed_over(read: Read) -> None:
    for at in (0, 1):
        entry = bundle(patient(), observation())
        entry["entry"][at] |= modified()
        assert reason(read(a__json=entry)) == "unknown_modifier"
    reported = bundle(patient(), report("Observation/o1", **modified()), observation())
    assert reason(read(b__json=reported)) == "unknown_modifier"
    entry = bundle(patient(), report("Observation/o1"), observation())
    entry["entry"][1] |= modified()
    assert reason(read(c__json=entry)) == "unknown_modifier"
    contained = report("#o1", contained=[observation()], **modified())
    assert reason(read(d__json=bundle(patient(), contained))) == "unknown_modifier"
    deleted = {"request": modified(method="DELETE", url="https://labo.example/fhir/Observation/o1")}
    assert reason(read(e__json={"resourceType": "Bundle", "entry": [deleted]})) == "unknown_modifier"


def test_what_waits_for_a_modifier_waits_again_when_it_is_read_again(read: Read) -> None:
    patients_entry = bundle(patient(), observation())
    patients_entry["entry"][0] |= modified()
    for content in (
        bundle(patient(), report("Observation/o1", **modified()), observation()),
        bundle(patient(**modified()), observation()),
        patients_entry,
    ):
        (found,) = read(a__json=content)
        assert isinstance(found, RefusedRecord)
        assert reason(read(b__json=make_standalone_record(found, "fhir", b""))) == "unknown_modifier"


def test_an_extension_that_only_adds_is_passed_over(read: Read) -> None:
    more = bundle(patient(extension=NOT_DONE), observation(extension=NOT_DONE, modifierExtension=[]))
    assert the(read(a__json=more)).meaning == "positive"


TWICE = [
    ('"status": "final"', '"status": "final", "status": "entered-in-error"'),
    ('"valueCodeableConcept"', '"valueCodeableConcept": {}, "valueCodeableConcept"'),
    (f'"code": "{POSITIVE}"', f'"code": "{POSITIVE}", "code": "{NEGATIVE}"'),
    (f'"code": "{POSITIVE}"', f'"code": "{POSITIVE}", "c\\u006fde" : "{NEGATIVE}"'),
    (f'"code": "{POSITIVE}"', f'"display": "\\u0022:", "code": "{POSITIVE}", "code": "{NEGATIVE}"'),
    ('"birthDate"', '"birthDate": "1980-01-01", "birthDate"'),
    ('"family"', '"family": "X", "family"'),
    ('{"resource": {"resourceType": "Obs', '{"resource": {}, "resource": {"resourceType": "Obs'),
]


@pytest.mark.parametrize(("once", "twice"), TWICE)
def test_a_key_twice_is_refused_at_every_depth(read: Read, once: str, twice: str) -> None:
    text = json.dumps(bundle(patient(), observation()))
    assert text.count(once) == 1
    assert reason(read(a__json=text.replace(once, twice))) == "repeated_key"


@pytest.mark.usefixtures("streamed")
@pytest.mark.parametrize(("once", "twice"), TWICE)
def test_a_key_twice_is_refused_in_a_large_file_too(read: Read, once: str, twice: str) -> None:
    text = json.dumps(bundle(patient(), observation())).replace(once, twice)
    assert reason(read(a__json=text)) == "repeated_key"


def test_a_key_twice_in_a_report_or_in_another_resource(read: Read) -> None:
    text = json.dumps(bundle(patient(), report("Observation/o1"), observation(**BARE)))
    once = '"id": "rep"'
    assert text.count(once) == 1
    found = read(a__json=text.replace(once, '"id": "rep", "issued": "2020-01-01T00:00:00Z", "issued": ""'))
    assert [one.reason for one in found if isinstance(one, RefusedRecord)] == ["repeated_key"] * 2
    other = bundle(patient(), observation(), {"resourceType": "Organization", "id": "x", "name": "Labo"})
    text = json.dumps(other).replace('"name": "Labo"', '"name": "Labo", "name": "Labo du Port"')
    assert the(read(b__json=text)).meaning == "positive", "nothing is read of it"


@pytest.mark.parametrize("name", ["a__json", "a__ndjson"])
def test_two_lists_of_entries_are_not_one(read: Read, name: str) -> None:
    one, two = (json.dumps(bundle(patient(), observation(n))["entry"]) for n in ("o1", "o2"))
    for first, second in ((one, two), (one, one), (one, "[]"), ("[]", one)):
        text = f'{{"resourceType": "Bundle", "type": "batch", "entry": {first}, "entry": {second}}}'
        found = read(**{name: text + "\n"})
        assert "repeated_key" in [one.reason for one in found if isinstance(one, RefusedRecord)]
    kind = f'{{"resourceType": "Bundle", "resourceType": "Bundle", "entry": {one}}}'
    assert reason(read(**{name: kind})) == "repeated_key"


@pytest.mark.usefixtures("streamed")
def test_two_lists_of_entries_of_a_large_file(read: Read) -> None:
    one, two = (json.dumps(bundle(patient(), observation(n))["entry"]) for n in ("o1", "o2"))
    text = f'{{"resourceType": "Bundle", "type": "batch", "entry": {one}, "entry": {two}}}'
    found = read(a__json=text)
    assert [getattr(one, "reason", "") for one in found] == ["", "repeated_key"]
    apart = json.dumps(bundle(patient(), observation())) + json.dumps(bundle(patient(), observation("o2")))
    assert len([one for one in read(b__json=apart) if isinstance(one, ResultRecord)]) == 2, "two documents"


@given(st.recursive(
    st.none() | st.text(max_size=8) | st.sampled_from(['":', ' : ', '": ', "\\:", "\u00e9:", '\t:']),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner, max_size=4),
    max_leaves=12,
), st.booleans(), st.sampled_from([None, 1]), st.sampled_from([":", " : ", "\n:"]))  # fmt: skip
def test_a_key_twice_is_neither_missed_nor_invented(
    value: Any, plain: bool, indent: int | None, colon: str
) -> None:
    once = json.dumps({"x": value}, ensure_ascii=plain, indent=indent, separators=(",", colon))
    assert not repeats_key(once.encode())
    assert repeats_key(f'{{"a"{colon}{{"b"{colon}1,"c"{colon}{once},"b"{colon}{once}}}}}'.encode())


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
