"""Tables of text: our own columns, those of others by a mapping, and what spreadsheets do to them."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from tests.tracing.intake.conftest import NOW, Read, Tried
from tests.tracing.intake.results import COLUMNS, NEGATIVE, POSITIVE, row, table, the
from tocsin.tracing.intake import column_mapping, csv_file
from tocsin.tracing.intake.column_mapping import BadColumnMapping, ColumnMapping, check_mapping
from tocsin.tracing.intake.csv_file import CsvFile
from tocsin.tracing.intake.records import RawResult, RefusedRecord, ResultRecord


def reasons(items: list[Any]) -> list[str]:
    return [getattr(item, "reason", "") for item in items]


def test_our_own_columns(read: Read) -> None:
    found = the(read(a__csv=table(row(phone="0639981234"))))
    assert (found.meaning, found.laboratory, found.source_id) == ("positive", "Labo du Port", "R1")
    assert found.identity == "durand|lea|1990-02-01"
    assert found.resulted_at == datetime(2022, 1, 25, 14, tzinfo=UTC)
    assert found.phones == ("+33639981234",)


def test_our_columns_in_another_order_and_with_others_between(read: Read) -> None:
    header = "note;Test;VALUE;resulted_at;birth_date;given_names;family_name"
    line = f"bonjour;94500-6;{POSITIVE};2022-01-25T15:00+01:00;1990-02-01;Léa;DURAND"
    assert the(read(a__csv=f"{header}\n{line}\n")).identity == "durand|lea|1990-02-01"


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_the_delimiter_is_found(read: Read, delimiter: str) -> None:
    assert the(read(a__csv=table(row()).replace(",", delimiter))).family == "DURAND"


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_lines_end_in_every_way(read: Read, end: str) -> None:
    text = table(row(), row(result_id="R2")).replace("\n", end)
    assert len(read(a__csv=text)) == 2


def test_a_mark_in_front_and_wide_characters(read: Read) -> None:
    assert the(read(a__csv="\ufeff" + table(row()))).given == "Léa"
    assert the(read(b__csv=table(row()).encode("utf-16"))).given == "Léa"


def test_quoted_cells_may_hold_anything(read: Read) -> None:
    found = the(read(a__csv=table(row(family_name='"DU, ""RAND""\nD\'OR"'))))
    assert found.family == 'DU, "RAND" D\'OR'


def test_a_quote_that_is_never_closed_costs_one_row(read: Read) -> None:
    rows = [row(result_id=f"R{n}") for n in range(200)]
    rows[3] = row(result_id="BAD", family_name='"DURAND')
    assert reasons(read(a__csv=table(*rows))).count("unreadable") == 1


def test_rows_of_another_width(read: Read) -> None:
    found = read(a__csv=table(row(), row() + ",de trop", "trop,court", row(result_id="R2") + ",,"))
    assert reasons(found) == ["", "unreadable", "unreadable", ""]


def test_empty_lines_are_no_rows(read: Read) -> None:
    assert len(read(a__csv=table(row()) + "\n \n\r\n" + row(result_id="R2"))) == 2


def test_bytes_that_are_no_text_cost_one_row(read: Read) -> None:
    bad = table(row(), row(result_id="R2"), row(result_id="R3")).encode().replace(b"R2,final", b"R\xff,final")
    assert reasons(read(a__csv=bad)) == ["", "bad_encoding", ""]


def test_windows_1252_is_read_where_nothing_else_is_said(read: Read) -> None:
    rows = [row(result_id="R0", given_names="Lea"), row(family_name="LECŒUR D’ŸS", given_names="Zoé")]
    found = read(a__csv=table(*rows).encode("cp1252"))
    assert isinstance(found[1], ResultRecord)
    assert (found[1].family, found[1].given) == ("LECŒUR D’ŸS", "Zoé")
    undefined = table(row()).encode("cp1252").replace(b"DURAND", b"D\x81RAND")
    assert reasons(read(b__csv=undefined)) == ["bad_encoding"]


@pytest.mark.parametrize("before", [0, 1, 2, 3, 50, 51, 52, 53])
def test_a_letter_of_utf_8_far_behind_says_what_the_file_is(
    read: Read, before: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    from tocsin.tracing.intake import bounded_lines

    monkeypatch.setattr(bounded_lines, "CHUNK", 4)
    damaged = row(result_id="R1", given_names="Zo#").encode().replace(b"#", b"\xe9")
    whole = row(result_id="R2", given_names="Z" + "x" * before + "€").encode()
    content = table().encode() + damaged + b"\n" + whole + b"\n"
    assert reasons(read(a__csv=content)) == ["bad_encoding", ""]


def test_a_file_that_says_it_is_utf_8_is_nothing_else(read: Read) -> None:
    said = b"\xef\xbb\xbf" + table(row(), row(result_id="R2", given_names="Lea")).encode("cp1252")
    assert reasons(read(a__csv=said)) == ["bad_encoding", ""]
    by_mapping = replace(THEIRS, encoding="utf-8")
    lines = f"{HEADER.replace('é', 'e')}\n{LINE}\n".encode("cp1252")
    with_ascii = replace(by_mapping, columns=_without_accents(by_mapping.columns))
    assert reasons(read(mapping=with_ascii, b__csv=lines)) == ["bad_encoding"]
    unsaid = replace(with_ascii, encoding="")
    assert the(read(mapping=unsaid, c__csv=lines)).given == "Léa"


def test_who_says_iso_8859_1_may_mean_windows_1252(read: Read) -> None:
    lines = f"{HEADER}\n{LINE.replace('DURAND', 'LECŒUR')}\n".encode("cp1252")
    assert the(read(mapping=THEIRS, a__csv=lines)).family == "LECŒUR"


def test_a_row_that_is_too_large(read: Read) -> None:
    assert reasons(read(a__csv=table(row(), row(sex="f" * 100_000), row(result_id="R3")))) == [
        "",
        "too_large",
        "",
    ]


@pytest.mark.parametrize(
    ("changes", "why"),
    [
        ({"test": ""}, "unknown_test"),
        ({"test": "PCR"}, "unknown_test"),
        ({"value": ""}, "no_value"),
        ({"value": "oui"}, "unknown_value"),
        ({"value": "LA6576-8x"}, "unknown_value"),
        ({"value": "Indéterminé"}, "indeterminate"),
        ({"status": "??"}, "unknown_status"),
        ({"status": "provisoire"}, "not_final"),
        ({"resulted_at": ""}, "no_result_time"),
        ({"resulted_at": "2022-01-25"}, "no_result_time"),
        ({"resulted_at": "hier"}, "bad_date"),
        ({"resulted_at": "2023-01-25T15:00"}, "future_date"),
        ({"birth_date": "01/02/1990"}, "bad_date"),
        ({"given_names": " "}, "no_identity"),
    ],
)
def test_what_is_not_certain_goes_to_quarantine(read: Read, changes: dict[str, str], why: str) -> None:
    assert reasons(read(a__csv=table(row(**changes)))) == [why]


@pytest.mark.parametrize(
    ("value", "mark", "fate"),
    [
        ("22,4", "POS", "positive"),
        ("Ct 31", "pos", "positive"),
        ("voir compte rendu", "NEG", "negative"),
        ("voir compte rendu", "A", "unknown_value"),
        ("voir compte rendu", "", "unknown_value"),
        ("absence de virus", "POS", "contradiction"),
        ("positif", "NEG", "contradiction"),
        ("999999", "POS", "unknown_value"),
        ("LA99999-9", "POS", "unknown_value"),
    ],
)
def test_a_text_counts_as_its_flag_says(read: Read, value: str, mark: str, fate: str) -> None:
    header, line = f"{COLUMNS};interpretation".replace(",", ";"), row(value="#").replace(",", ";")
    (found,) = read(a__csv=f"{header}\n{line.replace('#', value)};{mark}\n")
    assert (found.meaning if isinstance(found, ResultRecord) else found.reason) == fate


@pytest.mark.parametrize(
    ("value", "meaning"),
    [
        (POSITIVE, "positive"),
        (NEGATIVE, "negative"),
        ("LA6576-8", "positive"),
        ("LA6577-6", "negative"),
        ("Positif", "positive"),
        ("NÉGATIF", "negative"),
        ("non détecté", "negative"),
        ("Detected", "positive"),
    ],
)
def test_values(read: Read, value: str, meaning: str) -> None:
    assert the(read(a__csv=table(row(value=value)))).meaning == meaning


def test_somebody_whose_number_cannot_be_read_is_kept(read: Read) -> None:
    assert the(read(a__csv=table(row(phone="06 39")))).phones == ()


def test_a_result_without_identifier_gets_one_that_stays(read: Read) -> None:
    one, two, other = read(
        a__csv=table(row(result_id=""), row(result_id=""), row(result_id="", test="94558-4"))
    )
    assert isinstance(one, ResultRecord)
    assert isinstance(two, ResultRecord)
    assert isinstance(other, ResultRecord)
    assert one.source == two.source
    assert one.source != other.source


# ---------------------------------------- other columns


def _without_accents(columns: dict[str, Any]) -> dict[str, Any]:
    return {
        field: named.replace("é", "e") if isinstance(named, str) else named
        for field, named in columns.items()
    }


THEIRS = ColumnMapping(
    columns={
        "result_id": "Dossier",
        "value": "Résultat",
        "resulted_at": ["Date", "Heure"],
        "family_name": "Nom",
        "given_names": "Prénom",
        "birth_date": "Né(e) le",
        "phone": ["Portable", "Fixe"],
        "status": "Etat",
    },
    constants={"laboratory": "Labo des Halles", "test": "94558-4"},
    dates=["%d/%m/%Y %H:%M", "%d/%m/%Y"],
    encoding="iso-8859-1",
    values={"P": "positive", "N": "negative"},
    statuses={"V": "final", "R": "corrected", "A": "void"},
)
HEADER = "Dossier;Etat;Résultat;Date;Heure;Nom;Prénom;Né(e) le;Portable;Fixe"
LINE = "D7;V;P;25/01/2022;15:00;DURAND;Léa;01/02/1990;0639981234;0199001234"


def test_other_columns_by_a_mapping(read: Read) -> None:
    found = the(read(mapping=THEIRS, a__csv=f"{HEADER}\n{LINE}\n".encode("iso-8859-1")))
    assert (found.meaning, found.laboratory, found.source_id) == ("positive", "Labo des Halles", "D7")
    assert found.resulted_at == datetime(2022, 1, 25, 14, tzinfo=UTC)
    assert found.birth_date == "1990-02-01"
    assert found.phones == ("+33639981234", "+33199001234")


def test_without_a_mapping_every_row_waits_for_one(tried: Tried) -> None:
    (tally,) = tried(a__csv=f"{HEADER}\n{LINE}\n{LINE}\n")
    assert (tally.received, tally.reasons["no_mapping"]) == (2, 2)


def test_a_column_that_is_missing_stops_the_file(tried: Tried) -> None:
    (tally,) = tried(mapping=THEIRS, a__csv="Dossier;Nom\n1;DURAND\n")
    assert "'Etat'" in tally.error or "no column" in tally.error
    assert tally.received == 0


def test_words_of_the_mapping_mean_what_it_says(read: Read) -> None:
    lines = "\n".join(
        [HEADER, LINE.replace(";V;P;", ";R;N;"), LINE.replace(";V;", ";A;"), LINE.replace(";P;", ";?;")]
    )
    found = read(mapping=THEIRS, a__csv=lines.encode("iso-8859-1"))
    assert [getattr(one, "status", None) or one.reason for one in found] == [
        "corrected",
        "void",
        "unknown_value",
    ]  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("yaml", "said"),
    [
        ("columns: {nom: X}", "'nom' is no field"),
        ("columns: {test: T, value: V}", "missing"),
        ("colunms: {}", "colunms"),
        ("[1", "line 1, YAML"),
        ("delimiter: ','\nencoding: [utf-8]", "m.yaml, line 2, encoding: "),
        ("columns: {sex: [a, b]}", "'sex' is in one column"),
    ],
)
def test_a_mapping_that_is_wrong_says_where(tmp_path: Path, yaml: str, said: str) -> None:
    path = tmp_path / "m.yaml"
    path.write_text(yaml)
    with pytest.raises(BadColumnMapping, match=r"m\.yaml") as caught:
        column_mapping.load_mapping(path)
    assert said in str(caught.value)


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"delimiter": ";;"}, "delimiter"),
        ({"encoding": "utf-99"}, "encoding"),
        ({"encoding": "utf-16"}, "encoding"),
        ({"zone": "Mars/Base"}, "zone"),
        ({"dates": ["%d/%m"]}, "dates"),
        ({"dates": ["%d/%m/%y"]}, "dates"),
        ({"values": {"P": "perhaps"}}, "values"),
        ({"tests": {"PCR": "1-1"}}, "tests"),
        ({"statuses": {"V": "ok"}}, "statuses"),
    ],
)
def test_each_part_of_a_mapping_is_checked(changes: dict[str, Any], said: str) -> None:
    with pytest.raises(BadColumnMapping, match=said):
        check_mapping(replace(THEIRS, **changes))


def test_a_mapping_may_name_the_tests_of_something_else(tried: Tried) -> None:
    mapped = check_mapping(
        replace(
            THEIRS,
            constants={"laboratory": "Labo des Halles"},
            columns=THEIRS.columns | {"test": "Etat"},
            statuses={"GRIPPE": "final", "COVID": "final"},
            tests={"GRIPPE": "80382-5", "COVID": "94558-4"},
        )
    )
    lines = "\n".join([HEADER, LINE.replace(";V;", ";COVID;"), LINE.replace(";V;", ";GRIPPE;")])
    (tally,) = tried(mapping=mapped, a__csv=lines.encode("iso-8859-1"))
    assert (tally.counts["opened"], tally.counts["ignored"], tally.received) == (1, 1, 2)


# ---------------------------------------- spreadsheets


@pytest.mark.parametrize("rows", [65_535, 65_536])
def test_a_sheet_that_is_full_may_have_been_cut(tmp_path: Path, rows: int) -> None:
    path = tmp_path / "a.csv"
    path.write_text("a,b\n" + "1,2\n" * rows)
    file = CsvFile(path, None)
    assert sum(1 for _ in file.read_records()) == rows
    assert len(file.warnings) == 1
    assert "spreadsheet" in file.warnings[0]
    file.close()


def test_a_sheet_that_is_not_full_has_no_warning(tried: Tried) -> None:
    (tally,) = tried(a__csv=table(row()))
    assert tally.warnings == []


CELL = st.text(st.characters(codec="utf-8", exclude_characters="\x00\r\x85\u2028\u2029"), max_size=12)


@given(st.lists(st.lists(CELL, min_size=3, max_size=3), min_size=1, max_size=8))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow], max_examples=60)
def test_what_a_csv_writer_writes_is_read_back(tmp_path: Path, cells: list[list[str]]) -> None:
    import csv

    path = tmp_path / "a.csv"
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(["resulted_at", "family_name", "given_names", "birth_date", "test", "value", "sex"])
        for one in cells:
            writer.writerow(["2022-01-25T15:00Z", *one, "94500-6", POSITIVE, "x"])
    file_ = CsvFile(path, None)
    found = [one for one in file_.read_records() if isinstance(one, RawResult)]
    file_.close()
    assert [(t.person.family, t.person.given, t.birth_date) for t in found] == [
        tuple(cell.strip() for cell in one) for one in cells
    ]


@given(st.binary(max_size=300))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow], max_examples=60)
def test_no_bytes_break_the_table(tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes(COLUMNS.encode() + b"\n" + data)
    file = CsvFile(path, None)
    for one in file.read_records():
        assert isinstance(one, RawResult | RefusedRecord)
    file.close()


def test_a_row_may_not_grow_for_ever(read: Read) -> None:
    endless = table(row()) + '"' + "x\n" * (3 * csv_file.ROW_LINES)
    found = read(a__csv=endless, now=NOW)
    assert len(found) == 1 + 3 * csv_file.ROW_LINES
