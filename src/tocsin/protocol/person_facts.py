"""What is known of one person, and whether a condition holds for them: yes, no, or not known."""

from datetime import date, timedelta

from msgspec import Struct

from tocsin.protocol.schema import DayAnchor, PersonRole, RuleConditions


class PersonFacts(Struct, frozen=True, kw_only=True):
    """One person's story. None means not known, and is never taken for a no."""

    role: PersonRole
    household: bool | None = None
    """A contact who lives with the case."""
    vaccinated: bool | None = None
    immunosuppressed: bool | None = None
    fragile: bool | None = None
    age: int | None = None
    """Years."""
    variant: str = ""
    """Variant reported for the case, or empty: none reported."""
    infected_on: date | None = None
    """Day of a former infection; None: none reported."""
    symptoms: bool | None = None
    """Whether the person has or had symptoms of this illness; known to be true where ``onset`` is."""
    onset: date | None = None
    """First day of symptoms."""
    sample: date | None = None
    """Day of the positive sample."""
    first_contact: date | None = None
    last_contact: date | None = None
    informed: date | None = None
    """Day the person was told; the day of the plan where not known."""
    index_onset: date | None = None
    """First day of symptoms of the case at home, or day of its sample."""
    index_recovery: date | None = None
    """Day of recovery of the last case at home."""
    first_test: date | None = None
    """Day of a contact's first test."""

    def find_anchor_day(self, anchor: DayAnchor, on: date) -> date | None:
        """The day that an anchor stands for, or None where it is not known."""
        if anchor == "informed":
            return self.informed or on
        if anchor == "first_test":
            return self.first_test or self.informed or on
        known: date | None = getattr(self, anchor)
        return known


class TruthValue(Struct, frozen=True):
    value: bool | None
    """None: it depends on what is not known."""
    missing: tuple[str, ...] = ()
    """Facts that would decide, where ``value`` is None."""


def evaluate_conditions(when: RuleConditions, facts: PersonFacts, on: date) -> TruthValue:
    """Whether every condition holds: one that does not settles it, whatever else is unknown."""
    checks = [check for check in _list_checks(when, facts, on) if check is not None]
    if any(value is False for _, value in checks):
        return TruthValue(False)
    missing = tuple(name for name, value in checks if value is None)
    return TruthValue(None, missing) if missing else TruthValue(True)


def evaluate_alternatives(
    alternatives: tuple[RuleConditions, ...], facts: PersonFacts, on: date
) -> TruthValue:
    """Whether one of several sets of conditions holds."""
    truths = [evaluate_conditions(when, facts, on) for when in alternatives]
    if any(t.value for t in truths):
        return TruthValue(True)
    missing = tuple(dict.fromkeys(name for t in truths if t.value is None for name in t.missing))
    return TruthValue(None, missing) if missing else TruthValue(False)


_ConditionCheck = tuple[str, bool | None]


def _list_checks(when: RuleConditions, facts: PersonFacts, on: date) -> list[_ConditionCheck | None]:
    symptoms = True if facts.onset else facts.symptoms
    return [
        _check_equal("household", when.household, facts.household),
        _check_equal("vaccinated", when.vaccinated, facts.vaccinated),
        _check_equal("immunosuppressed", when.immunosuppressed, facts.immunosuppressed),
        _check_equal("fragile", when.fragile, facts.fragile),
        _check_equal("symptoms", when.symptoms, symptoms),
        _check_age(when, facts.age),
        ("variant", facts.variant in when.variant) if when.variant else None,
        _check_infection(when.infected_within_days, facts, on),
    ]


def _check_equal(name: str, wanted: bool | None, known: bool | None) -> _ConditionCheck | None:
    if wanted is None:
        return None
    return name, None if known is None else known == wanted


def _check_age(when: RuleConditions, age: int | None) -> _ConditionCheck | None:
    if when.age_under is None and when.age_from is None:
        return None
    if age is None:
        return "age", None
    young = when.age_under is None or age < when.age_under
    return "age", young and (when.age_from is None or age >= when.age_from)


def _check_infection(days: int | None, facts: PersonFacts, on: date) -> _ConditionCheck | None:
    if days is None:
        return None
    if facts.infected_on is None:
        return "infected_on", False
    since = (facts.last_contact or on) - facts.infected_on
    return "infected_on", timedelta(0) <= since <= timedelta(days=days)
