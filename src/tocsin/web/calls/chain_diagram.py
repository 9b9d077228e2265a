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
    """Boxes in columns, and the links that lead to the right."""
    shown = {n: cases[:MOST] for n, cases in columns.items()}
    first, tallest = min(shown), max(len(cases) for cases in shown.values())
    height = tallest * (HIGH + APART) + APART
    boxes = {
        one: CaseBox(
            one,
            2 + (n - first) * (WIDE + BETWEEN),
            _box_top(place, len(cases), height),
            one in mine,
            one in opens,
        )
        for n, cases in shown.items()
        for place, one in enumerate(cases)
    }
    lines = tuple(
        _curve_path(boxes[source], boxes[target])
        for source, target in sorted({(link.source, link.case) for link in every})
        if source in boxes and target in boxes and boxes[source].x < boxes[target].x
    )
    width = (max(shown) - first) * (WIDE + BETWEEN) + WIDE + 4
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
    """Column -> its cases, those of the cluster first; in a ring a case stands where it was met first."""
    own = set(cases)
    known = sorted(own.union(*((link.source, link.case) for link in links)))
    column = dict.fromkeys(known, 0)
    for _ in range(min(len(known), COLUMNS + 1)):
        moved = {
            link.case: column[link.source] + 1 for link in links if column[link.case] <= column[link.source]
        }
        if not moved:
            break
        column |= moved
    columns: dict[int, list[int]] = {}
    for one in sorted(known, key=lambda case: (case not in own, case)):
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


def _curve_path(source: CaseBox, target: CaseBox) -> str:
    x, y = source.x + WIDE, source.y + HIGH // 2
    to_x, to_y = target.x - 5, target.y + HIGH // 2
    middle = (x + to_x) // 2
    return f"M{x} {y}C{middle} {y} {middle} {to_y} {to_x} {to_y}"
