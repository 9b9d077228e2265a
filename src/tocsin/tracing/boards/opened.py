"""What everybody may know: the nation, by whole days, and nothing that a small count could be worked out
from.

It is made once a day, from days whose deadlines have all passed: who compares one day's with the next finds
days added and days gone, never a person.
"""

from collections import defaultdict
from collections.abc import Iterable
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
LIVE: Final = ("clock", "contact_clock")
"""Blocks that run on during the day."""


class Day(Struct, frozen=True):
    """One day: shares of its cases and of its contacts that were reached in 24 hours; None where hidden."""

    day: date
    cases: Share | None
    contacts: Share | None


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
        Day(
            day,
            _shown(totals[day]["answered_24h"], totals[day]["cases"]),
            _shown(totals[day]["contacts_answered"], totals[day]["contacts"]),
        )
        for day in sorted(totals)
    ]


def _shown(reached: int, people: int) -> Share | None:
    """A day's share, unless it or what is left would be a small count."""
    return share(reached, people) if fit({"reached": reached, "not": people - reached}) else None
