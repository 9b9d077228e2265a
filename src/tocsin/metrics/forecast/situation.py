"""What stands at one moment: all that the forecast needs to know, and nobody in particular."""

from datetime import datetime, timedelta
from typing import Literal

from msgspec import Struct

from tocsin.conversation.quiet_hours import EVENING, NIGHT
from tocsin.metrics.forecast.answer_curve import PRIOR, Points


class WaitingPeople(Struct, frozen=True, kw_only=True):
    """People who have not answered yet, alike in all that counts."""

    people: float
    """Whole, but where a question is played of what had been done before."""
    subject: Literal["case", "contact"] = "case"
    deadline: datetime
    to_write: bool = False
    """Whether their SMS is in the outbox."""
    sent_at: datetime | None = None
    """When an SMS left for them."""
    callable_at: datetime | None = None
    """From when on their call task may be taken; None where there is none yet."""
    attempts: int = 0
    """Calls made to them already."""


class ShiftHours(Struct, frozen=True, kw_only=True):
    starts_at: datetime
    ends_at: datetime
    agents: float
    """Of agents whom all of France shares, a département has its share."""
    calls_an_hour: float = 3.0
    """Of one agent."""


class ForecastSituation(Struct, frozen=True, kw_only=True):
    """Everybody who waits, and what there is to reach them with."""

    now: datetime
    waiting: tuple[WaitingPeople, ...] = ()
    shifts: tuple[ShiftHours, ...] = ()
    answers: Points = PRIOR
    """Share that has answered within so many seconds of the SMS."""
    pick_up: float = 0.4
    """Share of calls that reach the person."""
    calls_each: int = 3
    """Calls to one person before giving up."""
    between_calls: timedelta = timedelta(hours=2)
    parts_a_second: float = 30.0
    """What the operator takes, in parts of an SMS."""
    parts_each: float = 1.0
    """Of a first SMS."""
    parts_ahead: float = 0.0
    """In the outbox before the first SMS: replies to people with the phone in the hand."""
    silence: timedelta = timedelta(hours=4)
    """After so long without an answer, the conversation asks for a call."""
    margin: timedelta = timedelta(hours=6)
    """So long before the deadline, whoever has not answered is rung in any case."""
    late_first: bool = True
    """Calls go by earliest deadline, so that those already late come before those still in time."""
    zone: str = "Europe/Paris"
    """Whose hours count: no SMS before 8 and from 22 h on, no call before 8 and from 20 h on."""
    sms_until: int = NIGHT
    calls_until: int = EVENING

    @property
    def mean_calls_an_hour(self) -> float:
        """Of an agent, as the shifts have it."""
        agents = sum(shift.agents for shift in self.shifts)
        return sum(shift.agents * shift.calls_an_hour for shift in self.shifts) / agents if agents else 3.0
