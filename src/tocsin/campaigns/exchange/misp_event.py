"""Campaigns as MISP events, made by MISP's own library."""

import json
from collections.abc import Iterable
from datetime import UTC, datetime, time
from typing import Any, Final

from pymisp import MISPEvent, MISPObject

from tocsin.campaigns.campaign_summary import CampaignSummary
from tocsin.campaigns.exchange.sharing_terms import (
    SharingTerms,
    name_campaign_uuid,
    select_campaigns,
    select_indicators,
)

_TAGS: Final = {"clear": "tlp:clear", "green": "tlp:green", "amber": "tlp:amber", "red": "tlp:red"}
_ONGOING: Final = 1
"""Analysis of an event: 0 initial, 1 ongoing, 2 completed."""
_MEDIUM: Final = 2
"""Threat level of an event: 1 high, 2 medium, 3 low."""
_OWN_ORGANISATION: Final = 0
"""Distribution of an event: whoever imports it decides how far it goes, within its TLP mark."""


def write_misp_events(campaigns: Iterable[CampaignSummary], terms: SharingTerms) -> str:
    """The events as the JSON that MISP imports: one a campaign, with ``instant-message``, ``url`` and ``phone`` objects."""
    events = [json.loads(_describe_campaign(one, terms).to_json()) for one in select_campaigns(campaigns)]
    return json.dumps({"response": [{"Event": event} for event in events]}, ensure_ascii=False, indent=1)


def _describe_campaign(one: CampaignSummary, terms: SharingTerms) -> MISPEvent:
    event = MISPEvent()
    event.uuid = name_campaign_uuid("event", one)
    event.info = f"{', '.join(one.claims) or 'no institution'}: {' '.join(one.variants[0].text.split())[:80]}"
    event.date = one.first_seen
    event.timestamp = terms.made
    event.distribution, event.analysis, event.threat_level_id = _OWN_ORGANISATION, _ONGOING, _MEDIUM
    event.add_tag(_TAGS[terms.tlp])
    event.add_tag('rsit:fraud="phishing"')
    for at, variant in enumerate(one.variants):
        message = _begin_object("instant-message", one, terms, f"variant-{at}")
        message.add_attribute("body", value=variant.text)
        message.add_attribute("received-date", value=variant.first_seen.isoformat())
        event.add_object(message)
    for host in select_indicators(one.hosts, terms):
        url = _begin_object("url", one, terms, host)
        url.add_attribute("url", value=f"https://{host}", to_ids="/" in host)
        if "/" not in host:
            url.add_attribute("domain", value=host, to_ids=True)
        url.add_attribute("last-seen", value=one.last_seen.isoformat())
        event.add_object(url)
    for number in select_indicators(one.numbers, terms):
        phone = _begin_object("phone", one, terms, number)
        phone.add_attribute("msisdn", value=number.removeprefix("+"))
        phone.add_attribute("text", value=number)
        event.add_object(phone)
    return event


def _begin_object(name: str, one: CampaignSummary, terms: SharingTerms, part: str) -> Any:
    made = MISPObject(name, strict=True)
    made.uuid = name_campaign_uuid(name, one, part)
    made.timestamp = terms.made
    made.first_seen = datetime.combine(one.first_seen, time(), UTC)
    made.last_seen = datetime.combine(one.last_seen, time(), UTC)
    return made
