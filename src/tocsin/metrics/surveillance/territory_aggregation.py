"""Territories in each other, and what is counted by département added up for the regions and the nation."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from functools import cache

from tocsin.metrics.disclosure_control import find_suppressed_territories
from tocsin.metrics.surveillance.board import DAY_BLOCKS, NATION, NEGATIVES, UNKNOWN, Blocks
from tocsin.tracing.supervision import territory


@cache
def territory_tree() -> Mapping[str, tuple[str, ...]]:
    """A territory -> those inside it: the nation and the regions."""
    regions = {code: tuple(region.departments) for code, region in territory.load_regions().items()}
    return {NATION: (*regions, UNKNOWN), **regions}


@cache
def _enclosing_by_department() -> Mapping[str, tuple[str, ...]]:
    """Département -> itself, its region, the nation."""
    found: dict[str, tuple[str, ...]] = {UNKNOWN: (UNKNOWN, NATION)}
    for code, region in territory.load_regions().items():
        found |= {place: (place, code, NATION) for place in region.departments}
    return found


def enclosing_territories(code: str) -> tuple[str, ...]:
    """The territories to which somebody in a département belongs; of a code that is none, the nation's
    unknown.

    >>> enclosing_territories("2A"), enclosing_territories(""), enclosing_territories("99")
    (('2A', 'R94', ''), ('?', ''), ('?', ''))
    """
    return _enclosing_by_department().get(code, _enclosing_by_department()[UNKNOWN])


def departments_inside(code: str) -> tuple[str, ...]:
    """The départements of a territory, itself among them; none of the nation's unknown.

    >>> departments_inside("R94"), departments_inside("75"), departments_inside("?")
    (('2A', '2B'), ('75',), ())
    """
    return () if code == UNKNOWN else territory.find_departments(code) or tuple(territory.list_departments())


def board_territories() -> tuple[str, ...]:
    return (NATION, UNKNOWN, *territory.load_regions(), *territory.list_departments())


class TerritorySums:
    """Blocks of every territory, filled from rows by département."""

    def __init__(self) -> None:
        self._counts: dict[str, dict[str, dict[str, int]]] = defaultdict(lambda: defaultdict(dict))

    def add(self, code: str, block: str, cell: str, people: int) -> None:
        """So many people of a département more; it is counted in every territory around it too."""
        for place in enclosing_territories(code):
            cells = self._counts[place][block]
            cells[cell] = cells.get(cell, 0) + people

    def blocks_of(self, place: str) -> Blocks:
        """The blocks of a territory; those that are about nobody are missing."""
        return {block: dict(cells) for block, cells in self._counts[place].items()}

    def find_suppressed_blocks(self) -> Mapping[str, frozenset[str]]:
        """Territory -> the blocks that are hidden there from those who are not cleared."""
        found: dict[str, set[str]] = defaultdict(set)
        every = {block for blocks in self._counts.values() for block in blocks}
        for together in _group_joint_blocks(every):
            cells = {
                place: {(block, cell): n for block in together for cell, n in blocks.get(block, {}).items()}
                for place, blocks in self._counts.items()
                if together & blocks.keys()
            }
            for place in find_suppressed_territories(territory_tree(), NATION, cells):
                found[place].update(together)
        return {place: frozenset(blocks) for place, blocks in found.items()}


def _group_joint_blocks(blocks: set[str]) -> list[frozenset[str]]:
    """Blocks that are shown together or not at all: the days of a week by one date, for the week less its
    other days would tell of the one that is hidden; any other block by itself."""
    found: dict[str, set[str]] = defaultdict(set)
    for block in blocks:
        day = day_of_block(block)
        found[f"{block.partition(' ')[0]} {monday_of(day)}" if day else block].add(block)
    return [frozenset(some) for some in found.values()]


def day_of_block(block: str) -> date | None:
    """The day whose cases a block counts; None where it is of no day.

    >>> day_of_block("onset 2021-04-04"), day_of_block("delay answered_listed")
    (datetime.date(2021, 4, 4), None)
    """
    kind, _, day = block.partition(" ")
    return date.fromisoformat(day) if f"{kind} " in (*DAY_BLOCKS.values(), NEGATIVES) else None


def monday_of(day: date) -> date:
    """The first day of the week of a day.

    >>> monday_of(date(2021, 4, 4)).isoformat()
    '2021-03-29'
    """
    return day - timedelta(days=day.weekday())


def sum_by_territory(
    rows: Iterable[tuple[str, tuple[int, ...]]], keys: int
) -> dict[str, list[tuple[int, ...]]]:
    """Rows by département added up for every territory: the first ``keys`` numbers of a row tell rows apart,
    the others are added."""
    found: dict[str, dict[tuple[int, ...], list[int]]] = defaultdict(dict)
    for code, row in rows:
        for place in enclosing_territories(code):
            sums = found[place].setdefault(row[:keys], [0] * (len(row) - keys))
            for position, value in enumerate(row[keys:]):
                sums[position] += value
    return {place: sorted((*key, *sums) for key, sums in counted.items()) for place, counted in found.items()}
