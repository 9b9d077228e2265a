"""Two ways to write one place: found by likeness, proposed to a human, and joined by nobody else.

Pure. Words are compared folded, whatever their order; numbers in them must be the same, since *salle 2* is not
*salle 3*. What is one word, such as *restaurant*, could be any of them and is compared with nothing.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from itertools import combinations
from typing import Final

from msgspec import Struct
from rapidfuzz import fuzz

from tocsin.privacy.identity import fold_name

LIKE: Final = 86.0
"""Likeness from which on two places are proposed, of 100."""
WITHIN: Final = 7
"""Days between two gatherings that are proposed: as those of a cluster."""
CROWDED: Final = 40
"""Places that share the beginning of a word, above which that word finds nothing: *salle*, *mariage*."""
_BEGINNING: Final = 4
_EMPTY: Final = frozenset("a au aux chez d dans de des du en et l la le les rue sur the at of in and".split())
_WORDS: Final = re.compile(r"[^\W\d_]+")
_NUMBERS: Final = re.compile(r"\d+")


class PlaceWords(Struct, frozen=True):
    """A gathering, as it is compared."""

    gathering: int
    words: str
    on_day: date | None
    group: int
    """Its cluster, or below zero its own number: two of one group are one already."""


class PlaceVariant(Struct, frozen=True):
    """Two gatherings that may be one place."""

    one: int
    other: int
    likeness: float
    """Of 100."""


def compare_places(one: str, other: str) -> float:
    """How alike two places are, of 100; 0 where they cannot be compared.

    >>> compare_places("Café de la Paix", "cafe de la pais") > LIKE
    True
    >>> compare_places("Salle 2 du gymnase", "Salle 3 du gymnase"), compare_places("restaurant", "restaurant")
    (0.0, 0.0)
    """
    return _compare_folded(_fold_place(one), _fold_place(other))


def find_variants(
    places: Sequence[PlaceWords], apart: Iterable[tuple[int, int]] = (), most: int = 50
) -> list[PlaceVariant]:
    """Pairs that may be one, the most alike first; none between two groups of which somebody said that they are not one.

    Each pair of groups is proposed once. Only places that share the beginning of a word are compared.
    """
    folded = {one.gathering: _fold_place(one.words) for one in places}
    group = {one.gathering: one.group for one in places}
    refused = {frozenset((group.get(one), group.get(other))) for one, other in apart}
    best: dict[frozenset[int | None], PlaceVariant] = {}
    for one, other in _pair_candidates(places, folded):
        groups = frozenset((one.group, other.group))
        if len(groups) < 2 or groups in refused or not _are_near(one.on_day, other.on_day):
            continue
        likeness = _compare_folded(folded[one.gathering], folded[other.gathering])
        if likeness >= LIKE and (groups not in best or likeness > best[groups].likeness):
            first, second = sorted((one.gathering, other.gathering))
            best[groups] = PlaceVariant(first, second, round(likeness, 1))
    return sorted(best.values(), key=lambda pair: (-pair.likeness, pair.one, pair.other))[:most]


Folded = tuple[tuple[str, ...], tuple[str, ...]]
"""Words and numbers."""


def _fold_place(words: str) -> Folded:
    found = (fold_name(word) for word in _WORDS.findall(words))
    return tuple(word for word in found if word and word not in _EMPTY), tuple(
        sorted(_NUMBERS.findall(words))
    )


def _compare_folded(one: Folded, other: Folded) -> float:
    """The words in any order; a place that has all words of another and more is nearly as like."""
    if one[1] != other[1] or min(len(one[0]), len(other[0])) < 2:
        return 0.0
    left, right = " ".join(one[0]), " ".join(other[0])
    whole = max(fuzz.token_sort_ratio(left, right), fuzz.ratio(left.replace(" ", ""), right.replace(" ", "")))
    return max(whole, 0.9 * fuzz.token_set_ratio(left, right))


def _pair_candidates(
    places: Sequence[PlaceWords], folded: dict[int, Folded]
) -> Iterator[tuple[PlaceWords, PlaceWords]]:
    """Each pair once that shares the beginning of a word which not too many places have."""
    blocks: dict[str, list[int]] = defaultdict(list)
    for place, one in enumerate(places):
        for beginning in {word[:_BEGINNING] for word in folded[one.gathering][0]}:
            blocks[beginning].append(place)
    pairs = {pair for block in blocks.values() if len(block) <= CROWDED for pair in combinations(block, 2)}
    return ((places[one], places[other]) for one, other in sorted(pairs))


def _are_near(one: date | None, other: date | None) -> bool:
    return one is None or other is None or abs((one - other).days) <= WITHIN
