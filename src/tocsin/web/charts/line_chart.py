"""A line with the band of its interval."""

from collections.abc import Callable, Sequence
from typing import Final

from django.utils.safestring import SafeString
from msgspec import Struct

from tocsin.web.charts.axis_scale import AxisScale, axis_ticks
from tocsin.web.charts.svg import SMALL, WIDTH, SvgFragment, svg_element, svg_frame, svg_path_data, svg_text

LEFT: Final = 34
RIGHT: Final = 8
TOP: Final = 10
HEIGHT: Final = 210
FOOT: Final = 22


class ChartPoint(Struct, frozen=True):
    """A value with its interval at a place of the axis; the line breaks where a place is left out."""

    x: int
    y: float
    low: float
    high: float


def draw_line(
    name: str,
    title: str,
    told: str,
    points: Sequence[ChartPoint],
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
    axis = axis_ticks(min(found, ceiling) if ceiling else found)
    across = AxisScale(*span, LEFT, WIDTH - RIGHT)
    up = AxisScale(0, axis[-1], HEIGHT - FOOT, TOP)
    pieces = [*draw_grid(axis, up, shown), *draw_axis_labels(marks, across, HEIGHT - FOOT)]
    for run in _unbroken_runs(points):
        band = [(across.position_of(one.x), up.position_of(one.high)) for one in run]
        band += [(across.position_of(one.x), up.position_of(one.low)) for one in reversed(run)]
        pieces.append(svg_element("path", d=svg_path_data(band) + "Z", class_="band"))
        middle = [(across.position_of(one.x), up.position_of(one.y)) for one in run]
        if len(middle) == 1:
            x, y = middle[0]
            pieces.append(svg_element("line", x1=x, x2=x, y1=band[0][1], y2=band[1][1], class_="whisker"))
            pieces.append(svg_element("circle", cx=x, cy=y, r=3, class_="dot"))
        else:
            pieces.append(svg_element("path", d=svg_path_data(middle), class_="line"))
    if rule:
        y = up.position_of(rule[0])
        pieces.append(svg_element("line", x1=LEFT, x2=WIDTH - RIGHT, y1=y, y2=y, class_="rule"))
        pieces.append(svg_text(rule[1], LEFT + 4, y - 4, "strong"))
    return svg_frame(name, title, told, HEIGHT, *pieces)


def draw_grid(axis: Sequence[float], up: AxisScale, shown: Callable[[float], str]) -> list[SvgFragment]:
    """Lines across at round values, and the values."""
    pieces = []
    for value in axis:
        y = up.position_of(value)
        kind = "axis" if value == 0 else "grid"
        pieces.append(svg_element("line", x1=LEFT, x2=WIDTH - RIGHT, y1=y, y2=y, class_=kind))
        pieces.append(svg_text(shown(value), LEFT - 5, y + SMALL / 3, "", "end"))
    return pieces


def draw_axis_labels(marks: Sequence[tuple[int, str]], across: AxisScale, floor: float) -> list[SvgFragment]:
    """Words below the axis."""
    pieces = []
    for x, said in marks:
        place = across.position_of(x)
        anchor = "end" if place > WIDTH - 25 else "middle"
        pieces.append(svg_element("line", x1=place, x2=place, y1=floor, y2=floor + 4, class_="axis"))
        pieces.append(svg_text(said, place, floor + 4 + SMALL, "", anchor))
    return pieces


def _unbroken_runs(points: Sequence[ChartPoint]) -> list[list[ChartPoint]]:
    runs: list[list[ChartPoint]] = []
    for one in points:
        if runs and runs[-1][-1].x == one.x - 1:
            runs[-1].append(one)
        else:
            runs.append([one])
    return runs
