"""Three calendar months, as the law counts them."""

from calendar import monthrange
from datetime import date, timedelta
from typing import Final

KEPT: Final = 3
"""Calendar months after which what was collected on a day is erased."""


def add_months(day: date, months: int = KEPT) -> date:
    """The day with the same number so many months later, or the last of that month where it has none.

    >>> add_months(date(2026, 11, 30)), add_months(date(2027, 11, 30)), add_months(date(2027, 1, 31))
    (datetime.date(2027, 2, 28), datetime.date(2028, 2, 29), datetime.date(2027, 4, 30))
    """
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def find_last_due_day(on: date) -> date:
    """The last day of collection whose data are erased on this day: never later than ``after`` says.

    >>> (find_last_due_day(date(2027, 2, 27)), find_last_due_day(date(2027, 2, 28)),
    ...  find_last_due_day(date(2027, 3, 1)))
    (datetime.date(2026, 11, 27), datetime.date(2026, 11, 30), datetime.date(2026, 12, 1))
    """
    last = on - timedelta(days=28 * KEPT)
    while add_months(last) > on:
        last -= timedelta(days=1)
    return last
