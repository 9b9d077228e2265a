"""Curves that go up in steps: the share for which something has come by a time."""

from collections.abc import Callable, Sequence
from itertools import pairwise

from django.utils.safestring import SafeString
from msgspec import Struct

from tocsin.web.charts.lines import FOOT, HEIGHT, LEFT, RIGHT, TOP, below, grid
from tocsin.web.charts.scale import Scale
from tocsin.web.charts.svg import WIDTH, element, frame, path


class Stair(Struct, frozen=True):
    """From this time on it is this share, which lies between these bounds."""

    x: float
    y: float
    low: float | None = None
    high: float | None = None


def steps(
    name: str,
    title: str,
    told: str,
    stairs: Sequence[Stair],
    marks: Sequence[tuple[int, str]],
    until: float,
    shown: Callable[[float], str],
    *,
    seen: float | None = None,
    rule: float | None = None,
) -> SafeString:
    """``until`` is the end of the axis of time, ``seen`` the time beyond which nothing is known, ``rule`` a
    time drawn right up, such as 24 hours."""
    across = Scale(0, until, LEFT, WIDTH - RIGHT)
    up = Scale(0, 1, HEIGHT - FOOT, TOP)
    pieces = [*grid((0, 0.25, 0.5, 0.75, 1), up, shown), *below(marks, across, HEIGHT - FOOT)]
    if rule is not None:
        x = across.at(rule)
        pieces.append(element("line", x1=x, x2=x, y1=TOP, y2=HEIGHT - FOOT, class_="rule"))
    known = [Stair(0, 0), *(one for one in stairs if one.x <= until)]
    if len(known) > 1:
        last = Stair(until if seen is None else min(until, seen), known[-1].y, known[-1].low, known[-1].high)
        known.append(last)
        banded = [one for one in known if one.low is not None and one.high is not None]
        upper = _stairs([(across.at(one.x), up.at(one.high or 0)) for one in banded])
        lower = _stairs([(across.at(one.x), up.at(one.low or 0)) for one in banded])
        if banded:
            pieces.append(element("path", d=path([*upper, *reversed(lower)]) + "Z", class_="band"))
        line = _stairs([(across.at(one.x), up.at(one.y)) for one in known])
        pieces.append(element("path", d=path(line), class_="line"))
    return frame(name, title, told, HEIGHT, *pieces)


def _stairs(points: Sequence[tuple[float, float]]) -> list[tuple[float, float]]:
    found = list(points[:1])
    for (_, before), (x, y) in pairwise(points):
        found += [(x, before), (x, y)]
    return found
