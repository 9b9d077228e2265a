"""Plots as SVG: lines over time, and means with their intervals. Presentation attributes only, no style.

Colours are those of Okabe and Ito, which people with any kind of colour vision tell apart; each line has a
dash of its own and a mark with its number besides, so that nobody needs the colour.
"""

from collections.abc import Callable, Sequence
from html import escape
from math import ceil, floor, log10
from typing import Final

from msgspec import Struct

COLOURS: Final = ("#0072B2", "#D55E00", "#009E73", "#CC79A7", "#8A6D00", "#3B8FC4", "#000000", "#7A3E9D")
DASHES: Final = ("", "7 4", "2 3", "10 3 2 3", "5 2", "1 2", "12 4", "3 6")
INK: Final = "#333333"
FAINT: Final = "#D5D5D5"
WIDTH: Final = 720
HEIGHT: Final = 300
LEFT, RIGHT, TOP, BOTTOM = 64, 28, 14, 42
Written = Callable[[float], str]


class PolicyLine(Struct, frozen=True):
    title: str
    values: tuple[float, ...]
    low: tuple[float, ...] = ()
    high: tuple[float, ...] = ()
    """Of a band around the line; empty where there is none."""


class IntervalBar(Struct, frozen=True):
    title: str
    mean: float
    low: float | None
    high: float | None
    shown: str


def colour_of(at: int) -> str:
    return COLOURS[at % len(COLOURS)]


def draw_curves(
    lines: Sequence[PolicyLine], describe: str, across: str, ticks: Sequence[tuple[float, str]], written: Written,
    *, top: float | None = None, mark: float | None = None,
) -> str:  # fmt: skip
    """Lines over hours. ``ticks``: places on the axis, and what is there; ``mark``: an hour to point out."""
    longest = max((len(line.values) for line in lines), default=1)
    most = top or _round_up(max((max((*line.values, *line.high), default=0) for line in lines), default=0))
    last = max(1, longest - 1)

    def x(at: float) -> float:
        return LEFT + at / last * (WIDTH - LEFT - RIGHT)

    def y(value: float) -> float:
        return TOP + (1 - value / most) * (HEIGHT - TOP - BOTTOM)

    parts = [_open_svg(WIDTH, HEIGHT, describe)]
    for step in range(5):
        value = most * step / 4
        parts += [
            _draw_rule(LEFT, y(value), WIDTH - RIGHT, y(value), FAINT),
            _draw_text(LEFT - 8, y(value) + 4, written(value), "end"),
        ]
    for at, said in ticks:
        if at <= last:
            parts.append(_draw_text(x(at), HEIGHT - BOTTOM + 18, said, "middle"))
    if mark is not None and mark <= last:
        parts.append(_draw_rule(x(mark), TOP, x(mark), HEIGHT - BOTTOM, INK, "4 4"))
    parts.append(_draw_text((LEFT + WIDTH - RIGHT) / 2, HEIGHT - 6, across, "middle"))
    marks = []
    for n, line in enumerate(lines):
        points = " ".join(f"{x(at):.1f},{y(value):.1f}" for at, value in enumerate(line.values))
        dash = f' stroke-dasharray="{DASHES[n % len(DASHES)]}"' if DASHES[n % len(DASHES)] else ""
        if line.low and line.high:
            edge = [*enumerate(line.high), *reversed(list(enumerate(line.low)))]
            band = " ".join(f"{x(at):.1f},{y(value):.1f}" for at, value in edge)
            parts.append(f'<polygon points="{band}" fill="{colour_of(n)}" fill-opacity="0.15"/>')
        parts.append(
            f'<polyline points="{points}" fill="none" stroke="{colour_of(n)}" stroke-width="2.5"{dash}/>'
        )
        if line.values:
            at = round(last * (0.3 + 0.6 * (n + 0.5) / len(lines)))
            at = min(at, len(line.values) - 1)
            marks.append(_draw_mark(x(at), y(line.values[at]), n))
    return "".join([*parts, *marks, "</svg>"])


def draw_bars(rows: Sequence[IntervalBar], describe: str) -> str:
    """Means with their intervals, one below the other, on one scale that need not begin at nought."""
    row, label, right = 30, 250, 96
    ends = [end for one in rows for end in (one.mean, one.low, one.high) if end is not None]
    low, high = min(ends, default=0.0), max(ends, default=1.0)
    room = (high - low) or abs(high) or 1.0
    low, high = low - room * 0.06, high + room * 0.06
    height = row * len(rows) + 8

    def x(value: float) -> float:
        return label + (value - low) / (high - low) * (WIDTH - label - right)

    parts = [_open_svg(WIDTH, height, describe)]
    for n, one in enumerate(rows):
        y = 4 + row * n + row / 2
        parts += [
            _draw_mark(14, y, n),
            _draw_text(30, y + 4, one.title, "start"),
            _draw_rule(label, y, WIDTH - right, y, FAINT),
        ]
        if one.low is not None and one.high is not None:
            parts.append(_draw_rule(x(one.low), y, x(one.high), y, colour_of(n), width=5))
        parts.append(f'<circle cx="{x(one.mean):.1f}" cy="{y:.1f}" r="6" fill="{colour_of(n)}"/>')
        parts.append(_draw_text(WIDTH - 4, y + 4, one.shown, "end"))
    return "".join([*parts, "</svg>"])


def draw_legend_mark(at: int) -> str:
    """The mark of the nth policy, for a legend."""
    dash = f' stroke-dasharray="{DASHES[at % len(DASHES)]}"' if DASHES[at % len(DASHES)] else ""
    line = f'<line x1="2" y1="10" x2="46" y2="10" stroke="{colour_of(at)}" stroke-width="2.5"{dash}/>'
    return f'<svg width="48" height="20" viewBox="0 0 48 20" aria-hidden="true">{line}{_draw_mark(24, 10, at)}</svg>'


def _open_svg(width: float, height: float, describe: str) -> str:
    said = escape(describe, quote=True)
    return (
        f'<svg viewBox="0 0 {width} {height}" width="{width}" height="{height}" role="img"'
        f' aria-label="{said}" font-family="system-ui, sans-serif" font-size="12">'
    )


def _draw_rule(x1: float, y1: float, x2: float, y2: float, ink: str, dash: str = "", width: float = 1) -> str:
    dashed = f' stroke-dasharray="{dash}"' if dash else ""
    return (
        f'<line x1="{x1:.1f}" y1="{y1:.1f}" x2="{x2:.1f}" y2="{y2:.1f}" stroke="{ink}"'
        f' stroke-width="{width:g}"{dashed}/>'
    )


def _draw_text(x: float, y: float, said: str, anchor: str) -> str:
    return f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}" fill="{INK}">{escape(said)}</text>'


def _draw_mark(x: float, y: float, at: int) -> str:
    circle = (
        f'<circle cx="{x:.1f}" cy="{y:.1f}" r="9" fill="#FFFFFF" stroke="{colour_of(at)}" stroke-width="2"/>'
    )
    return circle + _draw_text(x, y + 4, str(at + 1), "middle")


def _round_up(value: float) -> float:
    """The next number that reads well.

    >>> _round_up(37), _round_up(0.0)
    (40.0, 1.0)
    """
    if value <= 0:
        return 1.0
    unit = 10.0 ** floor(log10(value))
    return next(
        step * unit for step in (1, 2, 4, 5, 8, 10) if ceil(value) <= step * unit or value <= step * unit
    )
