"""A rewording, and its story."""

from datetime import datetime
from typing import Final, Literal

from msgspec import Struct

from tocsin.charter.schema import Wording

What = Literal["proposed", "approved", "withdrawn", "refused", "activated", "cancelled", "set_aside"]
Stage = Literal["proposed", "approved", "scheduled", "started", "withdrawn", "cancelled"]
"""``proposed``: it waits for approvals; ``approved``: for a date; ``scheduled``: for its moment; ``started``:
its words were sent from then on, until others took their place."""
NEEDED: Final = 2
"""Persons who must approve, beside the author."""
OWN: Final = 0
"""Stands for Tocsin's own words where a rewording is named by its number."""


class RewordingActor(Struct, frozen=True):
    id: int
    """Of the account."""
    name: str


class RewordingEvent(Struct, frozen=True, kw_only=True):
    what: What
    by_id: int | None
    """None: the engine."""
    by_name: str
    at: datetime
    starts_at: datetime | None
    why: str
    ruling: str
    """What the guard said; empty where it was not asked."""
    reasons: tuple[str, ...]
    """Its kinds of reason."""


class TextRewording(Struct, frozen=True, kw_only=True):
    """Other words for one text, in both languages."""

    id: int
    template: str
    base: str
    text: Wording
    own: bool
    """Whether it gives the text back to Tocsin's own words; ``text`` is then what these were."""
    former: int | None
    copy_of: int | None
    why: str
    by: RewordingActor
    at: datetime
    parts_fr: int
    parts_en: int
    steps: tuple[RewordingEvent, ...]

    @property
    def version(self) -> str:
        """As the register and the SMS know it: ``3.12``."""
        return f"{self.base}.{self.id}"

    @property
    def approvals(self) -> tuple[RewordingEvent, ...]:
        return tuple(step for step in self.steps if step.what == "approved")

    @property
    def agreed(self) -> tuple[str, ...]:
        """Kinds of reason for which the guard held the words back, and in spite of which they were approved."""
        held = [step for step in self.steps if step.what == "proposed" and step.ruling == "block"]
        return held[0].reasons if held and len(self.approvals) >= NEEDED else ()

    @property
    def starts_at(self) -> datetime | None:
        """When its words begin to be sent; None as long as nobody said so."""
        return next((step.starts_at for step in self.steps if step.what == "activated"), None)

    def has_event(self, what: What) -> bool:
        return any(step.what == what for step in self.steps)

    def stage(self, now: datetime) -> Stage:
        if self.has_event("withdrawn"):
            return "withdrawn"
        if self.has_event("cancelled"):
            return "cancelled"
        if self.starts_at is not None:
            return "started" if self.starts_at <= now else "scheduled"
        return "approved" if len(self.approvals) >= NEEDED else "proposed"

    def is_open(self, now: datetime) -> bool:
        """Whether something is still to be done about it."""
        return self.stage(now) in ("proposed", "approved", "scheduled")
