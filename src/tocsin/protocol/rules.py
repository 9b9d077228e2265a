"""Which rules are in force on a day, and which one decides for a person.

Precedence: of the rules that apply, those that another one *beats* give way. One must remain. Where a rule
might apply and would change the outcome, or none or several remain, nobody guesses: a human answers.
"""

from datetime import date

from msgspec import Struct

from tocsin.protocol.facts import Facts, holds_one
from tocsin.protocol.schema import Protocol, Rule


class Choice(Struct, frozen=True):
    """The rule that decides, or why none does."""

    rule: Rule | None
    reason: str = ""
    """Where none does: ``not_in_force``, ``no_rule``, ``facts_missing`` or ``several_rules``."""
    missing: tuple[str, ...] = ()
    """Facts that would decide."""
    considered: tuple[str, ...] = ()
    """Rules that remained open."""


def in_force(protocol: Protocol, on: date) -> tuple[Rule, ...]:
    """The rules of a day."""
    return tuple(r for r in protocol.rules if r.in_force.start <= on <= r.in_force.until)


def choose(protocol: Protocol, facts: Facts, on: date) -> Choice:
    """The rule that decides for this person on that day."""
    today = [r for r in in_force(protocol, on) if r.who == facts.role]
    if not today:
        return Choice(None, "not_in_force")
    truths = {r.id: holds_one(r.when, facts, on) for r in today}
    sure = [r for r in today if truths[r.id].value]
    beaten = {name for r in sure for name in r.beats}
    sure = [r for r in sure if r.id not in beaten]
    open_ = [r for r in today if truths[r.id].value is None and r.id not in beaten]
    if open_:
        missing = tuple(dict.fromkeys(name for r in open_ for name in truths[r.id].missing))
        return Choice(None, "facts_missing", missing, tuple(r.id for r in (*sure, *open_)))
    if len(sure) == 1:
        return Choice(sure[0])
    return Choice(None, "several_rules" if sure else "no_rule", (), tuple(r.id for r in sure))
