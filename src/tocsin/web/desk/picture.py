"""The chain of a case as a picture: who may have infected whom, a column a generation. Pure."""

from collections.abc import Iterable, Sequence
from typing import Final

from msgspec import Struct

from tocsin.tracing.chain import Link

GENERATIONS: Final = 3
"""Columns on either side."""
MOST: Final = 12
"""Cases of a column: the rest is in the list."""
WIDE, HIGH, APART, BETWEEN = 84, 30, 12, 40
"""Of a box, and between boxes."""


class Box(Struct, frozen=True):
    """One case."""

    case: int
    x: int
    y: int
    mine: bool
    """The case whose chain it is."""


class Line(Struct, frozen=True):
    """One link, as a curve from the case that named to the one that was named."""

    path: str


class Picture(Struct, frozen=True):
    """Boxes and lines, and how much room they take."""

    width: int
    height: int
    boxes: tuple[Box, ...]
    lines: tuple[Line, ...]
    left_out: int
    """Cases that are not shown."""


def picture(case: int, up: Sequence[Link], down: Sequence[Link]) -> Picture:
    """The chain around a case."""
    columns = _columns(case, up, down)
    shown = {n: cases[:MOST] for n, cases in columns.items() if abs(n) <= GENERATIONS}
    first, tallest = min(shown), max(len(cases) for cases in shown.values())
    height = tallest * (HIGH + APART) + APART
    boxes = {
        one: Box(one, 2 + (n - first) * (WIDE + BETWEEN), _top(place, len(cases), height), one == case)
        for n, cases in shown.items()
        for place, one in enumerate(cases)
    }
    links = {(link.source, link.case) for link in (*up, *down)}
    lines = tuple(
        Line(_curve(boxes[source], boxes[target]))
        for source, target in sorted(links)
        if source in boxes and target in boxes and boxes[source].x < boxes[target].x
    )
    width = (max(shown) - first) * (WIDE + BETWEEN) + WIDE + 4
    left_out = sum(map(len, columns.values())) - len(boxes)
    return Picture(width, height, tuple(boxes.values()), lines, left_out)


def _columns(case: int, up: Sequence[Link], down: Sequence[Link]) -> dict[int, list[int]]:
    """Generation, below zero for those before, -> its cases; each stands where it is nearest."""
    columns: dict[int, list[int]] = {0: [case]}
    seen = {case}
    for generation, one in _nearest(((-link.depth, link.source) for link in up), down):
        if one not in seen:
            seen.add(one)
            columns.setdefault(generation, []).append(one)
    return columns


def _nearest(before: Iterable[tuple[int, int]], down: Sequence[Link]) -> list[tuple[int, int]]:
    every = [*before, *((link.depth, link.case) for link in down)]
    return sorted(every, key=lambda one: (abs(one[0]), one[0], one[1]))


def _top(place: int, of: int, height: int) -> int:
    """Where a box begins: its column stands in the middle."""
    column = of * (HIGH + APART) - APART
    return (height - column) // 2 + place * (HIGH + APART)


def _curve(source: Box, target: Box) -> str:
    x, y = source.x + WIDE, source.y + HIGH // 2
    to_x, to_y = target.x - 5, target.y + HIGH // 2
    middle = (x + to_x) // 2
    return f"M{x} {y}C{middle} {y} {middle} {to_y} {to_x} {to_y}"
