"""One bar of parts that make a whole."""

from collections.abc import Sequence
from typing import Final

from django.utils.safestring import SafeString
from msgspec import Struct

from tocsin.web.charts.scale import Scale
from tocsin.web.charts.svg import WIDTH, element, frame, text

TALL: Final = 34
LINE: Final = 20


class Segment(Struct, frozen=True):
    """A part: its words, its count, those words for it, and the number of its colour."""

    name: str
    value: float
    shown: str
    fill: int


def stack(name: str, title: str, told: str, parts: Sequence[Segment]) -> SafeString:
    """The parts from left to right, and below each a line with its colour, its words and its count."""
    total = sum(one.value for one in parts)
    across = Scale(0, total, 0.0, float(WIDTH))
    pieces, so_far = [], 0.0
    for place, one in enumerate(parts):
        if one.value:
            begin, end = across.at(so_far), across.at(so_far + one.value)
            width = max(1.0, end - begin - 1.5)
            pieces.append(element("rect", x=begin, y=0, width=width, height=TALL, class_=f"fill-{one.fill}"))
        so_far += one.value
        y = TALL + 10 + place * LINE
        pieces.append(element("rect", x=0, y=y, width=12, height=12, class_=f"fill-{one.fill}"))
        pieces.append(text(one.name, 20, y + 10))
        pieces.append(text(one.shown, WIDTH, y + 10, "strong", "end"))
    if not total:
        pieces.append(element("rect", x=0, y=0, width=WIDTH, height=TALL, class_="nothing"))
    return frame(name, title, told, TALL + 12 + len(parts) * LINE, *pieces)
