"""Pieces of SVG: elements, texts, and the frame of a chart."""

from collections.abc import Iterable
from html import escape
from math import ceil, floor, log10
from typing import Final

from django.utils.safestring import SafeString, mark_safe
from msgspec import Struct

WIDTH: Final = 400
"""Of every chart, in its own units; a page scales it to the room that there is."""
SMALL: Final = 11
"""Height of letters, in the same units: above 9 pixels on a telephone."""


class SvgFragment(str):
    """SVG that is whole and harmless."""

    __slots__ = ()


def svg_element(name: str, *inside: SvgFragment, **attributes: object) -> SvgFragment:
    """An element; ``_`` in a name stands for ``-``, a trailing one for nothing.

    >>> svg_element("line", x1=0, x2=3.14159, class_="axis")
    '<line x1="0" x2="3.1" class="axis"/>'
    """
    said = "".join(
        f' {key.rstrip("_").replace("_", "-")}="{escape(_attribute_value(value))}"'
        for key, value in attributes.items()
        if value is not None
    )
    return SvgFragment(f"<{name}{said}>{''.join(inside)}</{name}>" if inside else f"<{name}{said}/>")


def svg_text(said: str, x: float, y: float, kind: str = "", anchor: str | None = None) -> SvgFragment:
    """Words at a place; ``anchor`` is ``middle`` or ``end``, else they begin there."""
    return svg_element("text", SvgFragment(escape(said)), x=x, y=y, class_=kind or None, text_anchor=anchor)


def svg_path_data(points: Iterable[tuple[float, float]]) -> str:
    """Straight lines through points.

    >>> svg_path_data([(0, 1), (2.25, 3)])
    'M0 1L2.2 3'
    """
    return "M" + "L".join(f"{_attribute_value(x)} {_attribute_value(y)}" for x, y in points)


def svg_frame(
    name: str, title: str, told: str, height: float, *inside: SvgFragment, role: str = "img"
) -> SafeString:
    """A whole picture, or a ``group`` where parts of it can be chosen; ``name`` is its id, unlike every other
    of the page."""
    head = (
        svg_element("title", SvgFragment(escape(title)), id=f"{name}-title"),
        svg_element("desc", SvgFragment(escape(told)), id=f"{name}-told"),
    )
    drawn = svg_element(
        "svg",
        *head,
        *inside,
        viewBox=f"0 0 {WIDTH} {_attribute_value(height)}",
        class_="chart",
        role=role,
        id=name,
        aria_labelledby=f"{name}-title {name}-told",
    )
    return mark_safe(drawn)  # every text and every value went through escape()


def _attribute_value(value: object) -> str:
    if isinstance(value, float):
        return f"{round(value, 1):g}" if abs(value) < 1e5 else f"{value:.0f}"
    return str(value)


class AxisScale(Struct, frozen=True):
    """Values from ``low`` to ``high`` lie between two places."""

    low: float
    high: float
    begin: float
    end: float

    def position_of(self, value: float) -> float:
        """The place of a value; one beyond the ends lies at the end."""
        if self.high <= self.low:
            return self.begin
        part = min(1.0, max(0.0, (value - self.low) / (self.high - self.low)))
        return self.begin + part * (self.end - self.begin)


def axis_ticks(high: float, most: int = 5) -> list[float]:
    """Round values from 0 to the first at or above ``high``, not many more than ``most``.

    >>> axis_ticks(87), axis_ticks(0.9), axis_ticks(0)
    ([0.0, 20.0, 40.0, 60.0, 80.0, 100.0], [0.0, 0.2, 0.4, 0.6, 0.8, 1.0], [0.0, 1.0])
    """
    if high <= 0:
        return [0.0, 1.0]
    rough = high / most
    power = 10.0 ** floor(log10(rough))
    step = next(size * power for size in (1, 2, 5, 10) if size * power >= rough * (1 - 1e-9))
    return [round(step * n, 10) for n in range(ceil(round(high / step, 9)) + 1)]
