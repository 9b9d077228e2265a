"""The clock of a story, in which a day passes in minutes.

A story is told by three figures, the same for all processes, so that they agree without talking:
``TOCSIN_STORY`` holds them, as ``2021-03-04T07:00:00Z@240@1798790400.000000`` (where the story begins, how
many times faster it runs, and the real second at which it began). The service asks :func:`read_clock` through
the entry point of this package.
"""

import re
import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Final

from msgspec import Struct

from tocsin.config import read_settings
from tocsin.runtime.clock import BadClockSetting, MachineClock, ServiceClock

VARIABLE: Final = "TOCSIN_STORY"
"""The environment variable that holds a story."""

_IN_FILE: Final = "file:"
_EPOCH: Final = time.time() - time.monotonic()
_STORY: Final = re.compile(r"([^@]+)@(\d+(?:\.\d+)?)(?:@(\d+(?:\.\d+)?))?")


def _machine_seconds() -> float:
    """Seconds since 1970, by the monotonic clock: setting the machine right moves no story."""
    return _EPOCH + time.monotonic()


class BadSimulatedTime(BadClockSetting):
    """This tells no story; expected BEGINS@SPEED or BEGINS@SPEED@REAL_SECOND, as 2021-03-04T07:00:00Z@240:"""

    def __init__(self, text: str) -> None:
        super().__init__(f"{VARIABLE}: {self.__doc__} {text!r}")
        self.text = text


class SimulatedClock(Struct, frozen=True):
    """A story's: it stands at its beginning until it begins, and then runs ``speed`` times faster.

    >>> story = SimulatedClock(datetime(2021, 3, 4, 7, tzinfo=UTC), 240.0, 1000.0, lambda: 1015.0)
    >>> story.now().isoformat(), str(story)
    ('2021-03-04T08:00:00+00:00', '2021-03-04T07:00:00Z@240@1000.000000')
    """

    begins: datetime
    """Aware, in UTC."""
    speed: float
    real_begins: float
    """Seconds since 1970, of the machine."""
    machine: Callable[[], float] = _machine_seconds

    def now(self) -> datetime:
        passed = max(0.0, self.machine() - self.real_begins) * self.speed
        return self.begins + timedelta(seconds=passed)

    def __str__(self) -> str:
        """As ``TOCSIN_STORY`` holds it."""
        begins = self.begins.astimezone(UTC).isoformat().replace("+00:00", "Z")
        return f"{begins}@{self.speed:.10g}@{self.real_begins:.6f}"


def read_clock(environment: Mapping[str, str] | None = None) -> ServiceClock:
    """The clock of a process: the story of ``TOCSIN_STORY``, or else the real one. Raises BadSimulatedTime.

    ``TOCSIN_STORY=file:PATH`` is for a story that is told faster or slower on the way (see
    :func:`set_speed`), and for processes that begin before it does, such as a site beside a town: as long as
    the file is not there, the time is real.
    """
    told = read_settings(environment).story
    if told.startswith(_IN_FILE):
        return SharedSimulatedClock(Path(told.removeprefix(_IN_FILE)))
    return parse_simulated_clock(told) if told else MachineClock()


class SharedSimulatedClock:
    """The clock of a story that stands in a file: where that is written anew, it goes on as it says.

    It is the machine's until the story is told, so that a process which began before does not stay in another
    time than all that begin after it. Raises BadSimulatedTime where the file tells none.
    """

    def __init__(self, file: Path, machine: Callable[[], float] = _machine_seconds) -> None:
        self._file = file
        self._machine = machine
        self._story: SimulatedClock | None = None
        self._mark = _GONE
        self._current_clock()

    @property
    def speed(self) -> float:
        return self._current_clock().speed

    def now(self) -> datetime:
        return self._current_clock().now()

    def __str__(self) -> str:
        return str(self._current_clock())

    def _current_clock(self) -> ServiceClock:
        if (mark := self._read_file_mark()) not in (self._mark, _GONE):
            with suppress(OSError):
                if told := self._file.read_text(encoding="utf-8"):
                    self._mark = mark
                    self._story = parse_simulated_clock(told, self._machine)
        return self._story or MachineClock()

    def _read_file_mark(self) -> tuple[int, int]:
        """What changes when the file is written anew; a story whose file is gone goes on as it was."""
        try:
            found = self._file.stat()
        except OSError:
            return _GONE
        return found.st_mtime_ns, found.st_ino


_GONE: Final = (0, 0)


def set_speed(
    file: Path,
    *,
    ahead: timedelta = timedelta(0),
    speed: float | None = None,
    machine: Callable[[], float] = _machine_seconds,
) -> SimulatedClock:
    """Let time go on from ``ahead`` of now, at this speed, for everybody who follows the file.

    Raises BadSimulatedTime, OSError.
    """
    told = parse_simulated_clock(file.read_text(encoding="utf-8"), machine)
    anew = SimulatedClock(told.now() + max(ahead, timedelta(0)), speed or told.speed, machine(), machine)
    draft = file.with_name(f"{file.name}.draft")
    draft.write_text(str(anew), encoding="utf-8")
    draft.replace(file)
    return anew


def parse_simulated_clock(text: str, machine: Callable[[], float] = _machine_seconds) -> SimulatedClock:
    """A story's clock as it is written; one without its real second begins now. Raises BadSimulatedTime.

    >>> parse_simulated_clock("2021-03-04T07:00:00Z@240@1000").speed
    240.0
    """
    found = _STORY.fullmatch(text.strip())
    if not found:
        raise BadSimulatedTime(text)
    begins, speed, real = found.groups()
    try:
        moment = datetime.fromisoformat(begins)
    except ValueError:
        raise BadSimulatedTime(text) from None
    if moment.tzinfo is None or float(speed) <= 0:
        raise BadSimulatedTime(text)
    return SimulatedClock(moment.astimezone(UTC), float(speed), float(real) if real else machine(), machine)
