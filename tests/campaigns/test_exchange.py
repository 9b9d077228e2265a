"""What is handed over is read back by the libraries of those who receive it; a genuine message is in none of it."""

import json
from datetime import UTC, date, datetime

import dns.zone
import pymisp
import pytest
import stix2
from msgspec.structs import replace

from tocsin.campaigns.campaign_summary import CampaignSummary, VariantSummary
from tocsin.campaigns.exchange.block_lists import write_host_list, write_policy_zone
from tocsin.campaigns.exchange.misp_event import write_misp_events
from tocsin.campaigns.exchange.sharing_terms import SharingTerms, select_blocked_hosts
from tocsin.campaigns.exchange.stix_bundle import write_stix_bundle
from tocsin.campaigns.text_changes import TextChange

DAY, LAST = date(2026, 11, 3), date(2026, 11, 20)
TERMS = SharingTerms(producer="Équipe fraude", made=datetime(2026, 11, 25, 9, tzinfo=UTC))
TEXT = "AMELI : votre carte Vitale expire : vitale.example"
CAMPAIGN = CampaignSummary(
    campaign=1,
    reports=7,
    first_seen=DAY,
    last_seen=LAST,
    by_day={DAY: 4, LAST: 3},
    levels={"imposture": 7},
    claims={"assurance_maladie": 7},
    clauses={"list.web.sms": 7},
    senders={},
    hosts={"vitale.example": 5, "bit.ly/x'7": 2, "voisin.example": 1},
    numbers={"+33199001234": 2},
    variants=(
        VariantSummary(TEXT, 5, DAY, LAST, ()),
        VariantSummary(TEXT.replace("expire", "expire demain"), 2, LAST, LAST, (TextChange("", "demain"),)),
    ),
)
DOUBTED = replace(CAMPAIGN, campaign=2, levels={"unproven": 9}, hosts={"doubted.example": 9})
"""A genuine message that nine people doubted: nothing accuses it."""


def list_exchanges() -> list[str]:
    writers = (write_stix_bundle, write_misp_events, write_host_list, write_policy_zone)
    return [write((CAMPAIGN, DOUBTED), TERMS) for write in writers]


def test_stix_is_read_back_with_its_indicators_until_their_end() -> None:
    bundle = stix2.parse(write_stix_bundle((CAMPAIGN,), TERMS))
    kinds = [thing.type for thing in bundle.objects]
    assert sorted(set(kinds)) == [
        "campaign",
        "identity",
        "indicator",
        "marking-definition",
        "note",
        "relationship",
    ]
    indicators = [thing for thing in bundle.objects if thing.type == "indicator"]
    assert [one.name for one in indicators] == ["vitale.example", "bit.ly/x'7"]
    assert all(one.valid_until == datetime(2026, 12, 4, tzinfo=UTC) for one in indicators)
    marks = {ref for thing in bundle.objects for ref in thing.get("object_marking_refs", [])}
    assert marks == {stix2.TLP_AMBER.id}
    (note,) = (thing for thing in bundle.objects if thing.type == "note")
    assert "+33199001234" in note.content


def test_misp_is_read_back_with_its_objects() -> None:
    (found,) = json.loads(write_misp_events((CAMPAIGN,), TERMS))["response"]
    event = pymisp.MISPEvent()
    event.load(found)
    assert [one.name for one in event.objects] == [
        "instant-message",
        "instant-message",
        "url",
        "url",
        "phone",
    ]
    assert {tag.name for tag in event.tags} == {"tlp:amber", 'rsit:fraud="phishing"'}
    bodies = [
        one.get_attributes_by_relation("body")[0].value
        for one in event.get_objects_by_name("instant-message")
    ]
    assert bodies == [TEXT, TEXT.replace("expire", "expire demain")]
    (phone,) = event.get_objects_by_name("phone")
    assert phone.get_attributes_by_relation("msisdn")[0].value == "33199001234"


def test_a_policy_zone_is_a_zone_in_which_the_host_does_not_exist() -> None:
    zone = dns.zone.from_text(write_policy_zone((CAMPAIGN,), TERMS), origin="rpz.example.")
    names = {str(name) for name in zone.nodes}
    assert names == {"@", "vitale.example", "*.vitale.example"}
    assert str(zone.get_rdataset("vitale.example", "CNAME")[0].target) == "."


@pytest.mark.parametrize("what", ["doubted.example", "voisin.example"])
def test_what_nobody_accuses_and_what_one_report_alone_names_is_in_none(what: str) -> None:
    """Whoever wants a host blocked cannot have it by one report, nor by many of a genuine message."""
    assert all(what not in text for text in list_exchanges())


def test_what_was_not_seen_for_long_is_no_longer_blocked() -> None:
    late = replace(TERMS, made=datetime(2026, 12, 4, tzinfo=UTC))
    assert select_blocked_hosts((CAMPAIGN,), late).hosts == ()
    assert [host for host, _ in select_blocked_hosts((CAMPAIGN,), TERMS).hosts] == ["vitale.example"]


def test_an_empty_zone_is_a_zone_and_says_why_it_is_empty() -> None:
    late = replace(TERMS, made=datetime(2026, 12, 4, tzinfo=UTC))
    written = write_policy_zone((CAMPAIGN, DOUBTED), late)
    zone = dns.zone.from_text(written, origin="rpz.example.")
    assert [str(name) for name in zone.nodes] == ["@"]
    assert zone.get_rdataset("@", "SOA")[0].serial == int(late.made.timestamp())
    said = [
        "hosts to block: 0 (this list is empty)",
        "hosts left out: 1, no verdict accuses their campaign",
        "hosts left out: 3, their campaign was not seen for 14 days",
    ]
    assert [line[2:] for line in written.splitlines() if line[:1] == ";"][1:] == said
    assert [line[2:] for line in write_host_list((CAMPAIGN, DOUBTED), late).splitlines()][1:] == said


def test_a_host_that_is_blocked_for_another_campaign_is_not_counted_as_left_out() -> None:
    ended = replace(CAMPAIGN, campaign=3, last_seen=date(2026, 10, 1))
    assert select_blocked_hosts((ended, CAMPAIGN), TERMS).left_out == {"ended": 2}


def test_a_name_with_lines_writes_no_line_of_a_zone() -> None:
    terms = replace(TERMS, producer="Team\ninnocent.example CNAME .")
    zone = dns.zone.from_text(write_policy_zone((), terms), origin="rpz.example.")
    assert [str(name) for name in zone.nodes] == ["@"]


def test_a_host_in_other_letters_is_listed_as_a_resolver_asks_for_it() -> None:
    one = replace(CAMPAIGN, hosts={"améli-carte.example": 2, f"{'é' * 64}.example": 2})
    ((host, _),) = select_blocked_hosts((one,), TERMS).hosts
    assert host.isascii()
    assert host.encode().decode("idna") == "améli-carte.example"


def test_the_same_campaign_has_the_same_names_later_too() -> None:
    """Whatever its number in another run, and however much it grew: a receiver updates it instead of adding another."""
    grown = replace(CAMPAIGN, campaign=9, reports=90, hosts={"vitale.example": 80})
    one, other = (stix2.parse(write_stix_bundle((c,), TERMS)) for c in (CAMPAIGN, grown))
    assert [o.id for o in one.objects if o.type == "campaign"] == [
        o.id for o in other.objects if o.type == "campaign"
    ]
    assert {o.id for o in other.objects if o.type == "indicator"} < {
        o.id for o in one.objects if o.type == "indicator"
    }
