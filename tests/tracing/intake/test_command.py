"""``tocsin intake`` as it is run: counts, quarantine, folders, refusals."""

import json
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from tests.tracing.intake.results import (
    NEGATIVE,
    RECEIVED,
    bundle,
    observation,
    oru,
    patient,
    row,
    table,
    write,
)
from tocsin.cli.main import run_cli as tocsin
from tocsin.cli.service.intake import open_acknowledgements
from tocsin.privacy.vault import Vault
from tocsin.store.database import open_connection

WHEN = ("--received", RECEIVED)


@pytest.fixture
def on_store(store: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder, with a store and keys as the environment names them."""
    monkeypatch.setenv("TOCSIN_DATABASE_URL", store)
    keys = tmp_path / "keys"
    keys.mkdir(mode=0o700)
    monkeypatch.setenv("TOCSIN_KEYS", str(keys / "keys.json"))
    Vault.load(make=True)
    return tmp_path


def lines(capsys: pytest.CaptureFixture[str]) -> list[dict[str, Any]]:
    return [json.loads(line) for line in capsys.readouterr().out.splitlines()]


def list_log_entries() -> list[tuple[Any, ...]]:
    """Who did what to which record, as the log of looks and changes has it."""
    with open_connection() as connection:
        said = "select login, subject_id, why from staff_entry where action = 'lead.repair' order by id"
        return connection.execute(said).fetchall()


def test_a_dry_run_needs_no_store(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    files = [
        write(tmp_path / "a.json", bundle(patient(), observation())),
        write(tmp_path / "b.hl7", oru(number="R2") + oru("M2", number="R3", status="P")),
        write(tmp_path / "c.csv", table(row(result_id="R4", family_name="MARTIN", value=NEGATIVE))),
    ]
    assert tocsin(["intake", "--dry-run", "--json", *WHEN, *map(str, files)]) == 0
    a, b, c, total = lines(capsys)
    assert (a["format"], a["received"], a["opened"], a["beside"]) == ("fhir", 1, 1, 1)
    assert (b["format"], b["received"], b["known"], b["quarantined"]) == ("hl7", 2, 1, 1)
    assert b["reasons"] == {"not_final": 1}
    assert (c["format"], c["received"], c["negative"]) == ("csv", 1, 1)
    assert (total["file"], total["received"], total["opened"], total["cases_opened"]) == ("total", 4, 1, 1)
    for one in (a, b, c, total):
        parts = ("opened", "known", "negative", "corrected", "void", "ignored", "quarantined")
        assert one["received"] == sum(one[part] for part in parts)


def test_the_store_says_the_same(on_store: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = str(write(on_store / "a.csv", table(row(), row(), row(result_id="Q", value="?"))))
    assert tocsin(["intake", "--dry-run", "--json", *WHEN, path]) == 0
    dry = lines(capsys)
    assert tocsin(["intake", "--json", *WHEN, path]) == 0
    assert lines(capsys) == dry


def test_in_words(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = write(tmp_path / "a.csv", table(row(), row(result_id="Q", value="?")))
    assert tocsin(["intake", "--dry-run", *WHEN, str(path)]) == 0
    said = capsys.readouterr().out
    assert (
        "2 received = 1 opened + 0 known + 0 negative + 0 corrected + 0 void + 0 ignored + 1 quarantined"
        in said
    )
    assert "1 unknown_value" in said


def test_acknowledgements_in_a_file(tmp_path: Path) -> None:
    path = write(tmp_path / "a.hl7", oru())
    ack = tmp_path / "ack.hl7"
    assert tocsin(["intake", "--dry-run", *WHEN, str(path), "--ack", str(ack)]) == 0
    assert b"MSA|AA|M1" in ack.read_bytes()
    assert [one.name for one in tmp_path.iterdir() if one.name.startswith(".")] == []


def test_a_run_that_fails_leaves_no_acknowledgements_half_written(tmp_path: Path) -> None:
    with (
        pytest.raises(KeyboardInterrupt),
        open_acknowledgements(str(tmp_path / "ack.hl7"), datetime.fromisoformat(RECEIVED)),
    ):
        raise KeyboardInterrupt
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("words", "status", "said"),
    [
        (["intake"], 64, "a file is expected"),
        (["intake", "nowhere.csv", "--dry-run"], 66, "nowhere.csv"),
        (["intake", "quarantine", "eat"], 64, "list, show, replay, dismiss"),
        (["intake", "a.csv", "--received", "hier"], 64, "hier"),
        (["intake", "--watch", "nowhere"], 66, "nowhere"),
    ],
)
def test_refusals(words: list[str], status: int, said: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert tocsin(words) == status
    assert said in capsys.readouterr().err


def test_without_a_store_it_says_what_to_do(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("TOCSIN_KEYS", str(tmp_path / "none" / "keys.json"))
    assert tocsin(["intake", str(write(tmp_path / "a.csv", table(row())))]) == 69
    assert "key" in capsys.readouterr().err


def test_a_mapping_that_does_not_fit_fails_its_file_alone(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    mapping = tmp_path / "m.yaml"
    mapping.write_text(
        "columns: {family_name: Nom, given_names: Prénom, birth_date: Né, resulted_at: Quand,"
        " value: R, test: T}"
    )
    good = write(
        tmp_path / "a.csv", "Nom;Prénom;Né;Quand;R;T\nDURAND;Léa;1990-02-01;2022-01-25T15:00;POS;94500-6\n"
    )
    bad = write(tmp_path / "b.csv", "Nom;Prénom\nDURAND;Léa\n")
    files = [str(bad), str(good)]
    assert tocsin(["intake", "--dry-run", "--json", *WHEN, "--mapping", str(mapping), *files]) == 65
    first, second, total = lines(capsys)
    assert "no column" in first["error"]
    assert (second["opened"], total["received"]) == (1, 1)


def test_quarantine_is_listed_repaired_and_replayed(
    on_store: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = write(on_store / "a.csv", table(row(value="Positiv"), row(result_id="R2", family_name="")))
    assert tocsin(["intake", *WHEN, str(path)]) == 0
    capsys.readouterr()
    assert tocsin(["intake", "quarantine", "list"]) == 0
    listed = capsys.readouterr().out
    assert "unknown_value" in listed
    assert "no_identity" in listed
    assert "2 in quarantine" in listed
    assert "DURAND" not in listed
    assert tocsin(["intake", "quarantine", "list", "--reason", "unknown_value", "--json"]) == 0
    (one,) = lines(capsys)
    assert tocsin(["intake", "quarantine", "show", str(one["id"]), "--out", str(on_store)]) == 0
    capsys.readouterr()
    exported = on_store / f"quarantine-{one['id']}.csv"
    assert exported.stat().st_mode & 0o777 == 0o600
    assert exported.read_text() == table(row(value="Positiv"))
    assert tocsin(["intake", "quarantine", "replay", str(exported), *WHEN]) == 65
    assert "unknown_value" in capsys.readouterr().err
    exported.write_text(exported.read_text().replace("Positiv", "Positif"))
    assert tocsin(["intake", "quarantine", "replay", str(exported), "--json", *WHEN]) == 0
    (replayed,) = lines(capsys)
    assert replayed["opened"] == 1
    said = [why for _, _, why in list_log_entries()]
    assert said[-2:] == ["terminal: replayed: unknown_value"] * 2  # the try that was refused, too
    assert tocsin(["intake", "quarantine", "list"]) == 0
    assert "1 in quarantine" in capsys.readouterr().out


def test_quarantine_is_dismissed(on_store: Path, capsys: pytest.CaptureFixture[str]) -> None:
    tocsin(["intake", *WHEN, str(write(on_store / "a.csv", table(row(value="?"))))])
    capsys.readouterr()
    tocsin(["intake", "quarantine", "list", "--json"])
    (one,) = lines(capsys)
    why = ["--by", "Anne", "--why", "duplicate"]
    assert tocsin(["intake", "quarantine", "dismiss", str(one["id"]), *why]) == 0
    assert "1 dismissed" in capsys.readouterr().out
    assert tocsin(["intake", "quarantine", "dismiss", "99999"]) == 0
    assert list_log_entries() == [("Anne", one["id"], "terminal: dismissed: duplicate")]
    assert tocsin(["intake", "quarantine", "show", "99999"]) == 66
    capsys.readouterr()
    tocsin(["intake", "quarantine", "list", "--json"])
    assert lines(capsys) == []


def test_a_repaired_fhir_patient_and_hl7_message(on_store: Path, capsys: pytest.CaptureFixture[str]) -> None:
    tocsin(
        ["intake", *WHEN, str(write(on_store / "a.json", bundle(patient(birthDate="1990"), observation())))]
    )
    tocsin(["intake", *WHEN, str(write(on_store / "b.hl7", oru(family="MARTIN", birth="1990")))])
    capsys.readouterr()
    tocsin(["intake", "quarantine", "list", "--json"])
    fhir, hl7 = lines(capsys)
    for one, name, before, after in (
        (fhir, "json", '"1990"', '"1990-02-01"'),
        (hl7, "hl7", "|1990|", "|19900201|"),
    ):
        tocsin(["intake", "quarantine", "show", str(one["id"]), "--out", str(on_store)])
        path = on_store / f"quarantine-{one['id']}.{name}"
        data = path.read_bytes().decode()
        assert before in data
        path.write_bytes(data.replace(before, after).encode())
        capsys.readouterr()
        assert tocsin(["intake", "quarantine", "replay", str(path), "--json", *WHEN]) == 0
        assert lines(capsys)[0]["opened"] == 1


def test_a_watched_folder(
    on_store: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = on_store / "inbox"
    folder.mkdir()
    write(folder / "a.csv", table(row()))
    monkeypatch.setattr("time.sleep", lambda _seconds: None)
    assert tocsin(["intake", "--watch", str(folder), "--once", "--json", *WHEN]) == 0
    (tally,) = lines(capsys)
    assert tally["opened"] == 1
    assert list(folder.rglob("*")) == []
    write(folder / "again.csv", table(row()))
    assert tocsin(["intake", "--watch", str(folder), "--once", "--json", *WHEN]) == 0
    assert lines(capsys)[0]["known"] == 1, "its digest is in the store"
    assert tocsin(["intake", "--watch", str(folder), "--dry-run"]) == 64


def test_nothing_personal_is_said(on_store: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """What is printed about records in quarantine names nobody, whatever column a name slipped into."""
    slipped = [
        row(result_id=f"R{n}", **{column: "DURAND"})
        for n, column in enumerate(("test", "value", "status", "resulted_at", "birth_date", "taken_at"))
    ]
    path = write(on_store / "a.csv", table(*slipped, "DURAND,Léa", row(sex='"DURAND')))
    assert tocsin(["intake", *WHEN, str(path)]) == 0
    assert tocsin(["intake", "quarantine", "list"]) == 0
    said = capsys.readouterr()
    assert "DURAND" not in said.out + said.err
    assert "8 in quarantine" in said.out


@pytest.mark.parametrize(
    ("typed", "utc"),
    [
        ("2022-01-25 18:00", "2022-01-25T17:00:00"),
        ("2022-07-25T18:00", "2022-07-25T16:00:00"),
        ("2022-01-25T18:00:00Z", "2022-01-25T18:00:00"),
        ("2022-01-25T18:00:00+01:00", "2022-01-25T17:00:00"),
        ("2022-01-25", "2022-01-24T23:00:00"),
    ],
)
def test_a_time_without_a_zone_is_one_of_paris(typed: str, utc: str) -> None:
    from tocsin.cli.service.agent_session import parse_moment

    assert parse_moment(typed).isoformat() == f"{utc}+00:00"


def test_a_result_of_the_future_is_one_by_the_clock_of_paris(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A result of three in the afternoon in Paris has not happened at two, and has at four."""
    path = write(tmp_path / "a.csv", table(row()))
    for hour, opened in (("14:00", 0), ("16:00", 1)):
        words = ["intake", str(path), "--dry-run", "--json", "--received", f"2022-01-25 {hour}"]
        assert tocsin(words) == 0
        assert lines(capsys)[-1]["opened"] == opened
