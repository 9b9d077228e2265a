"""The figures of a board, each from the cells that its reader may see; None where they are hidden.

A share is a count with its Wilson interval, a delay a curve of Kaplan and Meier: both those of
``tocsin.tracing.numbers``. What only exact counts can give (quartiles, clusters one by one) is there for
those who are cleared.
"""

from datetime import date
from typing import Final

from msgspec import Struct

from tocsin.tracing.boards import bins
from tocsin.tracing.boards.model import DAY, DELAY, Board
from tocsin.tracing.boards.periods import ZONE, periods, settled
from tocsin.tracing.boards.reproduction import Estimate, estimates, weights
from tocsin.tracing.boards.serial import Published, Serial, published, serial
from tocsin.tracing.numbers import Curve, Share, Spread, kaplan_meier, share, spread
from tocsin.tracing.numbers.measure import LEGS

AGES: Final = ("0-11", "12-17", "18-39", "40-64", "65-79", "80+", "unknown")
REACHED: Final = ("reached", "answered", "delivered", "submitted", "none")
"""How far somebody was reached in 24 h, the furthest first; each but the last is also what follows it.
*Answered* is any answer; *reached*, that it was the person, and that the instructions are with them."""


class Clock(Struct, frozen=True):
    """Those of the last 48 hours."""

    kept: int
    late: int
    never: int
    at_risk: int
    open: int

    @property
    def missed(self) -> int:
        """Whose deadline was not kept, whether they were reached since or not."""
        return self.late + self.never

    @property
    def all(self) -> int:
        """Everybody."""
        return self.kept + self.missed + self.at_risk + self.open


class Named(Struct, frozen=True):
    """Contacts that the cases of the week named."""

    interviewed: Share
    none: Share
    """Of those asked."""
    contacts: int
    cells: tuple[tuple[str, int], ...]
    """Contacts named -> cases."""
    exact: Spread | None
    """Where exact counts may be seen."""

    @property
    def mean(self) -> float | None:
        """Contacts of a case, of those asked."""
        return self.contacts / self.interviewed.count if self.interviewed.count else None


def clock(board: Board, block: str = "clock") -> Clock | None:
    """The 24 hours of cases, or with ``contact_clock`` of contacts."""
    cells = board.cells(block)
    return None if cells is None else Clock(*(cells.get(name, 0) for name in Clock.__struct_fields__))


def reached(board: Board, block: str = "reach") -> dict[str, Share] | None:
    """How far those of the week were reached in 24 h: whoever was reached answered, and so on."""
    return _reached(board.cells(block))


def within(board: Board) -> list[tuple[str, Share | None]]:
    """Of each territory inside: share of the cases of the week who were reached in 24 h."""
    known = {code: _reached(cells) for code, cells in board.parts.items()}
    every = sorted({*known, *board.hidden_parts})
    return [(code, found["reached"] if (found := known.get(code)) else None) for code in every]


def by_age(board: Board) -> list[tuple[str, Share]] | None:
    """The same by age; an age of nobody is left out."""
    cells = board.cells("age")
    if cells is None:
        return None
    counted = [(age, cells.get(f"{age} kept", 0), cells.get(f"{age} missed", 0)) for age in AGES]
    return [(age, share(kept, kept + missed)) for age, kept, missed in counted if kept + missed]


def part(board: Board, block: str, cell: str) -> Share | None:
    """The share of one cell in its block."""
    cells = board.cells(block)
    return None if cells is None else share(cells.get(cell, 0), sum(cells.values()))


def named(board: Board) -> Named | None:
    """Contacts by case."""
    cells = board.cells("named")
    if cells is None:
        return None
    names = [name for _, name in bins.NAMED] + ["10+"]
    counted = tuple((name, cells.get(name, 0)) for name in names)
    asked = sum(cases for _, cases in counted)
    return Named(
        interviewed=share(asked, asked + cells.get(bins.NOT_ASKED, 0)),
        none=share(cells.get("0", 0), asked),
        contacts=cells.get("contacts", 0),
        cells=counted,
        exact=spread(board.fine.named) if board.fine else None,
    )


def delays(board: Board) -> list[tuple[str, Curve | None]]:
    """The curve of each leg of the week; a coarse one where exact delays may not be seen."""
    return [(leg, _curve(board, leg)) for leg in LEGS]


def cases_by_day(board: Board) -> list[tuple[date, int | None]]:
    """Cases of each day by the day of their result, the oldest first: until yesterday, or for who is not
    cleared until the last whole week."""
    found = []
    for day in (periods if board.cleared else settled)(board.at).every_day:
        cells = board.cells(f"{DAY}{day.isoformat()}")
        found.append((day, None if cells is None else cells.get("cases", 0)))
    return found


def serial_intervals(board: Board) -> tuple[Published | None, Serial | None]:
    """The published one, with which R is computed, and the one seen, where its pairs may be known."""
    today = board.at.astimezone(ZONE).date()
    return published(board.disease, today), serial(board.fine.pairs) if board.fine else None


def reproduction(board: Board) -> list[tuple[date, Estimate]]:
    """R by day, on the days on which it can be told from days that may be seen."""
    known, _ = serial_intervals(board)
    if known is None:
        return []
    days = cases_by_day(board)
    found = estimates([cases for _, cases in days], weights(known.mean, known.sd))
    return [(days[one.place][0], one) for one in found]


def chain_sizes(board: Board, block: str = "sizes") -> list[tuple[str, int]] | None:
    """Chains by the number of their cases, or with ``depths`` of their generations."""
    cells = board.cells(block)
    if cells is None:
        return None
    bounds, above = (bins.SIZES, "10+") if block == "sizes" else (bins.DEPTHS, "4+")
    return [(name, cells.get(name, 0)) for name in [*(name for _, name in bounds), above]]


def _reached(cells: dict[str, int] | None) -> dict[str, Share] | None:
    if cells is None:
        return None
    people, so_far = sum(cells.values()), 0
    found = {}
    for level in REACHED[:-1]:
        so_far += cells.get(level, 0)
        found[level] = share(so_far, people)
    return found


def _curve(board: Board, leg: str) -> Curve | None:
    if board.fine is not None:
        return kaplan_meier(board.fine.delays.get(leg, ()))
    cells = board.cells(f"{DELAY}{leg}")
    return None if cells is None else kaplan_meier(bins.delays_of(cells))
