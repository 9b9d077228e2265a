"""What becomes a call by the mere passing of time, and what needs none any more."""

from datetime import datetime, timedelta
from typing import Any

import pytest

from tests.tracing.calls.people import HOME, KARIM, LEA, NADIA, NOON, People
from tocsin.tracing.calls.task_queue import take_next_call
from tocsin.tracing.calls.task_sweep import TaskSweep, sweep_tasks

HOUR = timedelta(hours=1)


def swept(people: People, at: datetime, **more: Any) -> TaskSweep:
    """One sweep."""
    return sweep_tasks(people.db, at, **more)


def tasks(people: People) -> list[tuple[Any, ...]]:
    """What is open: whom, why, until when."""
    return people.rows(
        "select case_id, contact_id, reason, deadline from tracing_calltask where done_at is null order by id"
    )


def test_a_case_who_does_not_answer_becomes_a_call_six_hours_before_the_deadline(people: People) -> None:
    case = people.case("Léa", LEA)
    assert swept(people, NOON + 17 * HOUR).escalated == 0
    assert swept(people, NOON + 18 * HOUR).escalated == 1
    assert tasks(people) == [(case, None, "deadline", NOON + 24 * HOUR)]
    assert people.changes("case", case) == ["to_call deadline deadline clock"]
    assert swept(people, NOON + 19 * HOUR).escalated == 0


def test_the_margin_is_a_choice(people: People) -> None:
    people.case("Léa", LEA)
    assert swept(people, NOON + 11 * HOUR, margin=12 * HOUR).escalated == 0
    assert swept(people, NOON + 12 * HOUR, margin=12 * HOUR).escalated == 1


@pytest.mark.parametrize("moment", ["reached_at", "closed_at"])
def test_whoever_was_reached_or_is_closed_is_left_alone(people: People, moment: str) -> None:
    people.case("Léa", LEA)
    people.db.execute(f"update tracing_case set {moment} = %s", (NOON,))
    assert swept(people, NOON + 20 * HOUR).escalated == 0


def test_whoever_is_to_be_rung_already_is_not_rung_twice(people: People) -> None:
    people.task(case=people.case("Léa", LEA), reason="asked")
    assert swept(people, NOON + 20 * HOUR).escalated == 0


def test_whoever_was_rung_in_vain_is_not_rung_for_ever(people: People) -> None:
    people.case("Léa", LEA)
    swept(people, NOON + 18 * HOUR)
    people.db.execute("update tracing_calltask set done_at = %s, outcome = 'no_answer'", (NOON + 20 * HOUR,))
    assert swept(people, NOON + 21 * HOUR).escalated == 0


def test_a_case_found_after_its_deadline_is_still_rung_for_a_day(people: People) -> None:
    people.case("Léa", LEA)
    assert swept(people, NOON + 49 * HOUR).escalated == 0
    assert swept(people, NOON + 47 * HOUR).escalated == 1


def test_contacts_have_their_own_deadline(people: People) -> None:
    case = people.case("Léa", LEA, at=NOON - 10 * HOUR)
    people.db.execute("update tracing_case set reached_at = %s", (NOON,))
    contact = people.contact(case, "Karim", KARIM)
    other = people.case("Nadia", NADIA)
    people.db.execute("update tracing_case set reached_at = %s", (NOON,))
    same = people.contact(other, "Karim", KARIM)
    assert swept(people, NOON + 18 * HOUR).escalated == 1
    assert tasks(people) == [(None, contact, "deadline", NOON + 24 * HOUR)]
    assert people.one("select same_as_id from tracing_contact where id = %s", same) == contact


def test_a_case_without_a_phone_is_looked_for(people: People) -> None:
    people.case("Léa")
    swept(people, NOON + 18 * HOUR)
    assert [row[2] for row in tasks(people)] == ["no_phone"]


def test_a_lease_that_ended_is_nobodys_and_that_is_a_row(people: People) -> None:
    task = people.task(case=people.case("Léa", LEA), reason="asked")
    take_next_call(people.db, people.vault, "anne", NOON)
    assert swept(people, NOON + timedelta(minutes=19)).returned == 0
    assert swept(people, NOON + timedelta(minutes=20)).returned == 1
    assert people.one("select leased_by from tracing_calltask") is None
    assert people.rows("select what, before, why, by from tracing_change where subject = 'call'") == [
        ("returned", "anne", "lease", "clock")
    ]
    assert task


@pytest.mark.parametrize(
    ("reason", "urgent", "ends"),
    [
        ("silent", False, True),
        ("deadline", False, True),
        ("undelivered", False, True),
        ("asked", False, False),
        ("help", False, False),
        ("silent", True, False),
        ("emergency", True, False),
    ],
)
def test_whom_an_sms_has_reached_needs_none_of_the_calls_that_waited_for_it(
    people: People, reason: str, urgent: bool, ends: bool
) -> None:
    task = people.task(case=people.case("Léa", LEA), reason=reason, urgent=urgent)
    people.db.execute("update tracing_case set reached_at = %s", (NOON,))
    assert swept(people, NOON + HOUR).answered == int(ends)
    assert people.one("select outcome from tracing_calltask where id = %s", task) == (
        "answered_by_sms" if ends else ""
    )


def test_who_answered_and_was_never_reached_gets_their_call_in_time(people: People) -> None:
    # "?", an insult, a refusal by SMS: somebody wrote, and nobody knows what to do yet.
    case = people.case("Léa", LEA)
    contact = people.contact(case, "Karim", KARIM)
    for table in ("case", "contact"):
        people.db.execute(f"update tracing_{table} set answered_at = %s", (NOON,))
    assert swept(people, NOON + 17 * HOUR).escalated == 0
    assert swept(people, NOON + 18 * HOUR).escalated == 2
    due = NOON + 24 * HOUR
    assert tasks(people) == [(case, None, "deadline", due), (None, contact, "deadline", due)]
    people.db.execute("update tracing_case set reached_at = %s", (NOON + 19 * HOUR,))
    assert swept(people, NOON + 19 * HOUR).answered == 1
    assert tasks(people) == [(None, contact, "deadline", due)]


@pytest.mark.parametrize("reason", ["silent", "deadline", "undelivered"])
def test_an_answer_alone_ends_no_call(people: People, reason: str) -> None:
    people.task(case=people.case("Léa", LEA), reason=reason)
    people.db.execute("update tracing_case set answered_at = %s", (NOON,))
    assert swept(people, NOON + HOUR).answered == 0
    assert people.one("select done_at from tracing_calltask") is None


def test_a_call_that_an_agent_is_making_is_left_to_them(people: People) -> None:
    people.task(case=people.case("Léa", LEA))
    take_next_call(people.db, people.vault, "anne", NOON)
    people.db.execute("update tracing_case set reached_at = %s", (NOON,))
    assert swept(people, NOON + HOUR / 6).answered == 0
    assert swept(people, NOON + HOUR).answered == 1


def test_a_result_that_was_withdrawn_needs_no_call_at_all(people: People) -> None:
    people.task(case=people.case("Léa", LEA), reason="asked")
    people.db.execute("update tracing_case set closed_at = %s, outcome = 'void'", (NOON,))
    assert swept(people, NOON).void == 1
    assert people.one("select outcome from tracing_calltask") == "void"


@pytest.mark.parametrize(("reason", "urgent"), [("distress", True), ("withdrawn", False)])
def test_a_call_for_help_stays_and_so_does_the_one_that_tells_of_the_withdrawal(
    people: People, reason: str, urgent: bool
) -> None:
    people.task(case=people.case("Léa", LEA), reason=reason, urgent=urgent)
    people.db.execute("update tracing_case set closed_at = %s, outcome = 'void'", (NOON,))
    assert swept(people, NOON).void == 0


def test_a_file_that_was_closed_needs_no_call_about_its_silence(people: People) -> None:
    people.task(case=people.case("Léa", LEA))
    asked = people.task(case=people.case("Nadia", NADIA), reason="help")
    mamie = people.contact(people.case("Karim", KARIM), "Mamie", HOME)
    people.db.execute("update tracing_case set closed_at = %s, outcome = 'done'", (NOON,))
    people.db.execute("update tracing_contact set closed_at = %s, outcome = 'became_case'", (NOON,))
    assert swept(people, NOON).void == 2
    assert people.rows("select id from tracing_calltask where done_at is null") == [(asked,)]
    assert mamie


def test_a_sweep_reads_by_index_what_is_open(people: People) -> None:
    """With many closed files, only the open ones are looked at."""
    from tocsin.store.queries import query

    people.case("Léa", LEA)
    columns = (
        "person_id, phone_id, disease, resulted_at, received_at, deadline, answered_at, outcome, consent"
    )
    people.db.execute(
        f"insert into tracing_case ({columns}) select person_id, phone_id, disease, resulted_at,"
        " received_at, deadline + n * interval '1 minute', %(now)s, '', false"
        " from tracing_case, generate_series(1, 20000) as n",
        {"now": NOON},
    )
    people.db.execute("analyze tracing_case")
    parameters = {"now": NOON + 18 * HOUR, "until": NOON + 24 * HOUR, "limit": 5000}
    found = people.db.execute("explain " + query("sweep.escalate"), parameters).fetchall()
    text = "\n".join(row[0] for row in found)
    assert "case_unreached" in text
    assert "Seq Scan on tracing_case c" not in text
