"""A number on which somebody else answers: what was confirmed on it is undone, and another one looked for."""

from datetime import timedelta

import pytest

from tests.tracing.calls.people import HOME, KARIM, LEA, NADIA, NOON, People
from tocsin.tracing.calls import added_number, named_contacts
from tocsin.tracing.calls.task_queue import take_next_call
from tocsin.tracing.inbox import ConversationEnded

HOUR = timedelta(hours=1)


def test_a_number_that_is_somebody_elses_undoes_what_was_confirmed_on_it(people: People) -> None:
    case = people.case("Léa", LEA)
    contact = people.contact(case, "Karim", KARIM)
    for table in ("case", "contact"):
        people.db.execute(f"update tracing_{table} set reached_at = %s", (NOON - HOUR,))
    people.end_call(people.task(case=case, reason="contacts"), "wrong_person")
    people.end_call(people.task(contact=contact, reason="question"), "wrong_person")
    assert people.rows("select reached_at from tracing_case") == [(None,)]
    assert people.rows("select reached_at from tracing_contact") == [(None,)]


def test_a_number_that_changed_hands_is_left_and_another_one_tried(people: People) -> None:
    case = people.case("Léa", LEA)
    person = people.one("select person_id from tracing_case")
    home = people.phone(HOME)
    people.insert("holding", person_id=person, phone_id=home, since=NOON - HOUR, why="result")
    task = people.task(case=case)
    take_next_call(people.db, people.vault, "anne", NOON)
    people.end_call(task, "wrong_person")
    assert people.one("select until from tracing_holding where phone_id = %s", people.phone(LEA)) == NOON
    assert people.changes("phone", people.phone(LEA)) == ["holding wrong_person anne"]
    assert people.one("select phone_id from tracing_case") == home
    assert people.events() == [
        ConversationEnded(f"case-{case}", "wrong_person"),
        ConversationEnded(f"follow-{case}", "wrong_person"),
    ]
    sheet = take_next_call(people.db, people.vault, "brice", NOON)
    assert sheet
    assert (sheet.task_id, sheet.number, sheet.attempts[0].outcome) == (task, HOME, "wrong_person")


def test_a_case_without_another_number_is_looked_for(people: People) -> None:
    case = people.case("Léa", LEA)
    task = people.task(case=case)
    people.end_call(task, "wrong_person")
    sheet = take_next_call(people.db, people.vault, "brice", NOON)
    assert sheet
    assert (sheet.task_id, sheet.number, sheet.reason) == (task, "", "no_phone")
    assert people.one("select closed_at from tracing_case") is None
    found = added_number.add_phone_number(people.db, people.vault, task, "brice", "01 99 00 12 34", NOON)
    assert (found.number, found.kind) == (HOME, "landline")
    assert people.one("select phone_id from tracing_case") == people.phone(HOME)
    people.end_call(task, "reached", agent="brice", at=NOON + HOUR / 4)
    assert people.one("select outcome from tracing_case") == "reached"
    assert "number_found no_phone brice" in people.changes("case", case)


def test_a_number_on_which_somebody_else_answered_is_not_found_again(people: People) -> None:
    """The directory gives the same wrong number each time: a stranger is not rung twice for it."""
    case = people.case("Léa", LEA)
    task = people.task(case=case)
    people.end_call(task, "wrong_person")
    with pytest.raises(named_contacts.KnownWrongNumber):
        added_number.add_phone_number(people.db, people.vault, task, "brice", LEA, NOON)
    assert people.one("select phone_id from tracing_case") is None
    assert added_number.add_phone_number(people.db, people.vault, task, "brice", HOME, NOON).number == HOME
    other = people.case("Nadia", NADIA)  # whose number it may well be
    their = people.task(case=other)
    assert added_number.add_phone_number(people.db, people.vault, their, "brice", LEA, NOON).number == LEA


def test_a_contact_whose_number_is_another_persons_is_closed(people: People) -> None:
    contact = people.contact(people.case("Léa", LEA), "Karim", KARIM)
    task = people.task(contact=contact)
    people.end_call(task, "wrong_person")
    assert people.task_row(task)[2] == "wrong_person"
    assert people.one("select outcome from tracing_contact") == "wrong_person"
    # whoever names a Karim on this number from now on means somebody else
    other = people.contact(people.case("Nadia", NADIA), "Karim", KARIM)
    assert people.one("select same_as_id from tracing_contact where id = %s", other) is None
    assert people.one("select count(distinct person_id) from tracing_contact") == 2


def test_on_the_number_of_a_namesake_the_case_goes_on(people: People) -> None:
    case = people.case("Léa", LEA)
    people.end_call(people.task(case=case, reason="namesake"), "dead")
    assert people.events() == []
    assert people.one("select closed_at from tracing_case") is None
