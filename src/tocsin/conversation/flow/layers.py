"""A small layered layout: nodes in rows from the start downwards, as few crossings as simple means give.

1. Ways back are recognised, and set aside. 2. A node's layer is its longest way from the start. 3. A way that
passes layers gets a bend in each. 4. Sweeps up and down put each node near the mean of its neighbours. 5. The
same means, with room kept between, give the places.

For at most some hundred nodes: what is larger, nobody could read.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Final

from msgspec import Struct

Way = tuple[str, str]
"""From, to."""
Bend = tuple[str, str, int]
"""A point at which a way passes a layer."""
Spot = str | Bend
"""A node by its name, or a bend."""
Link = tuple[Spot, Spot]
"""A piece of a way, from one layer to the next."""
Rows = Sequence[Sequence[Spot]]

SWEEPS: Final = 12


class Sizes(Struct, frozen=True):
    """Room to keep, in the units of the widths."""

    node: float
    """Width of a node."""
    gap: float
    """Between nodes."""
    bend: float
    """Between a way that passes and its neighbours."""


class Layout(Struct, frozen=True):
    """Where everything stands: columns in units, rows by number."""

    rows: tuple[tuple[str, ...], ...]
    """Nodes of each layer, from the left; bends left out."""
    column: Mapping[str, float]
    """Node -> its centre; the smallest left edge is 0."""
    bends: Mapping[Way, tuple[tuple[int, float], ...]]
    """Way -> the layers that it passes, downwards, and where."""
    back: frozenset[Way]
    """Ways that lead back up."""
    width: float


def layout(nodes: Sequence[str], ways: Iterable[Way], sizes: Sizes) -> Layout:
    """Lay nodes out, the first at the top. Ways between unknown nodes, or to a node itself, are left out."""
    known = set(nodes)
    clean = [(a, b) for a, b in dict.fromkeys(ways) if a in known and b in known and a != b]
    back = _back(nodes, clean)
    down = [(b, a) if (a, b) in back else (a, b) for a, b in clean]
    level = _levels(nodes, down)
    rows, links, chains = _filled(nodes, dict.fromkeys(down), level)
    rows = _ordered(rows, links)
    column = _placed(rows, links, sizes)
    left = min((x - _half(spot, sizes) for spot, x in column.items()), default=0)
    right = max((x + _half(spot, sizes) for spot, x in column.items()), default=0)
    return Layout(
        rows=tuple(tuple(name for name in row if isinstance(name, str)) for row in rows),
        column={name: column[name] - left for name in nodes},
        bends={way: tuple((bend[2], column[bend] - left) for bend in chain) for way, chain in chains.items()},
        back=frozenset(back),
        width=right - left,
    )


def _half(spot: Spot, sizes: Sizes) -> float:
    """Room that a spot takes to each side."""
    return sizes.node / 2 if isinstance(spot, str) else 0.0


# ------------------------------------------------------------------------------------ layers


def _back(nodes: Sequence[str], ways: Sequence[Way]) -> set[Way]:
    """Ways that close a circle, walking from the first node in the order of the document."""
    onward: dict[str, list[str]] = {name: [] for name in nodes}
    for a, b in ways:
        onward[a].append(b)
    found: set[Way] = set()
    seen: set[str] = set()
    for root in nodes:
        if root in seen:
            continue
        seen.add(root)
        path = {root}
        stack = [(root, iter(onward[root]))]
        while stack:
            name, ahead = stack[-1]
            for target in ahead:
                if target in path:
                    found.add((name, target))
                elif target not in seen:
                    seen.add(target)
                    path.add(target)
                    stack.append((target, iter(onward[target])))
                    break
            else:
                path.discard(name)
                stack.pop()
    return found


def _levels(nodes: Sequence[str], down: Sequence[Way]) -> dict[str, int]:
    """Longest way from a node that nothing leads to; such a node, other than the first, stands just above."""
    before: dict[str, set[str]] = {name: set() for name in nodes}
    after: dict[str, set[str]] = {name: set() for name in nodes}
    for a, b in down:
        before[b].add(a)
        after[a].add(b)
    level: dict[str, int] = {}
    waiting = {name: len(before[name]) for name in nodes}
    ready = [name for name in nodes if not waiting[name]]
    while ready:
        name = ready.pop(0)
        level[name] = max((level[b] + 1 for b in before[name]), default=0)
        for target in sorted(after[name]):
            waiting[target] -= 1
            if not waiting[target]:
                ready.append(target)
    for name in nodes[1:]:
        if not before[name] and after[name]:
            level[name] = min(level[target] for target in after[name]) - 1
    return level


def _filled(
    nodes: Sequence[str], down: Iterable[Way], level: Mapping[str, int]
) -> tuple[list[list[Spot]], list[Link], dict[Way, list[Bend]]]:
    """Rows with the bends of the ways that pass them, the links from row to row, and each way's bends."""
    rows: list[list[Spot]] = [[] for _ in range(max(level.values(), default=-1) + 1)]
    for name in nodes:
        rows[level[name]].append(name)
    links: list[Link] = []
    chains: dict[Way, list[Bend]] = {}
    for a, b in down:
        chain = [(a, b, n) for n in range(level[a] + 1, level[b])]
        for bend in chain:
            rows[bend[2]].append(bend)
        chains[a, b] = chain
        links += zip([a, *chain], [*chain, b], strict=True)
    return rows, links, chains


# ------------------------------------------------------------------------------------ order in a row


def _ordered(rows: list[list[Spot]], links: Sequence[Link]) -> list[list[Spot]]:
    """The order with the fewest crossings among those that the sweeps came through."""
    above, below = _neighbours(links)
    best, least = rows, crossings(rows, links)
    for sweep in range(SWEEPS):
        rows = _swept(rows, above) if sweep % 2 == 0 else _swept(rows[::-1], below)[::-1]
        now = crossings(rows, links)
        if now < least:
            best, least = rows, now
    return best


def _neighbours(links: Sequence[Link]) -> tuple[dict[Spot, list[Spot]], dict[Spot, list[Spot]]]:
    above: dict[Spot, list[Spot]] = {}
    below: dict[Spot, list[Spot]] = {}
    for a, b in links:
        above.setdefault(b, []).append(a)
        below.setdefault(a, []).append(b)
    return above, below


def _swept(rows: list[list[Spot]], fixed: Mapping[Spot, list[Spot]]) -> list[list[Spot]]:
    """Each row in turn sorted by the mean place of its neighbours in the row before."""
    place: dict[Spot, float] = {}
    swept = []
    for row in rows:
        own = {name: n for n, name in enumerate(row)}
        mean = {
            name: sum(places) / len(places)
            if (places := [place[o] for o in fixed.get(name, ())])
            else own[name]
            for name in row
        }
        row = sorted(row, key=lambda name: (mean[name], own[name]))
        place.update((name, n) for n, name in enumerate(row))
        swept.append(row)
    return swept


def crossings(rows: Rows, links: Iterable[Link]) -> int:
    """How many pairs of links between neighbouring rows cross."""
    place = {name: n for row in rows for n, name in enumerate(row)}
    level = {name: n for n, row in enumerate(rows) for name in row}
    between: dict[int, list[tuple[int, int]]] = {}
    for a, b in links:
        between.setdefault(level[a], []).append((place[a], place[b]))
    return sum(_inversions([b for _, b in sorted(pairs)]) for pairs in between.values())


def _inversions(numbers: list[int]) -> int:
    """Pairs that stand in the wrong order, counted while sorting."""
    if len(numbers) < 2:
        return 0
    half = len(numbers) // 2
    left, right = numbers[:half], numbers[half:]
    count = _inversions(left) + _inversions(right)
    left.sort()
    right.sort()
    at = 0
    for number in right:
        while at < len(left) and left[at] <= number:
            at += 1
        count += len(left) - at
    return count


# ------------------------------------------------------------------------------------ places


def _placed(rows: Rows, links: Sequence[Link], sizes: Sizes) -> dict[Spot, float]:
    """Centres: first side by side, then drawn towards their neighbours, above and below in turn."""
    above, below = _neighbours(links)
    column: dict[Spot, float] = {}
    for row in rows:
        width = 0.0
        for n, name in enumerate(row):
            width += _apart(row[n - 1], name, sizes) if n else 0.0
            column[name] = width
        for name in row:
            column[name] -= width / 2
    for sweep in range(2 * SWEEPS):
        upwards = sweep % 2 == 1
        for row in reversed(rows) if upwards else rows:
            _settle(row, below if upwards else above, column, sizes)
    return column


def _settle(
    row: Sequence[Spot], fixed: Mapping[Spot, list[Spot]], column: dict[Spot, float], sizes: Sizes
) -> None:
    """Bring a row as near to its neighbours as the room between allows: touching nodes move as one block."""
    blocks: list[tuple[float, float, list[tuple[Spot, float]]]] = []
    for name in row:
        near = [column[other] for other in fixed.get(name, ())] or [column[name]]
        weight = 1.0 if isinstance(name, str) else 4.0  # long ways stay straight
        block = (sum(near) / len(near) * weight, weight, [(name, 0.0)])
        while blocks:
            former = blocks[-1]
            last, offset = former[2][-1]
            reach = offset + _apart(last, block[2][0][0], sizes)
            if former[0] / former[1] + reach <= block[0] / block[1]:
                break
            blocks.pop()
            moved = [(member, place + reach) for member, place in block[2]]
            block = (former[0] + block[0] - reach * block[1], former[1] + block[1], [*former[2], *moved])
        blocks.append(block)
    for total, weight, members in blocks:
        for name, offset in members:
            column[name] = total / weight + offset


def _apart(left: Spot, right: Spot, sizes: Sizes) -> float:
    """Distance to keep between two centres."""
    both = isinstance(left, str) and isinstance(right, str)
    return _half(left, sizes) + _half(right, sizes) + (sizes.gap if both else sizes.bend)
