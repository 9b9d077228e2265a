"""Calls lent from one département to another: all or a number, until an end, taken back, and nothing lost."""

from datetime import timedelta

import pytest

from tests.tracing.calls.people import KARIM, LEA, NADIA, NOON, TOLD, People
from tocsin.tracing.calls.outcomes import record_outcome
from tocsin.tracing.calls.task_queue import take_next_call
from tocsin.tracing.calls.task_sweep import sweep_tasks
from tocsin.tracing.supervision import loans
from tocsin.tracing.supervision.loans import BadLoan

HOUR = timedelta(hours=1)


@pytest.fixture
def finistere(people: People) -> list[int]:
    """Three people of the Finistère to ring, the earliest deadline first."""
    numbers = ((LEA, "Léa"), (KARIM, "Karim"), (NADIA, "Nadia"))
    cases = [people.case(name, number, territory="29") for number, name in numbers]
    return [
        people.task(case=case, territory="29", due=NOON + hours * HOUR)
        for case, hours in zip(cases, (3, 4, 5), strict=True)
    ]


def territories(people: People) -> list[str]:
    return [code for (code,) in people.rows("select territory from tracing_calltask order by deadline")]


def test_all_calls_are_lent_and_both_may_take_them(people: People, finistere: list[int]) -> None:
    loan = loans.add_loan(people.db, "29", "35", NOON + 2 * HOUR, NOON, by="sophie")
    assert (loan.lender, loan.borrower, loan.tasks, loan.open, loan.by) == ("29", "35", None, 3, "sophie")
    assert loans.list_lenders(people.db, ["35", "22"], NOON) == ("29",)
    assert loans.list_lenders(people.db, ["29", "22"], NOON) == ()
    assert territories(people) == ["29", "29", "29"]


def test_a_loan_is_over_by_itself(people: People, finistere: list[int]) -> None:
    loans.add_loan(people.db, "29", "35", NOON + HOUR, NOON, by="sophie")
    assert loans.list_lenders(people.db, ["35"], NOON + HOUR) == ()
    assert loans.list_current_loans(people.db, NOON + HOUR) == []


def test_a_number_of_calls_is_the_borrowers_alone(people: People, finistere: list[int]) -> None:
    loan = loans.add_loan(people.db, "29", "35", NOON + 2 * HOUR, NOON, by="sophie", tasks=2)
    assert (loan.moved, loan.open) == (2, 2)
    assert territories(people) == ["35", "35", "29"]
    assert loans.list_lenders(people.db, ["35"], NOON) == ()  # nothing but these two
    first = take_next_call(people.db, people.vault, "anne", NOON, ("35",))
    assert first
    assert first.task_id == finistere[0]
    theirs = take_next_call(people.db, people.vault, "malo", NOON, ("29",))
    assert theirs
    assert theirs.task_id == finistere[2]


def test_what_an_agent_has_in_hand_is_not_lent(people: People, finistere: list[int]) -> None:
    take_next_call(people.db, people.vault, "malo", NOON, ("29",))
    loan = loans.add_loan(people.db, "29", "35", NOON + 2 * HOUR, NOON, by="sophie", tasks=3)
    assert loan.moved == 2
    assert territories(people) == ["29", "35", "35"]


def test_what_is_lent_is_not_lent_again(people: People, finistere: list[int]) -> None:
    loans.add_loan(people.db, "29", "35", NOON + 2 * HOUR, NOON, by="sophie", tasks=3)
    assert loans.add_loan(people.db, "35", "22", NOON + HOUR, NOON, by="sophie", tasks=3).moved == 0


def test_at_the_end_the_lender_has_back_what_is_open(people: People, finistere: list[int]) -> None:
    loans.add_loan(people.db, "29", "35", NOON + HOUR, NOON, by="sophie", tasks=3)
    take_next_call(people.db, people.vault, "anne", NOON, ("35",))
    record_outcome(
        people.db, people.vault, finistere[0], "anne", NOON, "reached", facts={**TOLD, "nobody": True}
    )
    take_next_call(people.db, people.vault, "anne", NOON + 55 * HOUR / 60, ("35",))
    assert sweep_tasks(people.db, NOON + HOUR).back == 1
    # The first is done, the second is in Anne's hands, the third is back.
    assert territories(people) == ["35", "35", "29"]
    assert sweep_tasks(people.db, NOON + 2 * HOUR).back == 1
    assert territories(people) == ["35", "29", "29"]
    assert sweep_tasks(people.db, NOON + 3 * HOUR).back == 0


def test_a_loan_that_was_a_mistake_is_taken_back_at_once(people: People, finistere: list[int]) -> None:
    loan = loans.add_loan(people.db, "29", "35", NOON + 8 * HOUR, NOON, by="sophie", tasks=3)
    ended = loans.end_loan(people.db, loan.id, NOON)
    assert ended
    assert ended.ends_at == NOON
    assert territories(people) == ["29", "29", "29"]
    assert loans.end_loan(people.db, loan.id, NOON) is None
    assert people.one("select count(*) from tracing_loan") == 1  # that it was is known


@pytest.mark.parametrize(
    ("lender", "borrower", "hours", "tasks"),
    [("29", "29", 1, None), ("", "35", 1, None), ("29", "", 1, 5), ("29", "35", 0, None), ("29", "35", 1, 0)],
)
def test_what_is_no_loan_is_refused(
    people: People, lender: str, borrower: str, hours: int, tasks: int | None
) -> None:
    with pytest.raises(BadLoan):
        loans.add_loan(people.db, lender, borrower, NOON + hours * HOUR, NOON, by="sophie", tasks=tasks)
    assert people.one("select count(*) from tracing_loan") == 0
