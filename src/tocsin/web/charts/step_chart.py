"""Curves that go up in steps: the share for which something has come by a time."""

from collections.abc import Callable, Sequence
from itertools import pairwise

from django.utils.safestring import SafeString
from msgspec import Struct

from tocsin.web.charts.axis_scale import AxisScale
from tocsin.web.charts.line_chart import FOOT, HEIGHT, LEFT, RIGHT, TOP, draw_axis_labels, draw_grid
from tocsin.web.charts.svg import WIDTH, svg_element, svg_frame, svg_path_data


class CurveStep(Struct, frozen=True):
    """From this time on it is this share, which lies between these bounds."""

    x: float
    y: float
    low: float | None = None
    high: float | None = None


def draw_step_curve(
    name: str,
    title: str,
    told: str,
    stairs: Sequence[CurveStep],
    marks: Sequence[tuple[int, str]],
    until: float,
    shown: Callable[[float], str],
    *,
    seen: float | None = None,
    rule: float | None = None,
) -> SafeString:
    """``until`` is the end of the axis of time, ``seen`` the time beyond which nothing is known, ``rule`` a
    time drawn right up, such as 24 hours."""
    across = AxisScale(0, until, LEFT, WIDTH - RIGHT)
    up = AxisScale(0, 1, HEIGHT - FOOT, TOP)
    pieces = [*draw_grid((0, 0.25, 0.5, 0.75, 1), up, shown), *draw_axis_labels(marks, across, HEIGHT - FOOT)]
    if rule is not None:
        x = across.position_of(rule)
        pieces.append(svg_element("line", x1=x, x2=x, y1=TOP, y2=HEIGHT - FOOT, class_="rule"))
    known = [CurveStep(0, 0), *(one for one in stairs if one.x <= until)]
    if len(known) > 1:
        last = CurveStep(
            until if seen is None else min(until, seen), known[-1].y, known[-1].low, known[-1].high
        )
        known.append(last)
        banded = [one for one in known if one.low is not None and one.high is not None]
        upper = _stair_points([(across.position_of(one.x), up.position_of(one.high or 0)) for one in banded])
        lower = _stair_points([(across.position_of(one.x), up.position_of(one.low or 0)) for one in banded])
        if banded:
            pieces.append(
                svg_element("path", d=svg_path_data([*upper, *reversed(lower)]) + "Z", class_="band")
            )
        line = _stair_points([(across.position_of(one.x), up.position_of(one.y)) for one in known])
        pieces.append(svg_element("path", d=svg_path_data(line), class_="line"))
    return svg_frame(name, title, told, HEIGHT, *pieces)


def _stair_points(points: Sequence[tuple[float, float]]) -> list[tuple[float, float]]:
    found = list(points[:1])
    for (_, before), (x, y) in pairwise(points):
        found += [(x, before), (x, y)]
    return found
