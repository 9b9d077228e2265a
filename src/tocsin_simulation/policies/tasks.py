"""The calls to make, in memory: one open task a person, given out in the order in which the store gives them.

What is urgent comes first, then the earliest deadline, then who waits longest: ``queries/calls.sql`` says it
to PostgreSQL, ``rank`` says it here, and one test holds the two against each other.
"""

from datetime import datetime, timedelta
from heapq import heappop, heappush
from typing import Final

from msgspec import Struct

from tocsin.conversation import quiet_hours
from tocsin.tracing.calls.call_order import LONG_PAST
from tocsin.tracing.conversations.effect_rows import CallRow, ReplyRow

ANSWERED: Final = frozenset(("silent", "deadline", "undelivered"))
"""Reasons that an SMS answers."""
ENDED: Final = ANSWERED | {"no_mobile"}
"""Reasons that are void once the file is closed."""
PAST: Final = timedelta(hours=LONG_PAST)
"""So long after the deadline somebody comes after those still in time."""
Subject = tuple[int | None, int | None]
"""Case or contact; the other is None."""


class RegionTask(Struct, kw_only=True):
    """Somebody to ring."""

    id: int
    case: int | None
    contact: int | None
    phone: int | None
    zone: str
    territory: str
    reason: str
    urgent: bool
    created_at: datetime
    not_before: datetime
    deadline: datetime
    attempts: int = 0
    outcome: str = ""
    done_at: datetime | None = None
    agent: str = ""
    version: int = 0
    """Grows with each change, so that a place in a queue from before it counts no more."""

    @property
    def subject(self) -> Subject:
        """Whom it is about."""
        return self.case, self.contact


def rank(task: RegionTask) -> tuple[bool, datetime, int]:
    """Who comes first: the smallest."""
    return not task.urgent, task.deadline, task.id


class Tasks:
    """All tasks of a region."""

    def __init__(self) -> None:
        self.all: list[RegionTask] = []
        self.open: dict[Subject, RegionTask] = {}
        self.of: dict[Subject, list[RegionTask]] = {}
        """All tasks of a person, done or not."""
        self.changed: set[Subject] = set()
        """Whose file or task changed since the last sweep."""
        self._ready: list[tuple[bool, datetime, int, int]] = []
        self._past: list[tuple[bool, datetime, int, int]] = []
        """Of those ready, the ones long past their deadline: they come after the others."""
        self._later: list[tuple[datetime, int, int]] = []

    def add(self, **known: object) -> RegionTask:
        """A new task; where somebody is to be rung already, that task."""
        subject = known["case"], known["contact"]
        found = self.open.get(subject)  # type: ignore[arg-type]
        if found is not None:
            return found
        task = RegionTask(id=len(self.all) + 1, **known)  # type: ignore[arg-type]
        self.all.append(task)
        self.open[task.subject] = task
        self.of.setdefault(task.subject, []).append(task)
        self._queue(task)
        return task

    def ask(self, row: CallRow, deadline: datetime, zone: str, territory: str) -> None:
        """The engine asks for a call: a second reason makes an open task more urgent, never later."""
        after = deadline if deadline > row.not_before else row.not_before + timedelta(hours=24)
        found = self.open.get((row.case_id, row.contact_id))
        if found is None:
            self.add(
                case=row.case_id, contact=row.contact_id, phone=row.phone_id, zone=zone, territory=territory,
                reason=row.reason, urgent=row.urgent, created_at=row.at, not_before=row.not_before,
                deadline=after,
            )  # fmt: skip
            return
        if row.urgent and not found.urgent:
            found.reason = row.reason
        found.urgent = found.urgent or row.urgent
        found.not_before = min(found.not_before, row.not_before)
        found.deadline = min(found.deadline, after)
        self._queue(found)

    def ring(self, row: ReplyRow, now: datetime, zone: str, territory: str) -> None:
        """A reply at which nobody looked in its hour: whoever wrote it is rung at once."""
        assert row.look_by is not None
        found = self.open.get((row.case_id, row.contact_id))
        if found is None:
            self.add(
                case=row.case_id, contact=row.contact_id, phone=row.desk.phone_id, zone=zone,
                territory=territory, reason="unexplained", urgent=True, created_at=now, not_before=now,
                deadline=row.look_by,
            )  # fmt: skip
            return
        found.reason = found.reason if found.urgent else "unexplained"
        found.urgent = True
        found.not_before = min(found.not_before, now)
        found.deadline = min(found.deadline, row.look_by)
        self._queue(found)

    def again(self, task: RegionTask, at: datetime) -> None:
        """Nobody has it any more, and it comes back at a moment."""
        task.not_before, task.agent = at, ""
        self.changed.add(task.subject)
        self._queue(task)

    def end(self, task: RegionTask, outcome: str, at: datetime) -> None:
        """It is done."""
        task.done_at, task.outcome, task.agent = at, outcome, ""
        task.version += 1
        if self.open.get(task.subject) is task:
            del self.open[task.subject]
        self.changed.add(task.subject)

    def take_next_task(self, agent: str, now: datetime) -> RegionTask | None:
        """The next person for an agent; None where nobody waits whose hour it is."""
        while self._later and self._later[0][0] <= now:
            _, number, version = heappop(self._later)
            task = self.all[number - 1]
            if task.version == version:
                heappush(self._ready, (*rank(task), version))
        while queue := self._ready or self._past:
            place = heappop(queue)
            _, _, number, version = place
            task = self.all[number - 1]
            if task.version != version:
                continue
            if queue is self._ready and not task.urgent and task.deadline <= now - PAST:
                heappush(self._past, place)
                continue
            hour = quiet_hours.to_local_time(now, task.zone).hour
            if not task.urgent and not quiet_hours.MORNING <= hour < quiet_hours.EVENING:
                heappush(self._later, (quiet_hours.find_next_allowed_time(now, task.zone), number, version))
                continue
            task.agent = agent
            return task
        return None

    def wakes(self) -> datetime | None:
        """When the next task may be taken that nobody may take now."""
        while self._later and self.all[self._later[0][1] - 1].version != self._later[0][2]:
            heappop(self._later)
        return self._later[0][0] if self._later else None

    def waiting(self, now: datetime) -> bool:
        """Whether somebody may be rung."""
        return bool(self._ready or self._past) or bool(self._later and self._later[0][0] <= now)

    def _queue(self, task: RegionTask) -> None:
        task.version += 1
        if not task.agent:
            heappush(self._later, (task.not_before, task.id, task.version))
