"""One bar of parts that make a whole."""

from collections.abc import Sequence
from typing import Final

from django.utils.safestring import SafeString
from msgspec import Struct

from tocsin.web.charts.axis_scale import AxisScale
from tocsin.web.charts.svg import WIDTH, svg_element, svg_frame, svg_text

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
