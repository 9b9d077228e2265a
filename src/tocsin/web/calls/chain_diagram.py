"""The chain of a case as a picture: who may have infected whom, a column a generation. Pure."""

from collections.abc import Iterable, Sequence
from typing import Final

from msgspec import Struct

from tocsin.tracing.cases.transmission_chain import TransmissionLink

GENERATIONS: Final = 3
"""Columns on either side."""
MOST: Final = 12
"""Cases of a column: the rest is in the list."""
WIDE, HIGH, APART, BETWEEN = 84, 30, 12, 40
"""Of a box, and between boxes."""


class CaseBox(Struct, frozen=True):
    """One case."""

    case: int
    x: int
    y: int
    mine: bool
    """The case whose chain it is."""


class LinkCurve(Struct, frozen=True):
    """One link, as a curve from the case that named to the one that was named."""

    path: str


class ChainDiagram(Struct, frozen=True):
    """Boxes and lines, and how much room they take."""

    width: int
    height: int
    boxes: tuple[CaseBox, ...]
    lines: tuple[LinkCurve, ...]
    left_out: int
    """Cases that are not shown."""


def draw_chain(case: int, up: Sequence[TransmissionLink], down: Sequence[TransmissionLink]) -> ChainDiagram:
    """The chain around a case."""
    columns = _arrange_generations(case, up, down)
    shown = {n: cases[:MOST] for n, cases in columns.items() if abs(n) <= GENERATIONS}
    first, tallest = min(shown), max(len(cases) for cases in shown.values())
    height = tallest * (HIGH + APART) + APART
    boxes = {
        one: CaseBox(
            one, 2 + (n - first) * (WIDE + BETWEEN), _box_top(place, len(cases), height), one == case
        )
        for n, cases in shown.items()
        for place, one in enumerate(cases)
    }
    links = {(link.source, link.case) for link in (*up, *down)}
    lines = tuple(
        LinkCurve(_curve_path(boxes[source], boxes[target]))
        for source, target in sorted(links)
        if source in boxes and target in boxes and boxes[source].x < boxes[target].x
    )
    width = (max(shown) - first) * (WIDE + BETWEEN) + WIDE + 4
    left_out = sum(map(len, columns.values())) - len(boxes)
    return ChainDiagram(width, height, tuple(boxes.values()), lines, left_out)


def _arrange_generations(
    case: int, up: Sequence[TransmissionLink], down: Sequence[TransmissionLink]
) -> dict[int, list[int]]:
    """Generation, below zero for those before, -> its cases; each stands where it is nearest."""
    columns: dict[int, list[int]] = {0: [case]}
    seen = {case}
    for generation, one in _sort_by_distance(((-link.depth, link.source) for link in up), down):
        if one not in seen:
            seen.add(one)
            columns.setdefault(generation, []).append(one)
    return columns


def _sort_by_distance(
    before: Iterable[tuple[int, int]], down: Sequence[TransmissionLink]
) -> list[tuple[int, int]]:
    every = [*before, *((link.depth, link.case) for link in down)]
    return sorted(every, key=lambda one: (abs(one[0]), one[0], one[1]))


def _box_top(place: int, of: int, height: int) -> int:
    """Where a box begins: its column stands in the middle."""
    column = of * (HIGH + APART) - APART
    return (height - column) // 2 + place * (HIGH + APART)


def _curve_path(source: CaseBox, target: CaseBox) -> str:
    x, y = source.x + WIDE, source.y + HIGH // 2
    to_x, to_y = target.x - 5, target.y + HIGH // 2
    middle = (x + to_x) // 2
    return f"M{x} {y}C{middle} {y} {middle} {to_y} {to_x} {to_y}"
