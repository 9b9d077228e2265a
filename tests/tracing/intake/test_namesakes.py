"""Two people with the same names and birth date: whoever was merged away is rung, and nobody is lost."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from tests.tracing.calls.people import TOLD
from tests.tracing.intake.conftest import NOW, Office
from tests.tracing.intake.results import row, table
from tocsin.locale.catalogues import load_catalogue
from tocsin.tracing.calls import outcomes, task_queue
from tocsin.tracing.calls.task_sweep import sweep_tasks
from tocsin.tracing.inbox import BeginCase

RESULTED = datetime(2022, 1, 25, 14, tzinfo=UTC)
HOUR = timedelta(hours=1)
OTHER = "06 39 98 55 66"


def another(**changes: str) -> str:
    """A result of another laboratory, for the same names and birth date, with another mobile."""
    given = {"laboratory": "Labo du Nord", "result_id": "N1", "phone": OTHER}
    return table(row(**given | changes))


def tasks(office: Office) -> list[Any]:
    return office.rows(
        "select k.reason, int8send(f.id) || f.sealed, k.territory, k.done_at is null from tracing_calltask k"
        " join tracing_phone f on f.id = k.phone_id order by k.id"
    )


def numbers(office: Office, reason: str = "namesake") -> list[str]:
    """The numbers that are to be rung for a reason."""
    return [
        office.vault.open(sealed, "phone.sealed").decode()
        for why, sealed, _, is_open in tasks(office)
        if why == reason and is_open
    ]


def test_another_mobile_for_the_same_names_is_rung(office: Office) -> None:
    office.take(table(row()))
    office.take(another())
    ((case,),) = office.rows("select id from tracing_case")
    assert office.events() == [BeginCase(case)]  # nothing is written to the other number
    assert numbers(office) == ["+33639985566"]
    ((reason, due, territory),) = office.rows("select reason, deadline, territory from tracing_calltask")
    assert (reason, due, territory) == ("namesake", RESULTED + timedelta(hours=24), "35")


def test_the_agent_reads_what_to_find_out(office: Office) -> None:
    office.take(table(row()))
    office.take(another())
    sheet = task_queue.take_next_call(office.db, office.vault, "anne", NOW)
    assert sheet
    assert sheet.number == "+33639985566"
    assert "est-ce la même personne" in load_catalogue("tocsin", "fr")["call.reasons"][sheet.reason]


def test_two_laboratories_in_one_file_may_speak_of_two_people(office: Office) -> None:
    office.take(table(row(), row(laboratory="Labo du Nord", result_id="N1", phone=OTHER)))
    assert numbers(office) == ["+33639985566"]


@pytest.mark.parametrize(
    "phone",
    ["06 39 98 12 34", "", "01 99 00 12 34", "01 99 00 77 77 / 06 39 98 12 34"],
    ids=["the same", "none", "a landline", "the same and another"],
)
def test_nobody_is_asked_where_nothing_says_that_there_are_two(office: Office, phone: str) -> None:
    office.take(table(row()))
    office.take(another(phone=phone))
    assert tasks(office) == []


def test_a_first_number_is_nobody_elses(office: Office) -> None:
    office.take(table(row(phone="")))
    office.take(another())
    assert numbers(office) == []
    assert office.events()  # it is written to


def test_a_number_that_only_the_guardian_has_is_known(office: Office) -> None:
    child = {"birth_date": "2015-02-01", "phone": "", "guardian_family_name": "DURAND"}
    office.take(table(row(**child, guardian_given_names="Zoé", guardian_phone="06 39 98 12 34")))
    again = row(
        **child, laboratory="Labo du Nord", guardian_given_names="Zoé", guardian_phone="06 39 98 12 34"
    )
    office.take(table(again))
    assert numbers(office) == []


def test_the_same_result_again_asks_nothing_twice(office: Office) -> None:
    office.take(table(row()))
    office.take(another())
    office.take(another(given_names="LEA"))
    sweep_tasks(office.db, NOW + HOUR)
    assert numbers(office) == ["+33639985566"]


def test_the_question_waits_for_another_call_and_is_then_put(office: Office) -> None:
    office.take(table(row(phone="01 99 00 12 34")))  # is rung: no mobile
    office.take(another())
    assert [reason for reason, *_ in tasks(office)] == ["no_mobile"]
    sheet = task_queue.take_next_call(office.db, office.vault, "anne", NOW)
    assert sheet
    outcomes.record_outcome(
        office.db, office.vault, sheet.task_id, "anne", NOW, "reached", facts={**TOLD, "nobody": True}
    )
    assert sweep_tasks(office.db, NOW + HOUR).namesakes == 1
    assert numbers(office) == ["+33639985566"]
    assert sweep_tasks(office.db, NOW + HOUR).namesakes == 0


def test_the_deadline_of_the_case_comes_before_the_question(office: Office) -> None:
    office.take(table(row()))
    office.take(another())
    near = RESULTED + 20 * HOUR
    assert sweep_tasks(office.db, near).escalated == 1
    assert numbers(office) == []
    assert numbers(office, "deadline") == ["+33639981234"]


def test_an_agent_at_the_question_is_not_cut_off(office: Office) -> None:
    office.take(table(row()))
    office.take(another())
    near = RESULTED + 20 * HOUR
    assert task_queue.take_next_call(office.db, office.vault, "anne", near)
    sweep_tasks(office.db, near)
    assert numbers(office) == ["+33639985566"]


@pytest.mark.parametrize("what", ["wrong_person", "refused"])
def test_somebody_else_is_on_the_line_and_the_case_goes_on(office: Office, what: Any) -> None:
    office.take(table(row()))
    office.take(another())
    before = office.events()
    sheet = task_queue.take_next_call(office.db, office.vault, "anne", NOW)
    assert sheet
    outcomes.record_outcome(office.db, office.vault, sheet.task_id, "anne", NOW, what, facts=TOLD)
    assert office.rows("select answered_at is not null, closed_at, f.sealed is not null from tracing_case c"
                       " join tracing_phone f on f.id = c.phone_id") == [(False, None, True)]  # fmt: skip
    assert office.events() == before
    assert sweep_tasks(office.db, NOW + HOUR).namesakes == 0
    held = office.rows("select count(*) from tracing_holding where until is null")
    assert held == [(1 if what == "wrong_person" else 2,)]


def test_the_same_person_on_another_number_has_answered_and_the_sms_go_on(office: Office) -> None:
    office.take(table(row()))
    office.take(another())
    sheet = task_queue.take_next_call(office.db, office.vault, "anne", NOW)
    assert sheet
    before = office.events()
    outcomes.record_outcome(office.db, office.vault, sheet.task_id, "anne", NOW, "reached", facts=TOLD)
    assert office.rows("select answered_at from tracing_case") == [(NOW,)]
    assert office.events() == before


def test_a_result_that_is_withdrawn_asks_nothing(office: Office) -> None:
    office.take(table(row(phone="01 99 00 12 34")))
    office.take(another())
    office.take(another(status="void"))
    office.db.execute("update tracing_calltask set done_at = %s, outcome = 'reached'", (NOW,))
    assert sweep_tasks(office.db, NOW + HOUR).namesakes == 0
