"""When SMS may leave and calls be made, on a grid of steps."""

from collections.abc import Iterator
from datetime import datetime, time, timedelta
from functools import lru_cache
from itertools import accumulate

from tocsin.conversation.quiet import MORNING, local, on_day
from tocsin.tracing.forecast.situation import Hours


def overlap(a: datetime, b: datetime, c: datetime, d: datetime) -> float:
    """How many hours two stretches share."""
    return max(0.0, (min(b, d) - max(a, c)).total_seconds()) / 3600


def days(begin: datetime, end: datetime, zone: str, until: int) -> Iterator[tuple[datetime, datetime]]:
    """From 8 to ``until`` of each local day that the stretch touches."""
    day, last = local(begin, zone).date(), local(end, zone).date()
    while day <= last:
        yield on_day(day, time(MORNING), zone), on_day(day, time(until), zone)
        day += timedelta(days=1)


def allowed(begin: datetime, end: datetime, zone: str, until: int) -> float:
    """Hours of the stretch at which people may be written to or rung."""
    return sum(overlap(begin, end, a, b) for a, b in days(begin, end, zone, until))


@lru_cache(maxsize=64)
def hours(now: datetime, step: timedelta, steps: int, zone: str, until: int) -> tuple[float, ...]:
    """The same of each step from ``now`` on."""
    return tuple(allowed(now + step * n, now + step * (n + 1), zone, until) for n in range(steps))


@lru_cache(maxsize=64)
def hours_before(now: datetime, step: timedelta, steps: int, zone: str, until: int) -> tuple[float, ...]:
    """Hours from ``now`` until each step: one more than there are steps."""
    return tuple(accumulate(hours(now, step, steps, zone, until), initial=0.0))


@lru_cache(maxsize=64)
def calls(
    shifts: tuple[Hours, ...], now: datetime, step: timedelta, steps: int, zone: str, until: int
) -> tuple[float, ...]:
    """Calls that the agents on shift make in each step."""
    return tuple(
        sum(_calls(shift, now + step * n, now + step * (n + 1), zone, until) for shift in shifts)
        for n in range(steps)
    )


def _calls(shift: Hours, begin: datetime, end: datetime, zone: str, until: int) -> float:
    begin, end = max(begin, shift.starts_at), min(end, shift.ends_at)
    if begin >= end:
        return 0.0
    return allowed(begin, end, zone, until) * shift.agents * shift.calls_an_hour
