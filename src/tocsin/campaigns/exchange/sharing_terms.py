"""On what terms campaigns are handed over: who made them out, who may see them, until when they hold."""

from collections import Counter
from collections.abc import Iterable
from datetime import UTC, date, datetime, time, timedelta
from typing import Final, Literal
from uuid import UUID, uuid5

from msgspec import Struct

from tocsin.campaigns.campaign_summary import CampaignSummary
from tocsin.campaigns.fingerprint import TextFingerprint

TrafficLight = Literal["clear", "green", "amber", "red"]
"""TLP 2.0 of FIRST (August 2022): who may be told. STIX and MISP call ``clear`` by its older name, white."""
NAMESPACE: Final = UUID("6f1a5c52-3d0e-5c0e-9d3b-0a5b8f6f2021")
"""Names are made within it, so that they are nobody else's."""


WhyNotBlocked = Literal["unaccused", "ended", "rare", "shortened", "unaskable"]
"""No verdict accuses its campaign; that was not seen for too long; too few reports name it; it is a shortener's link, whose
host serves others too; no resolver can ask for it."""


class BlockedHosts(Struct, frozen=True):
    """What a block list says, and what it leaves out."""

    hosts: tuple[tuple[str, datetime], ...]
    """Each once, in the order of names, with the end of its block."""
    left_out: dict[WhyNotBlocked, int]
    """How many hosts of the campaigns are not in it, by reason."""


class SharingTerms(Struct, frozen=True, kw_only=True):
    producer: str
    """Name of the organisation that hands it over."""
    made: datetime
    """Moment of the exchange, UTC."""
    tlp: TrafficLight = "amber"
    hold_days: int = 14
    """Days after it was last seen for which a host or number is worth blocking."""
    least: int = 2
    """Reports in which a host or number must stand."""

    def compute_end(self, last_seen: date) -> datetime:
        """When what was last seen on a day is no longer worth blocking."""
        return datetime.combine(last_seen + timedelta(days=self.hold_days), time(), UTC)


def select_campaigns(campaigns: Iterable[CampaignSummary]) -> tuple[CampaignSummary, ...]:
    """Those that are handed over: what no verdict accuses may be a genuine message, and nobody is told to block that."""
    return tuple(one for one in campaigns if one.is_accused)


def select_indicators(counted: dict[str, int], terms: SharingTerms) -> tuple[str, ...]:
    """Hosts or numbers that stand in reports enough: one report alone could put anybody's host on a list."""
    return tuple(value for value, count in counted.items() if count >= terms.least)


def select_blocked_hosts(campaigns: Iterable[CampaignSummary], terms: SharingTerms) -> BlockedHosts:
    """Hosts to block, and why the others are none."""
    until: dict[str, datetime] = {}
    left_out: dict[str, WhyNotBlocked] = {}
    for one in campaigns:
        end = terms.compute_end(one.last_seen)
        for host, count in one.hosts.items():
            if why := _find_why_not_blocked(one, host, count, terms):
                left_out.setdefault(_encode_host(host) or host, why)
            else:
                name = _encode_host(host)
                until[name] = max(end, until.get(name, end))
    counted = Counter(reason for name, reason in left_out.items() if name not in until)
    return BlockedHosts(tuple(sorted(until.items())), dict(counted))


def _find_why_not_blocked(
    campaign: CampaignSummary, host: str, count: int, terms: SharingTerms
) -> WhyNotBlocked | None:
    if not campaign.is_accused:
        return "unaccused"
    if terms.compute_end(campaign.last_seen) <= terms.made:
        return "ended"
    if count < terms.least:
        return "rare"
    if "/" in host:
        return "shortened"
    return None if _encode_host(host) else "unaskable"


def name_campaign_uuid(kind: str, campaign: CampaignSummary, part: str = "") -> str:
    """The same name for the same campaign in every exchange, whatever its number there: that of its first text."""
    key = TextFingerprint(campaign.variants[0].text).key
    return str(uuid5(NAMESPACE, f"{kind}|{key}|{campaign.first_seen}|{part}"))


def _encode_host(host: str) -> str:
    """The host as a resolver asks for it; empty where no resolver could (a label of more than 63 characters)."""
    try:
        return host.encode("idna").decode("ascii")
    except UnicodeError:
        return ""
