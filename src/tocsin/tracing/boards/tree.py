"""Territories in each other, and what is counted by département added up for the regions and the nation."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from functools import cache

from tocsin.tracing import territory
from tocsin.tracing.boards.hide import hidden
from tocsin.tracing.boards.model import NATION, UNKNOWN, Blocks


@cache
def tree() -> Mapping[str, tuple[str, ...]]:
    """A territory -> those inside it: the nation and the regions."""
    regions = {code: tuple(region.departments) for code, region in territory.regions().items()}
    return {NATION: (*regions, UNKNOWN), **regions}


@cache
def _above() -> Mapping[str, tuple[str, ...]]:
    """Département -> itself, its region, the nation."""
    found: dict[str, tuple[str, ...]] = {UNKNOWN: (UNKNOWN, NATION)}
    for code, region in territory.regions().items():
        found |= {place: (place, code, NATION) for place in region.departments}
    return found


def above(code: str) -> tuple[str, ...]:
    """The territories to which somebody in a département belongs; of a code that is none, the nation's
    unknown.

    >>> above("2A"), above(""), above("99")
    (('2A', 'R94', ''), ('?', ''), ('?', ''))
    """
    return _above().get(code, _above()[UNKNOWN])


def places() -> tuple[str, ...]:
    """Every territory that has a board."""
    return (NATION, UNKNOWN, *territory.regions(), *territory.departments())


class Sums:
    """Blocks of every territory, filled from rows by département."""

    def __init__(self) -> None:
        self._counts: dict[str, dict[str, dict[str, int]]] = defaultdict(lambda: defaultdict(dict))

    def add(self, code: str, block: str, cell: str, people: int) -> None:
        """So many people of a département more; it is counted in every territory around it too."""
        for place in above(code):
            cells = self._counts[place][block]
            cells[cell] = cells.get(cell, 0) + people

    def of(self, place: str) -> Blocks:
        """The blocks of a territory; those that are about nobody are missing."""
        return {block: dict(cells) for block, cells in self._counts[place].items()}

    def hidden(self) -> Mapping[str, frozenset[str]]:
        """Territory -> the blocks that are hidden there from those who are not cleared."""
        found: dict[str, set[str]] = defaultdict(set)
        for block in {block for blocks in self._counts.values() for block in blocks}:
            cells = {place: blocks[block] for place, blocks in self._counts.items() if block in blocks}
            for place in hidden(tree(), NATION, cells):
                found[place].add(block)
        return {place: frozenset(blocks) for place, blocks in found.items()}


def merged(rows: Iterable[tuple[str, tuple[int, ...]]], keys: int) -> dict[str, list[tuple[int, ...]]]:
    """Rows by département added up for every territory: the first ``keys`` numbers of a row tell rows apart,
    the others are added."""
    found: dict[str, dict[tuple[int, ...], list[int]]] = defaultdict(dict)
    for code, row in rows:
        for place in above(code):
            sums = found[place].setdefault(row[:keys], [0] * (len(row) - keys))
            for position, value in enumerate(row[keys:]):
                sums[position] += value
    return {place: sorted((*key, *sums) for key, sums in counted.items()) for place, counted in found.items()}
