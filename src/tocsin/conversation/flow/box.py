"""One state in the picture of a flow: what it is, its first words, whom it calls, and its ways out."""

from collections.abc import Iterator, Sequence
from textwrap import wrap
from typing import Final

from msgspec import Struct

from tocsin.charter.words import said
from tocsin.conversation.flow.cost import cost
from tocsin.conversation.flow.schema import Flow, State, Wait
from tocsin.conversation.flow.style import COLOURS, words
from tocsin.conversation.flow.svg import clean, element
from tocsin.conversation.flow.words import SHAPES, Shape, colon, length, shape, way

PADDING: Final = 12.0
_LINE = 15.0
_WIDTH = 236.0
_WIDEST = 520.0
_LETTER = 6.5
"""Mean width of a letter of a label, in the widest of the fonts."""
_MOST_LINES = 3
_QUIET = ("silence", "lost")
_LONGEST = 600
"""Characters of a text that are looked at."""


class Cell(Struct, frozen=True):
    """A way out, under its label."""

    label: tuple[str, ...]
    """Line by line."""
    target: str
    quiet: bool
    """Whether only silence, or an answer not understood, leads there."""


class Box(Struct, frozen=True, kw_only=True):
    """A state, ready to be drawn."""

    name: str
    shape: Shape
    kind: str
    """What it is, in words."""
    cost: str
    """``2 SMS``, or empty."""
    lines: tuple[str, ...]
    """First words of its text, or for how long it waits."""
    notes: tuple[str, ...]
    """What happens in silence."""
    calls: tuple[str, ...]
    """Why a human is asked to ring."""
    cells: tuple[Cell, ...]
    whole: str
    """The whole text, shown where the pointer rests."""

    @property
    def labels(self) -> int:
        """Lines of the labels of its ways out."""
        return max((len(cell.label) for cell in self.cells), default=0)

    @property
    def height(self) -> float:
        """Its height."""
        body = len(self.lines) * _LINE + (len(self.notes) + len(self.calls)) * 14.0
        strip = 10.0 + self.labels * 12.0 if self.labels else 0.0
        return 44.0 + body + (6.0 if body else 0.0) + strip


def box_of(flow: Flow, name: str, lang: str, wide: float) -> Box:
    """A state as its box, of that width."""
    state = flow.states[name]
    found = shape(state)
    kind = said(SHAPES[found], lang)
    return Box(
        name=name,
        shape=found,
        kind=f"{words('start', lang)} · {kind}" if name == flow.start else kind,
        cost=f"{cost(flow, state.say, lang).parts} SMS" if state.say else "",
        lines=tuple(_folded(_body(name, state, lang), int(wide / 7.2), _MOST_LINES)),
        notes=tuple(_folded(_silence(state, lang), int(wide / 6.6), _MOST_LINES)),
        calls=tuple(_calls(state, lang)),
        cells=tuple(_cells(name, state, lang, wide)),
        whole=said(state.say, lang) if state.say else "",
    )


def _folded(text: str, letters: int, most: int) -> list[str]:
    return wrap(text[:_LONGEST], letters, max_lines=most, placeholder="…")


def _body(name: str, state: State, lang: str) -> str:
    if state.say:
        return said(state.say, lang)
    if state.wait:
        return _pause(state.wait, lang)
    if state.end:
        return "" if state.end == name else state.end
    return ", ".join(f"{fact} = {str(value).lower()}" for fact, value in state.assign.items())


def _pause(wait: Wait, lang: str) -> str:
    if wait.after:
        return words("for", lang).format(time=length(wait.after, lang))
    day = f"{wait.until} {wait.days:+d}" if wait.days else wait.until
    return words("until", lang).format(day=day, hour=wait.at)


def _silence(state: State, lang: str) -> str:
    """What happens without an answer: ``sans réponse : rappel après 2 h, puis suite après 3 jours``."""
    steps = []
    for step in state.silence:
        name = "reminder" if step.say else "call_after" if step.call else "gives_up"
        steps.append(words(name, lang).format(time=length(step.after, lang)))
    lead = f"{words('unanswered', lang)}{colon(lang)}"
    return lead + f", {words('and_then', lang)} ".join(steps) if steps else ""


def _calls(state: State, lang: str) -> Iterator[str]:
    for reason in (state.call, *(step.call for step in state.silence)):
        if reason:
            yield f"{words('adviser', lang)}{colon(lang)}{reason}"


def _cells(here: str, state: State, lang: str, wide: float) -> Iterator[Cell]:
    """The ways out; those to one state are one. A way back to the state itself is only marked."""
    names: dict[str, list[str]] = {}
    for name, target in state.targets():
        names.setdefault(target, []).append(name)
    letters = max(int((wide / max(len(names), 1) - 6) / _LETTER), 4)
    onward = words("then", lang) if len(names) > 1 else ""
    for target, found in names.items():
        label = ", ".join(filter(None, (way(state, name, lang) or onward for name in found)))
        if target == here:
            label += " ↺"
        quiet = all(name in _QUIET for name in found)
        yield Cell(tuple(_folded(label, letters, _MOST_LINES)), target, quiet)


# ------------------------------------------------------------------------------------ on paper


def width_for(flow: Flow) -> float:
    """One width for all, so that the labels of the state with most ways out can be read."""
    most = max((len({target for _, target in state.targets()}) for state in flow.states.values()), default=1)
    return min(max(_WIDTH, 78.0 * most), _WIDEST)


def drawn(box: Box, left: float, top: float, wide: float, cells: Sequence[tuple[Cell, float]]) -> str:
    """The box with its left upper corner there, and its ways out at these columns."""
    fill, ink = COLOURS[box.shape]
    parts = [
        element("title", clean(f"{box.name} · {box.whole or box.kind}")),
        element("path", d=_frame(box, left, top, wide), fill=fill, stroke=ink, stroke_width=1.5),
        element("text", clean(box.kind.upper()), x=left + PADDING, y=top + 17, class_="kind"),
        element("text", clean(_cut(box.name, 30)), x=left + PADDING, y=top + 35, class_="name"),
    ]
    if box.cost:
        end = left + wide - PADDING
        parts.append(element("text", clean(box.cost), x=end, y=top + 17, class_="small", text_anchor="end"))
    parts += _written(box, left, top + 35)
    parts += _strip(box, left, top, wide, cells, ink)
    return element("g", *parts)


def _written(box: Box, left: float, y: float) -> Iterator[str]:
    y += 2
    for line in box.lines:
        y += _LINE
        yield element("text", clean(line), x=left + PADDING, y=y)
    for line in box.notes:
        y += 14
        yield element("text", clean(line), x=left + PADDING, y=y, class_="small")
    for line in box.calls:
        y += 14
        yield element("path", d=_telephone(left + PADDING, y - 9), fill="#a32c1f")
        yield element("text", clean(_cut(line, 32)), x=left + PADDING + 16, y=y, class_="call")


def _strip(
    box: Box, left: float, top: float, wide: float, cells: Sequence[tuple[Cell, float]], ink: str
) -> Iterator[str]:
    """The labels of the ways out, at the foot of the box."""
    if not box.labels:
        return
    bottom = top + box.height
    high = 8.0 + box.labels * 12.0
    yield element("path", d=f"M{left:.1f} {bottom - high:.1f}h{wide:.1f}", stroke=ink, stroke_opacity=0.45)
    for n, (cell, x) in enumerate(cells):
        if n:
            edge = left + wide * n / len(cells)
            yield element(
                "path", d=f"M{edge:.1f} {bottom - high:.1f}v{high:.1f}", stroke=ink, stroke_opacity=0.45
            )
        y = bottom - high / 2 - (len(cell.label) - 1) * 6 + 4
        for line in cell.label:
            yield element("text", clean(line), x=x, y=y, class_="cell")
            y += 12


def _frame(box: Box, left: float, top: float, wide: float) -> str:
    """The outline: a fork has its corners cut, an end is round, a pause is square."""
    high, right, bottom = box.height, left + wide, top + box.height
    if box.shape == "fork":
        c = 14.0
        return (
            f"M{left + c:.1f} {top:.1f}H{right - c:.1f}L{right:.1f} {top + c:.1f}V{bottom - c:.1f}"
            f"L{right - c:.1f} {bottom:.1f}H{left + c:.1f}L{left:.1f} {bottom - c:.1f}V{top + c:.1f}z"
        )
    r = min(high / 2, 24.0) if box.shape == "end" else 3.0 if box.shape == "pause" else 9.0
    turn = f"a{r} {r} 0 0 1"
    return (
        f"M{left + r:.1f} {top:.1f}H{right - r:.1f}{turn} {r} {r}V{bottom - r:.1f}{turn} -{r} {r}"
        f"H{left + r:.1f}{turn} -{r} -{r}V{top + r:.1f}{turn} {r} -{r}z"
    )


def _telephone(x: float, y: float) -> str:
    """A small receiver."""
    return (
        f"M{x + 1:.1f} {y:.1f}l2.6-.4 1.4 3-1.4 1.2c.8 1.5 1.6 2.3 3 3l1.3-1.4 2.9 1.4-.4 2.6"
        f"c-5 .8-10.2-4.2-9.4-9.4z"
    )


def _cut(text: str, letters: int) -> str:
    return text if len(text) <= letters else f"{text[: letters - 1]}…"
