"""The day in the date line that a mail program writes above what it forwards, in French or English."""

import re
from datetime import date
from typing import Final

_READ: Final = 200
_TOKEN: Final = re.compile(r"\d{1,4}|[^\W\d_]{3,12}")
_ISO: Final = re.compile(r"(?<!\d)(\d{4})-(\d{2})-(\d{2})(?!\d)")
_FIGURES: Final = re.compile(r"(?<![\d/.])(\d{1,2})[/.](\d{1,2})[/.](\d{4}|\d{2})(?![\d/])")
_MONTHS: Final = {
    "jan": 1, "fév": 2, "fev": 2, "feb": 2, "mar": 3, "avr": 4, "apr": 4, "mai": 5, "may": 5, "juin": 6,
    "jun": 6, "juil": 7, "jul": 7, "aoû": 8, "aou": 8, "aug": 8, "sep": 9, "oct": 10, "nov": 11, "déc": 12,
    "dec": 12,
}  # fmt: skip
_MONDAY: Final = ("mardi",)
"""Days of the week that begin as a month does."""
OLDEST: Final = 1990


def parse_date_line(text: str) -> date | None:
    """The day that is written, or None. Figures alone are read as in France, day first, where both can be.

    >>> (parse_date_line("mardi 18 mars 2025 à 09:12").isoformat(),
    ...  parse_date_line("Tue, Mar 18, 2025 at 9:12 AM").isoformat())
    ('2025-03-18', '2025-03-18')
    >>> (parse_date_line("18/03/2025 09:12").isoformat(), parse_date_line("3/18/25, 9:12 AM").isoformat(),
    ...  parse_date_line("hier"))
    ('2025-03-18', '2025-03-18', None)
    """
    text = text[:_READ]
    if found := _ISO.search(text):
        return _make_date(int(found[1]), int(found[2]), int(found[3]))
    if found := _FIGURES.search(text):
        first, second, year = int(found[1]), int(found[2]), int(found[3])
        return _make_date(year, second, first) or _make_date(year, first, second)
    return _date_from_words(_TOKEN.findall(text.lower()))


def _date_from_words(tokens: list[str]) -> date | None:
    """``18 mars 2025``, or ``March 18 2025``."""
    for place, token in enumerate(tokens):
        month = _month_number(token)
        if not month:
            continue
        before = tokens[place - 1] if place else ""
        after = tokens[place + 1 : place + 3]
        if _is_day(before) and after and after[0].isdecimal():
            return _make_date(int(after[0]), month, int(before))
        if len(after) == 2 and _is_day(after[0]) and after[1].isdecimal():
            return _make_date(int(after[1]), month, int(after[0]))
    return None


def _month_number(token: str) -> int:
    if token in _MONDAY:
        return 0
    return _MONTHS.get(token[:4], 0) or _MONTHS.get(token[:3], 0)


def _is_day(token: str) -> bool:
    return token.isdecimal() and len(token) <= 2


def _make_date(year: int, month: int, number: int) -> date | None:
    year += 2000 if year < 100 else 0
    if year < OLDEST:
        return None
    try:
        return date(year, month, number)
    except ValueError:
        return None
