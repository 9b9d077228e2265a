"""One person's plan, day by day, each line naming the rule that gave it.

Policy: a plan follows the rules in force on the day it is made, to its end. A rule that changes in the
middle changes nothing by itself: a new plan must be made, on purpose, and says so by its date.
"""

from collections.abc import Iterator
from datetime import date, timedelta
from itertools import groupby
from typing import Literal

from msgspec import Struct

from tocsin.charter.schema import Wording
from tocsin.protocol import wording
from tocsin.protocol.person_facts import PersonFacts, TruthValue, evaluate_conditions
from tocsin.protocol.rule_choice import RuleChoice, choose_rule
from tocsin.protocol.schema import DiseaseProtocol, IsolationTerm, PrescribedTest, ProtocolRule

PlanLineKind = Literal[
    "isolate", "leave", "no_isolation", "test", "act", "if_symptoms", "emergency", "ask_human"
]


class PlanLine(Struct, frozen=True, kw_only=True):
    kind: PlanLineKind
    day: date | None
    """The day it is for; None: any day of the plan."""
    rule: str
    """Identifier of the rule that gave it; empty where none did."""
    text: Wording
    only_if: tuple[str, ...] = ()
    """Facts that are not known and on which the line depends: ``symptoms``, ``fragile``."""
    optional: bool = False


class InstructionPlan(Struct, frozen=True, kw_only=True):
    disease: str
    on: date
    """The day it was made: its rules are those of that day."""
    version: date
    rule: str
    """Identifier of the rule that decided; empty where a human must answer."""
    lines: tuple[PlanLine, ...]
    """Dated lines first, in order of day."""

    @property
    def isolation_end(self) -> date | None:
        """Last day of isolation, where one day is sure."""
        ends = [line.day for line in self.lines if line.kind == "leave" and not line.only_if]
        return ends[0] if len(ends) == 1 else None

    @property
    def test_days(self) -> tuple[date, ...]:
        """Days of the tests that are asked, optional ones left out."""
        lines = (line for line in self.lines if line.kind == "test" and not line.optional)
        return tuple(line.day for line in lines if line.day)

    @property
    def needs_human(self) -> bool:
        """Whether the plan is not whole: something is not specified, or not known."""
        return any(line.kind == "ask_human" for line in self.lines)

    def group_by_day(self) -> Iterator[tuple[date, tuple[PlanLine, ...]]]:
        dated = (line for line in self.lines if line.day)
        for day, lines in groupby(dated, key=lambda line: line.day):
            if day:
                yield day, tuple(lines)


def make_plan(protocol: DiseaseProtocol, facts: PersonFacts, on: date) -> InstructionPlan:
    choice = choose_rule(protocol, facts, on)
    lines = list(_make_lines(choice.rule, facts, on)) if choice.rule else [_make_ask_human_line(choice)]
    lines.append(PlanLine(kind="emergency", day=None, rule="", text=protocol.emergency))
    return InstructionPlan(
        disease=protocol.disease,
        on=on,
        version=protocol.version,
        rule=choice.rule.id if choice.rule else "",
        lines=tuple(sorted(lines, key=lambda line: (line.day is None, line.day or on))),
    )


def _make_lines(rule: ProtocolRule, facts: PersonFacts, on: date) -> Iterator[PlanLine]:
    if rule.not_specified:
        yield PlanLine(kind="ask_human", day=None, rule=rule.id, text=wording.NOT_SPECIFIED)
        return
    yield from _make_isolation_lines(rule, facts, on)
    for test in rule.tests:
        yield from _make_test_lines(rule, test, facts, on)
    for action in rule.actions:
        day = facts.find_anchor_day(action.anchor, on)
        last = day + timedelta(days=action.within_days) if day else None
        if last and last >= on:
            yield PlanLine(
                kind="act", day=last, rule=rule.id, text=wording.describe_deadline(action.wording, last)
            )
        else:
            yield (
                _make_unknown_day_line(rule, action.anchor)
                if not day
                else _make_too_late_line(rule, action.wording)
            )
    text = rule.if_symptoms or wording.SYMPTOMS_NOT_SPECIFIED
    yield PlanLine(kind="if_symptoms", day=None, rule=rule.id, text=text)


def _make_isolation_lines(rule: ProtocolRule, facts: PersonFacts, on: date) -> Iterator[PlanLine]:
    """From today to the last day; one line for each length that what is not known leaves open."""
    if rule.isolation is None:
        yield PlanLine(kind="ask_human", day=None, rule=rule.id, text=wording.ISOLATION_NOT_SPECIFIED)
        return
    if not rule.isolation:
        kind: PlanLineKind = "isolate" if rule.unless_negative else "no_isolation"
        text = wording.ISOLATE_UNTIL_RESULT if rule.unless_negative else wording.NO_ISOLATION
        yield PlanLine(kind=kind, day=on, rule=rule.id, text=text)
        return
    open_ = [
        (term, truth)
        for term in rule.isolation
        if (truth := evaluate_conditions(term.when, facts, on)).value is not False
    ]
    if not open_:
        yield PlanLine(kind="ask_human", day=None, rule=rule.id, text=wording.LENGTH_NOT_SPECIFIED)
        return
    lines = [_make_end_line(rule, term, truth, facts, on) for term, truth in open_]
    if all(line.day and line.day < on for line in lines):
        yield PlanLine(kind="no_isolation", day=on, rule=rule.id, text=wording.ISOLATION_OVER)
        return
    yield PlanLine(kind="isolate", day=on, rule=rule.id, text=wording.ISOLATE)
    yield from lines


def _make_end_line(
    rule: ProtocolRule, term: IsolationTerm, truth: TruthValue, facts: PersonFacts, on: date
) -> PlanLine:
    start = facts.find_anchor_day(term.anchor, on)
    if not start and truth.value:
        return _make_unknown_day_line(rule, term.anchor)
    last = start + timedelta(days=term.days) if start else None
    text = wording.describe_last_day(term, last, truth.missing)
    return PlanLine(kind="leave", day=last, rule=rule.id, text=text, only_if=truth.missing)


def _make_test_lines(
    rule: ProtocolRule, test: PrescribedTest, facts: PersonFacts, on: date
) -> Iterator[PlanLine]:
    truth = evaluate_conditions(test.when, facts, on)
    if truth.value is False:
        return
    day = facts.find_anchor_day(test.anchor, on) if test.anchor else facts.informed or on
    if not day:
        if truth.value:
            yield _make_unknown_day_line(rule, test.anchor or "informed")
        return
    day += timedelta(days=test.day or 0)
    late = day < on
    if late and test.optional:
        return
    text = wording.describe_test(test, on if late else day, truth.missing, late=late and test.day is not None)
    yield PlanLine(
        kind="test", day=max(day, on), rule=rule.id, text=text, only_if=truth.missing, optional=test.optional
    )


def _make_unknown_day_line(rule: ProtocolRule, anchor: str) -> PlanLine:
    """A day is missing from which the rule counts."""
    return PlanLine(
        kind="ask_human",
        day=None,
        rule=rule.id,
        text=wording.describe_missing_facts((anchor,)),
        only_if=(anchor,),
    )


def _make_too_late_line(rule: ProtocolRule, what: Wording) -> PlanLine:
    return PlanLine(kind="ask_human", day=None, rule=rule.id, text=wording.describe_too_late(what))


def _make_ask_human_line(choice: RuleChoice) -> PlanLine:
    """No rule decides: a human must answer, and sees why."""
    text = (
        wording.describe_missing_facts(choice.missing) if choice.missing else wording.UNDECIDED[choice.reason]
    )
    return PlanLine(kind="ask_human", day=None, rule="", text=text, only_if=choice.missing)
