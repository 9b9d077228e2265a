"""What everybody may know: the nation, by whole weeks, and nothing that a small count could be worked out
from.

It is what is told to whoever is not cleared (``told``), of the nation, and the days of those weeks: told
once, a week at a time, each of which stays as it was told.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date, datetime, timedelta
from typing import Any, Final

from msgspec import Struct
from msgspec.structs import replace

from tocsin.locale.paris_time import find_paris_day
from tocsin.metrics.disclosure_control import is_publishable
from tocsin.metrics.statistics import Proportion, estimate_proportion
from tocsin.metrics.surveillance.board import SurveillanceBoard
from tocsin.metrics.surveillance.reporting_periods import WEEK, compute_settled_periods

WEEKS: Final = 26
"""Told at most."""
CASES: Final = ("cases", "answered_24h", "reached_24h")
CONTACTS: Final = ("contacts", "contacts_answered", "contacts_reached")
"""Measures of ``day_counts``: people, those who answered, those who were reached."""

Counts = Mapping[str, int]


class OpenDayFigures(Struct, frozen=True):
    """One day: shares of its cases and of its contacts that were reached in 24 hours, and how many answered;
    None where hidden, or not counted in those days."""

    day: date
    cases: Proportion | None
    contacts: Proportion | None
    cases_answered: int | None = None
    contacts_answered: int | None = None


class OpenAggregates(Struct, frozen=True, kw_only=True):
    at: datetime
    disease: str
    board: SurveillanceBoard
    """Of the nation, without what is hidden."""
    days: tuple[OpenDayFigures, ...]
    """The oldest first."""


def build_open_aggregates(
    nation: SurveillanceBoard, counts: Iterable[tuple[Any, ...]], before: OpenAggregates | None = None
) -> OpenAggregates:
    """From what is told of the nation, rows (day, measure, disease, département, age band, people) of
    ``day_counts``, and what was open before."""
    until = find_paris_day(compute_settled_periods(nation.at).week_to)
    since = until - WEEKS * WEEK
    was = {one.day: one for one in before.days} if before else {}
    known_until = find_paris_day(compute_settled_periods(before.at).week_to) if before else since
    new = [one for one in _figures_by_day(nation.disease, counts, since, until) if one.day >= known_until]
    return OpenAggregates(
        at=nation.at,
        disease=nation.disease,
        board=replace(nation, parts={}, hidden_parts=frozenset(), departments={}, hidden_departments={}),
        days=(*(one for day, one in sorted(was.items()) if day >= since), *new),
    )


def _figures_by_day(
    disease: str, counts: Iterable[tuple[Any, ...]], since: date, until: date
) -> list[OpenDayFigures]:
    totals: dict[date, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    for day, measure, of, _territory, _age, people in counts:
        if of == disease and since <= day < until:
            totals[day][measure] += people
    weeks: dict[date, list[date]] = defaultdict(list)
    for day in sorted(totals):
        weeks[day - timedelta(days=day.weekday())].append(day)
    return [one for days in weeks.values() for one in _figures_of_week([(day, totals[day]) for day in days])]


def _figures_of_week(days: list[tuple[date, Counts]]) -> list[OpenDayFigures]:
    cases, contacts = ([_day_totals(of, names) for _, of in days] for names in (CASES, CONTACTS))
    return [
        OpenDayFigures(day, reached, told, answered, told_answered)
        for (day, _), (reached, answered), (told, told_answered) in zip(
            days, _publishable_figures(cases), _publishable_figures(contacts), strict=True
        )
    ]


class _DayTotals(Struct, frozen=True):
    people: int
    answered: int
    reached: int | None
    """None of a day that was erased before it was counted: nothing is told of it."""


def _day_totals(of: Counts, names: tuple[str, str, str]) -> _DayTotals:
    people, answered, reached = (of.get(name) for name in names)
    return _DayTotals(people or 0, answered or 0, reached if people else 0)


def _publishable_figures(days: list[_DayTotals]) -> list[tuple[Proportion | None, int | None]]:
    """Each day's share reached, and how many answered, of one week: all of its days, or none.

    The week is told as well: less its other days it would tell of the one that is hidden. Where the days can
    be told, and who answered cannot be told apart without a small count, that is left out.
    """
    reached = [(day.people, day.reached) for day in days if day.reached is not None]
    cells: dict[Any, int] = {}
    apart: dict[Any, int] = {}
    for place, (day, (people, of)) in enumerate(zip(days, reached, strict=False)):
        cells |= {(place, "reached"): of, (place, "not"): people - of}
        apart |= {
            (place, "reached"): of,
            (place, "answered"): day.answered - of,
            (place, "not"): people - day.answered,
        }
    if len(reached) < len(days) or not is_publishable(cells):
        return [(None, None)] * len(days)
    told = is_publishable(apart)
    return [
        (estimate_proportion(of, people), day.answered if told else None)
        for day, (people, of) in zip(days, reached, strict=True)
    ]
