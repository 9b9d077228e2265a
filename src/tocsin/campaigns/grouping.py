"""Which campaign a report belongs to: one report after the other, each in the light of those before it.

A campaign has *variants*, texts that differ enough to be kept as such, and a variant has the texts that are nearly
equal to it. A report joins the campaign of the variant that it is most like, or of one that leads to the same
host or number and is somewhat like it, or the one that it is clearly more like than any other; where there is none it
begins a campaign. The same reports in the same order give the same campaigns, in one run or in many: nothing here
depends on the clock, on chance or on where a run began.

Two campaigns that a report joins become one only where it is much like both, and never where an analyst parted them.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from math import log10
from typing import Final

from msgspec import Struct

from tocsin.campaigns.fingerprint import ROUGH, TextFingerprint

ALIKE: Final = 0.5
"""Similarity from which texts are of one campaign, and from which a report that is so much like two makes them one."""
LEAST_ALIKE: Final = 0.18
"""Similarity from which a text is of the campaign that it is clearly more like than any other, where variants are few:
copies that drifted for weeks share no more."""
BY_CHANCE: Final = 0.3
"""As near as this is one text in twenty to another author's among 1,000; by ``PER_DECADE`` more for every tenfold."""
PER_DECADE: Final = 0.15
CLEARLY: Final = 1.8
"""How many times as much alike it must be as to any other campaign: what is near by chance is about as near to several,
however many there are. Of 1,200 frauds by independent authors, each held against those before it, 33 come to another so."""
ALIKE_WITH_MARK: Final = 0.15
"""Similarity from which texts are of one campaign that lead to the same host or number."""
SAME_VARIANT: Final = 0.8
"""From here on a text is the same variant, and is not compared with again."""
_CANDIDATES: Final = 60
"""Variants with a mark that are compared: those seen last."""
FREQUENT: Final = 32
"""Variants in one band from which it tells nothing: what so many texts share is how people write."""
MOST_SILENT: Final = 6
"""Bands of a text that may tell nothing, where those that are half like it are looked for by two of the others."""


def find_least_similarity(variants: int) -> float:
    """Similarity that tells something among so many variants.

    >>> [round(find_least_similarity(variants), 2) for variants in (10, 400, 1_000, 10_000, 10**6)]
    [0.18, 0.24, 0.3, 0.45, 0.5]
    """
    return min(ALIKE, max(LEAST_ALIKE, BY_CHANCE + PER_DECADE * log10(max(1, variants) / 1_000)))


class ReportToGroup(Struct, frozen=True):
    fingerprint: TextFingerprint
    marks: frozenset[str]
    """Hosts and numbers that it leads to and that are a swindler's own: not an institution's, not a shortener's."""


class CampaignVariant(Struct):
    id: int
    campaign: int
    fingerprint: TextFingerprint
    marks: frozenset[str]


class GroupedReport(Struct, frozen=True):
    campaign: int
    variant: int
    begins_campaign: bool
    begins_variant: bool
    merged: tuple[int, ...] = ()
    """Campaigns that became one with this one, by this report."""
    similarity: float = 1.0
    """With the variant that decided; 0 where it began a campaign."""


class CampaignIndex:
    """The campaigns so far, in memory.

    A variant takes about 4 kB. ``next_variant`` and ``next_campaign`` are the numbers that are given next.
    """

    def __init__(self, next_campaign: int = 1, next_variant: int = 1) -> None:
        self._next_campaign, self._next_variant = next_campaign, next_variant
        self._variants: dict[int, CampaignVariant] = {}
        self._texts: dict[str, int] = {}
        self._bands: dict[int, list[int]] = defaultdict(list)
        self._marks: dict[str, list[int]] = defaultdict(list)
        self._members: dict[int, list[int]] = defaultdict(list)
        self._parted: dict[int, set[int]] = defaultdict(set)
        self._decided: set[int] = set()

    def load_variant(self, variant: CampaignVariant, texts: Iterable[str] = ()) -> None:
        """Put in a variant that is known already, with the keys of the texts that were found nearly equal to it."""
        self.load_variant_without_bands(variant, texts)
        self._index_bands(variant)

    def load_variant_without_bands(self, variant: CampaignVariant, texts: Iterable[str] = ()) -> None:
        """The same where its bands are loaded by themselves, and need not be computed."""
        self._index_variant(variant)
        for key in texts:
            self._texts[key] = variant.id

    def load_band(self, band: int, variants: Iterable[int]) -> None:
        """Variants that have a band; of more than ``FREQUENT`` so many that it is seen, and they need not be loaded."""
        self._bands[band].extend(variants)

    def keep_alone(self, campaign: int) -> None:
        """An analyst decided on a campaign: no report makes it one with another."""
        self._decided.add(campaign)

    def keep_apart(self, one: int, other: int) -> None:
        """Campaigns that an analyst parted: no report makes them one."""
        self._parted[one].add(other)
        self._parted[other].add(one)

    def group_report(self, report: ReportToGroup) -> GroupedReport:
        """Find the campaign and the variant of a report, or begin them."""
        known = self._texts.get(report.fingerprint.key) if report.fingerprint.is_telling else None
        if known is not None:
            self._note_marks(known, report.marks)
            return GroupedReport(self._variants[known].campaign, known, False, False)
        near = self._rank_near_variants(report)
        if not near:
            campaign = self._next_campaign
            self._next_campaign += 1
            return GroupedReport(campaign, self._begin_variant(campaign, report), True, True, similarity=0.0)
        best, closest = -near[0][0], near[0][1]
        campaign, merged = self._merge_campaigns(near)
        if best >= SAME_VARIANT or not report.fingerprint.is_telling:
            if report.fingerprint.is_telling:
                self._texts[report.fingerprint.key] = closest
            self._note_marks(closest, report.marks)
            return GroupedReport(campaign, closest, False, False, merged, best)
        return GroupedReport(campaign, self._begin_variant(campaign, report), False, True, merged, best)

    def list_campaigns(self) -> tuple[int, ...]:
        """Their numbers, oldest first; those that became part of another are not among them."""
        return tuple(sorted(campaign for campaign, variants in self._members.items() if variants))

    def list_variants(self, campaign: int) -> tuple[CampaignVariant, ...]:
        return tuple(self._variants[id] for id in sorted(self._members[campaign]))

    def find_same_variant(self, fingerprint: TextFingerprint) -> int | None:
        """The variant that a text is nearly equal to; None where there is none, or the text has too few words."""
        if not fingerprint.is_telling:
            return None
        known = self._texts.get(fingerprint.key)
        if known is not None:
            return known
        near = [
            (-similarity, id)
            for similarity, id in self._find_near_variants(
                ReportToGroup(fingerprint, frozenset()), SAME_VARIANT
            )
        ]
        return min(near)[1] if near and -min(near)[0] >= SAME_VARIANT else None

    def find_marks(self, variant: int) -> frozenset[str]:
        """Hosts and numbers that a variant leads to by now."""
        return self._variants[variant].marks

    def _rank_near_variants(self, report: ReportToGroup) -> list[tuple[float, int]]:
        """Variants that a report belongs to, the most alike first, each with its similarity below zero."""
        near = sorted((-similarity, id) for similarity, id in self._find_near_variants(report, ALIKE))
        least = find_least_similarity(self._next_variant - 1)
        if near or not report.fingerprint.is_telling or least >= ALIKE:
            return near
        far = sorted(
            (-similarity, id) for similarity, id in self._find_near_variants(report, least / CLEARLY)
        )
        if not far or -far[0][0] < least:
            return []
        home = self._variants[far[0][1]].campaign
        other = next((-negative for negative, id in far if self._variants[id].campaign != home), 0.0)
        return far[:1] if -far[0][0] >= CLEARLY * other else []

    def _find_near_variants(self, report: ReportToGroup, enough: float) -> Iterator[tuple[float, int]]:
        """Variants that are ``enough`` like a report or lead to where it leads, with their similarity, each once; of a
        campaign those alone that may be its nearest."""
        mine = report.fingerprint
        marked = {id for mark in report.marks for id in self._marks.get(mark, ())[-_CANDIDATES:]}
        alike = self._find_band_mates(mine.bands, enough) if mine.is_telling else set()
        rough = []
        for id in marked | alike:
            other = self._variants[id].fingerprint
            least = min(enough, ALIKE_WITH_MARK) if id in marked else enough
            if not (mine.is_telling and other.is_telling):
                if id in marked:
                    yield ALIKE_WITH_MARK, id
            elif (estimate := mine.estimate_similarity(other)) >= least - ROUGH:
                rough.append((estimate, id, least))
        nearest: dict[int, float] = {}
        for estimate, id, least in sorted(rough, reverse=True):
            variant = self._variants[id]
            best = nearest.get(variant.campaign, least)
            if (
                estimate >= best - ROUGH
                and (similarity := mine.measure_similarity(variant.fingerprint)) >= least
            ):
                nearest[variant.campaign] = max(similarity, best)
                yield similarity, id

    def _find_band_mates(self, bands: Iterable[int], enough: float) -> set[int]:
        """Variants that share a telling band; two, where they must be half alike and most bands tell something: 998 of
        1,000 such pairs share two of thirty, and of ninety variants that share one with a text eighty-five do so by
        chance."""
        once: set[int] = set()
        twice: set[int] = set()
        silent = 0
        for variants in map(self._bands.get, bands):
            if variants is None:
                continue
            if len(variants) > FREQUENT:
                silent += 1
                continue
            twice.update(once.intersection(variants))
            once.update(variants)
        return twice if enough >= ALIKE and silent <= MOST_SILENT else once

    def _merge_campaigns(self, near: list[tuple[float, int]]) -> tuple[int, tuple[int, ...]]:
        """The campaign of the closest variant, after those that are much like the report became one with it."""
        home = self._variants[near[0][1]].campaign
        if -near[0][0] < ALIKE:
            return home, ()
        merged = []
        for similarity, id in near[1:]:
            other = self._variants[id].campaign
            if other == home or -similarity < ALIKE or self._are_apart(home, other):
                continue
            older, newer = min(home, other), max(home, other)
            self.merge_pair(older, newer)
            merged.append(newer)
            home = older
        return home, tuple(merged)

    def _are_apart(self, one: int, other: int) -> bool:
        return other in self._parted[one] or not self._decided.isdisjoint((one, other))

    def merge_pair(self, kept: int, dissolved: int) -> None:
        """Put the variants of one campaign into another; what was kept apart from it stays apart."""
        for id in self._members.pop(dissolved, ()):
            self._variants[id].campaign = kept
            self._members[kept].append(id)
        for other in self._parted.pop(dissolved, set()):
            self._parted[other].discard(dissolved)
            self.keep_apart(kept, other)

    def _begin_variant(self, campaign: int, report: ReportToGroup) -> int:
        variant = CampaignVariant(self._next_variant, campaign, report.fingerprint, report.marks)
        self._next_variant += 1
        self._index_variant(variant)
        self._index_bands(variant)
        return variant.id

    def _index_variant(self, variant: CampaignVariant) -> None:
        self._variants[variant.id] = variant
        self._members[variant.campaign].append(variant.id)
        if variant.fingerprint.is_telling:
            self._texts[variant.fingerprint.key] = variant.id
        for mark in sorted(variant.marks):
            self._marks[mark].append(variant.id)

    def _index_bands(self, variant: CampaignVariant) -> None:
        for band in variant.fingerprint.telling_bands:
            self._bands[band].append(variant.id)

    def _note_marks(self, id: int, marks: frozenset[str]) -> None:
        """A variant that now leads elsewhere too: what leads there next is compared with it."""
        variant = self._variants[id]
        for mark in sorted(marks - variant.marks):
            self._marks[mark].append(id)
        variant.marks |= marks
