"""A watched folder: whole files in order, half-written ones left alone, each put away."""

import json
import os
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

from tests.tracing.intake.conftest import NOW
from tests.tracing.intake.results import bundle, observation, patient, row, table, write
from tocsin.tracing.intake import bounded_lines, csv_file
from tocsin.tracing.intake.drop_folder import KEPT, sweep_folder
from tocsin.tracing.intake.intake_run import DryRunSink, run_intake
from tocsin.tracing.intake.result_files import ResultFiles
from tocsin.tracing.intake.tally import IntakeTally


def take_in(paths: list[Path]) -> Iterator[IntakeTally]:
    with ResultFiles(paths) as given:
        yield from run_intake(given.files, DryRunSink(), NOW)


def put(folder: Path, name: str, content: object, at: int) -> Path:
    """A file that was last changed at some second."""
    path = write(folder / name, content)
    os.utime(path, (at, at))
    return path


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir() if path.is_file())


def test_a_file_is_taken_once_it_has_not_changed_since_the_last_look(tmp_path: Path) -> None:
    path = put(tmp_path, "a.csv", table(row()), 100)
    first = sweep_folder(tmp_path, {}, take_in, NOW)
    assert first.taken == ()
    put(tmp_path, "a.csv", table(row(), row(result_id="R2")), 101)
    second = sweep_folder(tmp_path, first.sizes, take_in, NOW)
    assert second.taken == (), "it has grown"
    third = sweep_folder(tmp_path, second.sizes, take_in, NOW)
    assert [tally.received for _, tally in third.taken] == [2]
    assert not path.exists()
    assert list(tmp_path.rglob("*")) == [], "nothing in plain text is left of it"
    assert sweep_folder(tmp_path, third.sizes, take_in, NOW).taken == ()


def test_names_of_files_that_are_being_written(tmp_path: Path) -> None:
    for name in (".a.csv", "b.csv.part", "c.tmp", "d.csv~", "e.filepart"):
        put(tmp_path, name, table(row()), 100)
    sizes = sweep_folder(tmp_path, {}, take_in, NOW).sizes
    assert sweep_folder(tmp_path, sizes, take_in, NOW).taken == ()
    (tmp_path / "b.csv.part").rename(tmp_path / "b.csv")
    sizes = sweep_folder(tmp_path, sizes, take_in, NOW).sizes
    assert [Path(where).name for where, _ in sweep_folder(tmp_path, sizes, take_in, NOW).taken] == ["b.csv"]


def test_the_oldest_first(tmp_path: Path) -> None:
    for at, name in ((300, "a.csv"), (100, "b.csv"), (200, "c.csv")):
        put(tmp_path, name, table(row()), at)
    swept = sweep_folder(tmp_path, sweep_folder(tmp_path, {}, take_in, NOW).sizes, take_in, NOW)
    assert [Path(where).name for where, _ in swept.taken] == ["b.csv", "c.csv", "a.csv"]
    assert [tally.counts["opened"] for _, tally in swept.taken] == [1, 0, 0]


def test_patients_and_results_put_in_together(tmp_path: Path) -> None:
    put(tmp_path, "Observation.ndjson", [observation()], 100)
    put(tmp_path, "Patient.ndjson", [patient()], 200)
    swept = sweep_folder(tmp_path, sweep_folder(tmp_path, {}, take_in, NOW).sizes, take_in, NOW)
    assert [tally.counts["opened"] for _, tally in swept.taken] == [1, 0]


def test_what_cannot_be_read_at_all_is_put_aside(tmp_path: Path) -> None:
    put(tmp_path, "a.pdf", b"%PDF-1.7", 100)
    put(tmp_path, "b.csv", "Nom;Test\nDURAND;PCR\n", 200)
    put(tmp_path, "c.csv", table(row(value="?")), 300)
    sweep_folder(tmp_path, sweep_folder(tmp_path, {}, take_in, NOW).sizes, take_in, NOW)
    assert names(tmp_path / "failed") == ["a.pdf", "b.csv"]
    assert names(tmp_path) == [], "the record of c waits in quarantine"


def test_what_is_not_read_to_its_end_is_put_aside(tmp_path: Path) -> None:
    entries = [{"resource": one} for one in (patient(), *(observation(f"o{n}") for n in range(400)))]
    text = json.dumps({"resourceType": "Bundle", "type": "batch", "entry": entries})
    assert len(text) > 2 * bounded_lines.KEPT
    put(tmp_path, "broken.json", text.replace('"id": "o9"', '"id": "o9', 1), 100)
    put(tmp_path, "twice.json", text.replace('"type"', '"resourceType": "Bundle", "type"', 1), 200)
    put(tmp_path, "whole.json", text, 300)
    put(tmp_path, "small.json", '{"resourceType": "Bundle", "entry": [', 400)
    put(tmp_path, "bundles.ndjson", text.replace('"type"', '"type": "batch", "type"', 1) + "\n", 500)
    put(tmp_path, "one.ndjson", [patient(), bundle(patient(), observation("p1"))], 600)
    put(tmp_path, "large.csv", table(row(), row(result_id="R2", sex="f" * csv_file.ROW)), 700)
    swept = sweep_folder(tmp_path, sweep_folder(tmp_path, {}, take_in, NOW).sizes, take_in, NOW)
    left = ["broken.json", "bundles.ndjson", "large.csv", "twice.json"]
    assert names(tmp_path / "failed") == left
    assert [Path(name).name for name, tally in swept.taken if tally.unread] == [
        "broken.json",
        "twice.json",
        "bundles.ndjson",
        "large.csv",
    ]
    assert names(tmp_path) == [], "the rest is in the store, or whole in quarantine"


def test_what_could_not_be_taken_in_is_kept_for_seven_days(tmp_path: Path) -> None:
    put(tmp_path, "a.pdf", b"%PDF-1.7", 100)
    sweep_folder(tmp_path, sweep_folder(tmp_path, {}, take_in, NOW).sizes, take_in, NOW)
    (tmp_path / "done").mkdir()
    put(tmp_path / "done", "of-the-version-before.csv", table(row()), 100)
    soon = NOW + KEPT - timedelta(seconds=1)
    assert sweep_folder(tmp_path, {}, take_in, soon).expired == 1
    assert [names(tmp_path / one) for one in ("done", "failed")] == [[], ["a.pdf"]]
    assert sweep_folder(tmp_path, {}, take_in, NOW + KEPT).expired == 1
    assert names(tmp_path / "failed") == []


def test_another_file_that_came_under_its_name_is_not_removed_with_it(tmp_path: Path) -> None:
    put(tmp_path, "a.csv", table(row()), 100)

    def meanwhile(paths: list[Path]) -> Iterator[IntakeTally]:
        for tally in take_in(paths):
            put(tmp_path, "a.csv", table(row(result_id="R2")), 200)
            yield tally

    first = sweep_folder(tmp_path, sweep_folder(tmp_path, {}, take_in, NOW).sizes, meanwhile, NOW)
    assert names(tmp_path) == ["a.csv"]
    again = sweep_folder(tmp_path, sweep_folder(tmp_path, first.sizes, take_in, NOW).sizes, take_in, NOW)
    assert [tally.received for _, tally in again.taken] == [1]
    assert names(tmp_path) == []


def test_a_process_cut_off_while_it_removes_a_file_leaves_none(tmp_path: Path) -> None:
    put(tmp_path, ".a.csv.taken", table(row()), 100)
    sweep_folder(tmp_path, sweep_folder(tmp_path, {}, take_in, NOW).sizes, take_in, NOW)
    assert names(tmp_path) == []


def test_files_of_one_name_do_not_replace_each_other(tmp_path: Path) -> None:
    for number in range(3):
        put(tmp_path, "a.csv", f"Nom;Test\nDURAND;{number}\n", 100)
        sweep_folder(tmp_path, sweep_folder(tmp_path, {}, take_in, NOW).sizes, take_in, NOW)
    assert names(tmp_path / "failed") == ["a-2.csv", "a-3.csv", "a.csv"]
