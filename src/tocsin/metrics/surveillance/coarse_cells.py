"""From exact values to cells that are coarse enough to be shown."""

from collections import defaultdict
from collections.abc import Iterable
from typing import Final

HOUR: Final = 3600
EDGES: Final = (HOUR, 4 * HOUR, 12 * HOUR, 24 * HOUR, 48 * HOUR)
"""Delays are told apart at these, where somebody is not cleared for small counts."""
LATER: Final = "later"
NAMED: Final = ((0, "0"), (1, "1"), (2, "2"), (4, "3-4"), (9, "5-9"))
"""(at most so many contacts, name of the cell); above the last ``10+``."""
NOT_ASKED: Final = "not asked"
"""The list of contacts was not closed."""
SIZES: Final = ((1, "1"), (2, "2"), (4, "3-4"), (9, "5-9"))
DEPTHS: Final = ((0, "0"), (1, "1"), (2, "2"), (3, "3"))


def cell_name(value: int, bounds: Iterable[tuple[int, str]], above: str) -> str:
    """The name of the cell that a value falls into.

    >>> cell_name(3, NAMED, "10+"), cell_name(12, NAMED, "10+")
    ('3-4', '10+')
    """
    return next((name for most, name in bounds if value <= most), above)


def named_contact_cells(counts: Iterable[tuple[int, int]]) -> dict[str, int]:
    """Of ``(contacts named, cases)``, -1 for those who were not asked: cases by cell, and the contacts."""
    found: dict[str, int] = defaultdict(int)
    for value, cases in counts:
        found[NOT_ASKED if value < 0 else cell_name(value, NAMED, "10+")] += cases
        found["contacts"] += max(0, value) * cases
    return dict(found)


def delay_cells(counts: Iterable[tuple[int, int, int]]) -> dict[str, int]:
    """Of ``(seconds, ends, waits)``: how many came to an end by each edge, and how many waited for longer
    than the edge below.

    >>> delay_cells([(60, 2, 0), (90_000, 1, 3)])
    {'end 3600': 2, 'end 172800': 1, 'wait 86400': 3}
    """
    found: dict[str, int] = defaultdict(int)
    for seconds, ends, waits in counts:
        if ends:
            edge = next((edge for edge in EDGES if seconds <= edge), None)
            found[f"end {edge or LATER}"] += ends
        if waits:
            found[f"wait {max((edge for edge in EDGES if edge <= seconds), default=0)}"] += waits
    return dict(found)


def delays_from_cells(cells: dict[str, int]) -> list[tuple[int, int, int]]:
    """The way back, as far as it goes: whoever came to an end later waited for longer than the last edge."""
    found = []
    for name, people in cells.items():
        what, _, edge = name.partition(" ")
        if edge == LATER:
            found.append((EDGES[-1], 0, people))
        else:
            found.append((int(edge), people, 0) if what == "end" else (int(edge), 0, people))
    return sorted(found)
