"""Where a case or a contact stands: computed from its moments and a frozen ``now``, never stored."""

from datetime import datetime
from enum import StrEnum
from typing import Protocol


class CaseStatus(StrEnum):
    """How far somebody was reached; the first that holds, from the last line to the first."""

    WAITING = "waiting"
    """Nothing was sent yet."""
    TO_CONFIRM = "to_confirm"
    """Named in the thread, not confirmed by the case yet: nobody was told."""
    WRITTEN = "written"
    """The network took charge of the first SMS."""
    DELIVERED = "delivered"
    """It is on the phone; nobody answered."""
    TO_CALL = "to_call"
    """A human is to ring."""
    MISSED = "missed"
    """The deadline has passed, and they were not reached: answered or not, they are still sought."""
    ANSWERED = "answered"
    """They answered by SMS or on the telephone, and the instructions are not with them yet."""
    LISTED = "listed"
    """The same of a case whose list of contacts is closed, empty or not."""
    INSTRUCTED = "instructed"
    """Who they are was confirmed, and they have the instructions; the conversation goes on."""
    REACHED = "reached"
    """The same, and over."""
    CLOSED = "closed"
    """Over, and never reached: silence, refused, wrong number, already a case."""
    VOID = "void"
    """The result was withdrawn."""


class StatusMoments(Protocol):
    """The columns that decide, of a case or of a contact."""

    @property
    def submitted_at(self) -> datetime | None: ...
    @property
    def delivered_at(self) -> datetime | None: ...
    @property
    def answered_at(self) -> datetime | None: ...
    @property
    def reached_at(self) -> datetime | None: ...
    @property
    def closed_at(self) -> datetime | None: ...
    @property
    def deadline(self) -> datetime: ...
    @property
    def outcome(self) -> str: ...


def compute_status(row: StatusMoments, now: datetime, *, to_call: bool = False) -> CaseStatus:
    """The standing of a row at ``now``: what happened later than that did not happen yet.

    ``to_call`` says whether a call task is open. A contact has no ``listed_at``.
    """

    def by_now(moment: datetime | None) -> bool:
        return moment is not None and moment <= now

    closed, reached = by_now(row.closed_at), by_now(row.reached_at)
    if row.outcome == "void" and closed:
        return CaseStatus.VOID
    if closed:
        return CaseStatus.REACHED if reached else CaseStatus.CLOSED
    if reached:
        return CaseStatus.INSTRUCTED
    if now >= row.deadline:
        return CaseStatus.MISSED
    if by_now(row.answered_at):
        return CaseStatus.LISTED if by_now(getattr(row, "listed_at", None)) else CaseStatus.ANSWERED
    if to_call:
        return CaseStatus.TO_CALL
    if by_now(row.delivered_at):
        return CaseStatus.DELIVERED
    return CaseStatus.WRITTEN if by_now(row.submitted_at) else CaseStatus.WAITING
