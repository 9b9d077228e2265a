"""Whoever runs the service looks at it: does it live, is it ready, what does it do."""

import pytest
from prometheus_client.parser import text_string_to_metric_families

from tests.web.api.wire import SMS, Client, Clock
from tocsin.privacy.vault import Vault
from tocsin.store import database as stores
from tocsin.store import embedded
from tocsin.web.api import health
from tocsin.web.api.service import ApiService
from tocsin.web.api.settings import ApiSettings
from tocsin.web.store_pool import StorePool
from tocsin.web.timed_cache import TimedCache


@pytest.fixture
def here(opened):
    found = opened(anonymous=1000, metrics_here=True)
    found.address = "127.0.0.1"
    return found


def samples(got):
    assert got.status == 200
    return {
        (sample.name, *sorted(sample.labels.values())): sample.value
        for family in text_string_to_metric_families(got.body.decode())
        for sample in family.samples
    }


def test_the_process_lives_whatever_is_away():
    client = Client(ApiService(ApiSettings(store="postgresql://nobody@127.0.0.1:1/none"), clock=Clock()))
    assert client.get("/healthz").json["status"] == "alive"
    got = client.get("/readyz")
    assert (got.status, got.kind) == (503, "no_store")
    assert "store: it does not answer" in got.json["detail"]


def test_it_is_ready_with_its_store_its_tables_and_its_keys(client):
    assert client.get("/readyz").json == {
        "status": "ready",
        "store": "ready",
        "keys": "ready",
        "migrations": "ready",
    }


def test_it_is_ready_without_a_store_where_none_was_named(alone):
    assert alone.get("/readyz").json["store"] == "none"


def test_a_store_that_nobody_named_is_found_where_the_embedded_one_runs(
    server, template, monkeypatch, tmp_path
):
    """As pages find it: ``tocsin site`` beside ``tocsin serve`` needs no variable."""
    from tests.store.databases import database

    where = [None]
    monkeypatch.delenv("TOCSIN_DATABASE_URL", raising=False)
    monkeypatch.setattr(embedded, "find_store_url", lambda: where[0])
    monkeypatch.setenv("TOCSIN_KEYS", str(tmp_path / "keys.json"))
    Vault.load(make=True)
    found = StorePool()
    client = Client(ApiService(ApiSettings(), clock=Clock(), store=found))
    assert client.get("/readyz").json["store"] == "none"
    where[0] = database(server, template)
    found.forget_failure()
    assert client.get("/readyz").json == dict.fromkeys(("status", "store", "keys", "migrations"), "ready")
    found.close_connections()


def test_without_keys_it_is_not_ready(client, tmp_path, monkeypatch):
    monkeypatch.setenv("TOCSIN_KEYS", str(tmp_path / "none.json"))
    got = client.get("/readyz")
    assert (got.status, got.json["detail"]) == (503, "keys: there are none")


def test_a_store_that_lacks_migrations_is_not_ready(fresh_store, clock, tmp_path, monkeypatch):
    client = Client(ApiService(ApiSettings(store=fresh_store), clock=clock))
    assert client.get("/readyz").status == 503
    stores.migrate_store(fresh_store)
    with stores.open_connection(fresh_store) as connection:
        connection.execute("delete from django_migrations where app = 'api'")
    client.service.store._until = 0.0
    client.service.lately._seen.clear()
    assert "migrations: 2 are missing" in client.get("/readyz").json["detail"]
    client.service.store.close_connections()


@pytest.fixture
def fresh_store(server):
    from tests.store.databases import made

    yield from made(server, "template1")


def test_readiness_is_not_looked_up_at_every_request(client, monkeypatch):
    looks = []
    looked = health._find_faults
    monkeypatch.setattr(health, "_find_faults", lambda api: looks.append(1) or looked(api))
    for _ in range(20):
        assert client.get("/readyz").status == 200
    assert len(looks) <= 2


def test_requests_and_verdicts_are_counted(here):
    before = samples(here.get("/metrics"))
    assert before["tocsin_store_up",] == 1
    here.check()
    here.check(SMS | {"text": "Bonjour"})
    here.check(b"{")
    here.get("/api/v1/nothing")
    after = samples(here.get("/metrics"))
    assert after["tocsin_api_requests_total", "200", "check"] == 2
    assert after["tocsin_api_requests_total", "400", "check"] == 1
    assert after["tocsin_api_requests_total", "404", "none"] == 1
    assert after["tocsin_api_checks_total", "imposture"] == 1
    assert after["tocsin_api_seconds_count", "check"] == 3


def test_no_label_is_made_by_a_client(here):
    for path in ("/api/v1/zanzibar", "/api/v1/numbers/zanzibar", "/api/v1/gateways/zanzibar/receipts"):
        here.get(path)
    here.ask("GET", "/api/", HTTP_USER_AGENT="zanzibar")
    assert b"zanzibar" not in here.get("/metrics").body


def test_the_service_is_in_the_figures(here):
    found = samples(here.get("/metrics"))
    assert found["tocsin_people", "case"] == 0
    assert ("tocsin_reached", "case", "kept", "submitted") in found
    assert found["tocsin_quarantine_records",] == 0
    assert found["tocsin_checks_unanswered", "prefix_full"] == 0


def test_while_the_store_is_away_the_figures_say_so():
    client = Client(
        ApiService(
            ApiSettings(store="postgresql://nobody@127.0.0.1:1/none", metrics_here=True), clock=Clock()
        ),
        "127.0.0.1",
    )
    found = samples(client.get("/metrics"))
    assert found["tocsin_store_up",] == 0
    assert ("tocsin_people", "case") not in found


def test_from_elsewhere_a_key_reads_the_metrics(client, new_key):
    client.key = new_key("metrics")
    assert client.get("/metrics").status == 200


def test_each_request_gives_a_line_where_that_is_asked_for(clock, caplog):
    import logging

    caplog.set_level(logging.INFO)
    client = Client(ApiService(ApiSettings(log_all=True), clock=clock), "192.0.2.77")
    client.get("/api/v1/numbers/0639980001?lang=en")
    (record,) = [r for r in caplog.records if r.message == "api_answered"]
    assert record.fields.keys() == {"route", "method", "status", "ms"}
    assert (record.fields["route"], record.fields["status"]) == ("number", 200)
    assert "192.0.2.77" not in caplog.text
    assert "0639980001" not in str(record.fields)


def test_what_was_seen_lately_is_told_again_until_its_time_is_over():
    clock, looks = [0.0], []
    lately = TimedCache(lambda: clock[0])

    def look():
        looks.append(clock[0])
        return len(looks)

    assert [lately.get_or_compute("x", 2.0, look) for _ in range(3)] == [1, 1, 1]
    assert lately.get_or_compute("y", 2.0, lambda: "another") == "another"
    clock[0] = 1.9
    assert lately.get_or_compute("x", 2.0, look) == 1
    clock[0] = 2.0
    assert lately.get_or_compute("x", 2.0, look) == 2
    assert looks == [0.0, 2.0]
