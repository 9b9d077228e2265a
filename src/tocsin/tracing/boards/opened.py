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

from tocsin.tracing.boards.hide import fit
from tocsin.tracing.boards.model import Board
from tocsin.tracing.boards.periods import WEEK, ZONE, settled
from tocsin.tracing.numbers import Share, share

WEEKS: Final = 26
"""Told at most."""
CASES: Final = ("cases", "answered_24h", "reached_24h")
CONTACTS: Final = ("contacts", "contacts_answered", "contacts_reached")
"""Measures of ``day_counts``: people, those who answered, those who were reached."""

Counts = Mapping[str, int]


class Day(Struct, frozen=True):
    """One day: shares of its cases and of its contacts that were reached in 24 hours, and how many answered;
    None where hidden, or not counted in those days."""

    day: date
    cases: Share | None
    contacts: Share | None
    cases_answered: int | None = None
    contacts_answered: int | None = None


class Open(Struct, frozen=True, kw_only=True):
    """Open aggregates of one disease."""

    at: datetime
    disease: str
    board: Board
    """Of the nation, without what is hidden."""
    days: tuple[Day, ...]
    """The oldest first."""


def opened(nation: Board, counts: Iterable[tuple[Any, ...]], before: Open | None = None) -> Open:
    """From what is told of the nation, rows (day, measure, disease, département, age band, people) of
    ``day_counts``, and what was open before."""
    until = settled(nation.at).week_to.astimezone(ZONE).date()
    since = until - WEEKS * WEEK
    was = {one.day: one for one in before.days} if before else {}
    known_until = settled(before.at).week_to.astimezone(ZONE).date() if before else since
    new = [one for one in _days(nation.disease, counts, since, until) if one.day >= known_until]
    return Open(
        at=nation.at,
        disease=nation.disease,
        board=replace(nation, parts={}, hidden_parts=frozenset()),
        days=(*(one for day, one in sorted(was.items()) if day >= since), *new),
    )


def _days(disease: str, counts: Iterable[tuple[Any, ...]], since: date, until: date) -> list[Day]:
    totals: dict[date, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    for day, measure, of, _territory, _age, people in counts:
        if of == disease and since <= day < until:
            totals[day][measure] += people
    weeks: dict[date, list[date]] = defaultdict(list)
    for day in sorted(totals):
        weeks[day - timedelta(days=day.weekday())].append(day)
    return [one for days in weeks.values() for one in _of_a_week([(day, totals[day]) for day in days])]


def _of_a_week(days: list[tuple[date, Counts]]) -> list[Day]:
    cases, contacts = ([_counts(of, names) for _, of in days] for names in (CASES, CONTACTS))
    return [
        Day(day, reached, told, answered, told_answered)
        for (day, _), (reached, answered), (told, told_answered) in zip(
            days, _shown(cases), _shown(contacts), strict=True
        )
    ]


class _Counted(Struct, frozen=True):
    """One day of cases, or of contacts."""

    people: int
    answered: int
    reached: int | None
    """None of a day that was erased before it was counted: nothing is told of it."""


def _counts(of: Counts, names: tuple[str, str, str]) -> _Counted:
    people, answered, reached = (of.get(name) for name in names)
    return _Counted(people or 0, answered or 0, reached if people else 0)


def _shown(days: list[_Counted]) -> list[tuple[Share | None, int | None]]:
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
    if len(reached) < len(days) or not fit(cells):
        return [(None, None)] * len(days)
    told = fit(apart)
    return [
        (share(of, people), day.answered if told else None)
        for day, (people, of) in zip(days, reached, strict=True)
    ]
