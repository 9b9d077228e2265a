"""Rows that are near copies of one another: they would count one thing twice, or measure what was trained on."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping

from msgspec import Struct

TOO_NEAR = 0.3
"""Jaccard index of the 3-word sequences of two texts from which on they are near copies."""
_WORD = re.compile(r"\w+")

Shingle = tuple[str, ...]


class NearCopy(Struct, frozen=True):
    """Two rows that share too much of their words."""

    one: str
    other: str
    similarity: float
    """Jaccard index of their 3-word sequences, 0 to 1."""


def cut_shingles(text: str) -> frozenset[Shingle]:
    """The sequences of three words; the whole of a shorter text.

    >>> sorted(cut_shingles("Votre colis vous attend"))
    [('colis', 'vous', 'attend'), ('votre', 'colis', 'vous')]
    """
    words = _WORD.findall(text.casefold())
    if len(words) < 3:
        return frozenset([tuple(words)]) if words else frozenset()
    return frozenset(zip(words, words[1:], words[2:], strict=False))


def find_near_copies(
    texts: Mapping[str, str], earlier: Iterable[tuple[str, str]] = (), limit: float = TOO_NEAR
) -> Iterator[NearCopy]:
    """Pairs of the texts, and of a text with an earlier one, at or over the limit. Keys name the rows."""
    holders: dict[Shingle, list[str]] = defaultdict(list)
    seen: dict[str, frozenset[Shingle]] = {}
    for name, text in [*((f"earlier {key}", text) for key, text in earlier), *texts.items()]:
        own = cut_shingles(text)
        if name in texts:
            yield from _compare_with_seen(name, own, holders, seen, limit)
        seen[name] = own
        for shingle in own:
            holders[shingle].append(name)


def _compare_with_seen(
    name: str,
    own: frozenset[Shingle],
    holders: Mapping[Shingle, list[str]],
    seen: Mapping[str, frozenset[Shingle]],
    limit: float,
) -> Iterator[NearCopy]:
    """Only texts that share a sequence can be near, so only those are compared."""
    shared: dict[str, int] = defaultdict(int)
    for shingle in own:
        for other in holders.get(shingle, ()):
            shared[other] += 1
    for other, common in shared.items():
        similarity = common / (len(own) + len(seen[other]) - common)
        if similarity >= limit:
            yield NearCopy(name, other, similarity)
