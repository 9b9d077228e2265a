"""What a campaign is, in figures: since when, how many, in whose name, leading where, in which variants."""

from collections import Counter
from collections.abc import Iterator
from datetime import date
from typing import Final

from msgspec import Struct

from tocsin.campaigns.grouping import CampaignIndex
from tocsin.campaigns.reported_message import ReportedMessage
from tocsin.campaigns.text_changes import TextChange, list_text_changes
from tocsin.verdict.model import ACCUSED, Level

LISTED: Final = 50
"""Hosts, numbers, clauses and variants of a campaign that are listed, the most frequent first."""


class VariantSummary(Struct, frozen=True):
    """One text of a campaign, with those that are nearly equal to it."""

    text: str
    """The first of them, masked."""
    reports: int
    first_seen: date
    last_seen: date
    changes: tuple[TextChange, ...]
    """How it differs from the first variant of the campaign; nothing for that one itself."""


class CampaignSummary(Struct, frozen=True):
    campaign: int
    """Number of the campaign within this run: the first to be seen is 1."""
    reports: int
    first_seen: date
    last_seen: date
    by_day: dict[date, int]
    """Reports of each day on which there was one."""
    levels: dict[Level, int]
    """What the verdicts were. With neither ``imposture`` nor ``suspicious`` among them it may be a genuine
    message that many doubt: whether it is a campaign is for a person to say."""
    claims: dict[str, int]
    """Institutions in whose name it comes."""
    clauses: dict[str, int]
    """Clauses that it breaks, and signs that warn."""
    senders: dict[str, int]
    hosts: dict[str, int]
    numbers: dict[str, int]
    variants: tuple[VariantSummary, ...]

    @property
    def is_accused(self) -> bool:
        """Whether at least one of its messages is an imposture or suspicious by itself."""
        return not self.levels.keys().isdisjoint(ACCUSED)


class _VariantTally:
    def __init__(self, first: ReportedMessage) -> None:
        self.text = first.text
        self.days: Counter[date] = Counter()
        self.levels: Counter[Level] = Counter()
        self.claims: Counter[str] = Counter()
        self.clauses: Counter[str] = Counter()
        self.senders: Counter[str] = Counter()
        self.hosts: Counter[str] = Counter()
        self.numbers: Counter[str] = Counter()

    def count_message(self, message: ReportedMessage) -> None:
        self.days[message.day] += 1
        self.levels[message.level] += 1
        self.claims.update(message.claims)
        self.clauses.update(message.clauses)
        self.hosts.update(message.hosts)
        self.numbers.update(message.numbers)
        if message.sender:
            self.senders[message.sender] += 1


class CampaignCollector:
    """Reports in, in their order; campaigns out."""

    def __init__(self) -> None:
        self._index = CampaignIndex()
        self._tallies: dict[int, _VariantTally] = {}
        self.reports = 0
        """How many came so far."""

    def add_report(self, message: ReportedMessage) -> int:
        """Put a report where it belongs, and count it; the number of the campaign as it is now."""
        where = self._index.group_report(message.prepare_for_grouping())
        self._tallies.setdefault(where.variant, _VariantTally(message)).count_message(message)
        self.reports += 1
        return where.campaign

    def summarise_campaigns(self, least: int = 1) -> tuple[CampaignSummary, ...]:
        """Campaigns of so many reports or more, the largest first, the older of two equals first."""
        found = [self._summarise(campaign) for campaign in self._index.list_campaigns()]
        return tuple(
            sorted(
                (one for one in found if one.reports >= least), key=lambda one: (-one.reports, one.campaign)
            )
        )

    def _summarise(self, campaign: int) -> CampaignSummary:
        tallies = [self._tallies[variant.id] for variant in self._index.list_variants(campaign)]
        days = _sum_counters(tally.days for tally in tallies)
        return CampaignSummary(
            campaign=campaign,
            reports=days.total(),
            first_seen=min(days),
            last_seen=max(days),
            by_day=dict(sorted(days.items())),
            levels=_rank(_sum_counters(tally.levels for tally in tallies)),
            claims=_rank(_sum_counters(tally.claims for tally in tallies)),
            clauses=_rank(_sum_counters(tally.clauses for tally in tallies)),
            senders=_rank(_sum_counters(tally.senders for tally in tallies)),
            hosts=_rank(_sum_counters(tally.hosts for tally in tallies)),
            numbers=_rank(_sum_counters(tally.numbers for tally in tallies)),
            variants=tuple(_summarise_variants(tallies)),
        )


def _summarise_variants(tallies: list[_VariantTally]) -> Iterator[VariantSummary]:
    first, *others = tallies
    for tally in (first, *sorted(others, key=lambda one: -one.days.total())[: LISTED - 1]):
        yield VariantSummary(
            tally.text,
            tally.days.total(),
            min(tally.days),
            max(tally.days),
            list_text_changes(first.text, tally.text),
        )


def _sum_counters[Key](counters: Iterator[Counter[Key]]) -> Counter[Key]:
    whole: Counter[Key] = Counter()
    for one in counters:
        whole.update(one)
    return whole


def _rank[Key](counted: Counter[Key]) -> dict[Key, int]:
    """The most frequent first; the key decides between equals, so that the same run gives the same bytes."""
    return dict(sorted(counted.items(), key=lambda item: (-item[1], str(item[0])))[:LISTED])
