"""A charter's own examples, put to the test with whatever judges messages.

What judges is handed in, since it lives in a room above this one.
"""

from collections.abc import Callable, Iterator, Sequence
from typing import Protocol

from msgspec import Struct

from tocsin.charter.schema import (
    AdviceClause,
    AnyClause,
    AskClause,
    Charter,
    ClauseExample,
    ContentClause,
    ListingClause,
    PointClause,
    ProgrammeClause,
)
from tocsin.charter.words import translate_wording
from tocsin.locale.languages import LANGUAGES


class ReasonLike(Protocol):
    @property
    def kind(self) -> str: ...
    @property
    def clause(self) -> str: ...
    @property
    def weight(self) -> str: ...
    @property
    def quote(self) -> str: ...


class ActionLike(Protocol):
    @property
    def text(self) -> str: ...


class VerdictLike(Protocol):
    """What a verdict must tell."""

    @property
    def level(self) -> str: ...
    @property
    def reasons(self) -> Sequence[ReasonLike]: ...
    @property
    def advice(self) -> Sequence[ActionLike]: ...


Checker = Callable[[Charter, ClauseExample], VerdictLike]

AGAINST = ("contradicts", "warns")


class ExampleOutcome(Struct, frozen=True):
    example: ClauseExample
    passed: bool
    expected: str
    """What should have been found, in words."""
    found: tuple[str, ...]
    """Kinds, clauses and quotes of the reasons that were."""


def run_examples(charter: Charter, check: Checker) -> Iterator[ExampleOutcome]:
    """Run every example of a charter, in order.

    A clause that forbids speaks by a reason that cites it. A clause that allows, or a contact point,
    speaks by silence: the reason that the example names then does not weigh against the message. A
    piece of advice speaks by being given.
    """
    clauses = {clause.id: clause for clause in charter.clauses}
    for example in charter.examples:
        yield _run_example(example, clauses[example.clause], check(charter, example))


def speaks_by_silence(clause: AnyClause, example: ClauseExample) -> bool:
    if isinstance(clause, AskClause | ContentClause):
        return clause.allowed != "never"
    if isinstance(clause, ListingClause):
        return not clause.closed
    if isinstance(clause, ProgrammeClause):
        return bool(example.reason)
    return isinstance(clause, PointClause)


def _run_example(example: ClauseExample, clause: AnyClause, verdict: VerdictLike) -> ExampleOutcome:
    found = tuple(f"{r.kind} ({r.clause}, {r.weight}): {r.quote}".strip() for r in verdict.reasons)
    if isinstance(clause, AdviceClause):
        # What is said of every message that cannot be judged is no advice about this one.
        given = {action.text for action in verdict.advice if verdict.level != "unrelated"}
        speaks = any(translate_wording(clause.wording, language) in given for language in LANGUAGES)
        return ExampleOutcome(
            example, speaks == example.fires, _describe_expected(example, "the advice"), tuple(sorted(given))
        )
    if speaks_by_silence(clause, example):
        against = any(r.kind == example.reason and r.weight in AGAINST for r in verdict.reasons)
        wanted = f"{'no ' if example.fires else ''}{example.reason} against it"
        return ExampleOutcome(example, against != example.fires, wanted, found)
    return ExampleOutcome(
        example,
        _cites_clause(example, verdict) == example.fires,
        _describe_expected(example, "a reason"),
        found,
    )


def _cites_clause(example: ClauseExample, verdict: VerdictLike) -> bool:
    """Whether a reason cites the clause, in an example that fires with the kind and quote expected, in another against
    the message: what is only named besides is held against nobody."""
    cited = [r for r in verdict.reasons if r.clause == example.clause]
    if not example.fires:
        return any(r.weight in AGAINST for r in cited)
    return any(example.reason in ("", r.kind) and example.quote in ("", r.quote) for r in cited)


def _describe_expected(example: ClauseExample, what: str) -> str:
    kind = f" {example.reason}" if example.reason and example.fires else ""
    quote = f" quoting {example.quote!r}" if example.quote and example.fires else ""
    return f"{what if example.fires else 'not ' + what} of {example.clause}{kind}{quote}"
