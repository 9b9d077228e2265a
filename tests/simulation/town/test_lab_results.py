"""The tests of the town's day, and the files in which laboratories send them."""

import csv
import io
import json
from collections import Counter
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from tocsin_simulation.town.lab_results import LABORATORIES as HOW_MANY
from tocsin_simulation.town.lab_results import LabResult, infected_by, is_positive, results_of_day
from tocsin_simulation.town.laboratory import LABORATORIES, LaboratoryFile, drop_file, make_result_files
from tocsin_simulation.town.people import Town

BEGINS = datetime(2021, 3, 3, 23, tzinfo=UTC)
"""Midnight in Paris."""


@pytest.fixture(scope="module")
def town() -> Town:
    return Town(4_000, seed=1)


@pytest.fixture(scope="module")
def results(town: Town) -> list[LabResult]:
    return results_of_day(town)


@pytest.fixture(scope="module")
def files(town: Town, results: list[LabResult]) -> list[LaboratoryFile]:
    return list(make_result_files(town, results))


# ---- the results


def test_the_day_is_the_same_every_time(results: list[LabResult]) -> None:
    assert results_of_day(Town(4_000, seed=1)) == results
    assert results_of_day(Town(4_000, seed=2)) != results


def test_every_positive_is_sent_and_in_time_to_be_of_this_day(town: Town, results: list[LabResult]) -> None:
    sent = {result.person for result in results if result.positive}
    assert sent == {index for index in range(town.people) if is_positive(town, index)}
    for result in results:
        assert result.taken_at < result.resulted_at < result.sent_at
        assert BEGINS <= result.sent_at < BEGINS + timedelta(days=1)
    assert results == sorted(results, key=lambda result: result.sent_at)


def test_some_were_infected_by_somebody_whom_they_met_and_have_their_result_later(
    town: Town, results: list[LabResult]
) -> None:
    when = {result.person: result.resulted_at for result in results if result.positive}
    chain = {index: infected_by(town, index) for index in range(town.people)}
    caught = {index: source for index, source in chain.items() if source is not None}
    assert len(caught) > 50
    for index, source in caught.items():
        assert source in town.people_met_by(index)
        assert source in when
        assert when[index] >= BEGINS + timedelta(hours=12)


def test_things_go_wrong_as_often_as_the_figures_say(results: list[LabResult]) -> None:
    troubles = Counter(result.trouble for result in results)
    assert {"twice", "second", "correction", "cut", "code", "nameless"} <= set(troubles)
    assert troubles[""] > 0.9 * len(results)


def test_a_correction_has_the_identifier_of_what_it_corrects_and_comes_after_it(
    results: list[LabResult],
) -> None:
    firsts = {(r.laboratory, r.source_id): r for r in results if not r.trouble}
    corrections = [r for r in results if r.trouble == "correction"]
    for correction in corrections:
        first = firsts[correction.laboratory, correction.source_id]
        assert first.positive
        assert not correction.positive
        assert first.sent_at < correction.sent_at
    seconds = [r for r in results if r.trouble == "second"]
    assert all((r.laboratory, r.source_id) not in firsts for r in seconds)


def test_some_results_lie_overnight(results: list[LabResult]) -> None:
    waits = [result.sent_at - result.resulted_at for result in results]
    assert 0.1 < sum(wait > timedelta(hours=8) for wait in waits) / len(waits) < 0.3


# ---- the files


def test_there_is_a_laboratory_for_every_number() -> None:
    assert len(LABORATORIES) == HOW_MANY
    assert {laboratory.suffix for laboratory in LABORATORIES} == {"ndjson", "hl7", "csv", "json"}


def test_the_files_hold_every_result_once(results: list[LabResult], files: list[LaboratoryFile]) -> None:
    assert sum(file.results for file in files) == len(results)
    assert len({file.name for file in files}) == len(files)
    assert [file.at for file in files] == sorted(file.at for file in files)


def test_lines_of_ndjson_are_a_patient_and_an_observation_each(files: list[LaboratoryFile]) -> None:
    for file in (f for f in files if f.name.endswith(".ndjson")):
        lines = file.data.decode().splitlines()
        assert len(lines) == 2 * file.results
        kinds = [json.loads(line)["resourceType"] for line in lines if line.endswith("}")]
        assert set(kinds) <= {"Patient", "Observation"}


def test_a_bundle_refers_to_its_own_patients(files: list[LaboratoryFile]) -> None:
    for file in (f for f in files if f.name.endswith(".json")):
        bundle = json.loads(file.data)
        patients = {e["fullUrl"] for e in bundle["entry"] if e["resource"]["resourceType"] == "Patient"}
        results = [e["resource"] for e in bundle["entry"] if e["resource"]["resourceType"] == "Observation"]
        assert {result["subject"]["reference"] for result in results} == patients
        assert len(results) == file.results


def test_hl7_has_a_message_for_each_result_and_times_with_their_zone(files: list[LaboratoryFile]) -> None:
    for file in (f for f in files if f.name.endswith(".hl7")):
        messages = file.data.decode().split("MSH|")[1:]
        assert len(messages) == file.results
        for message in messages:
            obx = next(s for s in message.split("\r") if s.startswith("OBX|")).split("|")
            assert obx[3].startswith("94500-6")
            assert obx[19].endswith("+0100")


def test_a_table_has_our_columns_and_a_row_for_each_result(files: list[LaboratoryFile]) -> None:
    for file in (f for f in files if f.name.endswith(".csv")):
        rows = list(csv.reader(io.StringIO(file.data.decode("utf-8-sig")), delimiter=";"))
        assert len(rows) == file.results + 1
        assert rows[0][:3] == ["laboratory", "result_id", "status"]
        assert {len(row) for row in rows} <= {5, len(rows[0])}


def test_a_minor_is_sent_with_a_guardian(town: Town, files: list[LaboratoryFile]) -> None:
    observations = [
        line for f in files if f.name.endswith(".ndjson") for line in f.data.decode().splitlines()
    ]
    patients = [json.loads(line) for line in observations if line.startswith('{"resourceType": "Patient"')]
    minors = [p for p in patients if p["birthDate"] > "2003-03-04"]
    assert minors
    assert all("contact" in patient for patient in minors)


def test_a_file_is_whole_as_soon_as_it_has_its_name(tmp_path: Path, files: list[LaboratoryFile]) -> None:
    path = drop_file(files[0], tmp_path)
    assert path.read_bytes() == files[0].data
    assert list(tmp_path.iterdir()) == [path]
