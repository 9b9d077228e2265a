"""A column for each day or hour, or two that are compared."""

from collections.abc import Callable, Sequence

from django.utils.safestring import SafeString
from msgspec import Struct

from tocsin.web.charts.axis_scale import AxisScale, axis_ticks
from tocsin.web.charts.line_chart import FOOT, HEIGHT, LEFT, RIGHT, TOP, draw_axis_labels, draw_grid
from tocsin.web.charts.svg import WIDTH, svg_element, svg_frame


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
