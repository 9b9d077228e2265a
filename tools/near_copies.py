"""Rows that are near copies of one another: they would count one thing twice, or measure what was trained on."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence

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
    """Pairs of the texts, and of a text with an earlier one, at or over the limit.

    Keys name the rows; earlier rows of several files may bear one name.
    """
    rows = [(f"earlier {key}", text, True) for key, text in earlier]
    rows += [(key, text, False) for key, text in texts.items()]
    cut = [cut_shingles(text) for _, text, _ in rows]
    holders: dict[Shingle, list[int]] = defaultdict(list)
    for place, (name, _, is_earlier) in enumerate(rows):
        if not is_earlier:
            for other, similarity in _find_nearest_rows(cut, place, holders, limit):
                yield NearCopy(name, rows[other][0], similarity)
        for shingle in cut[place]:
            holders[shingle].append(place)


def _find_nearest_rows(
    cut: Sequence[frozenset[Shingle]], place: int, holders: Mapping[Shingle, list[int]], limit: float
) -> Iterator[tuple[int, float]]:
    """Only texts that share a sequence can be near, so only those are compared."""
    shared = Counter(other for shingle in cut[place] for other in holders.get(shingle, ()))
    for other, common in shared.items():
        similarity = common / (len(cut[place]) + len(cut[other]) - common)
        if similarity >= limit:
            yield other, similarity
