"""A first day of symptoms, told on the telephone: what is counted from it, and what is not believed."""

from datetime import date, timedelta

import pytest

from tests.tracing.calls.people import HOME, KARIM, LEA, NADIA, NOON, People
from tocsin.protocol.load import load_protocol
from tocsin.protocol.person_facts import PersonFacts
from tocsin.protocol.plan import make_plan
from tocsin.tracing.calls import model
from tocsin.tracing.calls.call_sheet import read_sheet
from tocsin.tracing.calls.sheet_text import list_questions
from tocsin.tracing.inbox import BeginFollowUp, ConversationEnded, PlanOutdated

TODAY = NOON.date()
MONDAY = date(2021, 3, 1)
COLUMNS = "select onset_on, isolation_end from tracing_case where id = %s"


def test_it_is_written_down_and_isolation_is_counted_from_it(people: People) -> None:
    case = people.case("Léa", HOME, sample_on=date(2021, 3, 3))
    people.end_call(people.task(case=case), "reached", facts={"onset_on": MONDAY})
    told = PersonFacts(role="case", sample=date(2021, 3, 3), onset=MONDAY)
    expected = make_plan(load_protocol("covid19"), told, TODAY).isolation_end
    assert expected is not None
    assert people.rows(COLUMNS, case) == [(MONDAY, expected)]
    assert "onset_on given call anne" in people.changes("case", case)


def test_a_day_as_text_is_one_too(people: People) -> None:
    case = people.case("Léa", HOME)
    people.end_call(people.task(case=case), "reached", facts={"onset_on": "2021-03-01"})
    assert people.one("select onset_on from tracing_case") == MONDAY


def test_a_later_call_does_not_forget_it(people: People) -> None:
    case = people.case("Léa", HOME)
    people.end_call(people.task(case=case), "reached", facts={"onset_on": MONDAY})
    before = people.rows(COLUMNS, case)
    people.end_call(people.task(case=case, reason="help"), "reached", facts={"help": True})
    assert people.rows(COLUMNS, case) == before


def test_the_sms_are_planned_anew_before_the_follow_up_begins(people: People) -> None:
    case = people.case("Léa", LEA)
    people.end_call(people.task(case=case), "reached", facts={"onset_on": MONDAY})
    assert people.events() == [
        PlanOutdated(f"case-{case}"), ConversationEnded(f"case-{case}", "reached"), BeginFollowUp(case)
    ]  # fmt: skip


def test_who_lives_with_the_case_is_planned_anew_and_nobody_else(people: People) -> None:
    case = people.case("Léa", HOME)
    home, friend = people.contact(case, "Karim", KARIM), people.contact(case, "Nadia", NADIA)
    people.db.execute("update tracing_contact set household = true where id = %s", [home])
    people.db.execute("delete from tracing_inbox")
    people.end_call(people.task(case=case), "reached", facts={"onset_on": MONDAY})
    assert people.events() == [PlanOutdated(f"contact-{home}")]
    assert friend


def test_the_sheet_asks_from_two_days_before_it(people: People) -> None:
    case = people.case("Léa", LEA, sample_on=date(2021, 3, 3))
    people.end_call(people.task(case=case, reason="help"), "reached", facts={"onset_on": MONDAY})
    shown = read_sheet(people.db, people.vault, people.task(case=case, reason="contacts"), NOON)
    assert shown.onset_on == MONDAY
    assert shown.since == date(2021, 2, 27)
    assert shown.gathering_since == MONDAY - timedelta(days=10)
    assert "depuis le samedi 27 février" in list_questions(shown)[0].text.fr


def test_symptoms_that_came_after_the_sample_do_not_shorten_what_is_asked(people: People) -> None:
    case = people.case("Léa", LEA, sample_on=date(2021, 3, 1))
    people.end_call(people.task(case=case, reason="help"), "reached", facts={"onset_on": date(2021, 3, 3)})
    shown = read_sheet(people.db, people.vault, people.task(case=case, reason="contacts"), NOON)
    assert shown.since == date(2021, 2, 27)


def test_nothing_about_symptoms_is_shown_to_who_rings_a_contact(people: People) -> None:
    case = people.case("Léa", HOME)
    people.end_call(people.task(case=case), "reached", facts={"onset_on": MONDAY})
    contact = people.contact(case, "Karim", KARIM)
    shown = read_sheet(people.db, people.vault, people.task(contact=contact), NOON)
    assert shown.onset_on is None


@pytest.mark.parametrize("day", [TODAY + timedelta(days=1), TODAY - timedelta(days=61), date(2012, 3, 1)])
def test_a_day_on_which_it_cannot_have_begun_is_refused(people: People, day: date) -> None:
    task = people.task(case=people.case("Léa", LEA))
    with pytest.raises(
        model.BadCallFact, match=f"found {day}; expected a day that has come, at most 60 days"
    ):
        people.end_call(task, "reached", facts={"onset_on": day})
    assert people.one("select count(*) from tracing_attempt") == 0


@pytest.mark.parametrize("day", [TODAY, TODAY - timedelta(days=60)])
def test_the_first_and_the_last_day_that_are_taken(people: People, day: date) -> None:
    people.end_call(people.task(case=people.case("Léa", LEA)), "reached", facts={"onset_on": day})
    assert people.one("select onset_on from tracing_case") == day


def test_a_contact_has_none(people: People) -> None:
    contact = people.contact(people.case("Léa", LEA), "Karim", KARIM)
    with pytest.raises(model.NotForContacts):
        people.end_call(people.task(contact=contact), "reached", facts={"onset_on": MONDAY})
