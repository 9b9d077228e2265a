"""What a report says of its results, and extensions that may turn the meaning round."""

import json
from datetime import UTC, datetime
from typing import Any

import pytest

from tests.tracing.intake.conftest import Read, Tried
from tests.tracing.intake.fhir_examples import BARE, NOT_DONE, coded, report
from tests.tracing.intake.results import LOINC, NEGATIVE, POSITIVE, bundle, observation, patient, reason, the
from tocsin.tracing.intake.records import RefusedRecord, ResultRecord
from tocsin.tracing.intake.store_sink import make_standalone_record

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
