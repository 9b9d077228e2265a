"""Time as a thing that is handed in."""

import asyncio
import time
from collections.abc import Callable
from typing import Protocol


class TimerHandle(Protocol):
    """Something to happen later, which can be called off."""

    def cancel(self) -> None:
        """It shall not happen."""


class TimerClock(Protocol):
    """Seconds since 1970, never going back."""

    def now(self) -> float:
        """The time."""

    def call_at(self, when: float, action: Callable[[], None]) -> TimerHandle:
        """Run ``action`` once that time has come."""


class MonotonicClock:
    """The machine's clock, read once at the start and then carried on by the monotonic one."""

    def __init__(self) -> None:
        self._epoch = time.time() - time.monotonic()

    def now(self) -> float:
        return self._epoch + time.monotonic()

    def call_at(self, when: float, action: Callable[[], None]) -> TimerHandle:
        return asyncio.get_running_loop().call_later(max(0.0, when - self.now()), action)
