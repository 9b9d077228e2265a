"""Policies side by side, drawn as the charts of the site are: lines over time, and means with their intervals.

Colours and dashes of the policies stand in ``report.css``: those of Okabe and Ito, which people with any kind of colour
vision tell apart; each policy has a dash of its own and a mark with its number besides, so that nobody needs the colour.
"""

from collections.abc import Callable, Sequence
from typing import Final

from django.utils.safestring import SafeString
from msgspec import Struct

from tocsin.web.charts import ChartBar
from tocsin.web.charts.line_chart import FOOT, HEIGHT, LEFT, RIGHT, TOP, draw_axis_labels, draw_grid
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

KINDS: Final = 8
"""Policies that look unlike each other."""
ROW: Final = 32
END: Final = 62
"""Room for the values."""


class PolicyLine(Struct, frozen=True):
    title: str
    values: tuple[float, ...]
    low: tuple[float, ...] = ()
    high: tuple[float, ...] = ()
    """Of a band around the line; empty where there is none."""


def draw_policy_lines(
    name: str, title: str, lines: Sequence[PolicyLine], across: str, marks: Sequence[tuple[int, str]],
    shown: Callable[[float], str], *, axis: Sequence[float] = (), upright: float | None = None,
) -> SafeString:  # fmt: skip
    """``marks`` are the words below the axis, ``across`` says what they are; ``upright`` is a place drawn right up."""
    last = max(1, *(len(line.values) - 1 for line in lines))
    beside = axis or axis_ticks(
        max((value for line in lines for value in (*line.values, *line.high)), default=0)
    )
    x, y = AxisScale(0, last, LEFT, WIDTH - RIGHT), AxisScale(0, beside[-1], HEIGHT - FOOT, TOP)
    pieces = [*draw_grid(beside, y, shown), *draw_axis_labels(marks, x, HEIGHT - FOOT)]
    pieces.append(svg_text(across, (LEFT + WIDTH - RIGHT) / 2, HEIGHT + SMALL, "", "middle"))
    if upright is not None:
        place = x.position_of(upright)
        pieces.append(svg_element("line", x1=place, x2=place, y1=TOP, y2=HEIGHT - FOOT, class_="rule"))
    numbers = []
    for n, line in enumerate(lines):
        if not line.values:
            continue
        places, low, high = (
            [(x.position_of(at), y.position_of(value)) for at, value in enumerate(values)]
            for values in (line.values, line.low, line.high)
        )
        if low and high:
            band = svg_path_data([*high, *reversed(low)]) + "Z"
            pieces.append(svg_element("path", d=band, class_=f"band {_kind(n)}"))
        pieces.append(svg_element("path", d=svg_path_data(places), class_=f"line {_kind(n)}"))
        at = min(round(last * (0.3 + 0.6 * (n + 0.5) / len(lines))), len(places) - 1)
        numbers.append(_draw_number(*places[at], n))
    return svg_frame(name, title, "; ".join(line.title for line in lines), HEIGHT + 16, *pieces, *numbers)


def draw_intervals(name: str, title: str, rows: Sequence[ChartBar]) -> SafeString:
    """Means with their intervals, one below the other, on one scale that need not begin at nought."""
    ends = [end for one in rows for end in (one.value, one.low, one.high) if end is not None]
    low, high = min(ends, default=0.0), max(ends, default=1.0)
    room = ((high - low) or abs(high) or 1.0) * 0.06
    x = AxisScale(low - room, high + room, LEFT, WIDTH - END)
    pieces = []
    for n, one in enumerate(rows):
        y = ROW * n + 24.0
        pieces += [
            _draw_number(10, y - 6, n),
            svg_text(one.name, 24, y - 10),
            svg_text(one.shown, WIDTH, y, "strong", "end"),
            svg_element("line", x1=LEFT, x2=WIDTH - END, y1=y, y2=y, class_="grid"),
        ]
        if one.low is not None and one.high is not None:
            span = {"x1": x.position_of(one.low), "x2": x.position_of(one.high)}
            pieces.append(svg_element("line", **span, y1=y, y2=y, class_=f"span {_kind(n)}"))
        if one.value is not None:
            pieces.append(
                svg_element("circle", cx=x.position_of(one.value), cy=y, r=4, class_=f"dot {_kind(n)}")
            )
    told = "; ".join(f"{one.name}: {one.shown}" for one in rows)
    return svg_frame(name, title, told, ROW * len(rows) + 6, *pieces)


def draw_legend_mark(n: int) -> SvgFragment:
    """The mark of the nth policy, for a legend."""
    line = svg_element("line", x1=2, x2=46, y1=10, y2=10, class_=f"line {_kind(n)}")
    return svg_element(
        "svg", line, _draw_number(24, 10, n), width=48, height=20, viewBox="0 0 48 20", class_="mark",
        aria_hidden="true",
    )  # fmt: skip


def _draw_number(x: float, y: float, n: int) -> SvgFragment:
    circle = svg_element("circle", cx=x, cy=y, r=7, class_=f"number {_kind(n)}")
    return svg_element("g", circle, svg_text(str(n + 1), x, y + 4, "strong", "middle"))


def _kind(n: int) -> str:
    return f"policy-{n % KINDS}"
