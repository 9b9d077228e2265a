"""Deadlines missed, hour by hour: a chart, and the rows of the table beside it."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from functools import partial
from typing import Final

from django.utils.safestring import SafeString
from msgspec import Struct

from tocsin.web import charts
from tocsin.web.formatting import format_count
from tocsin.web.language import Lang
from tocsin.web.staff import time_zone

_HOURS: Final = 26
_HOUR: Final = timedelta(hours=1)


class DeadlineHour(Struct, frozen=True):
    """One hour."""

    at: datetime
    """In Paris."""
    people: int
    other: int
    """If it were done otherwise; 0 without a question."""


class DeadlineChart(Struct, frozen=True):
    """The picture, and its figures."""

    picture: SafeString
    hours: tuple[DeadlineHour, ...]


def draw_missed_deadlines(
    title: str,
    sentences: Mapping[str, str],
    lang: Lang,
    now: datetime,
    today: Sequence[tuple[datetime, float]],
    other: Sequence[tuple[datetime, float]] | None = None,
) -> DeadlineChart | None:
    """The hours to come; None where nobody misses anything. ``other``: the same if it were done otherwise."""
    people, otherwise = dict(today), dict(other or ())
    counted = people.keys() | otherwise.keys()
    if not counted:
        return None
    last = min(max(int((at - now) / _HOUR) for at in counted) + 1, _HOURS)
    hours = tuple(
        DeadlineHour(time_zone.to_local_time(at), round(people.get(at, 0.0)), round(otherwise.get(at, 0.0)))
        for at in (now + _HOUR * n for n in range(last))
    )
    picture = charts.draw_columns(
        "deadlines",
        title,
        sentences["hours_table"],
        [charts.ChartColumn(one.people, None if other is None else one.other) for one in hours],
        [(n, f"{one.at:%H} h") for n, one in enumerate(hours) if one.at.hour % 3 == 0],
        partial(format_count, lang=lang),
    )
    return DeadlineChart(picture, hours)
