"""On what terms campaigns are handed over: who made them out, who may see them, until when they hold."""

from collections.abc import Iterable, Iterator
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


class SharingTerms(Struct, frozen=True, kw_only=True):
    """What every exchange says of what it hands over."""

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


def select_blocked_hosts(
    campaigns: Iterable[CampaignSummary], terms: SharingTerms
) -> Iterator[tuple[str, datetime]]:
    """Hosts to block, each once with the end of its block, in the order of names; a shortener's link is not one."""
    until: dict[str, datetime] = {}
    for one in select_campaigns(campaigns):
        end = terms.compute_end(one.last_seen)
        if end <= terms.made:
            continue
        for host in select_indicators(one.hosts, terms):
            if "/" not in host and (name := _encode_host(host)):
                until[name] = max(end, until.get(name, end))
    yield from sorted(until.items())


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
