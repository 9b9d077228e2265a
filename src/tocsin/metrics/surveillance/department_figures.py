"""Figures of each département inside a territory, for a map: each from the cells that its reader may see."""

from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from typing import Final, Literal, get_args

from msgspec import Struct

from tocsin.charter.yaml_document import read_packaged_yaml
from tocsin.metrics.statistics import estimate_proportion
from tocsin.metrics.surveillance.board import SurveillanceBoard
from tocsin.metrics.surveillance.indicators import REACHED

MapMeasure = Literal["incidence", "reached", "attack"]
"""Cases of the week by inhabitants; the share of them reached in 24 h; contacts who became cases."""
MAP_MEASURES: Final[tuple[MapMeasure, ...]] = get_args(MapMeasure)
INHABITANTS: Final = 100_000
"""For whom an incidence is told."""
CLASSES: Final = 5


class Populations(Struct, frozen=True):
    """Inhabitants of each département, and where it is known from."""

    source: str
    inhabitants: dict[str, int]


class DepartmentFigure(Struct, frozen=True):
    code: str
    count: int | None
    """Of ``of``; None where they may not be seen."""
    of: int | None
    """People or inhabitants of whom it is a share; None where they may not be seen."""
    value: float | None
    """For 100,000 inhabitants, or a share from 0 to 1; None where there is none, or it may not be seen."""

    @property
    def hidden(self) -> bool:
        return self.count is None


@cache
def load_populations() -> Populations:
    return read_packaged_yaml(__package__, "populations.yaml").convert_to(Populations)


def measure_departments(board: SurveillanceBoard, measure: MapMeasure) -> list[DepartmentFigure]:
    """A figure of each département inside the territory of a board, by code."""
    block = "attack" if measure == "attack" else "reach"
    return [
        DepartmentFigure(code, None, None, None)
        if not board.cleared and block in board.hidden_departments.get(code, ())
        else _measure_department(code, measure, blocks.get(block, {}))
        for code, blocks in sorted(board.departments.items())
    ]


def _measure_department(code: str, measure: MapMeasure, cells: Mapping[str, int]) -> DepartmentFigure:
    people = sum(cells.values())
    if measure == "incidence":
        inhabitants = load_populations().inhabitants[code]
        return DepartmentFigure(code, people, inhabitants, people * INHABITANTS / inhabitants)
    count = cells.get(REACHED[0] if measure == "reached" else "became", 0)
    return DepartmentFigure(code, count, people, estimate_proportion(count, people).share)


def find_class_bounds(values: Iterable[float]) -> list[float]:
    """The upper ends of classes above nought that hold about as many values each, the last one the greatest
    value; fewer where values are alike.

    >>> find_class_bounds(range(11)), find_class_bounds([3, 3, 3, 0]), find_class_bounds([0])
    ([2, 4, 6, 8, 10], [3], [])
    """
    ordered = sorted(value for value in values if value > 0)
    ends = [ordered[-(-len(ordered) * n // CLASSES) - 1] for n in range(1, CLASSES + 1)] if ordered else []
    return sorted(set(ends))


def find_class(value: float, bounds: Sequence[float]) -> int:
    """The class of a value, from 1 on; 0 of nought.

    >>> find_class(0, [2, 4, 6]), find_class(4, [2, 4, 6]), find_class(4.1, [2, 4, 6])
    (0, 2, 3)
    """
    return next(place for place, end in enumerate((0, *bounds)) if value <= end)
