"""When a chore is due: by the service's clock, at moments that every process works out alike.

Such a moment is called a slot. Of those that went by while nobody looked only the last one is made up for.
"""

from datetime import UTC, datetime, time, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from msgspec import Struct

ZONE: Final = ZoneInfo("Europe/Paris")
"""Where the hour of a daily chore is told."""


class IntervalSchedule(Struct, frozen=True):
    """Again and again, counted from 1970 on.

    >>> IntervalSchedule(60).last_slot(datetime(2021, 3, 4, 7, 0, 59, tzinfo=UTC)).isoformat()
    '2021-03-04T07:00:00+00:00'
    """

    seconds: int

    def last_slot(self, now: datetime) -> datetime:
        """The last moment, up to ``now``, at which it was due; in UTC."""
        passed = int(now.timestamp()) // self.seconds * self.seconds
        return datetime.fromtimestamp(passed, UTC)

    def next_slot(self, now: datetime) -> datetime:
        """The next one."""
        return self.last_slot(now) + timedelta(seconds=self.seconds)

    def __str__(self) -> str:
        for unit, name in ((3600, "hour"), (60, "minute"), (1, "second")):
            count, rest = divmod(self.seconds, unit)
            if not rest:
                return f"every {name}" if count == 1 else f"every {count} {name}s"
        raise ValueError(f"{self.seconds} seconds")


class DailySchedule(Struct, frozen=True):
    """Once a day at an hour of the local time.

    >>> DailySchedule(3).last_slot(datetime(2021, 3, 4, 7, tzinfo=UTC)).isoformat()
    '2021-03-04T02:00:00+00:00'
    """

    hour: int
    """From 0 to 23. The hour from 2 to 3 is there twice on a night of autumn, where the first counts, and not
    at all on one of spring, where the chore comes an hour later."""

    def last_slot(self, now: datetime) -> datetime:
        """The last moment, up to ``now``, at which it was due; in UTC."""
        today = now.astimezone(ZONE).date()
        at = self._moment_on_day(today.toordinal())
        return at if at <= now else self._moment_on_day(today.toordinal() - 1)

    def next_slot(self, now: datetime) -> datetime:
        """The next one."""
        return self._moment_on_day(self.last_slot(now).astimezone(ZONE).date().toordinal() + 1)

    def _moment_on_day(self, ordinal: int) -> datetime:
        wall = datetime.combine(datetime.fromordinal(ordinal), time(self.hour), ZONE)
        return wall.astimezone(UTC)

    def __str__(self) -> str:
        return f"daily at {self.hour:02}:00"


When = IntervalSchedule | DailySchedule
