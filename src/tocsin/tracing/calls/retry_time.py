"""When somebody who did not answer is rung again: pure.

The second try comes two hours after the first, then one in each half-day, at other hours than the last. The
last try before the deadline is brought forward so that it still is before it.
"""

from datetime import datetime, time, timedelta
from typing import Final

from tocsin.conversation import quiet_hours

MOST: Final = 5
"""Tries without an answer, after which the task is given up."""
FIRST: Final = timedelta(hours=2)
AFTERNOON: Final = 14
"""Hour at which the second half of the day begins, for calls."""
LAST_CHANCE: Final = timedelta(hours=1)
"""So long before the deadline the last try is made."""
LEAST: Final = timedelta(minutes=30)
"""Nobody is rung again sooner."""


def choose_retry_time(
    at: datetime, tries: int, deadline: datetime, zone: str, first: timedelta = FIRST
) -> datetime | None:
    """When to ring again after ``tries`` without an answer, the last one at ``at``; None: no more.

    The second try comes ``first`` after the first one.

    >>> from datetime import UTC
    >>> morning = datetime(2021, 3, 4, 8, 30, tzinfo=UTC)
    >>> choose_retry_time(morning, 1, morning + timedelta(days=1), "Europe/Paris").isoformat()
    '2021-03-04T10:30:00+00:00'
    """
    if tries >= MOST:
        return None
    wanted = (
        quiet_hours.find_next_allowed_time(at + first, zone) if tries <= 1 else _find_next_half_day(at, zone)
    )
    chance = deadline - LAST_CHANCE
    if wanted > chance >= at + LEAST and quiet_hours.find_next_allowed_time(chance, zone) == chance:
        return chance
    return wanted


def _find_next_half_day(at: datetime, zone: str) -> datetime:
    """The beginning of the next half-day on the person's clock."""
    here = quiet_hours.to_local_time(at, zone)
    if here.hour < quiet_hours.MORNING:
        return quiet_hours.local_day_time_to_utc(here.date(), time(quiet_hours.MORNING), zone)
    if here.hour < AFTERNOON:
        return quiet_hours.local_day_time_to_utc(here.date(), time(AFTERNOON), zone)
    return quiet_hours.local_day_time_to_utc(here.date() + timedelta(days=1), time(quiet_hours.MORNING), zone)
