"""What changes between two days."""

from datetime import date
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from tocsin.charter.diff import compare_charter_days, get_clause_state, summarise_answer
from tocsin.charter.loading import load_charter
from tocsin.charter.questions import list_questions, list_turning_days
from tocsin.charter.schema import ValidityPeriod
from tocsin.charter.view import view_as_of

from .water import ask, charter_of, days, listing

JUNE, JULY = date(2024, 6, 1), date(2024, 7, 1)
DAYS = st.dates(date(2016, 1, 1), date(2027, 1, 1))


def test_a_clause_that_begins_and_one_that_ends() -> None:
    old = ask("old", allowed="yes", in_force=days("2020-01-01", "2024-06-15"))
    new = ask("new", in_force=days("2024-06-16"))
    found = compare_charter_days(charter_of(old, new), JUNE, JULY)
    assert [(c.clause.id, c.before, c.after) for c in found.begun] == [("new", "out", "in")]
    assert [(c.clause.id, c.before, c.after) for c in found.ended] == [("old", "in", "out")]
    assert {(summarise_answer(a.before), summarise_answer(a.after)) for a in found.answers} == {
        ("yes", "never")
    }


def test_a_clause_that_becomes_sure() -> None:
    doubtful = ValidityPeriod(earliest_start=date(2024, 5, 1), latest_start=date(2024, 6, 16))
    found = compare_charter_days(charter_of(ask("a", in_force=doubtful)), JUNE, JULY)
    assert [(c.before, c.after) for c in found.surer] == [("perhaps", "in")]
    assert {(summarise_answer(a.before), summarise_answer(a.after)) for a in found.answers} == {
        ("unknown", "never")
    }


def test_a_clause_that_is_replaced() -> None:
    new = ask("new", allowed="yes", supersedes=("old",), in_force=days("2024-06-16"))
    found = compare_charter_days(charter_of(ask("old"), new), JUNE, JULY)
    assert [(c.clause.id, c.after) for c in found.ended] == [("old", "superseded")]


def test_a_new_clause_that_changes_no_answer() -> None:
    found = compare_charter_days(charter_of(ask("a"), ask("b", in_force=days("2024-06-16"))), JUNE, JULY)
    assert [c.clause.id for c in found.begun] == ["b"]
    assert found.answers == ()


def test_a_list_that_opens() -> None:
    closed = listing("l", in_force=days("2020-01-01", "2024-06-15"))
    (change,) = compare_charter_days(charter_of(closed), JUNE, JULY).answers
    assert (summarise_answer(change.before), summarise_answer(change.after)) == ("closed", "unknown")


def test_nothing_changes_from_a_day_to_itself() -> None:
    found = compare_charter_days(load_charter("assurance_maladie"), JULY, JULY)
    assert (found.begun, found.ended, found.surer, found.answers) == ((), (), (), ())


def test_every_state_is_named() -> None:
    doubtful = ValidityPeriod(earliest_start=date(2024, 5, 1), latest_start=date(2025, 1, 1))
    past = days("2020-01-01", "2020-12-31")
    clauses = (ask("in"), ask("perhaps", in_force=doubtful), ask("out", in_force=past), ask("superseded"))
    killer = ask("killer", supersedes=("superseded",))
    view = view_as_of(charter_of(*clauses, killer), JUNE)
    assert [get_clause_state(c, view) for c in clauses] == [c.id for c in clauses]


@given(DAYS, DAYS)
def test_back_and_forth_is_the_same_change_the_other_way(one: date, other: date) -> None:
    charter = load_charter("dgfip")
    there, back = compare_charter_days(charter, one, other), compare_charter_days(charter, other, one)
    assert {c.clause.id for c in there.begun} == {c.clause.id for c in back.ended}
    assert {c.clause.id for c in there.ended} == {c.clause.id for c in back.begun}
    assert {a.question for a in there.answers} == {a.question for a in back.answers}


def test_between_two_turning_days_no_answer_changes() -> None:
    charter = load_charter("assurance_maladie")
    turning = list_turning_days(charter)
    for first, after in pairwise(turning):
        last = date.fromordinal(after.toordinal() - 1)
        if first != last:
            one, other = view_as_of(charter, first), view_as_of(charter, last)
            assert [q.find_answer(one) for q in list_questions(charter)] == [
                q.find_answer(other) for q in list_questions(charter)
            ]
