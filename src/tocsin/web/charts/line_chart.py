"""A line with the band of its interval: values by day, or stairs that go up as something has come."""

from collections.abc import Callable, Sequence
from itertools import pairwise
from typing import Final

from django.utils.safestring import SafeString
from msgspec import Struct

from tocsin.web.charts.svg import (
    SMALL,
    WIDTH,
    AxisScale,
    SvgFragment,
    axis_ticks,
    svg_element,
    svg_frame,
    svg_path_data,
    svg_text,
)

LEFT: Final = 34
RIGHT: Final = 8
TOP: Final = 10
HEIGHT: Final = 210
ARROW: Final = 4
"""Half of the arrow that stands for a value beyond the axis."""
FOOT: Final = 22


class ChartPoint(Struct, frozen=True):
    """A value with its interval at a place of the axis; the line breaks where a place is left out."""

    x: float
    y: float
    low: float | None = None
    high: float | None = None
    sure: bool = True
    """Drawn whole; else dashed, as a value that may still change."""


class CurveStep(Struct, frozen=True):
    """From this time on it is this share, which lies between these bounds."""

    x: float
    y: float
    low: float | None = None
    high: float | None = None


def lay_out_stairs(
    steps: Sequence[CurveStep], until: float, seen: float | None = None
) -> list[list[ChartPoint]]:
    """The run of a line that goes up in steps from 0: each value holds until the next, and the last one until
    ``seen``, the time beyond which nothing is known, or ``until``, the end of the axis."""
    known = [CurveStep(0, 0), *(one for one in steps if one.x <= until)]
    if len(known) == 1:
        return []
    known.append(
        CurveStep(until if seen is None else min(until, seen), known[-1].y, known[-1].low, known[-1].high)
    )
    found = [ChartPoint(0, 0)]
    for before, after in pairwise(known):
        found.append(ChartPoint(after.x, before.y, before.low, before.high))
        found.append(ChartPoint(after.x, after.y, after.low, after.high))
    return [found]


def break_at_gaps(points: Sequence[ChartPoint]) -> list[list[ChartPoint]]:
    """Runs of points on days that follow each other, and are all sure or all not: a run that is not begins or
    ends where the sure one does."""
    runs: list[list[ChartPoint]] = []
    for one in points:
        if not runs or runs[-1][-1].x != one.x - 1:
            runs.append([one])
        elif runs[-1][-1].sure == one.sure:
            runs[-1].append(one)
        elif one.sure:
            runs[-1].append(one)
            runs.append([one])
        else:
            runs.append([runs[-1][-1], one])
    return runs


def draw_line(
    name: str,
    title: str,
    told: str,
    runs: Sequence[Sequence[ChartPoint]],
    marks: Sequence[tuple[int, str]],
    span: tuple[float, float],
    *,
    shown: Callable[[float], str],
    rule: tuple[float, str] | None = None,
    upright: float | None = None,
    axis: Sequence[float] | None = None,
    ceiling: float | None = None,
    below: str = "",
    classes: Sequence[str] = (),
) -> SafeString:
    """``runs`` are the pieces of the line (``break_at_gaps``, ``lay_out_stairs``); ``marks`` are the words
    below the axis, ``span`` its ends, ``below`` what they count; ``rule`` is a value drawn right across, with its
    words, ``upright`` a place drawn right up, such as 24 hours; ``axis`` the values beside it, else round ones;
    ``ceiling`` cuts off what is higher. With ``classes``, each run is a line of its own, of that class, with its
    number upon it."""
    highest = max(
        [one.y if one.high is None else one.high for run in runs for one in run] + [rule[0] if rule else 0.0]
    )
    beside = axis or axis_ticks(min(highest, ceiling) if ceiling else highest)
    across = AxisScale(*span, LEFT, WIDTH - RIGHT)
    up = AxisScale(0, beside[-1], HEIGHT - FOOT, TOP)
    pieces = [*draw_grid(beside, up, shown), *draw_axis_labels(marks, across, HEIGHT - FOOT)]
    if upright is not None:
        x = across.position_of(upright)
        pieces.append(svg_element("line", x1=x, x2=x, y1=TOP, y2=HEIGHT - FOOT, class_="rule"))
    if classes:
        pieces += _draw_numbered_lines(runs, classes, across, up)
    else:
        pieces += [piece for run in runs for piece in _draw_run(run, across, up)]
    if rule:
        y = up.position_of(rule[0])
        pieces.append(svg_element("line", x1=LEFT, x2=WIDTH - RIGHT, y1=y, y2=y, class_="rule"))
        pieces.append(svg_text(rule[1], LEFT + 4, y - 4, "strong"))
    if below:
        pieces.append(svg_text(below, (LEFT + WIDTH - RIGHT) / 2, HEIGHT + SMALL, "", "middle"))
    return svg_frame(name, title, told, HEIGHT + (16 if below else 0), *pieces)


def _draw_numbered_lines(
    lines: Sequence[Sequence[ChartPoint]], classes: Sequence[str], across: AxisScale, up: AxisScale
) -> list[SvgFragment]:
    """Lines that cross one another, and above them their numbers, each further on than the last."""
    drawn, numbers = [], []
    for n, (line, kind) in enumerate(zip(lines, classes, strict=True)):
        if line:
            drawn.append(svg_element("g", *_draw_run(line, across, up), class_=kind))
            part = across.low + (across.high - across.low) * (0.3 + 0.6 * (n + 0.5) / len(lines))
            at = next((one for one in line if one.x >= round(part)), line[-1])
            numbers.append(draw_number(across.position_of(at.x), up.position_of(at.y), n, kind))
    return [*drawn, *numbers]


def draw_number(x: float, y: float, n: int, kind: str) -> SvgFragment:
    """The mark of the nth of several lines, counted from 0."""
    circle = svg_element("circle", cx=x, cy=y, r=7, class_="number")
    return svg_element("g", circle, svg_text(str(n + 1), x, y + 4, "strong", "middle"), class_=kind)


def _draw_run(run: Sequence[ChartPoint], across: AxisScale, up: AxisScale) -> list[SvgFragment]:
    """A piece of the line below which its band lies; one point alone is a dot with its interval, or where it lies beyond the
    axis an arrow: a dot would stand at a value that it does not have."""
    places = [(across.position_of(one.x), up.position_of(one.y)) for one in run]
    upper = [(across.position_of(one.x), up.position_of(one.high)) for one in run if one.high is not None]
    lower = [(across.position_of(one.x), up.position_of(one.low)) for one in run if one.low is not None]
    if len(run) == 1 and run[0].y > up.high:
        x, y = places[0]
        arrow = [(x - ARROW, y + 2 * ARROW), (x, y), (x + ARROW, y + 2 * ARROW)]
        return [svg_element("path", d=svg_path_data(arrow) + "Z", class_="dot beyond")]
    if len(run) == 1:
        (x, y), ends = places[0], [y for _, y in (*upper, *lower)]
        whisker = [svg_element("line", x1=x, x2=x, y1=ends[0], y2=ends[-1], class_="whisker")] if ends else []
        return [*whisker, svg_element("circle", cx=x, cy=y, r=3, class_="dot")]
    band = [svg_element("path", d=svg_path_data([*upper, *reversed(lower)]) + "Z", class_="band")]
    kind = "line" if run[-1].sure and run[0].sure else "line unsure"
    return [*(band if upper else ()), svg_element("path", d=svg_path_data(places), class_=kind)]


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
    pieces = []
    for x, said in marks:
        place = across.position_of(x)
        anchor = "end" if place > WIDTH - 25 else "middle"
        pieces.append(svg_element("line", x1=place, x2=place, y1=floor, y2=floor + 4, class_="axis"))
        pieces.append(svg_text(said, place, floor + 4 + SMALL, "", anchor))
    return pieces
