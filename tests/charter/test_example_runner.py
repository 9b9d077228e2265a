"""Examples put to the test with a judge that the test holds by the hand."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import pytest

from tests.charter.water import WORDING, ask, charter_of, content, days, listing, point
from tocsin.charter.example_runner import ExampleOutcome, run_examples
from tocsin.charter.schema import AdviceClause, Charter, ClauseExample, ProgrammeClause, Wording


@dataclass
class Reason:
    kind: str
    clause: str = "it"
    weight: str = "contradicts"
    quote: str = ""


@dataclass
class Action:
    text: str


@dataclass
class Verdict:
    reasons: Sequence[Reason] = ()
    advice: Sequence[Action] = field(default_factory=tuple)
    level: str = "imposture"


def run(clause: Any, verdict: Verdict, *, fires: bool, reason: str = "", quote: str = "") -> ExampleOutcome:
    """One example of a clause called ``it``, judged so."""
    example = ClauseExample(
        clause=clause.id,
        fires=fires,
        on=date(2024, 6, 1),
        channel="sms",
        text="Bonjour",
        reason=reason,
        quote=quote,
    )
    (outcome,) = run_examples(charter_of(clause, examples=(example,)), lambda _charter, _example: verdict)
    return outcome


NEVER = ask("it")
ALLOWS = [
    ask("it", allowed="yes"),
    ask("it", allowed="only_if"),
    content("it", allowed="unknown"),
    listing("it", closed=False),
    point("it"),
]
ids = ["yes", "only_if", "unknown", "open", "point"]


def test_a_clause_that_forbids_fires_when_a_reason_cites_it() -> None:
    assert run(NEVER, Verdict([Reason("asks_bank_details")]), fires=True).passed
    assert not run(NEVER, Verdict(), fires=True).passed
    assert not run(NEVER, Verdict([Reason("asks_bank_details", clause="other")]), fires=True).passed


def test_a_near_miss_fails_when_a_reason_cites_it() -> None:
    assert run(NEVER, Verdict([Reason("asks_bank_details", clause="other")]), fires=False).passed
    assert not run(NEVER, Verdict([Reason("anything")]), fires=False).passed


def test_the_kind_and_the_quote_expected_are_those_of_one_reason() -> None:
    split = Verdict([Reason("asks_nir", quote="votre RIB"), Reason("asks_bank_details", quote="le RIB")])
    assert not run(NEVER, split, fires=True, reason="asks_nir", quote="le RIB").passed
    assert run(NEVER, split, fires=True, reason="asks_nir", quote="votre RIB").passed
    assert not run(NEVER, split, fires=True, reason="asks_medical").passed


def test_a_quote_is_exact() -> None:
    verdict = Verdict([Reason("asks_nir", quote="votre RIB")])
    assert not run(NEVER, verdict, fires=True, quote="RIB").passed


@pytest.mark.parametrize("clause", ALLOWS, ids=ids)
def test_a_clause_that_allows_speaks_by_silence(clause: Any) -> None:
    against = Verdict([Reason("asks_nir", clause="other")])
    neutral = Verdict([Reason("asks_nir", weight="neutral")])
    elsewhere = Verdict([Reason("asks_medical")])
    assert run(clause, Verdict(), fires=True, reason="asks_nir").passed
    assert run(clause, neutral, fires=True, reason="asks_nir").passed
    assert run(clause, elsewhere, fires=True, reason="asks_nir").passed
    assert not run(clause, against, fires=True, reason="asks_nir").passed


@pytest.mark.parametrize("clause", ALLOWS, ids=ids)
def test_its_near_miss_needs_the_reason_to_weigh(clause: Any) -> None:
    warned = Verdict([Reason("asks_nir", clause="other", weight="warns")])
    assert run(clause, warned, fires=False, reason="asks_nir").passed
    assert not run(clause, Verdict(), fires=False, reason="asks_nir").passed
    assert not run(
        clause, Verdict([Reason("asks_nir", weight="neutral")]), fires=False, reason="asks_nir"
    ).passed


def _programme() -> ProgrammeClause:
    base = ask("it")
    return ProgrammeClause(
        id="it",
        direction=base.direction,
        channels=base.channels,
        wording=base.wording,
        in_force=days(),
        seen=base.seen,
        sources=base.sources,
        name=WORDING,
    )


def test_a_programme_is_cited_or_silences_what_the_example_names() -> None:
    cited = Verdict([Reason("programme_ended")])
    assert run(_programme(), cited, fires=True).passed
    assert run(_programme(), Verdict(), fires=False).passed
    assert not run(_programme(), Verdict(), fires=True).passed
    assert run(_programme(), Verdict(), fires=True, reason="asks_nir").passed
    assert run(_programme(), Verdict([Reason("asks_nir")]), fires=False, reason="asks_nir").passed


@pytest.mark.parametrize("language", ["fr", "en"])
def test_advice_is_given_in_any_language_or_not(language: str) -> None:
    base = ask("it")
    advice = AdviceClause(
        id="it",
        direction=base.direction,
        channels=base.channels,
        wording=Wording(fr="Raccrochez.", en="Hang up."),
        in_force=days(),
        seen=base.seen,
        sources=base.sources,
        when=("received",),
        rank=1,
    )
    given = Verdict(advice=[Action({"fr": "Raccrochez.", "en": "Hang up."}[language])])
    other = Verdict(advice=[Action("Rappelez.")])
    assert run(advice, given, fires=True).passed
    assert not run(advice, other, fires=True).passed
    assert run(advice, other, fires=False).passed
    assert not run(advice, given, fires=False).passed


def test_the_outcome_says_what_was_expected_and_what_was_found() -> None:
    outcome = run(
        NEVER, Verdict([Reason("asks_nir", quote="le RIB")]), fires=True, reason="asks_medical", quote="x"
    )
    assert outcome.expected == "a reason of it asks_medical quoting 'x'"
    assert outcome.found == ("asks_nir (it, contradicts): le RIB",)


def test_the_judge_is_given_the_charter_and_each_example_in_order() -> None:
    examples = tuple(
        ClauseExample(clause="it", fires=False, on=date(2024, 1, day), channel="sms", text="Bonjour")
        for day in (1, 2, 3)
    )
    charter = charter_of(NEVER, examples=examples)
    seen: list[tuple[Charter, ClauseExample]] = []

    def judge(one: Charter, example: ClauseExample) -> Verdict:
        seen.append((one, example))
        return Verdict()

    assert [o.passed for o in run_examples(charter, judge)] == [True] * 3
    assert seen == [(charter, e) for e in examples]
