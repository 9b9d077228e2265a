"""Bars that lie, one below the other, with the interval of each."""

from collections.abc import Callable, Sequence
from typing import Final

from django.utils.safestring import SafeString
from msgspec import Struct

from tocsin.web.charts.axis_scale import AxisScale, axis_ticks
from tocsin.web.charts.svg import SMALL, WIDTH, svg_element, svg_frame, svg_text

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
    told: str,
    rows: Sequence[ChartBar],
    *,
    most: float | None = None,
    rule: float | None = None,
    shown: Callable[[float], str] | None = None,
) -> SafeString:
    """``most`` is the value of a bar that is full; ``rule`` a value drawn down through all, such as that of
    everybody; ``shown`` writes the values of the axis below, which is left out without it."""
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
