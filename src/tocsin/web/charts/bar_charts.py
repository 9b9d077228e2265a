"""Bars: lying, standing, and one that is parted."""

from collections.abc import Callable, Sequence
from typing import Final

from django.utils.safestring import SafeString
from msgspec import Struct

from tocsin.web.charts.line_chart import FOOT, HEIGHT, LEFT, RIGHT, TOP, draw_axis_labels, draw_grid
from tocsin.web.charts.svg import SMALL, WIDTH, AxisScale, axis_ticks, svg_element, svg_frame, svg_text

ROW: Final = 24
END: Final = 62
"""Room for the values."""
LETTER: Final = 6.6
"""A letter is about so wide."""


class ChartBar(Struct, frozen=True):
    """A value with its words; without a value where it is hidden or there is none, and ``shown`` says so."""

    name: str
    value: float | None
    shown: str
    low: float | None = None
    high: float | None = None


def draw_bars(
    name: str,
    title: str,
    rows: Sequence[ChartBar],
    *,
    told: str = "",
    most: float | None = None,
    rule: float | None = None,
    shown: Callable[[float], str] | None = None,
) -> SafeString:
    """``most`` is the value of a bar that is full; ``rule`` a value drawn down through all, such as that of
    everybody; ``shown`` writes the values of the axis below, which is left out without it; ``told`` is for whoever
    hears the page: empty, each bar is said."""
    told = told or "; ".join(f"{one.name}: {one.shown}" for one in rows)
    highest = max((one.high or one.value or 0.0 for one in rows), default=0.0)
    axis = axis_ticks(highest) if most is None else [most * n / 4 for n in range(5)]
    left = min(170.0, max((len(one.name) for one in rows), default=0) * LETTER + 8)
    across = AxisScale(0, axis[-1], left, WIDTH - END)
    height = len(rows) * ROW + (20 if shown else 6)
    pieces = []
    for value in axis if shown else ():
        x = across.position_of(value)
        pieces.append(svg_element("line", x1=x, x2=x, y1=0, y2=height - 18, class_="grid"))
        pieces.append(svg_text(shown(value) if shown else "", x, height - 5, "", "middle"))
    for place, one in enumerate(rows):
        y = place * ROW + 3.0
        pieces.append(svg_text(one.name, left - 6, y + ROW / 2 + 1, "", "end"))
        pieces.append(svg_text(one.shown, WIDTH - END + 6, y + ROW / 2 + 1, "strong"))
        if one.value is None:
            continue
        width = max(0.5, across.position_of(one.value) - left)
        pieces.append(svg_element("rect", x=left, y=y, width=width, height=ROW - 8, class_="fill-1"))
        if one.low is not None and one.high is not None:
            middle = y + (ROW - 8) / 2
            low, high = across.position_of(one.low), across.position_of(one.high)
            pieces.append(svg_element("line", x1=low, x2=high, y1=middle, y2=middle, class_="whisker"))
            for x in (low, high):
                pieces.append(svg_element("line", x1=x, x2=x, y1=middle - 4, y2=middle + 4, class_="whisker"))
    pieces.append(svg_element("line", x1=left, x2=left, y1=0, y2=len(rows) * ROW, class_="axis"))
    if rule is not None:
        x = across.position_of(rule)
        pieces.append(svg_element("line", x1=x, x2=x, y1=0, y2=len(rows) * ROW, class_="rule"))
    return svg_frame(name, title, told, max(height, SMALL), *pieces)


class ChartColumn(Struct, frozen=True):
    """A count; None where it is hidden."""

    value: int | None
    compared: int | None = None
    """The same if things were otherwise, drawn beside it; None where nothing is compared."""
    sure: bool = True
    """Drawn whole; else its outline alone, as a count that will still grow."""


def draw_columns(
    name: str,
    title: str,
    told: str,
    values: Sequence[ChartColumn],
    marks: Sequence[tuple[int, str]],
    shown: Callable[[float], str],
) -> SafeString:
    """``marks`` are words below the columns of those places; a hidden count is a small cross."""
    highest = max((count or 0 for one in values for count in (one.value, one.compared)), default=0)
    axis = axis_ticks(highest, min(5, highest))  # whole numbers: no step of half a person
    across = AxisScale(0, max(1, len(values)), LEFT, WIDTH - RIGHT)
    up = AxisScale(0, axis[-1], HEIGHT - FOOT, TOP)
    width = max(1.0, (across.position_of(1) - across.position_of(0)) * 0.8)
    middle = (across.position_of(1) - across.position_of(0)) / 2
    pieces = draw_grid(axis, up, shown)
    for place, one in enumerate(values):
        x = across.position_of(place) + middle
        if one.value is None:
            y = up.position_of(0) - 3
            cross = f"M{x - 1.5:.1f} {y - 1.5:.1f}l3 3m0 -3l-3 3"
            pieces.append(svg_element("path", d=cross, class_="hidden-mark"))
            continue
        counts = [(one.value, "fill-1" if one.sure else "outline")]
        if one.compared is not None:
            counts = [(one.value, "fill-4"), (one.compared, "fill-1")]
        each = width / len(counts)
        for nth, (count, fill) in enumerate(counts):
            if count:
                y = up.position_of(count)
                height = max(0.5, up.position_of(0) - y)
                left = x - width / 2 + nth * each
                pieces.append(svg_element("rect", x=left, y=y, width=each, height=height, class_=fill))
    moved = AxisScale(across.low, across.high, across.begin + middle, across.end + middle)
    return svg_frame(name, title, told, HEIGHT, *pieces, *draw_axis_labels(marks, moved, HEIGHT - FOOT))


TALL: Final = 34
LINE: Final = 20


class StackSegment(Struct, frozen=True):
    """A part: its words, its count, those words for it, and the number of its colour."""

    name: str
    value: float
    shown: str
    fill: int


def draw_stacked_bar(name: str, title: str, told: str, parts: Sequence[StackSegment]) -> SafeString:
    """The parts from left to right, and below each a line with its colour, its words and its count."""
    total = sum(one.value for one in parts)
    across = AxisScale(0, total, 0.0, float(WIDTH))
    pieces, so_far = [], 0.0
    for place, one in enumerate(parts):
        if one.value:
            begin, end = across.position_of(so_far), across.position_of(so_far + one.value)
            width = max(1.0, end - begin - 1.5)
            pieces.append(
                svg_element("rect", x=begin, y=0, width=width, height=TALL, class_=f"fill-{one.fill}")
            )
        so_far += one.value
        y = TALL + 10 + place * LINE
        pieces.append(svg_element("rect", x=0, y=y, width=12, height=12, class_=f"fill-{one.fill}"))
        pieces.append(svg_text(one.name, 20, y + 10))
        pieces.append(svg_text(one.shown, WIDTH, y + 10, "strong", "end"))
    if not total:
        pieces.append(svg_element("rect", x=0, y=0, width=WIDTH, height=TALL, class_="nothing"))
    return svg_frame(name, title, told, TALL + 12 + len(parts) * LINE, *pieces)
