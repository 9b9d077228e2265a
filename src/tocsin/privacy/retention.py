"""Calendar months, as the law counts them: how many is what the legal base in force says."""

from calendar import monthrange
from collections.abc import Mapping
from datetime import date, timedelta

from tocsin.privacy.legal_base import find_legal_base
from tocsin.protocol.load import list_diseases, load_protocol


def find_kept_months() -> int:
    """Calendar months after which what was collected on a day is erased. Raises BadSetting."""
    return find_legal_base().months


def add_months(day: date, months: int = 0) -> date:
    """The day with the same number so many months later, or the last of that month where it has none.

    ``months``: those of the legal base in force where none are given.

    >>> add_months(date(2026, 11, 30), 3), add_months(date(2027, 11, 30), 3), add_months(date(2027, 1, 31), 3)
    (datetime.date(2027, 2, 28), datetime.date(2028, 2, 29), datetime.date(2027, 4, 30))
    """
    months = months or find_kept_months()
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def find_last_due_day(on: date, months: int = 0) -> date:
    """The last day of collection whose data are erased on this day: never later than ``add_months`` says.

    >>> (find_last_due_day(date(2027, 2, 27), 3), find_last_due_day(date(2027, 2, 28), 3),
    ...  find_last_due_day(date(2027, 3, 1), 1))
    (datetime.date(2026, 11, 27), datetime.date(2026, 11, 30), datetime.date(2027, 2, 1))
    """
    months = months or find_kept_months()
    last = on - timedelta(days=28 * months)
    while add_months(last, months) > on:
        last -= timedelta(days=1)
    return last


def list_longer_diseases() -> Mapping[str, int]:
    """Disease -> months for which its cases are kept beyond the legal base in force, where that is so.

    A term that is still to be confirmed is not applied. Raises BadSetting, ProtocolError.
    """
    base, found = find_kept_months(), {}
    for disease in list_diseases():
        term = load_protocol(disease).retention
        if term and term.months and not term.confirm and term.months > base:
            found[disease] = term.months - base
    return found
