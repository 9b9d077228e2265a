"""What an agent wrote of a call, taken back: everything stands as before, and the call is there again."""

from datetime import timedelta
from typing import Any

import pytest

from tests.tracing.calls.people import HOME, KARIM, LEA, NOON, TOLD, People
from tocsin.tracing.calls.added_number import add_phone_number
from tocsin.tracing.calls.model import Outcome, OutcomeNotReversible
from tocsin.tracing.calls.outcome_reversal import find_last_outcome, reverse_outcome
from tocsin.tracing.calls.outcomes import record_outcome
from tocsin.tracing.calls.task_queue import take_next_call
from tocsin.tracing.calls.workload import read_agent_loads
from tocsin.tracing.inbox import ConversationEnded

MINUTE = timedelta(minutes=1)
SECOND = timedelta(seconds=1)
FILE = "select answered_at, reached_at, listed_at, closed_at, outcome, phone_id from tracing_case order by id"
TASK = "select done_at, outcome, attempts, phone_id, reason from tracing_calltask order by id"


def writes(people: People, task: int, what: Outcome, at: Any = NOON, **facts: Any) -> None:
    """Anne takes the next call and writes down what came of it."""
    assert take_next_call(people.db, people.vault, "anne", at)
    told = TOLD if what == "reached" else {"interpreter": "ar"} if what == "interpreter" else {}
    record_outcome(people.db, people.vault, task, "anne", at, what, facts=told | facts)


def takes_back(people: People, at: Any, agent: str = "anne") -> int:
    """An agent takes back the last call that was written down."""
    return reverse_outcome(people.db, people.one("select max(id) from tracing_attempt"), agent, at)


@pytest.mark.parametrize("number", [LEA, HOME])
@pytest.mark.parametrize(
    "what",
    [
        "reached",
        "refused",
        "wrong_person",
        "hospital",
        "dead",
        "no_answer",
        "filtered",
        "call_back",
        "interpreter",
    ],
)
def test_all_stands_as_before_and_the_call_is_hers(people: People, what: Outcome, number: str) -> None:
    task = people.task(case=people.case("Léa", number))
    before = people.rows(FILE), people.rows(TASK)
    writes(people, task, what)
    assert takes_back(people, NOON + MINUTE) == task
    assert (people.rows(FILE), people.rows(TASK)) == before
    assert people.one("select count(*) from tracing_holding where until is null") == 1
    assert people.one("select leased_by from tracing_calltask") == "anne"
    again = take_next_call(people.db, people.vault, "anne", NOON + MINUTE)
    assert again
    assert (again.task_id, again.leased_until) == (task, NOON + 21 * MINUTE)
    assert "taken_back agent anne" in people.changes("case", people.one("select id from tracing_case"))


def test_what_the_engine_has_not_read_yet_is_never_done(people: People) -> None:
    task = people.task(case=people.case("Léa", LEA))
    writes(people, task, "refused")
    assert people.events()
    takes_back(people, NOON + SECOND)
    assert people.events() == []


def test_what_the_engine_has_read_is_undone_in_the_file(people: People) -> None:
    task = people.task(case=people.case("Léa", LEA))
    writes(people, task, "reached")
    people.db.execute("delete from tracing_inbox")
    people.db.execute("update tracing_case set outcome = 'reached'")  # as the engine marks it
    takes_back(people, NOON + MINUTE)
    assert people.rows("select outcome, closed_at from tracing_case") == [("", None)]


@pytest.mark.parametrize("what", ["refused", "wrong_person", "hospital"])
def test_the_follow_up_of_what_was_taken_back_ends_with_what_is_true(people: People, what: Outcome) -> None:
    case = people.case("Léa", LEA)
    task = people.task(case=case)
    writes(people, task, "reached")
    people.db.execute("delete from tracing_inbox")
    takes_back(people, NOON + MINUTE)
    writes(people, task, what, NOON + 2 * MINUTE)
    assert people.events() == [
        ConversationEnded(f"case-{case}", what),
        ConversationEnded(f"follow-{case}", what),
    ]


def test_ten_minutes_and_not_a_second_longer(people: People) -> None:
    task = people.task(case=people.case("Léa", LEA))
    writes(people, task, "refused")
    last = find_last_outcome(people.db, "anne", NOON + 10 * MINUTE - SECOND)
    assert last
    assert (last.task, last.outcome, last.until) == (task, "refused", NOON + 10 * MINUTE)
    assert find_last_outcome(people.db, "anne", NOON + 10 * MINUTE) is None
    with pytest.raises(OutcomeNotReversible):
        takes_back(people, NOON + 10 * MINUTE)
    assert takes_back(people, NOON + 10 * MINUTE - SECOND) == task


def test_nobody_takes_back_what_another_wrote(people: People) -> None:
    task = people.task(case=people.case("Léa", LEA))
    writes(people, task, "refused")
    assert find_last_outcome(people.db, "brice", NOON + SECOND) is None
    with pytest.raises(OutcomeNotReversible):
        takes_back(people, NOON + SECOND, "brice")
    assert people.one("select outcome from tracing_case") == "refused"


def test_it_is_taken_back_once(people: People) -> None:
    task = people.task(case=people.case("Léa", LEA))
    writes(people, task, "refused")
    takes_back(people, NOON + SECOND)
    assert find_last_outcome(people.db, "anne", NOON + SECOND) is None
    with pytest.raises(OutcomeNotReversible):
        takes_back(people, NOON + SECOND)
    with pytest.raises(OutcomeNotReversible):
        reverse_outcome(people.db, 987654, "anne", NOON + SECOND)


def test_what_somebody_else_did_since_is_not_undone(people: People) -> None:
    task = people.task(case=people.case("Léa", LEA))
    writes(people, task, "wrong_person")
    first = people.one("select max(id) from tracing_attempt")
    add_phone_number(people.db, people.vault, task, "brice", HOME, NOON + MINUTE)
    record_outcome(people.db, people.vault, task, "brice", NOON + 2 * MINUTE, "reached", facts=TOLD)
    with pytest.raises(OutcomeNotReversible):
        reverse_outcome(people.db, first, "anne", NOON + 3 * MINUTE)
    assert people.one("select outcome from tracing_case") == "reached"


def test_a_number_that_is_theirs_after_all_can_be_found_again(people: People) -> None:
    task = people.task(case=people.case("Léa", LEA))
    writes(people, task, "wrong_person")
    takes_back(people, NOON + SECOND)
    assert add_phone_number(people.db, people.vault, task, "anne", LEA, NOON + MINUTE).number == LEA


def test_a_call_about_something_else_that_came_since_stays_the_only_one(people: People) -> None:
    case = people.case("Léa", LEA)
    task = people.task(case=case)
    writes(people, task, "reached")
    other = people.task(case=case, reason="question", since=NOON + SECOND)
    takes_back(people, NOON + MINUTE)
    assert people.one("select answered_at from tracing_case") is None
    assert people.rows("select id from tracing_calltask where done_at is null") == [(other,)]


def test_the_help_that_was_asked_for_goes_with_it(people: People) -> None:
    task = people.task(case=people.case("Léa", LEA))
    writes(people, task, "reached", help=True)
    assert people.one("select count(*) from tracing_calltask where done_at is null") == 1
    takes_back(people, NOON + MINUTE)
    assert people.rows("select id, reason from tracing_calltask where done_at is null") == [(task, "silent")]


def test_a_contact_is_as_before(people: People) -> None:
    contact = people.contact(people.case("Léa", LEA), "Karim", KARIM)
    task = people.task(contact=contact)
    writes(people, task, "dead")
    assert people.rows("select outcome, closed_at from tracing_contact") == [("dead", NOON)]
    takes_back(people, NOON + MINUTE)
    assert people.rows("select outcome, closed_at from tracing_contact") == [("", None)]


def test_what_was_taken_back_does_not_count(people: People) -> None:
    task = people.task(case=people.case("Léa", LEA))
    writes(people, task, "reached")
    takes_back(people, NOON + MINUTE)
    (anne,) = read_agent_loads(people.db, NOON + 2 * MINUTE)
    assert (anne.calls, anne.reached, anne.task) == (0, 0, task)
