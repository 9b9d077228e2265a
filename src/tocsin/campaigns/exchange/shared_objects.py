"""What an analyst confirmed, as STIX objects each with its version, in the order in which they became known.

The version of a campaign's objects is when it was confirmed or last seen, whichever is later, and one millisecond more
for each report: what says something new has a later version, and whoever asked before gets it again.
"""

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from typing import Any, Final

import msgspec
from msgspec import Struct
from msgspec.structs import replace

from tocsin.campaigns.campaign_desk import CampaignRecord, read_campaign
from tocsin.campaigns.campaign_summary import CampaignSummary, VariantSummary
from tocsin.campaigns.circulation import list_circulating_campaigns
from tocsin.campaigns.exchange.sharing_terms import SharingTerms
from tocsin.campaigns.exchange.stix_bundle import describe_campaign, describe_mark, describe_producer
from tocsin.campaigns.report_store import Connection

FIRST_VERSION: Final = datetime(2021, 3, 4, tzinfo=UTC)
"""Of the producer and the marking, which never change: the day of the founding document."""


class SharedObject(Struct, frozen=True, kw_only=True):
    id: str
    type: str
    version: datetime
    """When it became known as it is now, UTC."""
    content: dict[str, Any]
    """As JSON."""


def list_shared_objects(connection: Connection, terms: SharingTerms, today: date) -> list[SharedObject]:
    """The objects of campaigns that are confirmed and were seen in the last thirty days, the oldest version first."""
    terms = replace(terms, made=FIRST_VERSION)
    producer = describe_producer(terms)
    found = [_share(describe_mark(terms), FIRST_VERSION), _share(producer, FIRST_VERSION)]
    for listed in list_circulating_campaigns(connection, today):
        record = read_campaign(connection, listed.id)
        if summary := summarise_vouched(record):
            version = _compute_version(record)
            objects = describe_campaign(summary, replace(terms, made=version), producer.id)
            found += [_share(one, version) for one in objects]
    return sorted(found, key=lambda one: (one.version, one.id))


def summarise_vouched(record: CampaignRecord) -> CampaignSummary | None:
    """A campaign with the texts that an analyst read, and where those lead; None where there is none."""
    read = (one for one in record.variants if one.vouched and one.first_seen and one.last_seen)
    texts = sorted(read, key=lambda one: one.id)  # the first gives the campaign its name
    if not texts or not record.by_day:
        return None
    marks = {mark for one in texts for mark in one.marks}
    leads = {
        kind: {name: count for name, count in record.facts.get(kind, {}).items() if name in marks}
        for kind in ("hosts", "numbers")
    }
    return CampaignSummary(
        campaign=record.id,
        reports=record.reports,
        first_seen=min(record.by_day),
        last_seen=max(record.by_day),
        by_day=record.by_day,
        levels={"suspicious": record.reports},  # a human read it and said that it is a fraud
        claims=record.facts.get("claims", {}),
        clauses=record.facts.get("clauses", {}),
        senders={},
        hosts=leads["hosts"],
        numbers=leads["numbers"],
        variants=tuple(_summarise_variants(texts)),
    )


def _summarise_variants(texts: list[Any]) -> Iterator[VariantSummary]:
    for one in texts:
        yield VariantSummary(one.text, one.reports, one.first_seen, one.last_seen, one.changes)


def _compute_version(record: CampaignRecord) -> datetime:
    seen = datetime.combine(max(record.by_day), time(), UTC)
    at = max(record.state_at.astimezone(UTC), seen) if record.state_at else seen
    return at.replace(microsecond=0) + timedelta(milliseconds=record.reports)


def _share(thing: Any, version: datetime) -> SharedObject:
    content = msgspec.json.decode(thing.serialize(), type=dict[str, Any])
    return SharedObject(id=thing.id, type=thing.type, version=version, content=content)
