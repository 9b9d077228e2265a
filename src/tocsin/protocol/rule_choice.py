"""Which rules are in force on a day, and which one decides for a person.

Precedence: of the rules that apply, those that another one *beats* give way. One must remain. Where a rule
might apply and would change the outcome, or none or several remain, nobody guesses: a human answers.
"""

from datetime import date

from msgspec import Struct

from tocsin.protocol.person_facts import PersonFacts, evaluate_alternatives
from tocsin.protocol.schema import DiseaseProtocol, ProtocolRule


class RuleChoice(Struct, frozen=True):
    """The rule that decides, or why none does."""

    rule: ProtocolRule | None
    reason: str = ""
    """Where none does: ``not_in_force``, ``no_rule``, ``facts_missing`` or ``several_rules``."""
    missing: tuple[str, ...] = ()
    """Facts that would decide."""


def list_rules_in_force(protocol: DiseaseProtocol, on: date) -> tuple[ProtocolRule, ...]:
    return tuple(r for r in protocol.rules if r.in_force.start <= on <= r.in_force.until)


def choose_rule(protocol: DiseaseProtocol, facts: PersonFacts, on: date) -> RuleChoice:
    """The rule that decides for this person on that day."""
    today = [r for r in list_rules_in_force(protocol, on) if r.who == facts.role]
    if not today:
        return RuleChoice(None, "not_in_force")
    truths = {r.id: evaluate_alternatives(r.when, facts, on) for r in today}
    sure = [r for r in today if truths[r.id].value]
    beaten = {name for r in sure for name in r.beats}
    sure = [r for r in sure if r.id not in beaten]
    open_ = [r for r in today if truths[r.id].value is None and r.id not in beaten]
    if open_:
        missing = tuple(dict.fromkeys(name for r in open_ for name in truths[r.id].missing))
        return RuleChoice(None, "facts_missing", missing)
    if len(sure) == 1:
        return RuleChoice(sure[0])
    return RuleChoice(None, "several_rules" if sure else "no_rule")
