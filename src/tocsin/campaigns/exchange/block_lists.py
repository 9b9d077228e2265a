"""Hosts of campaigns as block lists: one a line, or a response policy zone that a resolver loads."""

from collections.abc import Iterable

from tocsin.campaigns.campaign_summary import CampaignSummary
from tocsin.campaigns.exchange.sharing_terms import SharingTerms, select_blocked_hosts


def write_host_list(campaigns: Iterable[CampaignSummary], terms: SharingTerms) -> str:
    """One host a line, with the day until which it is worth blocking; lines that begin with ``#`` are remarks."""
    lines = [
        f"# {terms.producer}, {terms.made:%Y-%m-%dT%H:%M:%SZ}, TLP:{terms.tlp.upper()}",
        *(f"{host}\t# until {end:%Y-%m-%d}" for host, end in select_blocked_hosts(campaigns, terms)),
    ]
    return "\n".join(lines) + "\n"


def write_policy_zone(campaigns: Iterable[CampaignSummary], terms: SharingTerms) -> str:
    """A DNS response policy zone: each host, and all below it, does not exist (``CNAME .``).

    Its serial number is the second at which it was made, so that a later one replaces it.
    """
    lines = [
        "$TTL 3600",
        f"; {terms.producer}, TLP:{terms.tlp.upper()}",
        f"@ SOA localhost. root.localhost. {int(terms.made.timestamp())} 3600 600 604800 3600",
        "@ NS localhost.",
    ]
    for host, end in select_blocked_hosts(campaigns, terms):
        lines += [f"{host} CNAME . ; until {end:%Y-%m-%d}", f"*.{host} CNAME ."]
    return "\n".join(lines) + "\n"
