"""A clock for gateways and networks that moves only when told."""

from collections.abc import Callable
from heapq import heappop, heappush
from itertools import count

from tocsin.sms.timer_clock import TimerHandle


class _ScheduledAction:
    def __init__(self, action: Callable[[], None]) -> None:
        self.action: Callable[[], None] | None = action

    def cancel(self) -> None:
        self.action = None


class VirtualClock:
    """A clock for simulations and tests.

    >>> clock, seen = VirtualClock(1000.0), []
    >>> alarm = clock.call_at(1005.0, lambda: seen.append(clock.now()))
    >>> clock.advance(10)
    >>> seen, clock.now()
    ([1005.0], 1010.0)
    """

    def __init__(self, start: float = 1_614_816_000.0) -> None:
        self._now = start
        self._ticket = count()
        self._due: list[tuple[float, int, _ScheduledAction]] = []

    def now(self) -> float:
        return self._now

    def call_at(self, when: float, action: Callable[[], None]) -> TimerHandle:
        due = _ScheduledAction(action)
        heappush(self._due, (when, next(self._ticket), due))
        return due

    def advance(self, seconds: float) -> None:
        """Let time pass, running what falls due, each at its own time."""
        end = self._now + seconds
        while self._due and self._due[0][0] <= end:
            when, _, due = heappop(self._due)
            self._now = max(self._now, when)
            if due.action:
                due.action()
        self._now = end

    def next_due(self) -> float | None:
        """When something is next due; None where nothing is."""
        while self._due and self._due[0][2].action is None:
            heappop(self._due)
        return self._due[0][0] if self._due else None
