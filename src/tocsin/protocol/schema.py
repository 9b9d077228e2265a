"""What a protocol is made of: dated, sourced rules, in records that cannot change.

The YAML format is documented in ``docs/institutions/write-a-protocol.md``. Nothing here knows a disease by name.
"""

from datetime import date
from typing import Literal

from msgspec import Struct

from tocsin.charter.schema import MAX, Wording

PersonRole = Literal["case", "contact"]

DayAnchor = Literal[
    "onset",
    "sample",
    "first_contact",
    "last_contact",
    "informed",
    "index_onset",
    "index_recovery",
    "first_test",
]
"""A day of a person's story from which a rule counts: day 0."""

RuleConfidence = Literal["high", "medium", "low"]


class RuleConditions(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Conditions that must all hold. What is left out does not matter."""

    household: bool | None = None
    """Lives with the case."""
    vaccinated: bool | None = None
    """Fully vaccinated, as the protocol of that day means it."""
    immunosuppressed: bool | None = None
    fragile: bool | None = None
    """At risk of a severe form."""
    symptoms: bool | None = None
    age_under: int | None = None
    """Years: younger than this."""
    age_from: int | None = None
    """Years: this old or older."""
    variant: tuple[str, ...] = ()
    """One of these is reported. No variant reported: does not hold."""
    infected_within_days: int | None = None
    """A former infection is reported, at most so many days before the last contact, or before the plan."""


class RuleValidity(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, rename={"start": "from"}):
    """When a rule holds, both days included."""

    start: date
    """Legal start."""
    until: date = MAX
    """Last day; open where left out."""


class IsolationTerm(
    Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, rename={"anchor": "from", "when": "if"}
):
    """How long to isolate: through day ``days`` counted from the anchor, which is day 0."""

    days: int
    anchor: DayAnchor
    when: RuleConditions = RuleConditions()
    """Conditions on the person; those of the rule hold already."""
    symptom_free_hours: int = 0
    """And not before so many hours without fever or other named sign."""


class PrescribedTest(
    Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, rename={"anchor": "from", "when": "if"}
):
    """A test to take: at once, or on a day counted from an anchor."""

    day: int | None = None
    """Days after the anchor; None: at once, on the day the person is informed."""
    anchor: DayAnchor | None = None
    kinds: tuple[str, ...] = ()
    """Kinds accepted: ``antigen``, ``pcr``, ``self_test``; empty where the source does not say."""
    effect: Literal["none", "may_leave"] = "none"
    """``may_leave``: a negative result ends the isolation that day."""
    optional: bool = False
    symptom_free_hours: int = 0
    """For ``may_leave``: and so many hours without symptoms."""
    when: RuleConditions = RuleConditions()


class RequiredAction(
    Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, rename={"anchor": "from"}
):
    """Something else to do, at the latest so many days after an anchor."""

    within_days: int
    anchor: DayAnchor
    wording: Wording


class ProtocolRule(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One instruction, as it stood for a time, for some people."""

    id: str
    who: PersonRole
    in_force: RuleValidity
    page_changed: date | None
    """Day on which the public page said it; null where not known. The engine goes by ``in_force``."""
    when: tuple[RuleConditions, ...] = (RuleConditions(),)
    """For whom: one of these must hold."""
    beats: tuple[str, ...] = ()
    """Rules that give way where this one applies too."""
    not_specified: bool = False
    """The source says too little for these people: a human answers. Then nothing else is said."""
    isolation: tuple[IsolationTerm, ...] | None = None
    """Empty: nobody isolates under this rule; left out: the source does not say."""
    unless_negative: bool = False
    """Nobody isolates once the first test is negative; until its result, they do."""
    tests: tuple[PrescribedTest, ...] = ()
    actions: tuple[RequiredAction, ...] = ()
    if_symptoms: Wording | None = None
    """What the rule says of symptoms that appear; null: it does not say."""
    unspecified: tuple[str, ...] = ()
    """Situations that the source leaves open, in words: for the human who answers."""
    summary: Wording
    sources: tuple[str, ...]
    """Addresses of what was read."""
    official: str = ""
    """Text that the sources quote, such as a DGS-Urgent number."""
    confidence: RuleConfidence
    conflicts: tuple[str, ...] = ()
    """Where sources disagree, and which was followed."""


class SourcedFact(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    source: str = ""
    """Address of what was read, or an article of a law."""
    read: date | None = None
    """Day on which it was read."""
    confirm: bool = False
    """Not sourced well enough: whoever runs the service is to confirm it, or to fill it in."""
    note: str = ""


class SourcedDays(SourcedFact, frozen=True, kw_only=True, forbid_unknown_fields=True):
    least: int | None = None
    most: int | None = None
    usual: int | None = None


class SourcedText(SourcedFact, frozen=True, kw_only=True, forbid_unknown_fields=True):
    wording: Wording | None = None


class DiseaseRetention(SourcedFact, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """How long the data of its cases are kept, where that is longer than the legal base in force says."""

    months: int | None = None
    """Calendar months after the result came in. None: as the legal base in force says."""
    basis: Wording
    """The law that allows it."""


class DiseaseFacts(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What an epidemiologist asks first."""

    incubation: SourcedDays
    infectious: SourcedText
    """From when until when somebody infects others."""
    contact_is: SourcedText
    """Who is a contact."""
    follow_up: SourcedDays
    """Days after the last contact during which a contact is followed."""


class DiseaseProtocol(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    disease: str
    """Identifier: the name of the file."""
    facts: DiseaseFacts | None = None
    retention: DiseaseRetention | None = None
    sms: bool = False
    """Whether the conversations by SMS are worded for it; without, everybody is rung."""
    tests: dict[Literal["loinc", "snomed"], dict[str, str]] = {}
    """System of codes -> code of a test that looks for it -> its name: a positive one opens a case."""
    name: Wording
    version: date
    """Day of the last change of the data."""
    onset_is: Wording
    """What the first day of symptoms means here."""
    counting: str
    """How days are counted, and where that was read."""
    emergency: Wording
    """What to do at once in danger."""
    rules: tuple[ProtocolRule, ...]
