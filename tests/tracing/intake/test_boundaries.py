"""Both sides of every boundary of results in: who is a minor; too early, too late, too long, too many."""

import io
import json
from datetime import UTC, date, datetime, timedelta

import pytest

from tests.tracing.intake.conftest import NOW, Office, Read
from tests.tracing.intake.reports import finding, hprim, report
from tests.tracing.intake.results import bundle, observation, oru, patient, row, table, the
from tests.tracing.intake.stored_cases import name
from tests.tracing.intake.test_result_decision import AT, fates, record
from tocsin.tracing.intake import csv_file, interpretation, patient_index, repair, report_index
from tocsin.tracing.intake.batch_writer import A_CONTACT_FOR
from tocsin.tracing.intake.bounded_lines import read_bounded_lines
from tocsin.tracing.intake.contactability import find_age_band, find_department
from tocsin.tracing.intake.records import RefusedRecord, ResultRecord
from tocsin.tracing.intake.result_decision import TO_REACH, WINDOW

SECOND = timedelta(seconds=1)
PARENT = {"guardian_family_name": "DURAND", "guardian_given_names": "Anne", "guardian_phone": "0639981111"}


def fate(items: list) -> str:
    (item,) = items
    return item.reason if isinstance(item, RefusedRecord) else ""


# ---------------------------------------- where a date is wrong

LATE = "20220125990000"


@pytest.mark.parametrize(
    ("file", "field"),
    [
        ({"a__hpr": hprim(birth="31021977")}, "P-8"),
        ({"a__hpr": hprim(observed=LATE)}, "OBR-23, OBX-15"),
        ({"a__hl7": oru(birth="19770231")}, "PID-7"),
        ({"a__hl7": oru(taken=LATE)}, "OBR-7, OBX-14"),
        ({"a__hl7": oru(resulted=LATE)}, "OBR-22, OBX-19"),
        ({"a__xml": report(finding(at=LATE))}, "/observation/effectiveTime"),
        ({"a__csv": table(row(birth_date="1977-02-31"))}, "birth_date"),
        ({"a__csv": table(row(taken_at="hier"))}, "taken_at"),
        (
            {"a__json": json.dumps(bundle(patient(birthDate="1977-02-31"), observation()))},
            "Patient.birthDate",
        ),
        ({"a__json": json.dumps(bundle(patient(), observation(issued="hier")))}, "Observation.issued"),
    ],
)
def test_a_wrong_date_names_its_own_field_alone(read: Read, file: dict[str, str], field: str) -> None:
    (found,) = read(**file)
    assert isinstance(found, RefusedRecord)
    assert found.reason == "bad_date"
    assert found.detail.rpartition(", in ")[2].endswith(field) or found.detail.endswith(f", in {field}")


# ---------------------------------------- who is a minor


@pytest.mark.parametrize(
    ("born", "resulted", "postcode", "minor"),
    [
        ("2004-01-25", "2022-01-24T23:59:59+01:00", "35000", True),
        ("2004-01-25", "2022-01-25T00:00:00+01:00", "35000", False),
        ("2004-01-24", "2022-01-25T00:00:00+01:00", "35000", False),
        ("2004-01-26", "2022-01-25T15:00:00+01:00", "35000", True),
        ("2003-12-31", "2022-01-01T00:00:00+01:00", "35000", False),
        ("2004-12-31", "2022-01-25T15:00:00+01:00", "35000", True),
        # The day is that of the patient's clock: three hours later on La Réunion, five earlier on Martinique.
        ("2004-01-25", "2022-01-24T21:00:00+01:00", "97400", False),
        ("2004-01-25", "2022-01-24T20:59:59+01:00", "97400", True),
        ("2004-01-25", "2022-01-25T04:59:59+01:00", "97200", True),
        ("2004-01-25", "2022-01-25T05:00:00+01:00", "97200", False),
        # Who is born on 29 February is of age on 1 March.
        ("2004-02-29", "2022-02-28T23:59:59+01:00", "35000", True),
        ("2004-02-29", "2022-03-01T00:00:00+01:00", "35000", False),
    ],
)
def test_somebody_of_eighteen_is_no_minor(
    read: Read, born: str, resulted: str, postcode: str, minor: bool
) -> None:
    one = row(birth_date=born, resulted_at=resulted, taken_at="", postcode=postcode, **PARENT)
    found = the(read(a__csv=table(one), now=datetime(2022, 6, 1, tzinfo=UTC)))
    assert found.minor is minor
    assert found.guardian.phones == (("+33639981111",) if minor else ()), "an adult is reached themselves"


def test_who_turned_eighteen_that_day_is_written_to_and_who_did_not_through_a_parent(office: Office) -> None:
    for n, born in enumerate(("2004-01-25", "2004-01-26")):
        office.take(table(row(result_id=f"R{n}", birth_date=born, phone=f"063998120{n}", **PARENT)))
    reached = office.rows(
        "select f.number_index, p.age_band from tracing_case c join tracing_phone f on f.id = c.phone_id"
        " join tracing_person p on p.id = c.person_id order by c.id"
    )
    numbers = ("+33639981200", "+33639981111")
    whose = {index: number for number in numbers for index in office.vault.list_indexes("number", number)}
    own, parents = numbers
    assert [(whose[bytes(index)], band) for index, band in reached] == [(own, "18-39"), (parents, "12-17")]


@pytest.mark.parametrize(
    ("born", "band"),
    [
        ("2010-01-26", "0-11"), ("2010-01-25", "12-17"), ("2004-01-26", "12-17"), ("2004-01-25", "18-39"),
        ("1982-01-26", "18-39"), ("1982-01-25", "40-64"), ("1957-01-26", "40-64"), ("1957-01-25", "65-79"),
        ("1942-01-26", "65-79"), ("1942-01-25", "80+"),
    ],
)  # fmt: skip
def test_a_band_of_ages_begins_on_a_birthday(born: str, band: str) -> None:
    assert find_age_band(born, date(2022, 1, 25)) == band


@pytest.mark.parametrize(
    ("postcode", "where"),
    [
        ("00999", ""), ("01000", "01"), ("19999", "19"), ("20000", "2A"), ("20199", "2A"), ("20200", "2B"),
        ("20999", "2B"), ("21000", "21"), ("95999", "95"), ("96000", ""), ("97000", "970"), ("98999", "989"),
        ("99000", ""), ("9500", ""), ("950000", ""),
    ],
)  # fmt: skip
def test_a_territory_begins_and_ends_with_its_postcodes(postcode: str, where: str) -> None:
    assert find_department(postcode) == where


# ---------------------------------------- first and last dates


@pytest.mark.parametrize(
    ("born", "why"),
    [
        ("2022-01-25", ""),
        ("2022-01-26", "future_date"),
        ("1892-12-31", ""),
        ("1892-01-01", ""),
        ("1891-12-31", "bad_date"),
    ],
)
def test_the_first_and_the_last_day_of_birth(read: Read, born: str, why: str) -> None:
    assert interpretation.OLDEST == 130
    assert fate(read(a__csv=table(row(birth_date=born)))) == why


@pytest.mark.parametrize(
    ("ahead", "why"),
    [
        (interpretation.TOLERANCE - SECOND, ""),
        (interpretation.TOLERANCE, ""),
        (interpretation.TOLERANCE + SECOND, "future_date"),
    ],
)
def test_a_laboratorys_clock_may_be_ten_minutes_ahead(read: Read, ahead: timedelta, why: str) -> None:
    assert timedelta(minutes=10) == interpretation.TOLERANCE
    resulted = (NOW + ahead).isoformat()
    assert fate(read(a__csv=table(row(resulted_at=resulted)))) == why


@pytest.mark.parametrize(
    ("resulted", "why"),
    [
        ("2000-01-01T00:00:00Z", ""),
        ("1999-12-31T23:59:59Z", "bad_date"),
        ("2000-01-01T00:59:59+01:00", "bad_date"),
    ],
)
def test_no_result_is_older_than_the_year_2000(read: Read, resulted: str, why: str) -> None:
    one = row(resulted_at=resulted, taken_at="", birth_date="1990-02-01")
    assert fate(read(a__csv=table(one))) == why


@pytest.mark.parametrize(
    ("after", "why"), [(timedelta(days=1), ""), (timedelta(days=1) + SECOND, "bad_date")]
)
def test_a_sample_may_be_a_day_later_than_its_result(read: Read, after: timedelta, why: str) -> None:
    taken = (datetime(2022, 1, 25, 14, tzinfo=UTC) + after).isoformat()
    assert fate(read(a__csv=table(row(taken_at=taken)))) == why


@pytest.mark.parametrize(
    ("taken", "kept"),
    [("2000-01-01T00:00:00Z", True), ("1999-12-31T23:59:59Z", False), ("1999-12-31", False)],
)
def test_a_sample_of_before_is_no_sample(read: Read, taken: str, kept: bool) -> None:
    assert (the(read(a__csv=table(row(taken_at=taken)))).taken_at is not None) is kept


# ---------------------------------------- sixty days, twenty-four hours


@pytest.mark.parametrize(
    ("apart", "what"),
    [
        (WINDOW, "known"),
        (WINDOW + SECOND, "opened"),
        (-WINDOW, "known"),
        (-WINDOW - SECOND, "opened"),
        (timedelta(0), "known"),
    ],
)
def test_sixty_days_to_the_second(office: Office, apart: timedelta, what: str) -> None:
    assert timedelta(days=60) == WINDOW
    assert fates(record(), record("R2", resulted_at=AT + apart)) == ["opened", what]
    first = datetime(2021, 10, 1, 12, tzinfo=UTC)
    times = first, first + apart
    tallies = [
        office.take(table(row(result_id=f"R{n}", resulted_at=at.isoformat(), taken_at="")))
        for n, at in enumerate(times)
    ]
    assert tallies[1].counts[what] == 1
    deadlines = office.rows("select deadline - resulted_at from tracing_case")
    assert set(deadlines) == {(timedelta(hours=24),)} == {(TO_REACH,)}


@pytest.mark.parametrize(
    ("after", "linked"), [(A_CONTACT_FOR - SECOND, True), (A_CONTACT_FOR, False), (timedelta(0), True)]
)
def test_who_was_named_in_the_last_fourteen_days_is_linked(
    office: Office, after: timedelta, linked: bool
) -> None:
    assert timedelta(days=14) == A_CONTACT_FOR
    office.take(table(row()))
    ((case,),) = office.rows("select id from tracing_case")
    name(office, case, "Karim", "+33639985678", NOW)
    own = row(result_id="R2", given_names="Karim", phone="0639985678", resulted_at=(NOW + after).isoformat())
    office.take(table(own), now=NOW + after)
    assert office.rows("select became_case_id is not null from tracing_contact") == [(linked,)]


# ---------------------------------------- how long, how many


@pytest.mark.parametrize(("length", "kept"), [(199, 199), (200, 200), (201, 200)])
def test_so_much_of_a_name_is_kept(read: Read, length: int, kept: int) -> None:
    assert len(the(read(a__csv=table(row(family_name="A" * length)))).family) == kept
    spread = "É " * (length // 2) + "É" * (length % 2)
    assert len(the(read(b__csv=table(row(family_name=spread)))).family) <= kept


@pytest.mark.parametrize(("place", "read_too"), [(9, True), (10, False)])
def test_so_many_telephones_are_looked_at(read: Read, place: int, read_too: bool) -> None:
    telecom = [{"system": "phone", "value": f"n{n}", "rank": n + 1} for n in range(12)]
    telecom[place]["value"] = "0639981234"
    found = the(read(a__json=bundle(patient(telecom=telecom), observation())))
    assert found.phones == (("+33639981234",) if read_too else ())


@pytest.mark.parametrize("end", [b"\n", b"\r"])
@pytest.mark.parametrize(("length", "long"), [(9, False), (10, False), (11, True)])
def test_a_line_may_be_so_long(end: bytes, length: int, long: bool) -> None:
    text = b"a" + end + b"x" * length + end + b"b"
    found = list(read_bounded_lines(io.BytesIO(text), 10))
    assert [flag for _, _, flag in found] == [False, long, False]
    assert [offset for offset, _, _ in found] == [0, 2, 3 + length]
    *_, (_, _, last) = read_bounded_lines(io.BytesIO(b"a" + end + b"x" * length), 10)
    assert last is long, "also where nothing ends it"


@pytest.mark.parametrize(("length", "why"), [(csv_file.ROW, ""), (csv_file.ROW + 1, "too_large")])
def test_a_row_may_be_so_long(read: Read, length: int, why: str) -> None:
    bare = row(postcode="")
    whole = row(postcode="9" * (length - len(bare.encode())))
    assert len(whole.encode()) == length
    assert fate(read(a__csv=table(whole))) == why


@pytest.mark.parametrize(("extra", "one"), [(0, True), (1, False)])
def test_a_quoted_cell_may_go_over_so_many_lines(read: Read, extra: int, one: bool) -> None:
    name = '"DURAND' + "\n" * (csv_file.ROW_LINES + extra) + '"'
    found = read(a__csv=table(row(family_name=name)))
    assert ([type(item) for item in found] == [ResultRecord]) is one


@pytest.mark.parametrize(
    ("many", "why"), [(patient_index._SAME, ""), (patient_index._SAME + 1, "two_patients")]
)
def test_so_many_patients_of_one_reference_are_compared(read: Read, many: int, why: str) -> None:
    identified = {"identifier": {"system": "https://labo.example/ipp", "value": "7"}}
    same = [patient(identifier=[identified["identifier"]])] * many
    assert fate(read(a__ndjson=[*same, observation()])) == why
    assert fate(read(b__ndjson=[*same, observation(subject=identified)])) == why


@pytest.mark.parametrize(
    ("many", "status"), [(report_index._MOST, "void"), (report_index._MOST + 1, "final")]
)
def test_so_many_reports_on_one_result_are_looked_at(read: Read, many: int, status: str) -> None:
    said = [
        {
            "resourceType": "DiagnosticReport", "id": f"r{n}", "status": "final" if n else "entered-in-error",
            "issued": f"2022-01-25T{12 if n else 13}:00:00Z", "result": [{"reference": "Observation/o1"}],
        }
        for n in range(many)
    ]  # fmt: skip
    assert the(read(a__json=bundle(patient(), *said, observation()))).status == status


@pytest.mark.parametrize(("length", "kept"), [(repair.MOST, repair.MOST), (repair.MOST + 1, repair.MOST)])
def test_a_repaired_field_may_be_so_long(length: int, kept: int) -> None:
    written = repair.encode_fields({"laboratory": "L" * length}).decode()
    assert written.count("L") == kept
