"""What changes in a charter between two days: clauses that begin or end, and answers that change."""

from datetime import date, timedelta
from typing import Literal

from msgspec import Struct

from tocsin.charter.questions import Question, list_questions, list_turning_days
from tocsin.charter.schema import AnyClause, AskClause, Charter, ContentClause, ListingClause
from tocsin.charter.view import DatedCharter, view_as_of

State = Literal["out", "perhaps", "in", "superseded"]


class ClauseChange(Struct, frozen=True):
    """A clause that is not on the second day what it was on the first."""

    clause: AnyClause
    before: State
    after: State


class ClauseChangesOfDay(Struct, frozen=True):
    on: date
    begun: tuple[ClauseChange, ...]
    ended: tuple[ClauseChange, ...]
    surer: tuple[ClauseChange, ...]
    """Clauses that hold, or no longer hold, for sure, where it was perhaps."""


class AnswerDifference(Struct, frozen=True):
    """A question that is not answered on the second day as on the first."""

    question: Question
    before: AskClause | ContentClause | ListingClause | None
    after: AskClause | ContentClause | ListingClause | None


class CharterDiff(Struct, frozen=True):
    before: date
    after: date
    begun: tuple[ClauseChange, ...]
    ended: tuple[ClauseChange, ...]
    surer: tuple[ClauseChange, ...]
    """Clauses that hold, or no longer hold, for sure, where it was perhaps."""
    answers: tuple[AnswerDifference, ...]


def get_clause_state(clause: AnyClause, view: DatedCharter) -> State:
    if not clause.in_force.possibly_holds(view.on):
        return "out"
    if clause not in view.clauses:
        return "superseded"
    return "in" if clause.in_force.surely_holds(view.on) else "perhaps"


def summarise_answer(clause: AskClause | ContentClause | ListingClause | None) -> str:
    """What an answer amounts to, in one word."""
    if clause is None:
        return "unknown"
    if isinstance(clause, ListingClause):
        return "closed" if clause.closed else "open"
    return clause.allowed


def compare_charter_days(charter: Charter, before: date, after: date) -> CharterDiff:
    old, new = view_as_of(charter, before), view_as_of(charter, after)
    begun, ended, surer = _sort_changes(charter, old, new)
    answers = [AnswerDifference(q, q.find_answer(old), q.find_answer(new)) for q in list_questions(charter)]
    return CharterDiff(
        before,
        after,
        begun=begun,
        ended=ended,
        surer=surer,
        answers=tuple(a for a in answers if summarise_answer(a.before) != summarise_answer(a.after)),
    )


def list_change_days(charter: Charter, until: date) -> tuple[ClauseChangesOfDay, ...]:
    """The days on which clauses changed, the last one first, up to a day and with it."""
    days = [on for on in list_turning_days(charter) if on <= until]
    found = (
        ClauseChangesOfDay(
            on, *_sort_changes(charter, view_as_of(charter, on - _DAY), view_as_of(charter, on))
        )
        for on in reversed(days)
    )
    return tuple(day for day in found if day.begun or day.ended or day.surer)


_DAY = timedelta(days=1)
_Changes = tuple[ClauseChange, ...]


def _sort_changes(
    charter: Charter, old: DatedCharter, new: DatedCharter
) -> tuple[_Changes, _Changes, _Changes]:
    """The clauses that begin, that end, and that become certain."""
    changes = [ClauseChange(c, get_clause_state(c, old), get_clause_state(c, new)) for c in charter.clauses]
    changes = [c for c in changes if c.before != c.after]
    holds = ("in", "perhaps")
    return (
        tuple(c for c in changes if c.after in holds and c.before not in holds),
        tuple(c for c in changes if c.before in holds and c.after not in holds),
        tuple(c for c in changes if c.before in holds and c.after in holds),
    )
