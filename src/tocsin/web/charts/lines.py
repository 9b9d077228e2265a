"""A line with the band of its interval."""

from collections.abc import Callable, Sequence
from typing import Final

from django.utils.safestring import SafeString
from msgspec import Struct

from tocsin.web.charts.scale import Scale, ticks
from tocsin.web.charts.svg import SMALL, WIDTH, Piece, element, frame, path, text

LEFT: Final = 34
RIGHT: Final = 8
TOP: Final = 10
HEIGHT: Final = 210
FOOT: Final = 22


class Point(Struct, frozen=True):
    """A value with its interval at a place of the axis; the line breaks where a place is left out."""

    x: int
    y: float
    low: float
    high: float


def lines(
    name: str,
    title: str,
    told: str,
    points: Sequence[Point],
    marks: Sequence[tuple[int, str]],
    span: tuple[int, int],
    *,
    shown: Callable[[float], str],
    rule: tuple[float, str] | None = None,
    ceiling: float | None = None,
) -> SafeString:
    """``marks`` are the words below the axis, ``span`` its ends; ``rule`` is a value drawn right across, with
    its words; ``ceiling`` cuts off what is higher."""
    found = max([one.high for one in points] + [rule[0] if rule else 0.0])
    axis = ticks(min(found, ceiling) if ceiling else found)
    across = Scale(*span, LEFT, WIDTH - RIGHT)
    up = Scale(0, axis[-1], HEIGHT - FOOT, TOP)
    pieces = [*grid(axis, up, shown), *below(marks, across, HEIGHT - FOOT)]
    for run in _runs(points):
        band = [(across.at(one.x), up.at(one.high)) for one in run]
        band += [(across.at(one.x), up.at(one.low)) for one in reversed(run)]
        pieces.append(element("path", d=path(band) + "Z", class_="band"))
        middle = [(across.at(one.x), up.at(one.y)) for one in run]
        if len(middle) == 1:
            x, y = middle[0]
            pieces.append(element("line", x1=x, x2=x, y1=band[0][1], y2=band[1][1], class_="whisker"))
            pieces.append(element("circle", cx=x, cy=y, r=3, class_="dot"))
        else:
            pieces.append(element("path", d=path(middle), class_="line"))
    if rule:
        y = up.at(rule[0])
        pieces.append(element("line", x1=LEFT, x2=WIDTH - RIGHT, y1=y, y2=y, class_="rule"))
        pieces.append(text(rule[1], LEFT + 4, y - 4, "strong"))
    return frame(name, title, told, HEIGHT, *pieces)


def grid(axis: Sequence[float], up: Scale, shown: Callable[[float], str]) -> list[Piece]:
    """Lines across at round values, and the values."""
    pieces = []
    for value in axis:
        y = up.at(value)
        kind = "axis" if value == 0 else "grid"
        pieces.append(element("line", x1=LEFT, x2=WIDTH - RIGHT, y1=y, y2=y, class_=kind))
        pieces.append(text(shown(value), LEFT - 5, y + SMALL / 3, "", "end"))
    return pieces


def below(marks: Sequence[tuple[int, str]], across: Scale, floor: float) -> list[Piece]:
    """Words below the axis."""
    pieces = []
    for x, said in marks:
        place = across.at(x)
        anchor = "end" if place > WIDTH - 25 else "middle"
        pieces.append(element("line", x1=place, x2=place, y1=floor, y2=floor + 4, class_="axis"))
        pieces.append(text(said, place, floor + 4 + SMALL, "", anchor))
    return pieces


def _runs(points: Sequence[Point]) -> list[list[Point]]:
    runs: list[list[Point]] = []
    for one in points:
        if runs and runs[-1][-1].x == one.x - 1:
            runs[-1].append(one)
        else:
            runs.append([one])
    return runs
