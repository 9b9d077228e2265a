"""Days of the calendar: one that exists, the most recent of its kind, the month beside another."""

import calendar
from datetime import date, timedelta

COMING = timedelta(days=31)
"""How far ahead a day and month without a year may lie, when the last one is most of a year back."""


def make_date(year: int, month: int, day: int) -> date | None:
    """The date, or None where the calendar has no such day."""
    if not (1 <= month <= 12 and 1900 <= year <= 2200 and 1 <= day <= calendar.monthrange(year, month)[1]):
        return None
    return date(year, month, day)


def find_recent_date(today: date, month: int, day: int) -> date | None:
    """The most recent such day, or the coming one where it is near and the other most of a year back."""
    years = [d for back in range(9) if (d := make_date(today.year - back, month, day)) and d <= today]
    coming = [d for ahead in (0, 1) if (d := make_date(today.year + ahead, month, day)) and d > today]
    if coming and coming[0] - today <= COMING:
        return coming[0]
    return years[0] if years else None


def step_month(year: int, month: int, step: int) -> tuple[int, int]:
    """The month after (1) or before (-1) another, with its year."""
    count = year * 12 + month - 1 + step
    return count // 12, count % 12 + 1
