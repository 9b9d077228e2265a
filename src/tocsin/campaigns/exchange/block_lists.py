"""Hosts of campaigns as block lists: one a line, or a response policy zone that a resolver loads."""

from collections.abc import Iterable
from typing import Final

from tocsin.campaigns.campaign_summary import CampaignSummary
from tocsin.campaigns.exchange.sharing_terms import (
    BlockedHosts,
    SharingTerms,
    WhyNotBlocked,
    select_blocked_hosts,
)
from tocsin.message.safe_display import escape_to_one_line

_WHY: Final[dict[WhyNotBlocked, str]] = {
    "unaccused": "no verdict accuses their campaign",
    "ended": "their campaign was not seen for {hold_days} days",
    "rare": "fewer than {least} reports name them",
    "shortened": "links of a shortener, whose host serves others too",
    "unaskable": "no resolver can ask for them",
}


def write_host_list(campaigns: Iterable[CampaignSummary], terms: SharingTerms) -> str:
    """One host a line, with the day until which it is worth blocking; lines that begin with ``#`` are remarks."""
    blocked = select_blocked_hosts(campaigns, terms)
    lines = [
        f"# {escape_to_one_line(terms.producer)}, {terms.made:%Y-%m-%dT%H:%M:%SZ}, TLP:{terms.tlp.upper()}",
        *(f"# {remark}" for remark in describe_block_list(blocked, terms)),
        *(f"{host}\t# until {end:%Y-%m-%d}" for host, end in blocked.hosts),
    ]
    return "\n".join(lines) + "\n"


def write_policy_zone(campaigns: Iterable[CampaignSummary], terms: SharingTerms) -> str:
    """A DNS response policy zone: each host, and all below it, does not exist (``CNAME .``).

    Its serial number is the second at which it was made, so that a later one replaces it, an empty one too.
    """
    blocked = select_blocked_hosts(campaigns, terms)
    lines = [
        "$TTL 3600",
        f"; {escape_to_one_line(terms.producer)}, TLP:{terms.tlp.upper()}",
        *(f"; {remark}" for remark in describe_block_list(blocked, terms)),
        f"@ SOA localhost. root.localhost. {int(terms.made.timestamp())} 3600 600 604800 3600",
        "@ NS localhost.",
    ]
    for host, end in blocked.hosts:
        lines += [f"{host} CNAME . ; until {end:%Y-%m-%d}", f"*.{host} CNAME ."]
    return "\n".join(lines) + "\n"


def describe_block_list(blocked: BlockedHosts, terms: SharingTerms) -> tuple[str, ...]:
    """How many hosts a list blocks, and how many it leaves out for which reason: an empty one says why it is empty.

    >>> from datetime import UTC, datetime
    >>> terms = SharingTerms(producer="", made=datetime(2026, 11, 30, tzinfo=UTC))
    >>> describe_block_list(BlockedHosts((), {"ended": 3}), terms)
    ('hosts to block: 0 (this list is empty)', 'hosts left out: 3, their campaign was not seen for 14 days')
    """
    empty = "" if blocked.hosts else " (this list is empty)"
    told = {"hold_days": terms.hold_days, "least": terms.least}
    reasons = (
        f"hosts left out: {blocked.left_out[why]}, {words.format(**told)}"
        for why, words in _WHY.items()
        if why in blocked.left_out
    )
    return (f"hosts to block: {len(blocked.hosts)}{empty}", *reasons)
