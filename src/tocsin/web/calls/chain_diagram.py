"""Chains as a picture: who may have infected whom, a column a generation, each case a link to its file. Pure."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Final

from msgspec import Struct

from tocsin.tracing.cases.transmission_chain import TransmissionLink

GENERATIONS: Final = 3
"""Columns on either side of a case."""
COLUMNS: Final = 2 * GENERATIONS + 1
MOST: Final = 12
"""Cases of a column: the rest is in the list."""
WIDE, HIGH, APART, BETWEEN = 84, 30, 12, 40
"""Of a box, and between boxes."""


class CaseBox(Struct, frozen=True):
    case: int
    x: int
    y: int
    mine: bool
    """The case whose chain it is, or a case of the cluster."""
    opens: bool
    """Whether whoever looks may open its file."""


class ChainDiagram(Struct, frozen=True):
    width: int
    height: int
    boxes: tuple[CaseBox, ...]
    lines: tuple[str, ...]
    """Links, each as the path of a curve from the case that named to the one that was named."""
    left_out: int
    """Cases that are not shown."""


def draw_chain(
    case: int,
    up: Sequence[TransmissionLink],
    down: Sequence[TransmissionLink],
    opens: Collection[int] = frozenset(),
) -> ChainDiagram:
    """The chain around a case; ``opens``: cases whose files may be opened."""
    columns = _arrange_generations(case, up, down)
    shown = {n: cases for n, cases in columns.items() if abs(n) <= GENERATIONS}
    return _lay_out(shown, (*up, *down), {case}, opens, sum(map(len, columns.values())))


def draw_cluster(
    cases: Sequence[int], links: Sequence[TransmissionLink], opens: Collection[int] = frozenset()
) -> ChainDiagram:
    """The cases of a cluster, whoever named them and whoever they led to; ``opens`` as above.

    A case stands one column behind the last of those who named it. Columns too many are left out, those with fewest of the
    cluster's own first.
    """
    columns = _arrange_sources(cases, links)
    own = set(cases)
    kept = sorted(columns, key=lambda n: (-len(own.intersection(columns[n])), n))[:COLUMNS]
    shown = {n: columns[old] for n, old in enumerate(sorted(kept))}
    return _lay_out(shown, links, own, opens, sum(map(len, columns.values())))


def _lay_out(
    columns: Mapping[int, Sequence[int]],
    every: Iterable[TransmissionLink],
    mine: Collection[int],
    opens: Collection[int],
    known: int,
) -> ChainDiagram:
    """Boxes in columns, and the links between them: one that passes a column has a place of its own there."""
    shown = {n: cases[:MOST] for n, cases in columns.items()}
    column = {case: n for n, cases in shown.items() for case in cases}
    pairs = {(link.source, link.case) for link in every if link.source != link.case}
    links = sorted(pair for pair in pairs if column.keys() >= set(pair))
    passing: dict[int, list[int]] = {n: [] for n in shown}
    for source, target in links:
        for n in range(column[source] + 1, column[target]):
            if n in passing and source not in passing[n]:
                passing[n].append(source)
    first, tallest = min(shown), max(len(cases) + len(passing[n]) for n, cases in shown.items())
    height = tallest * (HIGH + APART) + APART

    def place(n: int, at: int) -> tuple[int, int]:
        top = _box_top(at, len(shown[n]) + len(passing[n]), height)
        return 2 + (n - first) * (WIDE + BETWEEN), top

    boxes = {
        one: CaseBox(one, *place(n, at), one in mine, one in opens)
        for n, cases in shown.items()
        for at, one in enumerate(cases)
    }
    lanes = {
        (source, n): place(n, len(shown[n]) + at)
        for n, sources in passing.items()
        for at, source in enumerate(sources)
    }
    lines = tuple(
        _link_path(
            boxes[source],
            [lanes[source, n] for n in range(column[source] + 1, column[target]) if n in passing],
            boxes[target],
        )
        for source, target in links
    )
    width = (max(shown) - first + 1) * (WIDE + BETWEEN) + 4
    return ChainDiagram(width, height, tuple(boxes.values()), lines, known - len(boxes))


def _arrange_generations(
    case: int, up: Sequence[TransmissionLink], down: Sequence[TransmissionLink]
) -> dict[int, list[int]]:
    """Generation, below zero for those before, -> its cases; each stands where it is nearest."""
    columns: dict[int, list[int]] = {0: [case]}
    seen = {case}
    for generation, one in _sort_by_distance(((-link.depth, link.source) for link in up), down):
        if one not in seen:
            seen.add(one)
            columns.setdefault(generation, []).append(one)
    return columns


def _arrange_sources(cases: Sequence[int], links: Sequence[TransmissionLink]) -> dict[int, list[int]]:
    """Column -> its cases, those of the cluster first; of a ring the case with the least number stands first."""
    own = set(cases)
    waiting: dict[int, set[int]] = {one: set() for one in sorted(own)}
    for link in links:
        waiting.setdefault(link.source, set())
        waiting.setdefault(link.case, set()).add(link.source)
    column: dict[int, int] = {}
    while waiting:
        ready = [one for one, sources in waiting.items() if sources.isdisjoint(waiting)] or [min(waiting)]
        column |= {
            one: max((column[source] + 1 for source in waiting[one] if source in column), default=0)
            for one in ready
        }
        for one in ready:
            del waiting[one]
    columns: dict[int, list[int]] = {}
    for one in sorted(column, key=lambda case: (case not in own, case)):
        columns.setdefault(column[one], []).append(one)
    return columns


def _sort_by_distance(
    before: Iterable[tuple[int, int]], down: Sequence[TransmissionLink]
) -> list[tuple[int, int]]:
    every = [*before, *((link.depth, link.case) for link in down)]
    return sorted(every, key=lambda one: (abs(one[0]), one[0], one[1]))


def _box_top(place: int, of: int, height: int) -> int:
    """Where a box begins: its column stands in the middle."""
    column = of * (HIGH + APART) - APART
    return (height - column) // 2 + place * (HIGH + APART)


def _link_path(source: CaseBox, lanes: Sequence[tuple[int, int]], target: CaseBox) -> str:
    """From the case that named to the one that was named; what leads back, or down a column, leaves from below."""
    if source.x == target.x:
        x, y, to_y = source.x + WIDE, source.y + HIGH // 2, target.y + HIGH // 2
        return f"M{x} {y}C{x + BETWEEN} {y} {x + BETWEEN} {to_y} {x + 5} {to_y}"
    if source.x > target.x:
        low = HIGH * 3 // 4
        return f"M{source.x} {source.y + low}{_curve_to(source.x, source.y + low, target.x + WIDE + 5, target.y + low)}"
    x, y = source.x + WIDE, source.y + HIGH // 2
    path = f"M{x} {y}"
    for lane_x, top in lanes:
        to_y = top + HIGH // 2
        path += f"{_curve_to(x, y, lane_x, to_y)}H{lane_x + WIDE}"
        x, y = lane_x + WIDE, to_y
    return path + _curve_to(x, y, target.x - 5, target.y + HIGH // 2)


def _curve_to(x: int, y: int, to_x: int, to_y: int) -> str:
    middle = (x + to_x) // 2
    return f"C{middle} {y} {middle} {to_y} {to_x} {to_y}"
