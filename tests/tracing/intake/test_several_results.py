"""Several results of one person, contacts who become cases, and the chains between them."""

from datetime import timedelta
from typing import Any

import pytest

from tests.tracing.intake.conftest import NOW, Office
from tests.tracing.intake.results import NEGATIVE, row, table
from tests.tracing.intake.stored_cases import RESULTED, calls, name
from tocsin.tracing.contact_matching import ContactMention, name_contacts
from tocsin.tracing.inbox import BeginCase, ConversationEnded, ResultWithdrawn


def changes(office: Office, subject: str) -> list[Any]:
    return office.rows(
        "select what, before, after, why, by from tracing_change where subject = %s order by id", subject
    )


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
    assert len(office.events()) == 1
    assert office.rows("select phone_id is not null from tracing_case") == [(True,)]
    assert calls(office) == [("no_phone", True, "35")], "whoever rings has the number now"


def test_a_correction_to_negative_voids_the_case(office: Office) -> None:
    office.take(table(row()))
    ((case,),) = office.rows("select id from tracing_case")
    tally = office.take(table(row(value=NEGATIVE, status="corrected")))
    assert (tally.counts["corrected"], tally.cases_voided) == (1, 1)
    assert office.rows("select outcome, closed_at from tracing_case") == [("void", NOW)]
    assert office.events()[-1] == ConversationEnded(f"case-{case}", "void")
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
    assert office.events()[-2:] == [
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
    assert len(office.events()) == 1


def test_opened_and_withdrawn_in_one_file(office: Office) -> None:
    tally = office.take(table(row(), row(status="annulé")))
    assert (tally.counts["opened"], tally.counts["void"], tally.cases_voided) == (1, 1, 1)
    assert office.rows("select outcome from tracing_case") == [("void",)]
    assert office.events() == []


def test_a_case_without_results_is_not_opened_again(office: Office) -> None:
    office.take(table(row()))
    office.rows("delete from tracing_result returning id")
    office.db.commit()
    tally = office.take(table(row(laboratory="Autre labo")))
    assert tally.counts["known"] == 1
    assert office.rows("select outcome from tracing_case") == [("",)]


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
    assert office.events()[-2:] == [ConversationEnded(f"contact-{contact}", "became_case"), BeginCase(own)]
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
