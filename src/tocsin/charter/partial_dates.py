"""Dates as people know them: a day, a month, a year, or nothing.

>>> parse_partial_date("2022-11")
(datetime.date(2022, 11, 1), datetime.date(2022, 11, 30))
"""

from calendar import monthrange
from datetime import date, timedelta

from tocsin.charter.schema import MAX, MIN
from tocsin.deferred_pattern import defer_pattern

UNDATED = "undated"
_SHAPE = defer_pattern(r"([0-9]{4})(?:-([0-9]{2})(?:-([0-9]{2}))?)?")


def parse_partial_date(text: str) -> tuple[date, date]:
    """First and last day that a date as precise as known can mean; every day where it is ``undated``.

    Raises ValueError.
    """
    if text == UNDATED:
        return MIN, MAX
    found = _SHAPE.fullmatch(text)
    if not found:
        raise ValueError(text)
    year, month, day = (int(part) if part else 0 for part in found.groups())
    if day:
        return date(year, month, day), date(year, month, day)
    if month:
        return date(year, month, 1), date(year, month, monthrange(year, month)[1])
    return date(year, 1, 1), date(year, 12, 31)


def next_day(day: date) -> date:
    return day if day == MAX else day + timedelta(days=1)
