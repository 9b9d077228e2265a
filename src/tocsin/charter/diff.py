"""What changes in a charter between two days: clauses that begin or end, and answers that change."""

from datetime import date, timedelta
from typing import Literal

from msgspec import Struct

from tocsin.charter.questions import Question, questions, turning_days
from tocsin.charter.schema import AnyClause, Ask, Charter, Content, Listing
from tocsin.charter.view import View, as_of

State = Literal["out", "perhaps", "in", "superseded"]


class Change(Struct, frozen=True):
    """A clause that is not on the second day what it was on the first."""

    clause: AnyClause
    before: State
    after: State


class Day(Struct, frozen=True):
    """The clauses that change on a day, against the day before."""

    on: date
    begun: tuple[Change, ...]
    ended: tuple[Change, ...]
    surer: tuple[Change, ...]
    """Clauses that hold, or no longer hold, for sure, where it was perhaps."""


class Answer(Struct, frozen=True):
    """A question that is not answered on the second day as on the first."""

    question: Question
    before: Ask | Content | Listing | None
    after: Ask | Content | Listing | None


class Diff(Struct, frozen=True):
    """Everything that changes between two days."""

    before: date
    after: date
    begun: tuple[Change, ...]
    ended: tuple[Change, ...]
    surer: tuple[Change, ...]
    """Clauses that hold, or no longer hold, for sure, where it was perhaps."""
    answers: tuple[Answer, ...]


def state(clause: AnyClause, view: View) -> State:
    """How a clause stands on a day."""
    if not clause.in_force.possibly(view.on):
        return "out"
    if clause not in view.clauses:
        return "superseded"
    return "in" if clause.in_force.surely(view.on) else "perhaps"


def verdict_of(clause: Ask | Content | Listing | None) -> str:
    """What an answer amounts to, in one word."""
    if clause is None:
        return "unknown"
    if isinstance(clause, Listing):
        return "closed" if clause.closed else "open"
    return clause.allowed


def diff(charter: Charter, before: date, after: date) -> Diff:
    """What changes in a charter between two days."""
    old, new = as_of(charter, before), as_of(charter, after)
    begun, ended, surer = _sorted(charter, old, new)
    answers = [Answer(q, q.answer(old), q.answer(new)) for q in questions(charter)]
    return Diff(
        before,
        after,
        begun=begun,
        ended=ended,
        surer=surer,
        answers=tuple(a for a in answers if verdict_of(a.before) != verdict_of(a.after)),
    )


def history(charter: Charter, until: date) -> tuple[Day, ...]:
    """The days on which clauses changed, the last one first, up to a day and with it."""
    days = [on for on in turning_days(charter) if on <= until]
    found = (
        Day(on, *_sorted(charter, as_of(charter, on - _DAY), as_of(charter, on))) for on in reversed(days)
    )
    return tuple(day for day in found if day.begun or day.ended or day.surer)


_DAY = timedelta(days=1)
_Changes = tuple[Change, ...]


def _sorted(charter: Charter, old: View, new: View) -> tuple[_Changes, _Changes, _Changes]:
    """The clauses that begin, that end, and that become certain."""
    changes = [Change(c, state(c, old), state(c, new)) for c in charter.clauses]
    changes = [c for c in changes if c.before != c.after]
    holds = ("in", "perhaps")
    return (
        tuple(c for c in changes if c.after in holds and c.before not in holds),
        tuple(c for c in changes if c.before in holds and c.after not in holds),
        tuple(c for c in changes if c.before in holds and c.after in holds),
    )
