"""A call on a page: masked until it is shown, kept while the page is open, given back when it is closed."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest

from tests.tracing.calls.people import KARIM, LEA, NOON, People
from tocsin.tracing.calls import call_code
from tocsin.tracing.calls.agent_calls import open_call, record_number_shown, release_all_tasks, renew_call
from tocsin.tracing.calls.model import DESK_LEASE, CallSheet, NoSuchTask, TaskAlreadyDone, TaskTakenByOther
from tocsin.tracing.calls.outcomes import record_outcome
from tocsin.tracing.calls.task_queue import take_next_call

SECOND = timedelta(seconds=1)
HALF_A_MINUTE = 30 * SECOND


def taken(people: People, agent: str = "anne", at: timedelta = timedelta(0)) -> CallSheet | None:
    """The next call of an agent, as the page of the desk takes it."""
    now = NOON + at
    return take_next_call(people.db, people.vault, agent, now, lease=DESK_LEASE, masked=True)


def reveal_number(people: People, task: int, agent: str, now: datetime) -> str:
    """The number of a call that an agent has, as their page shows it."""
    call = open_call(people.db, people.vault, task, agent, now)
    return record_number_shown(people.db, call, agent, now).sheet.number


def test_a_number_is_not_seen_before_it_is_asked_for(people: People) -> None:
    case = people.case("Léa", LEA)
    task = people.task(case=case)
    taken(people)
    assert people.changes("case", case) == []
    assert not open_call(people.db, people.vault, task, "anne", NOON).seen
    assert reveal_number(people, task, "anne", NOON + SECOND) == LEA
    assert people.changes("case", case) == ["number_shown silent anne"]


def test_a_number_shown_once_stays_shown_and_is_written_down_once(people: People) -> None:
    case = people.case("Léa", LEA)
    task = people.task(case=case)
    taken(people)
    for seconds in (1, 2, 3):
        reveal_number(people, task, "anne", NOON + seconds * SECOND)
    assert open_call(people.db, people.vault, task, "anne", NOON + 4 * SECOND).seen
    assert people.changes("case", case) == ["number_shown silent anne"]


def test_the_next_agent_does_not_inherit_what_the_last_one_saw(people: People) -> None:
    task = people.task(case=people.case("Léa", LEA))
    taken(people)
    reveal_number(people, task, "anne", NOON)
    release_all_tasks(people.db, "anne", NOON + SECOND)
    taken(people, "brice", 2 * SECOND)
    assert not open_call(people.db, people.vault, task, "brice", NOON + 2 * SECOND).seen
    release_all_tasks(people.db, "brice", NOON + 3 * SECOND)
    taken(people, "anne", 4 * SECOND)
    assert not open_call(people.db, people.vault, task, "anne", NOON + 4 * SECOND).seen, (
        "another call of hers"
    )


def test_a_contact_s_number_is_written_down_in_the_contact_s_file(people: People) -> None:
    contact = people.contact(people.case("Léa", LEA), "Mamie", "+33199001234")
    found = taken(people)
    assert found
    assert found.contact_id == contact
    reveal_number(people, found.task_id, "anne", NOON)
    assert people.changes("contact", contact)[-1] == "number_shown no_mobile anne"


def test_a_page_that_is_open_keeps_its_call_for_hours(people: People) -> None:
    task = people.task(case=people.case("Léa", LEA))
    sheet = taken(people)
    assert sheet
    for beat in range(1, 240):
        now = NOON + beat * HALF_A_MINUTE
        assert renew_call(people.db, task, "anne", now) == now + DESK_LEASE
    assert taken(people, "brice", 239 * HALF_A_MINUTE) is None
    known = call_code.check_call_code(people.db, sheet.spoken, NOON + 239 * HALF_A_MINUTE)
    assert known
    assert known.until == NOON + 239 * HALF_A_MINUTE + DESK_LEASE, "whoever types the code is told: now"


def test_a_laptop_that_was_closed_gives_its_call_to_the_next(people: People) -> None:
    task = people.task(case=people.case("Léa", LEA))
    taken(people)
    renew_call(people.db, task, "anne", NOON + HALF_A_MINUTE)
    closed = HALF_A_MINUTE + DESK_LEASE
    assert taken(people, "brice", closed - SECOND) is None
    found = taken(people, "brice", closed)
    assert found
    assert found.task_id == task
    with pytest.raises(TaskTakenByOther):
        renew_call(people.db, task, "anne", NOON + closed)


def test_a_laptop_opened_again_keeps_a_call_that_nobody_took(people: People) -> None:
    task = people.task(case=people.case("Léa", LEA))
    taken(people)
    late = NOON + 10 * DESK_LEASE
    assert renew_call(people.db, task, "anne", late) == late + DESK_LEASE


@pytest.mark.parametrize(
    "look",
    [
        lambda people, task: open_call(people.db, people.vault, task, "brice", NOON),
        lambda people, task: renew_call(people.db, task, "brice", NOON),
        lambda people, task: reveal_number(people, task, "brice", NOON),
    ],
)
def test_nobody_looks_at_a_call_that_is_not_theirs(
    people: People, look: Callable[[People, int], object]
) -> None:
    case = people.case("Léa", LEA)
    task = people.task(case=case)
    with pytest.raises(TaskTakenByOther):
        look(people, task)
    taken(people)
    with pytest.raises(TaskTakenByOther):
        look(people, task)
    with pytest.raises(NoSuchTask):
        look(people, task + 1)
    record_outcome(people.db, people.vault, task, "anne", NOON, "refused")
    with pytest.raises(TaskAlreadyDone):
        look(people, task)
    assert [change for change in people.changes("case", case) if "number_shown" in change] == []


def test_who_leaves_gives_back_what_they_have_and_nothing_else(people: People) -> None:
    first = people.task(case=people.case("Léa", LEA))
    second = people.task(case=people.case("Karim", KARIM))
    sheet, other = taken(people), taken(people, "brice")
    assert sheet
    assert other
    assert (sheet.task_id, other.task_id) == (first, second)
    assert release_all_tasks(people.db, "anne", NOON + SECOND) == 1
    assert release_all_tasks(people.db, "anne", NOON + SECOND) == 0
    assert people.changes("call", first) == ["released left anne"]
    code = call_code.check_call_code(people.db, sheet.spoken, NOON + 2 * SECOND)
    assert code
    assert code.until == NOON + SECOND, "her code says that the call is over"
    again = taken(people, "chloe", 2 * SECOND)
    assert again
    assert again.task_id == first
    assert renew_call(people.db, second, "brice", NOON + 2 * SECOND)
