"""What everybody may know: the nation, by whole days, and nothing that a small count could be worked out
from.

It is made once a day, from days whose deadlines have all passed: who compares one day's with the next finds
days added and days gone, never a person.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date, datetime, timedelta
from typing import Any, Final

import msgspec
from msgspec import Struct

from tocsin.tracing.boards.hide import fit
from tocsin.tracing.boards.model import Board, seen
from tocsin.tracing.boards.periods import ZONE
from tocsin.tracing.numbers import Share, share

DAYS: Final = 180
"""Told at most."""
CASES: Final = ("cases", "answered_24h", "reached_24h")
CONTACTS: Final = ("contacts", "contacts_answered", "contacts_reached")
"""Measures of ``day_counts``: people, those who answered, those who were reached."""
LIVE: Final = ("clock", "contact_clock")
"""Blocks that run on during the day."""


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


def opened(nation: Board, counts: Iterable[tuple[Any, ...]]) -> Open:
    """From the nation's board, and rows (day, measure, disease, département, age band, people) of
    ``day_counts``."""
    board = seen(nation, cleared=False)
    return Open(
        at=nation.at,
        disease=nation.disease,
        board=msgspec.structs.replace(
            board,
            blocks={name: cells for name, cells in board.blocks.items() if name not in LIVE},
            hidden=board.hidden | frozenset(LIVE),
            parts={},
            hidden_parts=frozenset(),
            ahead=None,
        ),
        days=tuple(_days(nation, counts)),
    )


def is_due(last: datetime | None, now: datetime) -> bool:
    """Whether it was not made today yet, in Paris."""
    return last is None or last.astimezone(ZONE).date() < now.astimezone(ZONE).date()


def _days(nation: Board, counts: Iterable[tuple[Any, ...]]) -> list[Day]:
    totals: dict[date, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    today = nation.at.astimezone(ZONE).date()
    for day, measure, disease, _territory, _age, people in counts:
        if disease == nation.disease and today - timedelta(days=DAYS) <= day < today - timedelta(days=1):
            totals[day][measure] += people
    return [
        Day(day, cases, contacts, cases_answered, contacts_answered)
        for day in sorted(totals)
        for cases, cases_answered in [_shown(totals[day], CASES)]
        for contacts, contacts_answered in [_shown(totals[day], CONTACTS)]
    ]


def _shown(counts: Mapping[str, int], measures: tuple[str, str, str]) -> tuple[Share | None, int | None]:
    """A day's share reached, and how many answered: each unless it, or what it leaves, would be a small
    count.

    A day that was erased before *reached* was counted has people and no count of it: nothing is told of it.
    """
    people, answered, reached = (counts.get(measure) for measure in measures)
    if people is None or reached is None:
        return (share(0, 0), 0) if people is None else (None, None)
    answered = answered or 0
    cells = {"reached": reached, "answered": answered - reached, "not": people - answered}
    if fit(cells):
        return share(reached, people), answered
    return (
        (share(reached, people), None) if fit({"reached": reached, "not": people - reached}) else (None, None)
    )
