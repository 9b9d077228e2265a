"""What a supervisor puts right in one file: who, when and why stand in it, and what follows is done."""

from datetime import date, timedelta

import pytest

from tests.tracing.calls.people import HOME, KARIM, LEA, NADIA, NOON, TOLD, People
from tocsin.privacy.identity import make_name_key
from tocsin.tracing.calls.model import BadCallFact, OutcomeNotReversible
from tocsin.tracing.calls.named_contacts import UncallableNumber
from tocsin.tracing.calls.outcomes import record_outcome
from tocsin.tracing.calls.task_queue import take_next_call
from tocsin.tracing.cases.amendments import (
    NothingAmended,
    SameIdentity,
    amend_name,
    amend_onset,
    amend_outcome,
    amend_phone,
)
from tocsin.tracing.cases.corrections import NoSuchCaseRecord
from tocsin.tracing.inbox import ConversationEnded, PlanOutdated

LATER = NOON + timedelta(hours=2)
BY = ("typo", "sophie", LATER)


def test_a_name_is_put_right_and_found_by_the_right_one(people: People) -> None:
    case = people.case("Lea", LEA, family="Durant")
    amend_name(people.db, people.vault, "case", case, "Léa", "Durand", *BY, territories=None)
    task = people.task(case=case)
    sheet = take_next_call(people.db, people.vault, "anne", LATER)
    assert sheet
    assert (sheet.task_id, sheet.name) == (task, "Léa Durand")
    index = people.one("select name_index from tracing_person")
    assert index in people.vault.list_indexes("name", make_name_key("Durand", "Léa"))
    assert people.changes("case", case)[0] == "name name.typo sophie"
    assert "Durand" not in str(people.rows("select * from tracing_change"))


def test_the_name_of_somebody_known_is_not_taken(people: People) -> None:
    people.case("Léa", LEA)
    other = people.case("Lea-Marie", KARIM)
    with pytest.raises(SameIdentity):
        amend_name(people.db, people.vault, "case", other, "Léa", "Durand", *BY, territories=None)
    with pytest.raises(NothingAmended):
        amend_name(people.db, people.vault, "case", other, " ", "", *BY, territories=None)
    with pytest.raises(NoSuchCaseRecord):
        amend_name(people.db, people.vault, "case", 987654, "Léa", "Durand", *BY, territories=None)


def test_a_contact_is_named_anew(people: People) -> None:
    contact = people.contact(people.case("Léa", LEA), "Karin", HOME)
    amend_name(people.db, people.vault, "contact", contact, "Karim", "", *BY, territories=None)
    sheet = take_next_call(people.db, people.vault, "anne", LATER)
    assert sheet
    assert (sheet.contact_id, sheet.name) == (contact, "Karim")
    assert people.changes("contact", contact)[-2] == "name name.typo sophie"


def test_another_number_is_rung_and_the_one_before_is_left_alone(people: People) -> None:
    case = people.case("Léa", LEA)
    task = people.task(case=case, since=LATER + timedelta(hours=1))
    amend_phone(people.db, people.vault, "case", case, "06 39 98 12 03", *BY)
    assert people.events() == [
        ConversationEnded(f"case-{case}", "corrected"),
        ConversationEnded(f"follow-{case}", "corrected"),
    ]
    sheet = take_next_call(people.db, people.vault, "anne", LATER)
    assert sheet
    assert (sheet.task_id, sheet.number) == (task, NADIA)
    held = people.rows("select phone_id from tracing_holding where until is null")
    assert held == [(people.phone(NADIA),)]
    assert people.changes("case", case)[0].endswith("phone.typo sophie")


def test_who_is_rung_by_nobody_yet_is_now(people: People) -> None:
    case = people.case("Léa", LEA)
    contact = people.contact(case, "Karim", KARIM)
    amend_phone(people.db, people.vault, "contact", contact, NADIA, *BY)
    amend_phone(people.db, people.vault, "case", case, HOME, *BY)
    asked = "select contact_id, case_id, reason, phone_id from tracing_calltask order by id"
    assert people.rows(asked) == [
        (contact, None, "corrected", people.phone(NADIA)),
        (None, case, "corrected", people.phone(HOME)),
    ]


def test_a_number_that_is_none_or_stands_already_changes_nothing(people: People) -> None:
    case = people.case("Léa", LEA)
    with pytest.raises(UncallableNumber):
        amend_phone(people.db, people.vault, "case", case, "12", *BY)
    with pytest.raises(NothingAmended):
        amend_phone(people.db, people.vault, "case", case, LEA, *BY)
    assert people.changes("case", case) == []


def test_another_first_day_makes_the_plan_anew(people: People) -> None:
    case = people.case("Léa", LEA)
    amend_onset(people.db, people.vault, case, date(2021, 3, 1), *BY)
    assert people.one("select onset_on from tracing_case") == date(2021, 3, 1)
    assert people.one("select isolation_end from tracing_case") is not None
    assert people.events() == [PlanOutdated(f"case-{case}")]
    assert people.changes("case", case) == ["onset_on onset.typo sophie"]
    with pytest.raises(BadCallFact):
        amend_onset(people.db, people.vault, case, date(2021, 3, 5), *BY)
    with pytest.raises(NothingAmended):
        amend_onset(people.db, people.vault, case, date(2021, 3, 1), *BY)


def test_a_wrong_outcome_is_taken_back_however_long_ago(people: People) -> None:
    case = people.case("Léa", LEA)
    task = people.task(case=case)
    record_outcome(people.db, people.vault, task, "anne", NOON, "refused")
    amend_outcome(people.db, people.vault, "case", case, None, *BY)
    assert people.rows("select closed_at, outcome from tracing_case") == [(None, "")]
    sheet = take_next_call(people.db, people.vault, "brice", LATER)
    assert sheet
    assert sheet.task_id == task, "the person is to be rung, by anybody"
    assert "taken_back outcome.typo sophie" in people.changes("case", case)
    with pytest.raises(NothingAmended):
        amend_outcome(people.db, people.vault, "case", case, None, *BY)


def test_a_wrong_outcome_becomes_the_right_one(people: People) -> None:
    case = people.case("Léa", LEA)
    task = people.task(case=case)
    record_outcome(people.db, people.vault, task, "anne", NOON, "reached", facts=TOLD)
    amend_outcome(people.db, people.vault, "case", case, "dead", *BY)
    assert people.rows("select answered_at, closed_at, outcome from tracing_case") == [(None, LATER, "dead")]
    standing = "select outcome, agent, undone_by from tracing_attempt order by id"
    assert people.rows(standing) == [("reached", "anne", "sophie"), ("dead", "sophie", "")]
    with pytest.raises(NothingAmended):
        amend_outcome(people.db, people.vault, "case", case, "dead", *BY)


def test_nothing_is_taken_back_of_what_is_erased(people: People) -> None:
    case = people.case("Léa", LEA)
    record_outcome(people.db, people.vault, people.task(case=case), "anne", NOON, "refused")
    people.db.execute("update tracing_case set erased_at = %s", (LATER,))
    with pytest.raises(OutcomeNotReversible):
        amend_outcome(people.db, people.vault, "case", case, None, *BY)


def test_a_name_that_somebody_has_elsewhere_is_not_told_of(people: People) -> None:
    """Correcting a name must not ask the whole nation whether somebody is known."""
    people.case("Ana", NADIA, family="Silva", territory="35")
    case = people.case("Anna", LEA, family="Silva")
    with pytest.raises(SameIdentity):
        amend_name(people.db, people.vault, "case", case, "Ana", "Silva", *BY, territories=("75", "35"))
    amend_name(people.db, people.vault, "case", case, "Ana", "Silva", *BY, territories=("75",))
    person = people.one("select person_id from tracing_case where id = %s", case)
    index = people.rows("select identity_index from tracing_person where id = %s", person)
    assert index == [(None,)], "the index of names and birth date stays theirs who had it"
    assert people.changes("case", case) == ["name name.typo sophie"]
