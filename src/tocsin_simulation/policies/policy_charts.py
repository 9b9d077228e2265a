"""Policies side by side, drawn as the charts of the site are: lines over time, and means with their intervals.

Colours and dashes of the policies stand in ``report.css``: those of Okabe and Ito, which people with any kind of colour
vision tell apart; each policy has a dash of its own and a mark with its number besides, so that nobody needs the colour.
"""

from collections.abc import Callable, Sequence
from typing import Final

from django.utils.safestring import SafeString

from tocsin.web.charts import ChartBar, ChartPoint, draw_line
from tocsin.web.charts.line_chart import LEFT, draw_number
from tocsin.web.charts.svg import WIDTH, AxisScale, SvgFragment, svg_element, svg_frame, svg_text

KINDS: Final = 8
"""Policies that look unlike each other."""
ROW: Final = 32
END: Final = 62
"""Room for the values."""


def draw_policy_lines(
    name: str, title: str, titles: Sequence[str], lines: Sequence[Sequence[ChartPoint]], below: str,
    marks: Sequence[tuple[int, str]], shown: Callable[[float], str], *, axis: Sequence[float] = (),
    upright: float | None = None,
) -> SafeString:  # fmt: skip
    """A line for each policy that has one, from the first mark to the last of all."""
    last = max((len(line) - 1 for line in lines), default=1)
    return draw_line(
        name, title, "; ".join(titles), lines, marks, (0, max(1, last)), shown=shown, axis=axis, upright=upright, below=below,
        classes=[_kind(n) for n in range(len(lines))],
    )  # fmt: skip


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
            draw_number(10, y - 6, n, _kind(n)),
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
        "svg", line, draw_number(24, 10, n, _kind(n)), width=48, height=20, viewBox="0 0 48 20", class_="mark",
        aria_hidden="true",
    )  # fmt: skip


def _kind(n: int) -> str:
    return f"policy-{n % KINDS}"
