"""The service's clock: the machine's, or the one that an extension puts in its place.

Every process of the service asks :func:`read_clock_from_environment` once and hands the moments on.
"""

import asyncio
from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta
from functools import cache
from typing import Final, Protocol

from msgspec import Struct

from tocsin.runtime.extensions import load_extensions, load_object
from tocsin.sms import timer_clock as sms


class BadClockSetting(ValueError):
    """An extension cannot read from the environment which time it is."""


class ServiceClock(Protocol):
    """Tells the time, and how long a wait really is."""

    @property
    def speed(self) -> float:
        """Seconds that pass on it in one second of the machine."""

    def now(self) -> datetime:
        """The moment; aware, in UTC."""


class MachineClock(Struct, frozen=True):
    speed: float = 1.0

    def now(self) -> datetime:
        return datetime.now(UTC)


MACHINE_CLOCK: Final = MachineClock()


def read_clock_from_environment(environment: Mapping[str, str] | None = None) -> ServiceClock:
    """The clock of this process: the machine's, where no extension has another. Raises BadClockSetting."""
    read = _find_clock_reader()
    return read(environment) if read else MACHINE_CLOCK


@cache
def _find_clock_reader() -> Callable[[Mapping[str, str] | None], ServiceClock] | None:
    """The first that an extension has: two that each tell another time would be of no use."""
    found: Callable[[Mapping[str, str] | None], ServiceClock] | None = next(
        (load_object(one.clock) for one in load_extensions() if one.clock), None
    )
    return found


def to_real_seconds(clock: ServiceClock, seconds: float) -> float:
    """How long the machine waits while ``seconds`` pass on this clock.

    >>> to_real_seconds(MachineClock(speed=240.0), 60)
    0.25
    """
    return max(0.0, seconds) / clock.speed


LOOK: Final = 0.5
"""Real seconds after which a sleeper looks at the clock again: it may run faster since."""


async def sleep_on_clock(clock: ServiceClock, seconds: float) -> None:
    """Let so many seconds of this clock pass."""
    await sleep_until_moment(clock, clock.now() + timedelta(seconds=seconds))


async def sleep_until_moment(clock: ServiceClock, moment: datetime) -> None:
    """Wait until this clock shows the moment; at once where it is past."""
    while (left := (moment - clock.now()).total_seconds()) > 0:
        await asyncio.sleep(min(to_real_seconds(clock, left), LOOK))


class SecondsClock:
    """The same clock as ``tocsin.sms`` takes it: seconds since 1970, and alarms.

    A gateway whose clock runs with a story counts its rates, windows and time limits in seconds of the story.
    With a ``grain``, in real seconds, alarms ring that far apart: whoever has thousands of them a second does
    them a handful at a time.
    """

    def __init__(self, clock: ServiceClock, grain: float = 0.0) -> None:
        self._clock = clock
        self._grain = grain
        self._last = 0.0

    def now(self) -> float:
        self._last = max(self._last, self._clock.now().timestamp())
        return self._last

    def call_at(self, when: float, action: Callable[[], None]) -> sms.TimerHandle:
        wait = max(self._grain, to_real_seconds(self._clock, when - self.now()))
        return asyncio.get_running_loop().call_later(wait, action)
