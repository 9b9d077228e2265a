"""Counts below five: what must not be shown to whoever is not cleared, also not by way of a sum.

A *block* is a list of cells that share people out: every case of a week by how far it was reached, say. It is
shown whole or not at all, so that no cell of it can be worked out from its own total. A block may be shown
where each cell is nobody, or at least five.

Territories lie in each other, and a shown nation less all its shown regions is a count as well. So of every
territory that is shown, what is left when those inside it that are shown are taken away (the *rest*) must be
such a block too. Everything that sums and differences of what is shown can yield is put together from these
rests, each of which is nobody or at least five. ``docs/reference/boards.md`` has the argument.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

LEAST: Final = 5
"""A count of 1 to 4 would tell of those who are in it."""

Cells = Mapping[Any, int]
Tree = Mapping[str, Sequence[str]]
"""A territory -> those that it is made of; one that is made of none is not in it."""


def is_publishable(cells: Cells) -> bool:
    """Whether a block may be shown by itself.

    >>> is_publishable({"kept": 12, "missed": 0}), is_publishable({"kept": 12, "missed": 4})
    (True, False)
    """
    return all(count == 0 or count >= LEAST for count in cells.values())


def find_suppressed_territories(tree: Tree, root: str, blocks: Mapping[str, Cells]) -> frozenset[str]:
    """The territories of which this block is to be hidden; one that is not in ``blocks`` has nobody.

    From the smallest territories up: one that is fit is shown, and where its rest is not, those inside it are
    hidden, the smallest first, until it is. So a nation is never hidden for the sake of a département.
    """
    shown: set[str] = set()
    for place in _smallest_first(tree, root):
        own = blocks.get(place, {})
        if not is_publishable(own):
            continue
        shown.add(place)
        while not is_publishable(remaining_cells(tree, place, blocks, shown)):
            shown.remove(
                min(_next_shown(tree, place, shown), key=lambda one: (sum(blocks.get(one, {}).values()), one))
            )
    return frozenset(blocks) - shown


def remaining_cells(tree: Tree, place: str, blocks: Mapping[str, Cells], shown: set[str]) -> dict[Any, int]:
    """A block less those of the shown territories inside."""
    left = dict(blocks.get(place, {}))
    for inside in _next_shown(tree, place, shown):
        for cell, count in blocks.get(inside, {}).items():
            left[cell] = left.get(cell, 0) - count
    return left


def _next_shown(tree: Tree, place: str, shown: set[str]) -> Iterator[str]:
    for inside in tree.get(place, ()):
        if inside in shown:
            yield inside
        else:
            yield from _next_shown(tree, inside, shown)


def _smallest_first(tree: Tree, place: str) -> Iterator[str]:
    for inside in tree.get(place, ()):
        yield from _smallest_first(tree, inside)
    yield place
