"""A column a day."""

from collections.abc import Callable, Sequence

from django.utils.safestring import SafeString
from msgspec import Struct

from tocsin.web.charts.lines import FOOT, HEIGHT, LEFT, RIGHT, TOP, below, grid
from tocsin.web.charts.scale import Scale, ticks
from tocsin.web.charts.svg import WIDTH, element, frame


class Column(Struct, frozen=True):
    """A count; None where it is hidden."""

    value: int | None


def columns(
    name: str,
    title: str,
    told: str,
    values: Sequence[Column],
    marks: Sequence[tuple[int, str]],
    shown: Callable[[float], str],
) -> SafeString:
    """``marks`` are words below the columns of those places; a hidden count is a small cross."""
    axis = ticks(max((one.value or 0 for one in values), default=0))
    across = Scale(0, max(1, len(values)), LEFT, WIDTH - RIGHT)
    up = Scale(0, axis[-1], HEIGHT - FOOT, TOP)
    width = max(1.0, (across.at(1) - across.at(0)) * 0.8)
    middle = (across.at(1) - across.at(0)) / 2
    pieces = grid(axis, up, shown)
    for place, one in enumerate(values):
        x = across.at(place) + middle
        if one.value is None:
            y = up.at(0) - 3
            cross = f"M{x - 1.5:.1f} {y - 1.5:.1f}l3 3m0 -3l-3 3"
            pieces.append(element("path", d=cross, class_="hidden-mark"))
        elif one.value:
            y = up.at(one.value)
            height = max(0.5, up.at(0) - y)
            pieces.append(element("rect", x=x - width / 2, y=y, width=width, height=height, class_="fill-1"))
    moved = Scale(across.low, across.high, across.begin + middle, across.end + middle)
    return frame(name, title, told, HEIGHT, *pieces, *below(marks, moved, HEIGHT - FOOT))
