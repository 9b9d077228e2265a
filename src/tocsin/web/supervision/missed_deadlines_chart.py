"""Deadlines missed, hour by hour, as bars beside a table: drawn on the server, styled by the style sheet."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Final

from msgspec import Struct

from tocsin.web.accounts import time_zone

WIDTH: Final = 720
HEIGHT: Final = 180
_FOOT: Final = 24
_RIGHT: Final = 24
"""Room for the name of the last hour, which is wider than its bar."""
_HOURS: Final = 26
_HOUR: Final = timedelta(hours=1)


class DeadlineBar(Struct, frozen=True):
    """One hour."""

    at: datetime
    label: str
    """The hour in Paris, where the axis names it."""
    people: int
    other: int
    """If it were done otherwise; the same without a question."""
    x: str
    """Where it stands in the picture: all of these with a point, whatever the language."""
    width: str
    y: str
    height: str
    other_x: str
    other_y: str
    other_height: str


class DeadlineChart(Struct, frozen=True):
    """The picture."""

    bars: tuple[DeadlineBar, ...]
    most: int
    width: int = WIDTH
    height: int = HEIGHT
    base: int = HEIGHT - _FOOT


def draw_missed_deadlines(
    now: datetime, today: Sequence[tuple[datetime, float]], other: Sequence[tuple[datetime, float]] = ()
) -> DeadlineChart | None:
    """The hours to come; None where nobody misses anything."""
    counted = {at: (people, 0.0) for at, people in today}
    for at, people in other:
        counted[at] = (counted.get(at, (0.0, 0.0))[0], people)
    if not counted:
        return None
    last = min(max(int((at - now) / _HOUR) for at in counted) + 1, _HOURS)
    hours = [now + _HOUR * n for n in range(last)]
    most = max(max(pair) for pair in counted.values()) or 1.0
    step, room = (WIDTH - _RIGHT) / last, HEIGHT - _FOOT - 18

    def drawn(n: int, at: datetime) -> DeadlineBar:
        people, changed = counted.get(at, (0.0, 0.0))
        tall, other_tall = room * people / most, room * changed / most
        local = time_zone.to_local_time(at)
        left, wide = n * step + step * 0.12, step * (0.36 if other else 0.76)
        return DeadlineBar(
            at=local,
            label=f"{local:%H} h" if local.hour % 3 == 0 else "",
            people=round(people),
            other=round(changed),
            x=f"{left:.1f}",
            width=f"{wide:.1f}",
            y=f"{HEIGHT - _FOOT - tall:.1f}",
            height=f"{tall:.1f}",
            other_x=f"{left + wide:.1f}",
            other_y=f"{HEIGHT - _FOOT - other_tall:.1f}",
            other_height=f"{other_tall:.1f}",
        )

    return DeadlineChart(tuple(drawn(n, at) for n, at in enumerate(hours)), round(most))
