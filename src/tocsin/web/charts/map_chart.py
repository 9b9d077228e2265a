"""The map of the départements: areas in classes that differ in lightness and in hatching, with their legend.

The mainland is in Lambert-93; Paris with its neighbours and each département overseas have an inset, at a scale
of their own. The areas stand in ``department_map.json``; ``tools/build_department_map.py`` says of whom they are
and writes them.
"""

from collections.abc import Mapping, Sequence
from functools import cache
from html import escape
from importlib.resources import files
from typing import Final, Literal

import msgspec
from django.utils.safestring import SafeString
from msgspec import Struct

from tocsin.web.charts.svg import SvgFragment, svg_element, svg_frame, svg_text

TENTHS: Final = 0.1
"""Of the units of charts: in these the areas are written."""
LINE: Final = 20
COLUMN: Final = 200
_TILE: Final = 60
_HATCHES: Final[Mapping[int | Literal["hidden"], str]] = {
    0: "",
    1: "",
    2: "M30 24v12",
    3: "M0 60L60 0",
    4: "M0 30L30 0M0 60L60 0M30 60L60 30",
    5: "M0 30L30 0M0 60L60 0M30 60L60 30M0 0L60 60",
    "hidden": "M22 22l16 16m0 -16l-16 16",
}
"""Class -> what is drawn on its ground, in a tile; the last one is the darkest, and hatched most closely."""


class MapFrame(Struct, frozen=True):
    """A part of the map: the mainland, or an inset."""

    codes: list[str]
    box: tuple[int, int, int, int]
    """Left, top, width, height."""
    shapes: dict[str, list[list[int]]]
    """Code -> rings: x, y, x, y..."""


class DepartmentMap(Struct, frozen=True):
    """Where each département lies on the drawing, in tenths of its units."""

    source: str
    height: int
    frames: list[MapFrame]


class MapArea(Struct, frozen=True):
    said: str
    """Its name and its figure, in words."""
    fill: int | Literal["hidden", "none"]
    """Its class from 1 on, 0 of nought, or why it is in none."""
    address: str
    """Where it leads."""


@cache
def load_department_map() -> DepartmentMap:
    data = files(__package__).joinpath("department_map.json").read_bytes()
    return msgspec.json.decode(data, type=DepartmentMap)


def draw_map(
    name: str,
    title: str,
    told: str,
    areas: Mapping[str, MapArea],
    legend: Sequence[tuple[int | Literal["hidden", "none"], str]],
) -> SafeString:
    """``areas`` by code: a département that is missing lies outside, and is drawn as an outline. ``legend``
    are classes with their words. Areas lead somewhere by a pointer alone: keys and screen readers have the
    same links in the table beside the map, and need not pass through each area."""
    drawn = load_department_map()
    shapes = [_draw_frame(name, frame, areas) for frame in drawn.frames]
    top = drawn.height * TENTHS + 8
    keys = []
    for place, (fill, said) in enumerate(legend):
        x, y = place % 2 * COLUMN, top + place // 2 * LINE
        swatch = {"x": x / TENTHS, "y": y / TENTHS, "width": 16 / TENTHS, "height": 12 / TENTHS}
        shapes.append(svg_element("rect", **swatch, class_="area", fill=_paint(name, fill)))
        keys.append(svg_text(said, x + 21, y + 10))
    patterns = [_draw_pattern(name, fill, hatch) for fill, hatch in _HATCHES.items()]
    return svg_frame(
        name,
        title,
        told,
        top + -(-len(legend) // 2) * LINE,
        svg_element("defs", *patterns),
        svg_element("g", *shapes, transform=f"scale({TENTHS})"),
        *keys,
        role="group",
    )


def _draw_frame(name: str, frame: MapFrame, areas: Mapping[str, MapArea]) -> SvgFragment:
    left, top, width, height = frame.box
    pieces = [svg_element("rect", x=left, y=top, width=width, height=height, class_="inset")] if top else []
    for code, rings in frame.shapes.items():
        path = "".join(f"M{'L'.join(_pairs(ring))}Z" for ring in rings)
        area = areas.get(code)
        if area is None:
            pieces.append(svg_element("path", d=path, class_="area outside"))
            continue
        said = svg_element("title", SvgFragment(escape(area.said)))
        shape = svg_element("path", said, d=path, class_="area", fill=_paint(name, area.fill))
        pieces.append(svg_element("a", shape, href=area.address, tabindex=-1, aria_hidden="true"))
    if top:
        codes = " ".join(frame.codes)
        pieces.append(
            svg_element("text", SvgFragment(escape(codes)), x=left + width / 2, y=top + height - 30,
                        class_="inset-code", text_anchor="middle")
        )  # fmt: skip
    return svg_element("g", *pieces)


def _pairs(ring: list[int]) -> list[str]:
    return [f"{x} {y}" for x, y in zip(ring[::2], ring[1::2], strict=True)]


def _paint(name: str, fill: int | str) -> str:
    return "none" if fill == "none" else f"url(#{name}-{fill})"


def _draw_pattern(name: str, fill: int | str, hatch: str) -> SvgFragment:
    ground = svg_element("rect", width=_TILE, height=_TILE, class_=f"map-{fill}")
    lines = [svg_element("path", d=hatch, class_=f"hatch-{fill}")] if hatch else []
    return svg_element(
        "pattern", ground, *lines, id=f"{name}-{fill}", patternUnits="userSpaceOnUse", width=_TILE, height=_TILE
    )  # fmt: skip
