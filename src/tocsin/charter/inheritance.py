"""What an institution makes of the clauses that it inherits: it may add to them, be stricter, or relax them by name."""

from collections.abc import Iterable, Iterator
from typing import Literal

from msgspec import Struct
from msgspec.structs import replace

from tocsin.charter.questions import AskQuestion, Question, list_clause_questions
from tocsin.charter.schema import AnyClause, AskClause, Charter, ContentClause, ListingClause
from tocsin.charter.view import ANSWERS


class OverriddenClause(Struct, frozen=True):
    """An inherited clause that one of the institution's own answers in the place of."""

    inherited: str
    own: str
    how: Literal["relaxed", "restated"]
    """``restated``: the institution says the same, or more strictly, itself."""


def is_prohibition(clause: AnyClause) -> bool:
    """Whether a clause forbids: an ask or a content that is never, a closed list."""
    if isinstance(clause, ListingClause):
        return clause.closed
    return isinstance(clause, AskClause | ContentClause) and clause.allowed == "never"


def is_looser(own: AnyClause, inherited: AnyClause) -> bool:
    """Whether a clause allows, or leaves open, on some day what an inherited one forbids."""
    return (
        isinstance(own, ANSWERS)
        and not is_prohibition(own)
        and is_prohibition(inherited)
        and own.in_force.earliest_start <= inherited.in_force.earliest_end
        and inherited.in_force.latest_start <= own.in_force.latest_end
        and _answer_same_question(own, inherited)
    )


def _answer_same_question(one: AnyClause, other: AnyClause) -> bool:
    return not _list_plain_questions(one).isdisjoint(_list_plain_questions(other))


def _list_plain_questions(clause: AnyClause) -> frozenset[Question]:
    """The questions that a clause answers, those of a programme too: its exceptions beat the general rule."""
    return frozenset(
        replace(question, programme="") if isinstance(question, AskQuestion) else question
        for question in list_clause_questions(clause)
    )


def has_own_source(own: AnyClause, inherited: AnyClause) -> bool:
    """Whether a clause rests on a source that the inherited one does not have, and not on our reasoning alone."""
    theirs = {source.url for source in inherited.sources}
    return any(source.url not in theirs and source.quality != "inferred" for source in own.sources)


def list_overridden_clauses(charter: Charter) -> tuple[OverriddenClause, ...]:
    """Every inherited clause that the institution relaxes, or says itself, in the order of the charter."""
    own = [clause for clause in charter.clauses if not clause.layer]
    inherited = [clause for clause in charter.clauses if clause.layer]
    return tuple(found for clause in inherited for found in _compare_with_own(clause, own))


def _compare_with_own(inherited: AnyClause, own: Iterable[AnyClause]) -> Iterator[OverriddenClause]:
    for clause in own:
        if inherited.id in clause.relaxes:
            yield OverriddenClause(inherited.id, clause.id, "relaxed")
        elif (
            is_prohibition(clause) and is_prohibition(inherited) and _answer_same_question(clause, inherited)
        ):
            yield OverriddenClause(inherited.id, clause.id, "restated")
