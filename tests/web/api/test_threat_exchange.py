"""Another fraud team's TAXII client asks what circulates: discovery, collections, then what is new since it last asked."""

import base64

import pytest
import stix2

from tests.campaigns.reporting import report
from tests.web.api.wire import NOON
from tocsin.campaigns.campaign_desk import decide_campaign
from tocsin.campaigns.report_grouping import group_waiting_reports
from tocsin.config import BadSetting
from tocsin.store.database import open_connection
from tocsin.web.api.settings import read_api_settings
from tocsin.web.api.threat_exchange import COLLECTION, TAXII

ROOT = "/taxii2/campaigns/"
OBJECTS = f"{ROOT}collections/{COLLECTION}/objects/"
MANIFEST = f"{ROOT}collections/{COLLECTION}/manifest/"
FINE = "ANTAI : votre amende de 35 euros est impayee, reglez avant majoration sur https://{}/payer"


@pytest.fixture
def exchange(opened):
    return opened(taxii="amber", producer="The fraud team of Trial")


@pytest.fixture
def ask(exchange, new_key):
    key = new_key("exchange")

    def get(place, **more):
        return exchange.get(place, HTTP_AUTHORIZATION=f"Bearer {key}", HTTP_ACCEPT=TAXII, **more)

    return get


def report_fine(store, hosts, confirm=True):
    with open_connection(store, autocommit=True) as db:
        for host in hosts:
            report(db, FINE.format(host), now=NOON, day=NOON.date(), sender="38663")
        group_waiting_reports(db, NOON)
        if confirm:
            (campaign,) = db.execute("select min(id) from tracing_campaign").fetchone()
            decide_campaign(db, campaign, "confirmed", "", "analyst", NOON)


def test_a_client_finds_its_way_from_discovery_to_the_objects(ask, store):
    report_fine(store, ["amendes.example", "amendes.example"])
    found = ask("/taxii2/")
    assert found.headers["Content-Type"] == TAXII
    (root,) = found.json["api_roots"]
    assert ask(root).json["versions"] == [TAXII]
    (collection,) = ask(f"{root}collections/").json["collections"]
    assert (collection["can_read"], collection["can_write"]) == (True, False)
    assert ask(f"{root}collections/{collection['id']}/").json == collection
    got = ask(f"{root}collections/{collection['id']}/objects/")
    assert got.json["more"] is False
    bundle = stix2.parse({"type": "bundle", "id": f"bundle--{COLLECTION}", "objects": got.json["objects"]})
    assert {one.type for one in bundle.objects} == {
        "marking-definition", "identity", "campaign", "indicator", "relationship", "note",
    }  # fmt: skip
    (indicator,) = (one for one in bundle.objects if one.type == "indicator")
    assert indicator.pattern == "[domain-name:value = 'amendes.example']"
    assert indicator.object_marking_refs == [stix2.TLP_AMBER.id]
    assert got.headers["X-TAXII-Date-Added-Last"] > got.headers["X-TAXII-Date-Added-First"]


def test_nothing_is_handed_over_before_an_analyst_confirmed_it(ask, store):
    report_fine(store, ["amendes.example"] * 5, confirm=False)
    assert {one["type"] for one in ask(OBJECTS).json["objects"]} == {"marking-definition", "identity"}


def test_what_is_new_since_the_last_time_is_given_again_with_a_later_version(opened, new_key, store):
    key = {"HTTP_AUTHORIZATION": f"Bearer {new_key('exchange')}"}
    report_fine(store, ["amendes.example"])
    settings = {"taxii": "amber", "producer": "T"}
    first = opened(**settings).get(OBJECTS, **key)
    since = f"{OBJECTS}?added_after={first.headers['X-TAXII-Date-Added-Last']}"
    assert opened(**settings).get(since, **key).json == {}
    report_fine(store, ["amendes.example"])
    again = opened(**settings).get(since, **key).json["objects"]
    (campaign,) = (one for one in again if one["type"] == "campaign")
    (before,) = (one for one in first.json["objects"] if one["type"] == "campaign")
    assert campaign["id"] == before["id"]
    assert campaign["modified"] > before["modified"]


def test_pages_of_one_object_give_all_of_them_once(ask, store):
    report_fine(store, ["amendes.example", "amendes.example"])
    whole = [one["id"] for one in ask(OBJECTS).json["objects"]]
    found, place = [], f"{OBJECTS}?limit=1"
    while place:
        page = ask(place).json
        found += [one["id"] for one in page["objects"]]
        place = f"{OBJECTS}?limit=1&next={page['next']}" if page["more"] else ""
    assert found == whole
    assert len(found) == len(set(found)) == 6


def test_objects_are_matched_by_kind_name_and_version(ask, store):
    report_fine(store, ["amendes.example"])
    (one,) = ask(f"{OBJECTS}?match[type]=campaign").json["objects"]
    assert ask(f"{OBJECTS}{one['id']}/").json["objects"] == [one]
    assert ask(f"{OBJECTS}{one['id']}/versions/").json["versions"] == [one["modified"]]
    (listed,) = ask(f"{MANIFEST}?match[id]={one['id']}").json["objects"]
    assert (listed["version"], listed["media_type"]) == (one["modified"], "application/stix+json;version=2.1")
    assert ask(f"{OBJECTS}?match[id]={one['id']}&match[version]={one['modified']}").json["objects"] == [one]
    assert ask(f"{OBJECTS}?match[spec_version]=2.0").json == {}


def test_the_key_may_come_as_the_password_of_basic_and_opens_this_alone(exchange, new_key):
    def basic(key):
        return {"HTTP_AUTHORIZATION": "Basic " + base64.b64encode(f"anybody:{key}".encode()).decode()}

    assert exchange.get("/taxii2/", **basic(new_key("exchange"))).status == 200
    assert exchange.get("/taxii2/", **basic(new_key("check", name="another"))).json["kind"] == "scope"
    assert exchange.get("/taxii2/", **basic("tocsin_wrong")).status == 401
    assert exchange.get("/taxii2/").json["kind"] == "no_key"


@pytest.mark.parametrize(
    ("place", "status", "kind"),
    [
        (f"{OBJECTS}?limit=0", 400, "bad_query"),
        (f"{OBJECTS}?added_after=yesterday", 400, "bad_query"),
        (f"{OBJECTS}?next=@@@", 400, "bad_query"),
        (f"{OBJECTS}?colour=red", 400, "bad_query"),
        (f"{OBJECTS}campaign--0/", 404, "no_route"),
        (f"{ROOT}collections/other/objects/", 404, "no_route"),
    ],
)
def test_what_is_asked_wrong_is_said(ask, place, status, kind):
    got = ask(place)
    assert (got.status, got.json["kind"]) == (status, kind)


def test_without_the_setting_there_is_no_such_server(opened, new_key):
    key = new_key("exchange")
    got = opened().get("/taxii2/", HTTP_AUTHORIZATION=f"Bearer {key}")
    assert (got.status, got.json["kind"]) == (404, "no_route")
    assert "TOCSIN_TAXII" in got.json["detail"]


def test_a_client_of_another_version_and_whoever_writes_are_refused(exchange, new_key):
    key = {"HTTP_AUTHORIZATION": f"Bearer {new_key('exchange')}"}
    old = exchange.get("/taxii2/", HTTP_ACCEPT="application/vnd.oasis.taxii+json; version=2.0", **key)
    assert (old.status, old.json["kind"]) == (406, "not_acceptable")
    assert exchange.post(OBJECTS, {"objects": []}, **key).status == 405


def test_who_hands_over_must_be_named():
    assert read_api_settings({"TOCSIN_TAXII": "green", "TOCSIN_OPERATOR_NAME": "CPAM"}).producer == "CPAM"
    with pytest.raises(BadSetting, match="TOCSIN_OPERATOR_NAME"):
        read_api_settings({"TOCSIN_TAXII": "green"})
    with pytest.raises(BadSetting, match="TOCSIN_TAXII"):
        read_api_settings({"TOCSIN_TAXII": "blue", "TOCSIN_OPERATOR_NAME": "CPAM"})
