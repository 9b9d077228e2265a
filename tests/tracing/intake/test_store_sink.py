"""Results in the store: people, phones, cases, calls, chains and changes; the same as a dry run says."""

from datetime import UTC, datetime, timedelta

import msgspec
import pytest

from tests.tracing.intake.conftest import NOW, Office
from tests.tracing.intake.results import NEGATIVE, bundle, observation, patient, row, table
from tests.tracing.intake.stored_cases import RESULTED, calls
from tocsin.privacy.encrypted_payloads import PersonDetails
from tocsin.tracing.inbox import BeginCase

# ---------------------------------------- one result


def test_a_positive_result_opens_a_case_with_its_deadline(office: Office) -> None:
    office.take(table(row()))
    ((person, phone, resulted_at, received_at, deadline, sample_on, outcome),) = office.rows(
        "select person_id, phone_id, resulted_at, received_at, deadline, sample_on, outcome from tracing_case"
    )
    assert resulted_at == RESULTED
    assert received_at == NOW
    assert deadline == RESULTED + timedelta(hours=24)
    assert sample_on.isoformat() == "2022-01-25"
    assert outcome == ""
    ((sealed, band, territory, collected_on),) = office.rows(
        "select int8send(id) || sealed, age_band, territory, collected_on from tracing_person where id = %s",
        person,
    )
    details = msgspec.json.decode(office.vault.open(sealed, "person.sealed"), type=PersonDetails)
    assert details == PersonDetails("DURAND", "Léa", "1990-02-01", "female")
    assert (band, territory, collected_on) == ("18-39", "35", NOW.date())
    ((number, index, shard, kind),) = office.rows(
        "select int8send(id) || sealed, number_index, shard, kind from tracing_phone where id = %s", phone
    )
    assert office.vault.open(number, "phone.sealed") == b"+33639981234"
    assert index in office.vault.list_indexes("number", "+33639981234")
    assert (shard, kind) == (index[-1], "mobile")
    assert office.rows("select person_id, phone_id, why, until from tracing_holding") == [
        (person, phone, "result", None)
    ]


def test_the_engine_of_the_phone_is_told(office: Office) -> None:
    office.take(table(row()))
    ((case,),) = office.rows("select id from tracing_case")
    assert office.events() == [BeginCase(case)]
    ((shard, key),) = office.rows("select shard, key from tracing_inbox")
    assert key == f"begin:case-{case}"
    assert [shard] == [one for (one,) in office.rows("select shard from tracing_phone")]
    assert calls(office) == []


def test_nothing_of_negative_people_is_kept(office: Office) -> None:
    office.take(table(row(value=NEGATIVE)))
    assert office.rows("select meaning, disposition, person_id from tracing_result") == [
        ("negative", "negative", None)
    ]
    for name in ("person", "phone", "case", "inbox", "calltask"):
        assert office.rows(f"select count(*) from tracing_{name}") == [(0,)]


def test_negative_results_are_counted_by_day_and_place_alone(office: Office) -> None:
    others = [
        row(result_id=f"R{n}", value=NEGATIVE, postcode=code)
        for n, code in ((2, "35400"), (3, "20200"), (4, ""))
    ]
    office.take(table(row(value=NEGATIVE), *others))
    office.take(table(row(value=NEGATIVE)))  # the same one again
    counted = "select day::text, measure, disease, territory, age_band, value from tracing_daycount order by territory"
    day = "2022-01-25", "negatives", "covid19"
    assert office.rows(counted) == [(*day, "", "", 1), (*day, "2B", "", 1), (*day, "35", "", 2)]
    office.take(table(row(status="corrected")))
    assert office.rows(counted)[-1] == (*day, "35", "", 1)
    office.take(table(row(result_id="R2", value=NEGATIVE, status="annulé", postcode="35400")))
    assert office.rows(counted) == [(*day, "", "", 0), (*day, "2B", "", 1), (*day, "35", "", 1)]

    # A withdrawal is read without a place: those of no place are one fewer, and the nation is counted right.


@pytest.mark.parametrize(
    ("phone", "reason", "has_phone"),
    [
        ("01 99 00 12 34", "no_mobile", True),
        ("", "no_phone", False),
        ("pas de téléphone", "no_phone", False),
        ("+32 470 12 34 56", "foreign", True),
    ],
)
def test_who_cannot_get_an_sms_is_rung(office: Office, phone: str, reason: str, has_phone: bool) -> None:
    office.take(table(row(phone=phone)))
    assert calls(office) == [(reason, has_phone, "35")]
    assert office.events() == []
    ((deadline, of_case),) = office.rows(
        "select k.deadline, c.deadline from tracing_calltask k join tracing_case c on c.id = k.case_id"
    )
    assert deadline == of_case


def test_nobody_is_rung_at_night(office: Office) -> None:
    office.take(table(row(phone="")), now=datetime(2022, 1, 25, 22, tzinfo=UTC))
    assert office.rows("select not_before from tracing_calltask") == [(datetime(2022, 1, 26, 7, tzinfo=UTC),)]


def test_a_mobile_is_taken_before_a_landline(office: Office) -> None:
    office.take(
        bundle(
            patient(
                telecom=[
                    {"system": "phone", "value": "0199001234"},
                    {"system": "phone", "value": "0639981234"},
                ]
            ),
            observation(),
        )
    )
    assert len(office.events()) == 1
    assert office.rows("select count(*) from tracing_holding") == [(2,)]


@pytest.mark.parametrize("second", ["", "06 39 98 56 78"])
def test_two_laboratories_in_one_file_may_know_other_numbers(office: Office, second: str) -> None:
    """The case is reached as its first result says; the person has every number that was given."""
    office.take(table(row(), row(laboratory="Labo des Halles", result_id="7", phone=second)))
    ((case, phone),) = office.rows("select id, phone_id from tracing_case")
    assert office.events() == [BeginCase(case)]
    ((number,),) = office.rows("select int8send(id) || sealed from tracing_phone where id = %s", phone)
    assert office.vault.open(number, "phone.sealed") == b"+33639981234"
    assert office.rows("select count(*) from tracing_holding") == [(2 if second else 1,)]


def test_a_number_that_only_the_second_laboratory_knows_is_used(office: Office) -> None:
    office.take(table(row(phone=""), row(laboratory="Labo des Halles", result_id="7")))
    ((phone,),) = office.rows("select phone_id from tracing_case")
    assert office.rows("select id from tracing_phone") == [(phone,)]


def test_two_laboratories_in_one_file_may_name_other_guardians(office: Office) -> None:
    """The case is reached as its first result says, also where the second names another guardian."""
    child = {"birth_date": "2012-02-01", "phone": ""}
    first = {"guardian_family_name": "DURAND", "guardian_phone": "06 39 98 56 78"}
    second = {"guardian_family_name": "MARTIN", "guardian_phone": "06 39 98 56 79"}
    office.take(
        table(row(**child, **first), row(**child, **second, laboratory="Labo des Halles", result_id="7"))
    )
    ((number,),) = office.rows(
        "select int8send(f.id) || f.sealed from tracing_case c join tracing_phone f on f.id = c.phone_id"
    )
    assert office.vault.open(number, "phone.sealed") == b"+33639985678"


def test_a_guardian_whom_only_the_first_laboratory_names_is_kept(office: Office) -> None:
    child = {"birth_date": "2012-02-01", "phone": ""}
    guardian = {"guardian_family_name": "DURAND", "guardian_phone": "06 39 98 56 78"}
    office.take(table(row(**child, **guardian), row(**child, laboratory="Labo des Halles", result_id="7")))
    assert office.rows("select count(*) from tracing_person where guardian_id is not null") == [(1,)]


# ---------------------------------------- households and minors


def test_a_household_shares_a_phone(office: Office) -> None:
    office.take(
        table(row(), row(result_id="R2", given_names="Karim"), row(result_id="R3", given_names="Zoé"))
    )
    assert office.rows("select count(*) from tracing_case") == [(3,)]
    assert office.rows("select count(*) from tracing_phone") == [(1,)]
    assert office.rows("select count(*) from tracing_holding") == [(3,)]
    assert len(office.events()) == 3


CHILD = {"birth_date": "2014-06-01", "given_names": "Tom"}
PARENT = {
    "guardian_family_name": "DURAND",
    "guardian_given_names": "Anne",
    "guardian_phone": "06 39 98 11 11",
}


def test_a_child_is_reached_through_a_guardian(office: Office) -> None:
    office.take(table(row(**CHILD, **PARENT, phone="")))
    ((sealed, number),) = office.rows(
        "select int8send(g.id) || g.sealed, int8send(f.id) || f.sealed from tracing_case c"
        " join tracing_person p on p.id = c.person_id"
        " join tracing_person g on g.id = p.guardian_id join tracing_phone f on f.id = c.phone_id"
        " join tracing_holding h on h.person_id = g.id and h.phone_id = f.id"
    )
    assert b"Anne" in office.vault.open(sealed, "person.sealed")
    assert office.vault.open(number, "phone.sealed") == b"+33639981111"
    assert len(office.events()) == 1


def test_a_child_nobody_can_answer_for_is_for_a_human(office: Office) -> None:
    office.take(table(row(**CHILD, phone="0639981234")))
    assert calls(office) == [("minor", True, "35")]
    assert office.events() == []


def test_a_second_result_of_a_child_does_not_add_a_guardian(office: Office) -> None:
    office.take(table(row(**CHILD, **PARENT)))
    office.take(table(row(**CHILD, **PARENT, result_id="R2")))
    assert office.rows("select count(*) from tracing_person") == [(2,)]


# ---------------------------------------- files


def test_the_same_file_twice_is_known_before_it_is_read(office: Office) -> None:
    text = table(row(), row(result_id="N", value=NEGATIVE), row(result_id="Q", value="?"))
    first = office.take(text)
    again = office.take(text, "another_name.csv")
    assert (first.received, again.received) == (3, 3)
    assert again.again
    assert (again.counts["known"], again.counts["quarantined"], again.cases_opened) == (2, 1, 0)
    assert office.rows("select count(*) from tracing_quarantine") == [(1,)]
    assert office.rows("select count(*) from tracing_intakefile") == [(1,)]


def test_tests_of_something_else_are_counted_and_nothing_of_them_is_kept(office: Office) -> None:
    flu = row(result_id="F", test="80382-5")
    text = table(row(), flu, row(result_id="F2", test="2160-0", value="9,1".replace(",", ".")))
    tally = office.take(text)
    assert (tally.received, tally.counts["opened"], tally.counts["ignored"]) == (3, 1, 2)
    assert office.rows("select count(*) from tracing_result") == [(1,)]
    assert office.rows("select count(*) from tracing_quarantine") == [(0,)]
    ((counted,),) = office.rows("select counts from tracing_intakefile")
    assert (counted["received"], counted["ignored"]) == (3, 2)
    again = office.take(text, "another_name.csv")
    assert (again.counts["known"], again.counts["ignored"]) == (1, 2)


def test_a_withdrawal_that_names_another_test_withdraws_no_case(office: Office) -> None:
    office.take(table(row(), row(result_id="N", value=NEGATIVE)))
    void = table(*(row(result_id=id, test="80382-5", status="annulé") for id in ("R1", "N", "Z")))
    tally = office.take(void)
    assert (tally.counts["ignored"], dict(tally.reasons)) == (2, {"same_identifier": 1})
    assert office.rows("select outcome from tracing_case") == [("",)]
    assert office.rows("select meaning from tracing_result order by id") == [("positive",), ("negative",)]


def test_a_known_file_can_be_read_again(office: Office) -> None:
    alone = [observation()]
    assert office.take(alone, "a.ndjson").reasons["no_patient"] == 1
    again = office.take(alone, "a.ndjson", again=True)
    assert (again.again, again.counts["quarantined"]) == (False, 1)
    assert office.rows("select done from tracing_quarantine order by id") == [("replayed",), ("",)]


def test_the_counts_of_a_file_stand_with_it(office: Office) -> None:
    office.take(table(row(), row(result_id="Q", value="?")))
    ((counts, finished_at),) = office.rows("select counts, finished_at from tracing_intakefile")
    assert (counts["received"], counts["opened"], counts["reasons"]) == (2, 1, {"unknown_value": 1})
    assert finished_at == NOW


def test_quarantine_keeps_the_record_sealed_and_says_nothing_personal(office: Office) -> None:
    office.take(table(row(value="?")))
    ((place, reason, detail, sealed),) = office.rows(
        "select place, reason, detail, int8send(id) || sealed from tracing_quarantine"
    )
    assert (place, reason) == ("line 2", "unknown_value")
    assert "DURAND" not in detail
    kept = office.vault.open(sealed, "quarantine.sealed").decode()
    assert kept == table(row(value="?")), "with its header, so that it can be read again"


def test_a_refused_fhir_result_is_kept_with_its_patient(office: Office) -> None:
    office.take(bundle(patient(birthDate="1990"), observation()))
    ((sealed,),) = office.rows("select int8send(id) || sealed from tracing_quarantine")
    kept = msgspec.json.decode(office.vault.open(sealed, "quarantine.sealed"))
    assert [entry["resource"]["resourceType"] for entry in kept["entry"]] == ["Patient", "Observation"]
