"""The figures of a board, each from the cells that its reader may see; None where they are hidden.

A share is a count with its Wilson interval, a delay a curve of Kaplan and Meier: both those of
``tocsin.metrics.statistics``. What only exact counts can give (quartiles, clusters one by one) is there for
those who are cleared.
"""

from typing import Final

from msgspec import Struct

from tocsin.metrics.reach.measurement import LEGS
from tocsin.metrics.statistics import (
    Proportion,
    QuartileSummary,
    SurvivalCurve,
    estimate_kaplan_meier,
    estimate_proportion,
    summarise_quartiles,
)
from tocsin.metrics.surveillance import coarse_cells
from tocsin.metrics.surveillance.board import DELAY, SurveillanceBoard

AGES: Final = ("0-11", "12-17", "18-39", "40-64", "65-79", "80+", "unknown")
REACHED: Final = ("reached", "answered", "delivered", "submitted", "none")
"""How far somebody was reached in 24 h, the furthest first; each but the last is also what follows it.
*Answered* is any answer; *reached*, that it was the person, and that the instructions are with them."""


class DeadlineCounts(Struct, frozen=True):
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
    def total(self) -> int:
        return self.kept + self.missed + self.at_risk + self.open


class NamedContactCounts(Struct, frozen=True):
    interviewed: Proportion
    none: Proportion
    """Of those asked."""
    contacts: int
    cells: tuple[tuple[str, int], ...]
    """Contacts named -> cases."""
    exact: QuartileSummary | None
    """Where exact counts may be seen."""

    @property
    def mean(self) -> float | None:
        return self.contacts / self.interviewed.count if self.interviewed.count else None


def count_deadlines(board: SurveillanceBoard, block: str = "clock") -> DeadlineCounts | None:
    """The 24 hours of cases, or with ``contact_clock`` of contacts."""
    cells = board.cells(block)
    return (
        None
        if cells is None
        else DeadlineCounts(*(cells.get(name, 0) for name in DeadlineCounts.__struct_fields__))
    )


def measure_reach(board: SurveillanceBoard, block: str = "reach") -> dict[str, Proportion] | None:
    """How far those of the week were reached in 24 h: whoever was reached answered, and so on."""
    return _reach_shares(board.cells(block))


def measure_reach_by_territory(board: SurveillanceBoard) -> list[tuple[str, Proportion | None]]:
    """Of each territory inside: share of the cases of the week who were reached in 24 h."""
    known = {code: _reach_shares(cells) for code, cells in board.parts.items()}
    every = sorted({*known, *board.hidden_parts})
    return [(code, found["reached"] if (found := known.get(code)) else None) for code in every]


def measure_reach_by_age(board: SurveillanceBoard) -> list[tuple[str, Proportion]] | None:
    """The same by age; an age of nobody is left out."""
    cells = board.cells("age")
    if cells is None:
        return None
    counted = [(age, cells.get(f"{age} kept", 0), cells.get(f"{age} missed", 0)) for age in AGES]
    return [(age, estimate_proportion(kept, kept + missed)) for age, kept, missed in counted if kept + missed]


def cell_share(board: SurveillanceBoard, block: str, cell: str) -> Proportion | None:
    cells = board.cells(block)
    return None if cells is None else estimate_proportion(cells.get(cell, 0), sum(cells.values()))


def count_named_contacts(board: SurveillanceBoard) -> NamedContactCounts | None:
    cells = board.cells("named")
    if cells is None:
        return None
    names = [name for _, name in coarse_cells.NAMED] + ["10+"]
    counted = tuple((name, cells.get(name, 0)) for name in names)
    asked = sum(cases for _, cases in counted)
    return NamedContactCounts(
        interviewed=estimate_proportion(asked, asked + cells.get(coarse_cells.NOT_ASKED, 0)),
        none=estimate_proportion(cells.get("0", 0), asked),
        contacts=cells.get("contacts", 0),
        cells=counted,
        exact=summarise_quartiles(board.fine.named) if board.fine else None,
    )


def estimate_delay_curves(board: SurveillanceBoard) -> list[tuple[str, SurvivalCurve | None]]:
    """The curve of each leg of the week; a coarse one where exact delays may not be seen."""
    return [(leg, estimate_delay_curve(board, leg)) for leg in LEGS]


def estimate_delay_curve(board: SurveillanceBoard, leg: str) -> SurvivalCurve | None:
    """The curve of one leg; None where it is hidden."""
    if board.fine is not None:
        return estimate_kaplan_meier(board.fine.delays.get(leg, ()))
    cells = board.cells(f"{DELAY}{leg}")
    return None if cells is None else estimate_kaplan_meier(coarse_cells.delays_from_cells(cells))


def count_chain_sizes(board: SurveillanceBoard, block: str = "sizes") -> list[tuple[str, int]] | None:
    """Chains by the number of their cases, or with ``depths`` of their generations."""
    cells = board.cells(block)
    if cells is None:
        return None
    bounds, above = (coarse_cells.SIZES, "10+") if block == "sizes" else (coarse_cells.DEPTHS, "4+")
    return [(name, cells.get(name, 0)) for name in [*(name for _, name in bounds), above]]


def _reach_shares(cells: dict[str, int] | None) -> dict[str, Proportion] | None:
    if cells is None:
        return None
    people, so_far = sum(cells.values()), 0
    found = {}
    for level in REACHED[:-1]:
        so_far += cells.get(level, 0)
        found[level] = estimate_proportion(so_far, people)
    return found
