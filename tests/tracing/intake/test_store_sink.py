"""Results in the store: people, phones, cases, calls, chains and changes; the same as a dry run says."""

from datetime import UTC, datetime, timedelta
from typing import Any

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.tracing.intake.conftest import NOW, Office
from tests.tracing.intake.results import NEGATIVE, bundle, observation, patient, row, table
from tests.tracing.intake.test_result_decision import records
from tocsin.privacy.encrypted_payloads import PersonDetails
from tocsin.privacy.vault import Vault
from tocsin.tracing import letters
from tocsin.tracing.contact_matching import ContactMention, name_contacts
from tocsin.tracing.intake.dry_run import DryRun
from tocsin.tracing.intake.records import Item
from tocsin.tracing.intake.tally import RecordOutcome
from tocsin.tracing.letters import BeginCase, ConversationEnded, ResultWithdrawn

RESULTED = datetime(2022, 1, 25, 14, tzinfo=UTC)


def calls(office: Office) -> list[Any]:
    return office.rows(
        "select reason, phone_id is not null, territory from tracing_calltask where done_at is null"
        " order by id"
    )


def changes(office: Office, subject: str) -> list[Any]:
    return office.rows(
        "select what, before, after, why, by from tracing_change where subject = %s order by id", subject
    )


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
    assert office.letters() == [BeginCase(case)]
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
    assert office.letters() == []
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
    assert len(office.letters()) == 1
    assert office.rows("select count(*) from tracing_holding") == [(2,)]


@pytest.mark.parametrize("second", ["", "06 39 98 56 78"])
def test_two_laboratories_in_one_file_may_know_other_numbers(office: Office, second: str) -> None:
    """The case is reached as its first result says; the person has every number that was given."""
    office.take(table(row(), row(laboratory="Labo des Halles", result_id="7", phone=second)))
    ((case, phone),) = office.rows("select id, phone_id from tracing_case")
    assert office.letters() == [BeginCase(case)]
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
    assert len(office.letters()) == 3


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
    assert len(office.letters()) == 1


def test_a_child_nobody_can_answer_for_is_for_a_human(office: Office) -> None:
    office.take(table(row(**CHILD, phone="0639981234")))
    assert calls(office) == [("minor", True, "35")]
    assert office.letters() == []


def test_a_second_result_of_a_child_does_not_add_a_guardian(office: Office) -> None:
    office.take(table(row(**CHILD, **PARENT)))
    office.take(table(row(**CHILD, **PARENT, result_id="R2")))
    assert office.rows("select count(*) from tracing_person") == [(2,)]


# ---------------------------------------- several results


def test_two_laboratories_make_one_case_and_the_earlier_time_wins(office: Office) -> None:
    office.take(table(row()))
    tally = office.take(table(row(laboratory="Autre labo", resulted_at="2022-01-25T12:30")))
    assert tally.counts["known"] == 1
    assert office.rows("select resulted_at, deadline from tracing_case") == [
        (RESULTED - timedelta(hours=2.5), RESULTED + timedelta(hours=21.5))
    ]
    ((what, before, after, why, by),) = changes(office, "case")
    assert (what, why, by) == ("resulted_at", "result", "intake")
    assert (before, after) == ("2022-01-25T14:00:00+00:00", "2022-01-25T11:30:00+00:00")
    assert office.rows("select count(*) from tracing_result where case_id is not null") == [(2,)]


def test_a_number_that_comes_with_the_second_result_is_used(office: Office) -> None:
    office.take(table(row(phone="")))
    office.take(table(row(laboratory="Autre labo")))
    assert len(office.letters()) == 1
    assert office.rows("select phone_id is not null from tracing_case") == [(True,)]
    assert calls(office) == [("no_phone", True, "35")], "whoever rings has the number now"


def test_a_correction_to_negative_voids_the_case(office: Office) -> None:
    office.take(table(row()))
    ((case,),) = office.rows("select id from tracing_case")
    tally = office.take(table(row(value=NEGATIVE, status="corrected")))
    assert (tally.counts["corrected"], tally.cases_voided) == (1, 1)
    assert office.rows("select outcome, closed_at from tracing_case") == [("void", NOW)]
    assert office.letters()[-1] == ConversationEnded(f"case-{case}", "void")
    assert changes(office, "result") == [("meaning", "positive", "negative", "corrected", "intake")]
    assert changes(office, "case") == [("outcome", "", "void", "corrected", "intake")]
    assert office.rows("select meaning, version, case_id from tracing_result") == [("negative", 2, None)]


def test_a_correction_tells_the_people_whom_the_case_had_named(office: Office) -> None:
    office.take(table(row()))
    ((case,),) = office.rows("select id from tracing_case")
    people = [("Karim", "+33639981202"), ("Odile", "+33199001234")]
    namings = [ContactMention(case_id=case, name=name, number=number) for name, number in people]
    karim, odile = name_contacts(office.db, office.vault, namings, NOW).contacts
    office.db.execute("update tracing_contact set answered_at = %s", [NOW])
    office.take(table(row(value=NEGATIVE, status="corrected")))
    assert office.letters()[-2:] == [
        ConversationEnded(f"case-{case}", "void"),
        ResultWithdrawn(f"contact-{karim}"),
    ]
    assert office.rows("select contact_id, reason from tracing_calltask where done_at is null") == [
        (odile, "withdrawn")
    ]
    assert office.rows("select outcome from tracing_contact") == [("void",), ("void",)]
    assert ("outcome", "", "void", "corrected", "intake") in changes(office, "contact")


def test_a_withdrawn_result_takes_its_call_with_it(office: Office) -> None:
    office.take(table(row(phone="")))
    office.take(table(row(status="annulé")))
    assert calls(office) == []
    assert office.rows("select outcome from tracing_calltask") == [("void",)]
    assert changes(office, "call") == [("outcome", "", "void", "corrected", "intake")]


def test_a_case_with_another_result_stands(office: Office) -> None:
    office.take(table(row(), row(laboratory="Autre labo", resulted_at="2022-01-25T17:00")))
    office.take(table(row(status="annulé")))
    assert office.rows("select outcome, resulted_at from tracing_case") == [
        ("", RESULTED + timedelta(hours=2))
    ]


def test_a_correction_to_positive_opens_a_case(office: Office) -> None:
    office.take(table(row(value=NEGATIVE)))
    tally = office.take(table(row(status="corrected")))
    assert (tally.counts["corrected"], tally.counts["opened"], tally.cases_opened) == (1, 0, 1)
    assert len(office.letters()) == 1


def test_opened_and_withdrawn_in_one_file(office: Office) -> None:
    tally = office.take(table(row(), row(status="annulé")))
    assert (tally.counts["opened"], tally.counts["void"], tally.cases_voided) == (1, 1, 1)
    assert office.rows("select outcome from tracing_case") == [("void",)]
    assert office.letters() == []


def test_a_case_without_results_is_not_opened_again(office: Office) -> None:
    office.take(table(row()))
    office.rows("delete from tracing_result returning id")
    office.db.commit()
    tally = office.take(table(row(laboratory="Autre labo")))
    assert tally.counts["known"] == 1
    assert office.rows("select outcome from tracing_case") == [("",)]


# ---------------------------------------- contacts who become cases


def name(office: Office, case: int, who: str, number: str | None, at: datetime) -> int:
    """A case names somebody."""
    named = name_contacts(
        office.db, office.vault, [ContactMention(case_id=case, name=who, number=number, how="sms")], at
    )
    office.db.commit()
    return named.contacts[0]


def test_a_contact_who_tests_positive_is_linked_to_who_named_them(office: Office) -> None:
    office.take(table(row()))
    ((case,),) = office.rows("select id from tracing_case")
    contact = name(office, case, "Karim", "+33639985678", NOW)
    two_days_later = NOW + timedelta(days=2)
    office.take(
        table(
            row(
                result_id="R2",
                family_name="BENALI",
                given_names="Karim Ali",
                phone="0639985678",
                resulted_at="2022-01-27T15:00",
            )
        ),
        now=two_days_later,
    )
    ((own,),) = office.rows("select became_case_id from tracing_contact where id = %s", contact)
    assert office.rows("select received_at from tracing_case where id = %s", own) == [(two_days_later,)]
    assert office.rows("select outcome, closed_at from tracing_contact") == [("became_case", two_days_later)]
    assert office.letters()[-2:] == [ConversationEnded(f"contact-{contact}", "became_case"), BeginCase(own)]
    assert ("became_case", "", str(own), "result", "intake") in changes(office, "contact")


def test_somebody_else_on_the_same_phone_is_not_that_contact(office: Office) -> None:
    office.take(table(row()))
    ((case,),) = office.rows("select id from tracing_case")
    name(office, case, "Karim", "+33639985678", NOW)
    office.take(table(row(result_id="R2", given_names="Zoé", phone="0639985678")))
    assert office.rows("select became_case_id from tracing_contact") == [(None,)]


def test_a_naming_long_ago_is_no_chain(office: Office) -> None:
    office.take(table(row()))
    ((case,),) = office.rows("select id from tracing_case")
    name(office, case, "Karim", "+33639985678", NOW)
    late = NOW + timedelta(days=15)
    office.take(
        table(row(result_id="R2", given_names="Karim", phone="0639985678", resulted_at="2022-02-09T10:00")),
        now=late,
    )
    assert office.rows("select became_case_id from tracing_contact") == [(None,)]


@pytest.mark.parametrize(("ago", "linked"), [(8, True), (13, True), (14, False)])
def test_a_contact_named_in_the_last_fourteen_days_became_a_case(
    office: Office, ago: int, linked: bool
) -> None:
    office.take(table(row()))
    ((case,),) = office.rows("select id from tracing_case")
    name(office, case, "Karim", "+33639985678", NOW)
    office.db.execute("update tracing_contact set named_at = %s", (NOW - timedelta(days=ago),))
    office.db.commit()
    office.take(table(row(result_id="R2", given_names="Karim", phone="0639985678")))
    ((became,),) = office.rows("select became_case_id from tracing_contact")
    assert (became is not None) is linked


def test_a_contact_to_be_rung_need_not_be_rung_any_more(office: Office) -> None:
    office.take(table(row()))
    ((case,),) = office.rows("select id from tracing_case")
    name(office, case, "Paul", "+33199005678", NOW)
    assert len(calls(office)) == 1
    office.take(table(row(result_id="R2", given_names="Paul", phone="0199005678")))
    open_calls = office.rows(
        "select contact_id, case_id is not null from tracing_calltask where done_at is null"
    )
    assert open_calls == [(None, True)]


def test_a_chain_to_a_case_that_was_void_is_undone(office: Office) -> None:
    office.take(table(row()))
    ((case,),) = office.rows("select id from tracing_case")
    name(office, case, "Karim", "+33639985678", NOW)
    office.take(table(row(result_id="R2", given_names="Karim", phone="0639985678")))
    office.take(table(row(result_id="R2", status="annulé")))
    assert office.rows("select became_case_id from tracing_contact") == [(None,)]


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


# ---------------------------------------- the dry run says the same


class Desk:
    """A store that takes records."""

    def __init__(self, office: Office) -> None:
        from tocsin.tracing.intake.store_sink import StoreSink

        self.store = StoreSink(office.db, office.vault, NOW)
        self.office = office
        self.files = 0

    def take(self, items: list[Item], size: int) -> list[RecordOutcome]:
        from pathlib import Path

        from tocsin.tracing.intake.result_files import ResultFiles
        from tocsin.tracing.intake.tally import IntakeTally

        self.files += 1
        path: Path = self.office.folder / f"file{self.files}.csv"
        path.write_text(f"file {self.files}")
        found: list[RecordOutcome] = []
        with ResultFiles([path]) as given:
            self.store.begin_file(given.files[0], IntakeTally("x"))
            for at in range(0, len(items), size):
                found += self.store.take_items(items[at : at + size])
            self.store.end_file(IntakeTally("x"))
        return found


TABLES = (
    "quarantine",
    "result",
    "calltask",
    "holding",
    "inbox",
    "change",
    "case",
    "phone",
    "person",
    "intakefile",
)


@given(st.lists(records(), max_size=24), st.integers(1, 9))
@settings(
    max_examples=25,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
def test_a_dry_run_tells_what_the_store_does(office: Office, items: list[Item], size: int) -> None:
    office.db.execute("truncate " + ", ".join(f"tracing_{name}" for name in TABLES) + " cascade")
    office.db.commit()
    trial = DryRun()
    assert Desk(office).take(items, size) == trial.decide_items(items)
    ((opened, void),) = office.rows(
        "select count(*), count(*) filter (where outcome = 'void') from tracing_case"
    )
    assert (opened, void) == (trial.opened, trial.voided)
    unsupported = office.rows(
        "select c.id from tracing_case c where (c.outcome = 'void') = exists ("
        "select 1 from tracing_result r where r.case_id = c.id and r.meaning = 'positive')"
    )
    assert unsupported == [], "a case stands on a positive result, and only then"
    late = office.rows(
        "select c.id from tracing_case c where outcome = '' and resulted_at <> ("
        "select min(resulted_at) from tracing_result r where r.case_id = c.id)"
    )
    assert late == [], "the 24 hours run from the first result"


def test_letters_open_only_with_the_key_of_the_inbox(office: Office) -> None:
    office.take(table(row()))
    ((sealed,),) = office.rows("select int8send(id) || int8send(phone_id) || sealed from tracing_inbox")
    assert office.vault.open(sealed, letters.PLACE)
    assert isinstance(office.vault, Vault)


# ---- from week to week


def test_a_result_of_somebody_known_for_weeks_opens_no_second_person_and_finds_their_phone(
    office: Office,
) -> None:
    office.take(table(row()))
    later = NOW + timedelta(days=10)
    day = f"{later:%Y-%m-%d}"
    again = row(
        laboratory="Labo des Halles", result_id="7", taken_at=f"{day} 08:00", resulted_at=f"{day} 09:00"
    )
    assert office.take(table(again), now=later + timedelta(hours=12)).counts["known"] == 1
    assert office.rows("select count(*) from tracing_person") == [(1,)]
    assert office.rows("select count(*) from tracing_phone") == [(1,)]


def test_a_correction_weeks_later_is_of_the_same_person(office: Office) -> None:
    office.take(table(row()))
    corrected = table(row(status="corrected", value="negative"))
    assert office.take(corrected, now=NOW + timedelta(days=10)).counts["corrected"] == 1
    assert office.rows("select outcome from tracing_case") == [("void",)]
