"""Clusters: three cases or more within seven days who were at the same event, or at the same place.

The store joins those who told of the same words and the same day; a place is the same words, whatever the
day. Words of different people are taken for the same where nothing but capitals, accents and signs tells them
apart, or where a human said that they are one: such a place may lie in several départements.
"""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date, timedelta
from typing import Final

from msgspec import Struct

from tocsin.metrics.surveillance.board import CaseCluster

CASES: Final = 3
WITHIN: Final = timedelta(days=7)


class GatheringVisit(Struct, frozen=True):
    disease: str
    territory: str
    gathering: int
    place: str
    """Folded words; empty where they are not known: then the gathering stands for itself."""
    case: int
    on: date
    """First symptoms, or else the result."""
    cluster: int | None = None
    """The cluster that a human put the gathering into."""


def find_clusters(seen: Iterable[GatheringVisit]) -> list[tuple[str, CaseCluster]]:
    """(disease, cluster), those with most cases first; two that overlap are one."""
    places: dict[tuple[str, str, str], list[GatheringVisit]] = defaultdict(list)
    for one in seen:
        places[one.disease, *_find_place(one)].append(one)
    found = [
        (disease, cluster) for (disease, *_), there in places.items() for cluster in _clusters_at_place(there)
    ]
    return sorted(found, key=lambda one: (-one[1].cases, one[1].first, one[1].gatherings))


def _find_place(one: GatheringVisit) -> tuple[str, str]:
    """What is one place: a cluster wherever it lies, else the same words in one département."""
    if one.cluster is not None:
        return "", f"@{one.cluster}"
    return one.territory, one.place or f"#{one.gathering}"


def _clusters_at_place(there: list[GatheringVisit]) -> list[CaseCluster]:
    territories = {one.case: one.territory for one in there}
    days: dict[int, date] = {}
    gatherings: dict[int, set[int]] = defaultdict(set)
    for one in there:
        days[one.case] = min(one.on, days.get(one.case, one.on))
        gatherings[one.case].add(one.gathering)
    return [
        CaseCluster(
            gatherings=tuple(sorted(set().union(*(gatherings[case] for case in group)))),
            territory=territories[group[0]],
            cases=len(group),
            first=days[group[0]],
            last=days[group[-1]],
        )
        for group in _group_cases(days)
    ]


def _group_cases(days: dict[int, date]) -> list[list[int]]:
    """Runs of cases, each of whom has three within the seven days that begin with one of the run."""
    ordered = sorted(days, key=lambda case: (days[case], case))
    groups: list[list[int]] = []
    for place, case in enumerate(ordered):
        near = [other for other in ordered[place:] if days[other] - days[case] < WITHIN]
        if len(near) < CASES:
            continue
        if groups and case in groups[-1]:
            groups[-1] += [other for other in near if other not in groups[-1]]
        else:
            groups.append(near)
    return groups
