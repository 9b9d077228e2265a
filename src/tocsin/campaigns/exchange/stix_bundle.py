"""Campaigns as a STIX 2.1 bundle (OASIS, June 2021), made and checked by the OASIS library."""

from collections.abc import Iterable, Iterator
from datetime import UTC, datetime, time
from typing import Any, Final
from uuid import uuid5

import stix2

from tocsin.campaigns.campaign_summary import CampaignSummary
from tocsin.campaigns.exchange.sharing_terms import (
    NAMESPACE,
    SharingTerms,
    name_campaign_uuid,
    select_campaigns,
    select_indicators,
)

_MARKS: Final = {
    "clear": stix2.TLP_WHITE,
    "green": stix2.TLP_GREEN,
    "amber": stix2.TLP_AMBER,
    "red": stix2.TLP_RED,
}


def write_stix_bundle(campaigns: Iterable[CampaignSummary], terms: SharingTerms) -> str:
    """The bundle as JSON: one Campaign each, an Indicator for each host or link, a Note with what was said.

    STIX 2.1 has no object for a telephone number: numbers stand in the Note.
    """
    mark = _MARKS[terms.tlp]
    producer = describe_producer(terms)
    made = [
        thing for one in select_campaigns(campaigns) for thing in describe_campaign(one, terms, producer.id)
    ]
    bundle_id = f"bundle--{uuid5(NAMESPACE, f'{terms.producer}|{terms.made.isoformat()}')}"
    return str(stix2.Bundle(mark, producer, *made, id=bundle_id).serialize(pretty=True))


def describe_mark(terms: SharingTerms) -> Any:
    return _MARKS[terms.tlp]


def describe_producer(terms: SharingTerms) -> Any:
    return stix2.Identity(
        id=f"identity--{uuid5(NAMESPACE, terms.producer)}",
        created=terms.made,
        modified=terms.made,
        name=terms.producer,
        identity_class="organization",
        object_marking_refs=[describe_mark(terms)],
    )


def describe_campaign(one: CampaignSummary, terms: SharingTerms, producer: str) -> Iterator[Any]:
    """A Campaign, an Indicator with its Relationship for each host or link, and a Note; of the version ``terms.made``."""
    common: dict[str, Any] = {
        "created": terms.made,
        "modified": terms.made,
        "created_by_ref": producer,
        "object_marking_refs": [describe_mark(terms)],
    }
    campaign = stix2.Campaign(
        id=f"campaign--{name_campaign_uuid('campaign', one)}",
        name=f"{', '.join(one.claims) or 'no institution'}: {' '.join(one.variants[0].text.split())[:80]}",
        description=one.variants[0].text,
        first_seen=datetime.combine(one.first_seen, time(), UTC),
        last_seen=datetime.combine(one.last_seen, time(23, 59, 59), UTC),
        **common,
    )
    yield campaign
    for host in select_indicators(one.hosts, terms):
        indicator = stix2.Indicator(
            id=f"indicator--{name_campaign_uuid('indicator', one, host)}",
            name=host,
            indicator_types=["malicious-activity"],
            pattern=_write_pattern(host),
            pattern_type="stix",
            valid_from=campaign.first_seen,
            valid_until=terms.compute_end(one.last_seen),
            **common,
        )
        yield indicator
        yield stix2.Relationship(
            id=f"relationship--{name_campaign_uuid('indicates', one, host)}",
            relationship_type="indicates",
            source_ref=indicator.id,
            target_ref=campaign.id,
            **common,
        )
    yield stix2.Note(
        id=f"note--{name_campaign_uuid('note', one)}",
        abstract="what was reported",
        content=_write_note(one, terms),
        object_refs=[campaign.id],
        **common,
    )


def _write_pattern(host: str) -> str:
    """A host, or the link of a shortener, as a pattern; quotes within it are escaped."""
    value = host.replace("\\", "\\\\").replace("'", "\\'")
    if "/" in host:
        return f"[url:value = 'https://{value}' OR url:value = 'http://{value}']"
    return f"[domain-name:value = '{value}']"


def _write_note(one: CampaignSummary, terms: SharingTerms) -> str:
    numbers = select_indicators(one.numbers, terms)
    lines = [
        f"{one.reports} reports, {len(one.variants)} variants",
        "clauses: " + ", ".join(one.clauses),
        *([f"telephone numbers: {', '.join(numbers)}"] if numbers else []),
    ]
    return "\n".join(lines)
