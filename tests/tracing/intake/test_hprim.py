"""HPRIM Santé and HPRIM Médecin: results as French laboratories have written them for thirty years."""

import io
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.tracing.intake.conftest import NOW, Office, Read, Tried
from tests.tracing.intake.reports import hprim, hprim_letter
from tests.tracing.intake.results import assert_is_lea, the
from tocsin.tracing.intake import quarantine, repair
from tocsin.tracing.intake.acknowledgements import AcknowledgementQueue
from tocsin.tracing.intake.intake_run import DryRunSink, run_intake
from tocsin.tracing.intake.parcel_file import read_hprim_file
from tocsin.tracing.intake.records import RefusedRecord, ResultRecord
from tocsin.tracing.intake.result_files import ResultFiles


def reasons(items: list[ResultRecord | RefusedRecord]) -> list[str]:
    return [item.reason if isinstance(item, RefusedRecord) else item.meaning for item in items]


def test_a_message_tells_who_was_tested_for_what_when_and_by_whom(read: Read) -> None:
    found = the(read(a__hpr=hprim()))
    assert_is_lea(found, laboratory="350000001")
    assert found.place == "line 4"


@pytest.mark.parametrize("end", ["\r\n", "\r", "\n"])
@pytest.mark.parametrize("charset", ["utf-8", "cp1252"])
@pytest.mark.parametrize("signs", ["|~^\\&", "|\\^&~", "#!$%*"])
def test_lines_letters_and_delimiters_of_their_own(read: Read, end: str, charset: str, signs: str) -> None:
    found = the(read(a__hpr=hprim(end=end, signs=signs).encode(charset)))
    assert (found.given, found.meaning, found.place) == ("Léa", "positive", "line 4")


def test_a_line_that_was_too_long_goes_on_in_the_next(read: Read) -> None:
    text = hprim()
    cut = text.index("PCR SARS", text.index("OBX|")) + 4
    found = the(read(a__hpr=text[:cut] + "\r\nA|" + text[cut:]))
    assert found.meaning == "positive"


def test_the_name_of_birth_identifies_as_in_the_other_formats(read: Read) -> None:
    assert the(read(a__hpr=hprim(name="MARTIN~Léa~Zoé", maiden="DURAND"))).family == "DURAND"
    assert the(read(b__hpr=hprim(name="MARTIN~Léa~Zoé"))).given == "Léa Zoé"


@pytest.mark.parametrize(
    ("changes", "fate"),
    [
        ({"value": "POSITIF", "kind": "ST"}, "positive"),
        ({"value": "Non détecté", "kind": "TX"}, "negative"),
        ({"value": "POSITIF~aucun ARN détecté", "kind": "TX"}, "unknown_value"),
        ({"value": "260385009~Négatif~SCT", "mark": "POS"}, "contradiction"),
        ({"status": "C"}, "positive"),
        ({"status": "P"}, "not_final"),
        ({"status": "X"}, "void"),
        ({"status": "M"}, "unknown_status"),
        ({"test": "COVPCR~PCR~L"}, "unknown_test"),
        ({"test": "94500-6~PCR~LN"}, "positive"),
        ({"observed": ""}, "no_result_time"),
        ({"observed": "20220125"}, "no_result_time"),
        ({"observed": "", "reported": "202201251600"}, "positive"),
        ({"birth": "199002"}, "bad_date"),
        ({"name": "DURAND~"}, "no_identity"),
        ({"died": "20220124"}, "deceased"),
        ({"context": "ORM"}, "wrong_message"),
        ({"value": "3,2", "kind": "NM"}, "no_value"),
    ],
)
def test_what_a_result_becomes(read: Read, changes: dict[str, str], fate: str) -> None:
    assert reasons(read(a__hpr=hprim(**changes))) == [fate]


def test_a_refusal_names_the_line_and_the_field(read: Read) -> None:
    (found,) = read(a__hpr=hprim(name="DURAND~"))
    assert isinstance(found, RefusedRecord)
    assert (found.place, found.detail) == (
        "line 4",
        "family name, given name and a whole birth date are expected, in P-6, P-7, P-8",
    )


def test_what_begins_like_neither_form_is_told_both(read: Read) -> None:
    (found,) = read(a__hpr=hprim().replace("H|~^\\&|", "H|", 1).partition("\n")[2])
    assert isinstance(found, RefusedRecord)
    assert "H|~^\\&|" in found.detail
    assert "twelve lines" in found.detail


def test_several_messages_and_patients_in_one_file(read: Read) -> None:
    second = hprim(name="PETIT~Zoé", number="~220125-18").partition("\r\n")[2]
    both = hprim().replace("L|1\r\n", "") + second
    found = read(a__hpr=both + hprim(name="GRAND~Paul", number="~220125-19"))
    assert [one.family for one in found if isinstance(one, ResultRecord)] == ["DURAND", "PETIT", "GRAND"]
    assert [one.place for one in found] == ["line 4", "line 7", "line 12"]


def test_what_is_broken_costs_itself_alone(read: Read) -> None:
    broken = hprim().replace("H|~^\\&|", "H|~~~~|", 1)
    found = read(a__hpr="reste\r\n" + hprim() + broken + hprim(number="~220125-18"))
    assert reasons(found) == ["unreadable", "positive", "unreadable", "positive"]


def test_a_correction_is_known_by_the_number_of_the_laboratory(office: Office) -> None:
    assert office.take(hprim(), "a.hpr").counts["opened"] == 1
    mended = office.take(hprim("260385009~Négatif~SCT", status="C").replace("DEM9", "DEM10"), "b.hpr")
    assert (mended.counts["corrected"], mended.cases_voided) == (1, 1)


def test_a_repaired_record_comes_in(office: Office) -> None:
    office.take(hprim(birth=""), "a.hpr")
    (waits,) = quarantine.list_waiting_records(office.db)
    assert (waits.reason, waits.format, waits.territory) == ("no_identity", "hprim", "35")
    _, data = quarantine.open_record(office.db, office.vault, waits.id)
    told = repair.read_fields(data, waits.format, NOW)
    assert (told["family_name"], told["value"], told["resulted_at"]) == (
        "DURAND",
        "10828004",
        "2022-01-25 15:00",
    )
    tally = quarantine.repair_record(
        office.db, office.vault, waits.id, told | {"birth_date": "1990-02-01"}, NOW, by="anne"
    )
    assert tally.cases_opened == 1


# ---------------------------------------- acknowledgements


def acknowledged(folder: Path, text: str) -> list[list[str]]:
    path = folder / "in.hpr"
    path.write_text(text, encoding="cp1252", newline="")
    out = io.BytesIO()
    with ResultFiles([path]) as given_:
        list(run_intake(given_.files, DryRunSink(), NOW, acknowledge=AcknowledgementQueue(out, NOW)))
    return [row.split("|") for row in out.getvalue().decode("cp1252").splitlines()]


def test_each_message_is_answered_by_an_error_message_to_its_sender(tmp_path: Path) -> None:
    rows = acknowledged(tmp_path, hprim() + hprim(birth="", number="~2") + hprim(context="ORM"))
    heads = [row for row in rows if row[0] == "H"]
    assert [(row[2], row[4], row[6], row[9]) for row in heads] == [
        ("R0125.HPR", "TRACING~CNAM", "ERR", "350000001~LABO DU PORT")
    ] * 3
    errors = [(row[4], row[5], row[9]) for row in rows if row[0] == "ERR"]
    assert errors == [("I", "", ""), ("P", "9", "no_identity"), ("T", "11", "wrong_message")]
    assert [row[10].rpartition(" in ")[2] for row in rows if row[0] == "ERR" and row[9]] == [
        "P-6, P-7, P-8",
        "H-7",
    ]
    assert "DURAND" not in str(rows)


# ---------------------------------------- letters


RES = "RES|SARS-CoV-2 ARN|94500-6|A|POSITIF|||||F"


def test_a_letter_says_no_hour_and_waits(read: Read) -> None:
    (found,) = read(a__hpr=hprim_letter(RES))
    assert isinstance(found, RefusedRecord)
    assert (found.reason, found.place, found.postcode) == ("no_result_time", "line 18", "35000")


def test_what_a_letter_told_is_there_to_be_completed(office: Office) -> None:
    office.take(hprim_letter(RES, "RES|CRP|CRP|N|3,1|mg/l|0|5|N|F").encode("cp1252"), "a.hpr")
    (waits,) = quarantine.list_waiting_records(office.db)
    _, data = quarantine.open_record(office.db, office.vault, waits.id)
    told = repair.read_fields(data, waits.format, NOW)
    wanted = {
        "family_name": "DURAND", "given_names": "Léa", "birth_date": "1990-02-01", "test": "94500-6",
        "value": "POSITIF", "laboratory": "LAB1 Labo du Port", "result_id": "506232/94500-6",
    }  # fmt: skip
    assert {name: told[name] for name in wanted} == wanted
    tally = quarantine.repair_record(
        office.db, office.vault, waits.id, told | {"resulted_at": "2022-01-25 15:00"}, NOW, by="anne"
    )
    assert tally.cases_opened == 1


def test_a_letter_without_results_waits_whole(tried: Tried) -> None:
    (tally,) = tried(a__hpr=hprim_letter())
    assert (tally.received, dict(tally.reasons)) == (1, {"not_structured": 1})


# ---------------------------------------- whatever comes


NAMES = st.text(st.characters(codec="utf-8", categories=["L"]), min_size=1, max_size=12)


@given(NAMES, NAMES, st.dates(min_value=__import__("datetime").date(1930, 1, 1), max_value=NOW.date()))
def test_what_is_written_is_read(family: str, given_name: str, born: object) -> None:
    text = hprim(name=f"{family}~{given_name}", birth=f"{born:%Y%m%d}")
    (message,) = read_hprim_file(io.BytesIO(text.encode()))
    (found,) = message.found
    assert (found.person.family, found.person.given) == (family, given_name)  # type: ignore[union-attr]
    assert found.birth_date == f"{born:%Y-%m-%d}"  # type: ignore[union-attr]


WHOLE = (hprim() + hprim(number="~2")).encode("cp1252") + hprim_letter(RES).encode("cp1252")


@given(st.integers(0, len(WHOLE)), st.integers(0, len(WHOLE)), st.binary(max_size=6))
def test_cut_anywhere_nothing_crashes_and_nothing_is_silent(start: int, length: int, put: bytes) -> None:
    data = WHOLE[:start] + put + WHOLE[start + length :]
    messages = list(read_hprim_file(io.BytesIO(data)))
    assert all(message.found for message in messages)
    assert bool(messages) == bool(data.strip(b"\r\n \t\x00\x0b\x1a\x1c"))
