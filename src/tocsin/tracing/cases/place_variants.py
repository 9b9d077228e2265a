"""Several ways to write one place: found by likeness, proposed to a human, and joined by nobody else.

Pure. Words are compared folded, whatever their order; numbers in them must be the same, since *salle 2* is not
*salle 3*. What is one word, such as *restaurant*, could be any of them and is compared with nothing; nor are two of
different départements unless their words name something, as *repas du club* does not (``place_words.yaml``).
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from functools import cache
from itertools import combinations
from typing import Final

from msgspec import Struct
from rapidfuzz import fuzz

from tocsin.charter.yaml_document import read_packaged_yaml
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
    gathering: int
    words: str
    on_day: date | None
    group: int
    """Its cluster, or below zero its own number: two of one group are one already."""
    territory: str = ""


class PlaceVariants(Struct, frozen=True):
    """Gatherings that may be one place, one of each group."""

    gatherings: tuple[int, ...]
    likeness: float
    """Of those of them that are least alike, where they were compared, of 100."""


class GenericWords(Struct, frozen=True, forbid_unknown_fields=True):
    generic: tuple[tuple[str, ...], ...]


def find_variants(
    places: Sequence[PlaceWords], apart: Iterable[tuple[int, int]] = (), most: int = 50
) -> list[PlaceVariants]:
    """Sets of gatherings that may be one place, the largest first; of two groups that somebody said are not one, nothing is concluded.

    What is like a member of a set is of it: whoever decides sees all of them, and may choose. Only places that share the beginning of a
    word are compared.
    """
    folded = {one.gathering: _fold_place(one.words) for one in places}
    group = {one.gathering: one.group for one in places}
    refused = {frozenset((group.get(one), group.get(other))) for one, other in apart}
    alike: list[tuple[PlaceWords, PlaceWords, float]] = []
    for one, other in _pair_candidates(places, folded):
        if one.group == other.group or frozenset((one.group, other.group)) in refused:
            continue
        if not _may_meet(one, other, folded):
            continue
        likeness = _compare_folded(folded[one.gathering], folded[other.gathering])
        if likeness >= LIKE:
            alike.append((one, other, likeness))
    found = _gather_sets(alike)
    return sorted(found, key=lambda one: (-len(one.gatherings), -one.likeness, one.gatherings))[:most]


def _gather_sets(alike: Iterable[tuple[PlaceWords, PlaceWords, float]]) -> list[PlaceVariants]:
    """Pairs that share a group are one set; of each group its first gathering stands in it."""
    sets: dict[int, dict[int, int]] = {}
    least: dict[int, float] = {}
    for one, other, likeness in sorted(alike, key=lambda pair: -pair[2]):
        left, right = sets.get(one.group, {}), sets.get(other.group, {})
        members = left | right
        for place in (one, other):
            members[place.group] = min(place.gathering, members.get(place.group, place.gathering))
        lowest = min(likeness, *(least.get(each, likeness) for each in (one.group, other.group)))
        for each in members:
            sets[each], least[each] = members, lowest
    seen: dict[tuple[int, ...], float] = {}
    for each, members in sets.items():
        seen[tuple(sorted(members.values()))] = least[each]
    return [PlaceVariants(gatherings, round(likeness, 1)) for gatherings, likeness in seen.items()]


def _may_meet(one: PlaceWords, other: PlaceWords, folded: Mapping[int, "Folded"]) -> bool:
    """Within some days of each other; and of different départements only where each names something."""
    if not _are_near(one.on_day, other.on_day):
        return False
    return one.territory == other.territory or all(
        _names_something(folded[place.gathering][0]) for place in (one, other)
    )


def _names_something(words: tuple[str, ...]) -> bool:
    return any(len(word) > 2 and not {word, word.rstrip("sx")} & load_generic_words() for word in words)


@cache
def load_generic_words() -> frozenset[str]:
    """Words that name no place by themselves, folded."""
    found = read_packaged_yaml(__package__, "place_words.yaml").convert_to(GenericWords)
    return frozenset(fold_name(word) for line in found.generic for word in line)


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
