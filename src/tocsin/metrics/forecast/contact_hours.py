"""When SMS may leave and calls be made, on a grid of steps."""

from collections.abc import Iterator
from datetime import datetime, time, timedelta
from functools import lru_cache
from itertools import accumulate

from tocsin.conversation.quiet_hours import MORNING, local_day_time_to_utc, to_local_time
from tocsin.metrics.forecast.situation import ShiftHours


def overlap_hours(a: datetime, b: datetime, c: datetime, d: datetime) -> float:
    """How many hours two stretches share."""
    return max(0.0, (min(b, d) - max(a, c)).total_seconds()) / 3600


def daily_windows(
    begin: datetime, end: datetime, zone: str, until: int
) -> Iterator[tuple[datetime, datetime]]:
    """From 8 to ``until`` of each local day that the stretch touches."""
    day, last = to_local_time(begin, zone).date(), to_local_time(end, zone).date()
    while day <= last:
        yield local_day_time_to_utc(day, time(MORNING), zone), local_day_time_to_utc(day, time(until), zone)
        day += timedelta(days=1)


def allowed_hours(begin: datetime, end: datetime, zone: str, until: int) -> float:
    """Hours of the stretch at which people may be written to or rung."""
    return sum(overlap_hours(begin, end, a, b) for a, b in daily_windows(begin, end, zone, until))


@lru_cache(maxsize=64)
def allowed_hours_by_step(
    now: datetime, step: timedelta, steps: int, zone: str, until: int
) -> tuple[float, ...]:
    """The same of each step from ``now`` on."""
    return tuple(allowed_hours(now + step * n, now + step * (n + 1), zone, until) for n in range(steps))


@lru_cache(maxsize=64)
def allowed_hours_before_step(
    now: datetime, step: timedelta, steps: int, zone: str, until: int
) -> tuple[float, ...]:
    """Hours from ``now`` until each step: one more than there are steps."""
    return tuple(accumulate(allowed_hours_by_step(now, step, steps, zone, until), initial=0.0))


@lru_cache(maxsize=64)
def shift_calls_by_step(
    shifts: tuple[ShiftHours, ...], now: datetime, step: timedelta, steps: int, zone: str, until: int
) -> tuple[float, ...]:
    return tuple(
        sum(_calls_of_shift(shift, now + step * n, now + step * (n + 1), zone, until) for shift in shifts)
        for n in range(steps)
    )


def _calls_of_shift(shift: ShiftHours, begin: datetime, end: datetime, zone: str, until: int) -> float:
    begin, end = max(begin, shift.starts_at), min(end, shift.ends_at)
    if begin >= end:
        return 0.0
    return allowed_hours(begin, end, zone, until) * shift.agents * shift.calls_an_hour
