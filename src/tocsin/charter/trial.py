"""A charter's own examples, put to the test with whatever judges messages.

What judges is handed in, since it lives in a room above this one.
"""

from collections.abc import Callable, Iterator, Sequence
from typing import Protocol

from msgspec import Struct

from tocsin.charter.schema import (
    LANGUAGES,
    Advice,
    AnyClause,
    Ask,
    Charter,
    Content,
    Example,
    Listing,
    Point,
    Programme,
)
from tocsin.charter.words import said


class ReasonLike(Protocol):
    """What a verdict's reason must tell."""

    @property
    def kind(self) -> str: ...
    @property
    def clause(self) -> str: ...
    @property
    def weight(self) -> str: ...
    @property
    def quote(self) -> str: ...


class ActionLike(Protocol):
    """What a verdict's advice must tell."""

    @property
    def text(self) -> str: ...


class Judged(Protocol):
    """What a verdict must tell."""

    @property
    def level(self) -> str: ...
    @property
    def reasons(self) -> Sequence[ReasonLike]: ...
    @property
    def advice(self) -> Sequence[ActionLike]: ...


Checker = Callable[[Charter, Example], Judged]

AGAINST = ("contradicts", "warns")


class Outcome(Struct, frozen=True):
    """How an example went."""

    example: Example
    passed: bool
    expected: str
    """What should have been found, in words."""
    found: tuple[str, ...]
    """Kinds, clauses and quotes of the reasons that were."""


def trial(charter: Charter, check: Checker) -> Iterator[Outcome]:
    """Run every example of a charter, in order.

    A clause that forbids speaks by a reason that cites it. A clause that allows, or a contact point,
    speaks by silence: the reason that the example names then does not weigh against the message. A
    piece of advice speaks by being given.
    """
    clauses = {clause.id: clause for clause in charter.clauses}
    for example in charter.examples:
        yield _outcome(example, clauses[example.clause], check(charter, example))


def allows(clause: AnyClause, example: Example) -> bool:
    """Whether the clause speaks by silence in this example."""
    if isinstance(clause, Ask | Content):
        return clause.allowed != "never"
    if isinstance(clause, Listing):
        return not clause.closed
    if isinstance(clause, Programme):
        return bool(example.reason)
    return isinstance(clause, Point)


def _outcome(example: Example, clause: AnyClause, verdict: Judged) -> Outcome:
    found = tuple(f"{r.kind} ({r.clause}, {r.weight}): {r.quote}".strip() for r in verdict.reasons)
    if isinstance(clause, Advice):
        # What is said of every message that cannot be judged is no advice about this one.
        given = {action.text for action in verdict.advice if verdict.level != "unrelated"}
        speaks = any(said(clause.wording, language) in given for language in LANGUAGES)
        return Outcome(
            example, speaks == example.fires, _expected(example, "the advice"), tuple(sorted(given))
        )
    if allows(clause, example):
        against = any(r.kind == example.reason and r.weight in AGAINST for r in verdict.reasons)
        wanted = f"{'no ' if example.fires else ''}{example.reason} against it"
        return Outcome(example, against != example.fires, wanted, found)
    return Outcome(example, _cited(example, verdict) == example.fires, _expected(example, "a reason"), found)


def _cited(example: Example, verdict: Judged) -> bool:
    """Whether a reason cites the clause; in an example that fires, with the kind and quote expected."""
    cited = [r for r in verdict.reasons if r.clause == example.clause]
    if not example.fires:
        return bool(cited)
    return any(example.reason in ("", r.kind) and example.quote in ("", r.quote) for r in cited)


def _expected(example: Example, what: str) -> str:
    kind = f" {example.reason}" if example.reason and example.fires else ""
    quote = f" quoting {example.quote!r}" if example.quote and example.fires else ""
    return f"{what if example.fires else 'not ' + what} of {example.clause}{kind}{quote}"
