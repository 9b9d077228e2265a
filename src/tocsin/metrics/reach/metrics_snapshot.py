"""Every figure of one look at the store. ``docs/reference/metrics.md`` has a line for each field.

Delays are in seconds, shares from 0 to 1, moments in UTC; None stands where there is nobody to measure, or
where what is asked for is not reached yet.
"""

from datetime import datetime
from typing import Final

from msgspec import Struct

from tocsin.metrics.statistics.proportion import Proportion
from tocsin.metrics.statistics.quartiles import QuartileSummary

SCHEMA: Final = 2
"""Of the figures as JSON: counted up when a field goes or changes its meaning."""


class ReachLevel(Struct, frozen=True):
    """One meaning of *contacted*: an SMS submitted, delivered, somebody answered, or the person was
    reached."""

    kept: int
    """By the deadline."""
    late: int
    """After it."""
    never: int
    """Deadline passed, and not yet."""
    at_risk: int
    """Not yet, and the deadline is near."""
    open: int
    """Not yet, and the deadline is further away."""
    share: Proportion
    """Kept, of all."""
    due: Proportion
    """Kept, of those whose deadline has passed."""

    @property
    def missed(self) -> int:
        return self.late + self.never


class ReachCounts(Struct, frozen=True):
    """How far people were reached; a higher level is one of the lower ones too, a call reached them all."""

    people: int
    submitted: ReachLevel
    delivered: ReachLevel
    answered: ReachLevel
    """Somebody answered, whatever they said."""
    reached: ReachLevel
    """It is the person, and the instructions are with them: what the 24 hours are about."""


class ReachGroup(Struct, frozen=True):
    """The same of some of them."""

    by: str
    """``territory``, ``age_band``, ``phone`` or ``lang``."""
    name: str
    reach: ReachCounts


class DelaySummary(Struct, frozen=True):
    """A delay between two moments, with those who still wait (Kaplan-Meier)."""

    name: str
    people: int
    waiting: int
    """People for whom it has not come to an end."""
    median: float | None
    median_low: float | None
    median_high: float | None
    p90: float | None
    p99: float | None
    in_24h: float | None
    """Share within 24 h, estimated."""
    in_24h_low: float | None
    in_24h_high: float | None


class QuestionMetrics(Struct, frozen=True):
    flow: str
    version: int
    state: str
    asked: int
    answered: int
    again: int
    silent: int
    human: int
    reply: Proportion
    """Answered, of those asked."""
    drop: Proportion
    """Silent, of those asked."""


class SmsCounts(Struct, frozen=True):
    """Messages issued in the period."""

    messages: int
    parts: int
    submitted: int
    delivered: int
    failed: int
    failures: dict[str, int]
    uncertain: int
    """Perhaps sent, and nobody knows."""
    resent: int
    """Times that one of these was handed over again."""


class OpenCallTasks(Struct, frozen=True):
    tasks: int
    leased: int
    held: int
    """Not to be rung yet."""
    late: int
    urgent: int
    reasons: dict[str, int]
    set_aside: int
    """Their people cannot be opened: nobody rings them."""


class CallCounts(Struct, frozen=True):
    """Calls to make at the moment, and made in the period."""

    open: OpenCallTasks
    done: dict[str, int]
    """Outcome of a task -> tasks."""
    done_late: int
    made: int
    outcomes: dict[str, int]
    """Outcome of a call -> calls."""
    reached: Proportion
    """Reached, of the calls made."""
    last_hour: int
    seconds: int
    """On the telephone."""
    agents: int
    """On shift now."""
    capacity: float
    """Calls an hour that they make."""


class OutboxLane(Struct, frozen=True):
    name: str
    messages: int
    leased: int
    held: int
    late: int
    first_deadline: datetime | None


class QueueCounts(Struct, frozen=True):
    outbox: tuple[OutboxLane, ...]
    inbox: int
    inbox_age: float | None
    """Seconds that the oldest event has waited."""
    timers_due: int
    quarantine: int


class WorkerHeartbeat(Struct, frozen=True):
    name: str
    kind: str
    seen: float
    """Seconds since it was last seen."""
    alive: bool
    counts: dict[str, float]
    rates: dict[str, float]
    """Of each count: per second since it began."""


class MetricsSnapshot(Struct, frozen=True, kw_only=True):
    at: datetime
    since: datetime | None
    until: datetime | None
    territory: str | None
    received: int
    withdrawn: int
    cases: ReachCounts
    contacts: ReachCounts
    groups: tuple[ReachGroup, ...]
    contact_groups: tuple[ReachGroup, ...]
    delays: tuple[DelaySummary, ...]
    interviewed: Proportion
    named: QuartileSummary
    naming_none: Proportion
    together: int
    known_before: Proportion
    contacts_in_48h: Proportion
    tested: Proportion
    became_case: Proportion
    became_case_in_full: Proportion
    steps: tuple[QuestionMetrics, ...]
    sms: SmsCounts
    calls: CallCounts
    queues: QueueCounts
    workers: tuple[WorkerHeartbeat, ...]
