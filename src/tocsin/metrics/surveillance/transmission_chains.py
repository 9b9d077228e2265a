"""Chains: a case, the cases among those whom it named, and so on.

Every case has at most one source: of all who named it, the one whom it met last. So chains are trees, and
each case is in one of them.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable

from msgspec import Struct


class CaseSourceLink(Struct, frozen=True):
    disease: str
    source_territory: str
    source: int
    case: int
    territory: str
    """Of the case."""
    named_by: int = 1
    """How many had named it."""
    days: int | None = None
    """Between the first symptoms of the two; None where they did not both tell."""


class TransmissionChain(Struct, frozen=True):
    """A chain of two cases or more."""

    disease: str
    territory: str
    """Of its first case."""
    size: int
    """Cases."""
    depth: int
    """Generations after the first case."""


def build_chains(links: Iterable[CaseSourceLink]) -> list[TransmissionChain]:
    """The chains that these links make; sources are earlier than their cases, so that none is a ring."""
    sources = {link.case: link for link in links}
    after: dict[int, list[int]] = defaultdict(list)
    for link in sources.values():
        after[link.source].append(link.case)
    found = []
    for first in after.keys() - sources.keys():
        link = sources[after[first][0]]
        size, depth, generation = 1, 0, after[first]
        while generation:
            size, depth = size + len(generation), depth + 1
            generation = [case for source in generation for case in after.get(source, ())]
        found.append(TransmissionChain(link.disease, link.source_territory, size, depth))
    return found


def count_chain_cases(links: Iterable[CaseSourceLink]) -> Counter[str]:
    """Département -> cases there that belong to a chain."""
    where: dict[int, str] = {}
    for link in links:
        where[link.source] = link.source_territory
        where[link.case] = link.territory
    return Counter(where.values())
