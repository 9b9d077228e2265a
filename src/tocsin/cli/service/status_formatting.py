"""Figures as people read them, and tables that line them up."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from math import ceil, floor
from types import MappingProxyType
from typing import Final

from tocsin.charter.words import format_day
from tocsin.cli.terminal_text import Piece, display_width
from tocsin.locale.paris_time import to_paris_time
from tocsin.metrics.statistics.proportion import Proportion

NONE: Final = "-"
Line = list[Piece]
_PLAIN: Final[Mapping[int, str]] = MappingProxyType({})


def format_clock(at: datetime) -> str:
    here = to_paris_time(at)
    return f"{format_day(here.date(), 'en')}, {here:%H:%M}"


def format_percent(part: float | None) -> str:
    """``84.2 %``; never 100 % while somebody is missing, never 0 % while somebody is there.

    >>> format_percent(0.8421), format_percent(0.99999), format_percent(1.0), format_percent(None)
    ('84.2 %', '99.9 %', '100 %', '-')
    """
    if part is None:
        return NONE
    if part in (0.0, 1.0):
        return f"{part:.0%}".replace("%", " %")
    return f"{min(max(part, 0.001), 0.999) * 100:.1f} %"


def format_interval(found: Proportion) -> str:
    """A share with its interval, rounded outwards.

    >>> format_interval(Proportion(8, 10, 0.8, 0.49, 0.943))
    '80.0 % (49-95)'
    """
    if found.share is None or found.low is None or found.high is None:
        return NONE
    return f"{format_percent(found.share)} ({floor(found.low * 100)}-{ceil(found.high * 100)})"


def format_delay(seconds: float | None) -> str:
    """A delay as people say it.

    >>> [format_delay(s) for s in (None, 7, 90, 3600, 5400, 100_000)]
    ['-', '7 s', '1 min 30', '1 h 00', '1 h 30', '27 h 47']
    """
    if seconds is None:
        return NONE
    whole = round(seconds)
    if whole < 60:
        return f"{whole} s"
    if whole < 600 and whole % 60:
        return f"{whole // 60} min {whole % 60:02}"
    if whole < 3600:
        return f"{whole // 60} min"
    minutes = round(whole / 60)
    return f"{minutes // 60} h {minutes % 60:02}"


def format_count(number: float) -> str:
    return f"{number:,.0f}"


def title_lines(text: str, aside: str = "") -> Iterator[Line]:
    """The head of a subject, after a gap."""
    yield []
    yield [(text, "strong"), (f"  {aside}" if aside else "", "faint")]


def table_lines(
    head: list[str], rows: Iterable[list[str]], styles: Mapping[int, str] = _PLAIN
) -> Iterator[Line]:
    """The first column to the left, figures to the right."""
    whole = [head, *rows]
    widths = [max(map(display_width, column)) for column in zip(*whole, strict=True)]
    for number, row in enumerate(whole):
        line: Line = []
        for place, (cell, width) in enumerate(zip(row, widths, strict=True)):
            pad = " " * (width - display_width(cell))
            style = "faint" if not number else "" if cell in ("0", NONE) else styles.get(place, "")
            line.append((f"  {cell}{pad}" if not place else f"  {pad}{cell}", style))
        yield line
