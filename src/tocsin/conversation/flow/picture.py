"""The picture of a flow: its graph as an SVG that people can read, print, and have read to them.

Pure: the same flow gives the same picture. No script, no font and no file from elsewhere.
"""

from collections.abc import Iterator, Mapping
from typing import Final

from msgspec import Struct

from tocsin.charter.words import said
from tocsin.conversation.flow.box import Box, Cell, box_of, drawn, width_for
from tocsin.conversation.flow.layers import Layout, Sizes, Way, layout
from tocsin.conversation.flow.schema import Flow
from tocsin.conversation.flow.style import COLOURS, STYLE, words
from tocsin.conversation.flow.svg import clean, element
from tocsin.conversation.flow.words import SHAPES, colon, shape, way

MOST_STATES: Final = 300
MOST_WAYS: Final = 1500
"""Beyond these nobody could read the picture, and it would take long to lay out."""

_MARGIN = 32.0
_HEAD = 76.0
_BETWEEN = 58.0
"""Room between rows, for the ways to turn in."""
_LEGEND = 64.0


class TooLarge(ValueError):
    """Nobody could read the picture of so many states."""

    def __init__(self, states: int, ways: int) -> None:
        super().__init__(f"{self.__doc__} {states} states, {ways} ways.")
        self.states = states
        self.ways = ways


def picture(flow: Flow, lang: str) -> str:
    """The graph as a whole SVG document; raises ``TooLarge``."""
    ways = [(name, target) for name, state in flow.states.items() for _, target in state.targets()]
    if len(flow.states) > MOST_STATES or len(ways) > MOST_WAYS:
        raise TooLarge(len(flow.states), len(ways))
    wide = width_for(flow)
    boxes = {name: box_of(flow, name, lang, wide) for name in _from_the_start(flow)}
    sizes = Sizes(node=wide, gap=36.0, bend=26.0)
    return _Picture(flow, lang, boxes, layout(list(boxes), ways, sizes), wide).written()


def _from_the_start(flow: Flow) -> list[str]:
    """Names of the states, the start first."""
    return sorted(flow.states, key=lambda name: name != flow.start)


class _Exit(Struct, frozen=True):
    """Where a way leaves a box."""

    cell: Cell
    x: float
    y: float


class _Picture:
    """Everything has its place; what remains is to write it down."""

    def __init__(self, flow: Flow, lang: str, boxes: Mapping[str, Box], plan: Layout, wide: float) -> None:
        self.flow = flow
        self.lang = lang
        self.boxes = boxes
        self.plan = plan
        self.wide = wide
        self.row_of = {name: n for n, row in enumerate(plan.rows) for name in row}
        self.tops: list[float] = []
        self.ends: list[float] = []
        y = _HEAD
        for row in plan.rows:
            self.tops.append(y)
            y += max((boxes[name].height for name in row), default=0.0)
            self.ends.append(y)
            y += _BETWEEN
        self.height = y - _BETWEEN + _LEGEND + _MARGIN
        self.width = max(plan.width, 560.0) + 2 * _MARGIN

    def written(self) -> str:
        """The document."""
        name = said(self.flow.name, self.lang)
        title = f"{name[:1].upper()}{name[1:]} ({self.flow.flow})"
        described = " ".join(self._described())
        parts = [
            element("title", clean(title), id="flow-title"),
            element("desc", clean(described), id="flow-desc"),
            element("style", STYLE),
            element("defs", _arrow()),
            element("rect", width=self.width, height=self.height, fill="#ffffff"),
            *self._head(title),
            *self._ways(),
            *(self._box(box) for box in self.boxes.values()),
            *self._legend(),
        ]
        return (
            element(
                "svg",
                *(f"\n{part}" for part in parts),
                "\n",
                xmlns="http://www.w3.org/2000/svg",
                viewBox=f"0 0 {self.width:.0f} {self.height:.0f}",
                width=round(self.width),
                height=round(self.height),
                role="img",
                lang=self.lang,
                aria_labelledby="flow-title flow-desc",
            )
            + "\n"
        )

    def _described(self) -> Iterator[str]:
        """The graph as sentences, for whoever does not see it."""
        for name, state in self.flow.states.items():
            leads = "; ".join(
                f"{way(state, how, self.lang) or words('then', self.lang)} → {target}"
                for how, target in state.targets()
            )
            kind = said(SHAPES[shape(state)], self.lang)
            yield f"{name} ({kind}){colon(self.lang) if leads else ''}{leads}."

    def _head(self, title: str) -> Iterator[str]:
        yield element("text", clean(title), x=_MARGIN, y=34, class_="title")
        line = words("sent_by", self.lang).format(sender=self.flow.sender, version=self.flow.version)
        yield element("text", clean(line), x=_MARGIN, y=54, class_="small")

    # ---- places

    def _x(self, name: str) -> float:
        return _MARGIN + self.plan.column[name]

    def _box(self, box: Box) -> str:
        left = self._x(box.name) - self.wide / 2
        cells = [(exit.cell, exit.x) for exit in self._exits(box.name)]
        return drawn(box, left, self.tops[self.row_of[box.name]], self.wide, cells)

    def _exits(self, name: str) -> list[_Exit]:
        """The ways out of a box from the left, each under its label."""
        box = self.boxes[name]
        cells = sorted(box.cells, key=lambda cell: self._towards(name, cell.target))
        each = self.wide / max(len(cells), 1)
        left = self._x(name) - self.wide / 2
        bottom = self.tops[self.row_of[name]] + box.height
        return [_Exit(cell, left + each * (n + 0.5), bottom) for n, cell in enumerate(cells)]

    def _towards(self, name: str, target: str) -> float:
        """Where a way goes next, from the left."""
        if (name, target) in self.plan.back:
            return self._x(name) + self.wide
        bends = self.plan.bends.get((name, target))
        return _MARGIN + bends[0][1] if bends else self.plan.column.get(target, 0.0) + _MARGIN

    def _entries(self) -> dict[Way, float]:
        """Where each way comes in on top of a box, from the left."""
        coming: dict[str, list[tuple[float, str]]] = {}
        for name in self.boxes:
            for exit in self._exits(name):
                target = exit.cell.target
                if target in self.boxes and target != name and (name, target) not in self.plan.back:
                    bends = self.plan.bends[name, target]
                    x = _MARGIN + bends[-1][1] if bends else exit.x
                    coming.setdefault(target, []).append((x, name))
        entries: dict[Way, float] = {}
        for target, sources in coming.items():
            step = min(22.0, self.wide / (len(sources) + 1))
            first = self._x(target) - step * (len(sources) - 1) / 2
            for n, (_, name) in enumerate(sorted(sources)):
                entries[name, target] = first + step * n
        return entries

    # ---- ways

    def _ways(self) -> Iterator[str]:
        entries = self._entries()
        for name in self.boxes:
            for exit in self._exits(name):
                target = exit.cell.target
                if target not in self.boxes or target == name:
                    continue
                if (name, target) in self.plan.back:
                    path = self._upwards(exit, name, target)
                else:
                    path = self._downwards(exit, name, target, entries[name, target])
                look = "way quiet" if exit.cell.quiet else "way"
                yield element("path", d=path, class_=look, marker_end="url(#flow-arrow)")

    def _downwards(self, exit: _Exit, name: str, target: str, entry: float) -> str:
        """Straight down within rows, turning between them."""
        row = self.row_of[name]
        path = [f"M{exit.x:.1f} {exit.y:.1f}V{self.ends[row]:.1f}"]
        x, y = exit.x, self.ends[row]
        for n, column in self.plan.bends[name, target]:
            path.append(f"{_turn(x, y, _MARGIN + column, self.tops[n])}V{self.ends[n]:.1f}")
            x, y = _MARGIN + column, self.ends[n]
        path.append(_turn(x, y, entry, self.tops[self.row_of[target]] - 6))
        return "".join(path)

    def _upwards(self, exit: _Exit, name: str, target: str) -> str:
        """Out of the bottom, round the side of the box, and into the side of the other."""
        bends = self.plan.bends[target, name][::-1]
        right = (_MARGIN + bends[0][1] if bends else self._x(target) + 1) >= self._x(name)
        side = self.wide / 2 + 14 if right else -self.wide / 2 - 14
        x, y = self._x(name) + side, self.tops[self.row_of[name]]
        low = exit.y + 20
        out = f"C{exit.x:.1f} {low:.1f} {x:.1f} {low:.1f} {x:.1f} {exit.y:.1f}"
        path = [f"M{exit.x:.1f} {exit.y:.1f}{out}V{y:.1f}"]
        for n, column in bends:
            path.append(f"{_turn(x, y, _MARGIN + column, self.ends[n])}V{self.tops[n]:.1f}")
            x, y = _MARGIN + column, self.tops[n]
        hand = 1 if x >= self._x(target) else -1
        beside = self._x(target) + hand * (self.wide / 2 + 22)
        row = self.row_of[target]
        height = self.tops[row] + 24
        path.append(f"{_turn(x, y, beside, self.ends[row])}V{height + 16:.1f}")
        path.append(f"q0 -16 {-16 * hand} -16")
        return "".join(path)

    # ---- legend

    def _legend(self) -> Iterator[str]:
        y = self.height - _LEGEND
        x = _MARGIN
        for kind in dict.fromkeys(box.shape for box in self.boxes.values()):
            fill, ink = COLOURS[kind]
            yield element("rect", x=x, y=y, width=16, height=12, rx=3, fill=fill, stroke=ink)
            label = said(SHAPES[kind], self.lang)
            yield element("text", clean(label), x=x + 22, y=y + 10, class_="small")
            x += 40 + 6.4 * len(label)
        for look, name in (("way", "solid"), ("way quiet", "dashed")):
            y += 22 if look == "way" else 0
            x = _MARGIN if look == "way" else x
            yield element("path", d=f"M{x:.1f} {y + 6:.1f}h30", class_=look)
            label = words(name, self.lang)
            yield element("text", clean(label), x=x + 38, y=y + 10, class_="small")
            x += 62 + 6.2 * len(label)


def _turn(x: float, y: float, to_x: float, to_y: float) -> str:
    """A smooth turn from one column to another, upright at both ends."""
    middle = (y + to_y) / 2
    return f"C{x:.1f} {middle:.1f} {to_x:.1f} {middle:.1f} {to_x:.1f} {to_y:.1f}"


def _arrow() -> str:
    tip = element("path", d="M0 0L8 4L0 8z", fill="#47566a")
    return element(
        "marker", tip, id="flow-arrow", viewBox="0 0 8 8", refX=2, refY=4,
        markerWidth=9, markerHeight=9, markerUnits="userSpaceOnUse", orient="auto",
    )  # fmt: skip
