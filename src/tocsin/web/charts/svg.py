"""Pieces of SVG: elements, texts, and the frame of a chart."""

from collections.abc import Iterable
from html import escape
from typing import Final

from django.utils.safestring import SafeString, mark_safe

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
