"""Pieces of SVG: elements, texts, and the frame of a chart."""

from collections.abc import Iterable
from html import escape
from typing import Final

from django.utils.safestring import SafeString, mark_safe

WIDTH: Final = 400
"""Of every chart, in its own units; a page scales it to the room that there is."""
SMALL: Final = 11
"""Height of letters, in the same units: above 9 pixels on a telephone."""


class Piece(str):
    """SVG that is whole and harmless."""

    __slots__ = ()


def element(name: str, *inside: Piece, **attributes: object) -> Piece:
    """An element; ``_`` in a name stands for ``-``, a trailing one for nothing.

    >>> element("line", x1=0, x2=3.14159, class_="axis")
    '<line x1="0" x2="3.1" class="axis"/>'
    """
    said = "".join(
        f' {key.rstrip("_").replace("_", "-")}="{escape(_value(value))}"'
        for key, value in attributes.items()
        if value is not None
    )
    return Piece(f"<{name}{said}>{''.join(inside)}</{name}>" if inside else f"<{name}{said}/>")


def text(said: str, x: float, y: float, kind: str = "", anchor: str | None = None) -> Piece:
    """Words at a place; ``anchor`` is ``middle`` or ``end``, else they begin there."""
    return element("text", Piece(escape(said)), x=x, y=y, class_=kind or None, text_anchor=anchor)


def path(points: Iterable[tuple[float, float]]) -> str:
    """Straight lines through points.

    >>> path([(0, 1), (2.25, 3)])
    'M0 1L2.2 3'
    """
    return "M" + "L".join(f"{_value(x)} {_value(y)}" for x, y in points)


def frame(name: str, title: str, told: str, height: float, *inside: Piece) -> SafeString:
    """A whole picture; ``name`` is its id, unlike every other of the page."""
    head = (
        element("title", Piece(escape(title)), id=f"{name}-title"),
        element("desc", Piece(escape(told)), id=f"{name}-told"),
    )
    drawn = element(
        "svg",
        *head,
        *inside,
        viewBox=f"0 0 {WIDTH} {_value(height)}",
        class_="chart",
        role="img",
        id=name,
        aria_labelledby=f"{name}-title {name}-told",
    )
    return mark_safe(drawn)  # every text and every value went through escape()


def _value(value: object) -> str:
    if isinstance(value, float):
        return f"{round(value, 1):g}" if abs(value) < 1e5 else f"{value:.0f}"
    return str(value)
