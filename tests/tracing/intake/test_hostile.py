"""Files made to break us: nothing crashes, nothing takes long, and what is broken is counted."""

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.tracing.intake.conftest import NOW, Tried
from tests.tracing.intake.reports import hprim, report
from tests.tracing.intake.results import bundle, observation, oru, patient, row, table
from tocsin.tracing.intake.format_detection import detect_format
from tocsin.tracing.intake.intake_run import DryRunSink, run_intake
from tocsin.tracing.intake.records import RefusedRecord, ResultRecord
from tocsin.tracing.intake.result_files import ResultFiles

DEEP = 200_000


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.json", "[" * DEEP),
        ("a.json", '{"a":' * DEEP),
        ("a.ndjson", '{"resourceType":"Observation","contained":' + "[" * DEEP),
        ("a.json", '{"resourceType":"Bundle","entry":[' + "{" * DEEP),
        ("a.json", '{"resourceType":"Bundle","entry":[' + '{"fullUrl":' * 20_000),
        ("a.json", '"' * DEEP),
        ("a.json", '{"' + "\\" * DEEP),
        ("a.json", "{" + " " * DEEP),
        ("a.json", "}" * 1000),
        ("a.json", '{"resourceType":"Bundle","entry":[' + "]" * 1000),
        ("a.hl7", "MSH|^~\\&|" + "^" * DEEP),
        ("a.hl7", "MSH|^~\\&" + "|" * DEEP),
        ("a.hl7", oru() + "\x0b" * DEEP),
        ("a.hl7", "MSH|" * 50_000),
        ("a.hl7", oru(family="\\" * DEEP)),
        ("a.hl7", oru(phone="~" * DEEP)),
        ("a.csv", table(row(family_name='"' * 10_001))),
        ("a.csv", '"' * DEEP),
        ("a.csv", table(*['"'] * 5_000)),
        ("a.csv", "," * DEEP),
        ("a.csv", "\n" * DEEP),
        ("a.csv", table(row(phone="0" * 30_000))),
        ("a.csv", table(row(family_name="e" + "\u0301" * 20_000))),
        (
            "a.json",
            bundle(patient(birthDate="9" * 1000), observation(issued="2022-01-25T15:00:00" + "0" * 5000)),
        ),
        ("a.json", json.dumps(bundle(patient(), observation())).replace("DURAND", "\\ud800")),
    ],
)
def test_monsters(tmp_path: Path, name: str, content: Any) -> None:
    path = tmp_path / name
    path.write_text(json.dumps(content) if isinstance(content, dict) else content, newline="")
    with ResultFiles([path]) as given:
        (tally,) = run_intake(given.files, DryRunSink(), NOW)
    assert tally.received == sum(tally.counts.values())


@pytest.mark.parametrize(
    ("content", "format"),
    [
        (b"", "empty"),
        (b"\r\n \n", "empty"),
        (b"\xef\xbb\xbf", "empty"),
        (b"%PDF-1.7\n", "unknown"),
        (b"PK\x03\x04\x14\x00", "archive"),
        (b"H|~^\\&|A.HPR||B~C||ORU", "hprim"),
        (b"Hopital|~^\\&|x", "csv"),
        (b"1\nDURAND\nLEA\n\n\n35000 RENNES\n01/02/1990\n", "hprim"),
        (b"<?xml version='1.0'?>", "cda"),
        (b"\xef\xbb\xbf<ClinicalDocument xmlns='urn:hl7-org:v3'>", "cda"),
        (b"Received: from a\r\n\tby b\r\nFrom: a@b.example\r\n\r\n", "mail"),
        (b"name: value; other\r\nDURAND: x\r\n", "csv"),
        (b"<Bundle/>", "unknown"),
        (b"\x00\x01\x02", "unknown"),
        (b"\x1f\x8b\x08\x00", "unknown"),
        (b"  {}", "fhir"),
        (b"\xef\xbb\xbf[]", "fhir"),
        (b"\x0bMSH|", "hl7"),
        (b"FHS|^~", "hl7"),
        (b"MSHAREHOLDER;x", "csv"),
        ("\ufeffa;b".encode("utf-16-le"), "csv"),
        (b"a;b\n", "csv"),
    ],
)
def test_what_a_file_is(tmp_path: Path, content: bytes, format: str) -> None:
    path = tmp_path / "file"
    path.write_bytes(content)
    assert detect_format(path) == format


def test_an_unknown_file_is_one_record_in_quarantine(tried: Tried) -> None:
    (tally,) = tried(a__pdf=b"%PDF-1.7\n")
    assert (tally.received, dict(tally.reasons)) == (1, {"unknown_format": 1})


def test_an_empty_file_is_said(tried: Tried) -> None:
    (tally,) = tried(a__csv=b"")
    assert (tally.received, tally.warnings) == (0, ["it is empty"])


def test_a_thousand_patients_of_one_name_are_not_searched(tried: Tried) -> None:
    many = [patient(name=[{"family": f"N{n}", "given": ["X"]}]) for n in range(1000)]
    (tally,) = tried(a__ndjson=[*many, *(observation(f"o{n}") for n in range(1000))])
    assert tally.reasons["two_patients"] == 1000


PARTS = st.sampled_from(
    [
        json.dumps(patient()),
        json.dumps(observation()),
        '{"resourceType":"Bundle","entry":[',
        "]}",
        "{",
        "}",
        "[",
        "]",
        '"',
        "\\",
        ",",
        "\n",
        "\r",
        "null",
        "1e999",
        '{"resource":',
        '"entry":[',
        "\ud7ff",
        "MSH|^~\\&|",
        "H|~^\\&|",
        hprim(),
        report(),
        "<ClinicalDocument>",
        "From: a@b.example\nSubject: x\n",
        oru(),
        "|",
        "^",
        table(row()),
        row(),
        "\x00",
        "\x0b",
        "\x1c",
    ]
)


@given(
    st.lists(PARTS, max_size=12),
    st.sampled_from(["json", "ndjson", "hl7", "csv", "txt", "hpr", "xml", "eml", "zip"]),
    st.integers(0, 3000),
)
@settings(
    max_examples=80,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
def test_any_mixture_is_accounted_for(tmp_path: Path, parts: list[str], ending: str, cut: int) -> None:
    path = tmp_path / f"a.{ending}"
    path.write_bytes("".join(parts).encode()[: cut or None])
    with ResultFiles([path]) as given:
        items = list(given.files[0].read_items(NOW))
        assert all(isinstance(item, ResultRecord | RefusedRecord) for item in items)
    with ResultFiles([path]) as given:
        (tally,) = run_intake(given.files, DryRunSink(), NOW)
    assert tally.received == len(items)
