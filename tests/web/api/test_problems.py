"""The spec of every refusal: one shape, one word that never changes, the status that belongs to it."""

import io
import json
from datetime import timedelta
from pathlib import Path

import pytest

from tests.web.api.test_gateway_webhooks import ACCOUNTS, signed
from tests.web.api.wire import NOON, SMS, ApiOnly, Client, Clock
from tocsin.web import rate_limits
from tocsin.web.api import message_check
from tocsin.web.api.problem import KINDS
from tocsin.web.api.service import ApiService
from tocsin.web.api.settings import ApiSettings
from tocsin.web.incoming_body import BodyTooLarge, BodyTooSlow, RefusedBody, TooManyBodies

LINES = "application/x-ndjson"


@pytest.fixture
def site(clock):
    return Client(ApiService(ApiSettings(anonymous=1000, gateways=ACCOUNTS), clock=clock))


def refused(got, status, kind, *, field=""):
    """An answer is this refusal, in the one shape that all have."""
    assert (got.status, got.kind) == (status, kind), got.body
    body = got.json
    assert set(body) <= {"type", "title", "status", "kind", "detail", "field", "instance"}
    assert (body["status"], body["type"], body["title"]) == (status, f"/api/#{kind}", KINDS[kind][1])
    assert body.get("field", "") == field
    assert got.headers["Cache-Control"] == "no-store"
    assert got.headers["X-Content-Type-Options"] == "nosniff"
    return body


# ---- 400: it cannot be read


@pytest.mark.parametrize(
    "body", [b"", b"{", b"\xef\xbb{}", b"nul", b'{"text": "a"} {"text": "b"}', b"text=a"]
)
def test_what_is_not_json(site, body):
    refused(site.check(body), 400, "bad_json")


@pytest.mark.parametrize(
    ("path", "more"),
    [("check", b""), ("verify", b'"code": "K7QF-2M9D", '), ("reports", b'"consent": true, ')],
)
def test_a_key_twice_is_refused_since_readers_differ_on_which_counts(site, path, more):
    body = b"{" + more + b'"text": "AMELI : payez", "text": "Bonjour"}'
    assert "one key twice" in refused(site.post(f"/api/v1/{path}", body), 400, "bad_json")["detail"]


def test_a_line_with_a_key_twice_gets_its_own_refusal(site):
    got = site.post("/api/v1/check/batch", b'{"id": 7, "text": "a", "text": "b"}\n{"text": "c"}\n', LINES)
    assert [line.get("error", {}).get("kind", "") for line in got.lines] == ["bad_json", ""]


@pytest.mark.parametrize("key", ["x", "text"])
def test_what_is_nested_beyond_all_sense_is_refused(site, key):
    nested = b"[" * 100_000 + b"]" * 100_000
    got = site.check(b'{"' + key.encode() + b'": ' + nested + b"}")
    assert (got.status, got.kind) == (422, "bad_field")


def test_what_is_not_utf8(site):
    refused(site.check(b'{"text": "\xe9t\xe9"}'), 400, "bad_utf8")


@pytest.mark.parametrize(
    ("query", "field"),
    [
        ("lang=de", "lang"), ("langue=fr", "langue"), ("lang=fr&lang=en", "lang"), ("lang=", "lang"),
        ("x=" + "y" * 2_048, ""), ("&".join(f"p{n}=1" for n in range(30)), ""),
    ],
)  # fmt: skip
def test_a_parameter_that_does_not_hold(site, query, field):
    refused(site.post(f"/api/v1/check?{query}", SMS), 400, "bad_query", field=field)


@pytest.mark.parametrize("day", ["2021-02-30", "04/03/2021", "2021-3-4", "20210304", "demain", ""])
def test_a_day_that_is_none(site, day):
    refused(site.get(f"/api/v1/charter?on={day}"), 400, "bad_query", field="on")
    refused(site.get(f"/api/v1/charter/diff?before={day}"), 400, "bad_query", field="before")


def test_percent_signs_that_hide_something_else_than_utf8(site):
    got = site.ask("GET", "/api/v1/charter", QUERY_STRING="on=%ff%fe")
    refused(got, 400, "bad_query")


@pytest.mark.parametrize("length", ["-1", "ten", "1e3", "٣", "9" * 30])
def test_a_length_that_is_no_number(clock, length):
    """wsgiref would not let it pass: the API is asked directly."""
    said = []
    environ = {
        "REQUEST_METHOD": "POST", "PATH_INFO": "/api/v1/check", "CONTENT_TYPE": "application/json",
        "CONTENT_LENGTH": length, "wsgi.input": io.BytesIO(b"{}"), "REMOTE_ADDR": "192.0.2.7",
    }  # fmt: skip
    body = ApiOnly(ApiService(ApiSettings(), clock=clock))(
        environ, lambda status, headers: said.append(status)
    )
    assert said == ["400 Bad Request"]
    assert json.loads(b"".join(body))["kind"] == "bad_length"


def test_a_body_that_ends_too_soon(site):
    body = refused(site.check(CONTENT_LENGTH="10000"), 400, "incomplete")
    assert "10000 bytes were announced" in body["detail"]


# ---- 401, 403: who asks


def test_what_needs_a_key_is_refused_without_one(site):
    got = site.post("/api/v1/fhir", {}, "application/fhir+json")
    refused(got, 401, "no_key", field="Authorization")
    assert got.headers["WWW-Authenticate"] == "Bearer"


def test_a_service_may_answer_nobody_without_a_key(clock):
    closed = Client(ApiService(ApiSettings(anonymous=0), clock=clock))
    refused(closed.check(), 401, "no_key", field="Authorization")
    assert closed.get("/api/v1/openapi.json").status == closed.get("/healthz").status == 200


@pytest.mark.parametrize(
    "given", ["Bearer x", "Bearer", "Basic dXNlcjpwYXNz", "Bearer tocsin_" + "a" * 43, "é"]
)
def test_a_key_that_is_none(client, given):
    got = client.check(HTTP_AUTHORIZATION=given)
    refused(got, 401, "unknown_key", field="Authorization")
    assert got.headers["WWW-Authenticate"] == 'Bearer error="invalid_token"'
    assert "aaaa" not in got.body.decode()


def test_without_a_store_there_are_no_keys(site):
    site.key = "tocsin_" + "a" * 43
    assert "no store" in refused(site.check(), 401, "unknown_key", field="Authorization")["detail"]


def test_a_key_opens_only_what_it_is_for(client, new_key):
    client.key = new_key("intake")
    refused(client.check(), 403, "scope")
    client.key = new_key("check", name="another")
    refused(client.post("/api/v1/fhir", {}, "application/fhir+json"), 403, "scope")
    assert client.check().status == 200


def test_the_metrics_need_a_key(site):
    """A proxy on this machine looks like this machine, whatever headers it adds or leaves out."""
    site.address = "127.0.0.1"
    refused(site.get("/metrics"), 403, "not_here")


def test_the_metrics_can_be_opened_to_this_machine(clock):
    site = Client(ApiService(ApiSettings(metrics_here=True), clock=clock))
    refused(site.get("/metrics"), 403, "not_here")
    site.address = "127.0.0.1"
    assert site.get("/metrics").status == 200
    refused(site.get("/metrics", HTTP_X_FORWARDED_FOR="203.0.113.9"), 403, "not_here")


def test_a_call_of_a_gateway_must_be_signed(site):
    place = "/api/v1/gateways/provider-1/receipts"
    body = [{"message_id": "1", "status": "DELIVERED"}]
    refused(site.post(place, body), 401, "no_signature", field="x-signature")
    refused(site.post(place, body, **signed(b"another body")), 401, "bad_signature", field="x-signature")


def test_a_call_that_is_signed_and_late_is_told_so(site):
    place, body = "/api/v1/gateways/provider-1/receipts", [{"message_id": "1", "status": "DELIVERED"}]
    got = site.post(place, body, **signed(body, at=NOON - timedelta(hours=1)))
    refused(got, 401, "stale_call", field="x-timestamp")


# ---- 404, 405, 406


@pytest.mark.parametrize(
    "path",
    [
        "/api/v1", "/api/v2/check", "/api/v1/check/", "/api/v1/numbers/", "/api/v1/numbers/36/46",
        "/api/" + "x" * 300,
    ],
)  # fmt: skip
def test_an_address_where_nothing_is(site, path):
    refused(site.get(path), 404, "no_route")


def test_an_institution_that_is_not_known_is_no_path_to_a_file(site):
    for name in ("nowhere", "../charters/dgfip", "/etc/passwd", "assurance-maladie"):
        refused(site.get(f"/api/v1/charter?institution={name}"), 404, "no_charter", field="institution")
        refused(site.post(f"/api/v1/check?institution={name}", SMS), 404, "no_charter", field="institution")


@pytest.mark.parametrize("number", ["abc", "12", "1" * 60, "é", "'; drop table api_apikey", "0000000000"])
def test_a_number_that_is_none(site, number):
    refused(site.get(f"/api/v1/numbers/{number}"), 404, "no_number", field="number")


def test_an_account_that_is_not_known(site):
    refused(site.post("/api/v1/gateways/nobody/receipts", []), 404, "no_account", field="account")


@pytest.mark.parametrize(
    ("method", "path", "allow"),
    [
        ("GET", "/api/v1/check", "OPTIONS, POST"), ("POST", "/api/v1/charters", "GET, HEAD, OPTIONS"),
        ("DELETE", "/api/v1/check", "OPTIONS, POST"), ("TRACE", "/healthz", "GET, HEAD, OPTIONS"),
        ("BREW", "/api/", "GET, HEAD, OPTIONS"),
    ],
)  # fmt: skip
def test_a_method_that_an_address_does_not_have(clock, method, path, allow):
    said = []
    environ = {
        "REQUEST_METHOD": method, "PATH_INFO": path, "REMOTE_ADDR": "192.0.2.7", "wsgi.input": io.BytesIO(),
    }  # fmt: skip
    body = ApiOnly(ApiService(ApiSettings(), clock=clock))(
        environ, lambda status, headers: said.append((status, dict(headers)))
    )
    assert said[0][0] == "405 Method Not Allowed"
    assert said[0][1]["Allow"] == allow
    assert json.loads(b"".join(body))["kind"] == "method"


@pytest.mark.parametrize("accept", ["text/html", "application/json;q=0, text/*", "application/xml, */*;q=0"])
def test_a_type_that_is_not_given(site, accept):
    refused(site.check(HTTP_ACCEPT=accept), 406, "not_acceptable", field="Accept")


@pytest.mark.parametrize(
    "accept", ["*/*", "application/*", "text/html, */*;q=0.1", "application/json", "nonsense, */*"]
)
def test_a_type_that_is_given(site, accept):
    assert site.check(HTTP_ACCEPT=accept).status == 200


# ---- 408, 413, 415


@pytest.mark.parametrize(
    ("why", "status", "kind"),
    [(BodyTooSlow, 408, "slow"), (TooManyBodies, 429, "at_once"), (BodyTooLarge, 413, "too_large")],
)
def test_a_body_that_was_not_taken_in(site, why, status, kind):
    environ, _ = slow_request(site)
    said = []
    environ |= {
        "CONTENT_TYPE": "application/json", "PATH_INFO": "/api/v1/check", "wsgi.input": RefusedBody(why),
    }  # fmt: skip
    body = site.api(environ, lambda status, headers: said.append(status))
    assert said[0].startswith(str(status))
    assert json.loads(b"".join(body))["kind"] == kind
    assert site.service._busy == {}


def test_what_is_too_large_is_refused_before_it_is_read(site):
    class Unread:
        def read(self, *_):
            raise AssertionError("it was read")

        readline = read

    said = []
    environ = {
        "REQUEST_METHOD": "POST", "PATH_INFO": "/api/v1/check", "CONTENT_TYPE": "application/json",
        "CONTENT_LENGTH": str(message_check.MOST + 1), "wsgi.input": Unread(), "REMOTE_ADDR": "192.0.2.7",
    }  # fmt: skip
    body = site.api(environ, lambda status, headers: said.append(status))
    assert said == ["413 Request Entity Too Large"] or said == ["413 Content Too Large"]
    assert json.loads(b"".join(body))["kind"] == "too_large"


@pytest.mark.parametrize(
    "media", ["text/plain", "application/x-www-form-urlencoded", "", "application/json;charset=latin-1"]
)
def test_a_body_of_another_type(site, media):
    got = site.post("/api/v1/check", SMS, media)
    refused(got, 415, "media_type", field="Content-Type")
    refused(
        site.post("/api/v1/check/batch", b"{}", "application/json"), 415, "media_type", field="Content-Type"
    )


@pytest.mark.parametrize("encoding", ["gzip", "br", "deflate", "gzip, gzip", "identity, gzip", "zstd"])
def test_nothing_is_unfolded(site, encoding):
    got = site.check(HTTP_CONTENT_ENCODING=encoding)
    refused(got, 415, "encoding", field="Content-Encoding")
    assert got.headers["Accept-Encoding"] == "identity"
    assert site.check(HTTP_CONTENT_ENCODING="identity").status == 200


# ---- 422: it can be read, and does not hold


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({}, "text"), ({"text": 12}, "text"), ({"text": "a", "channel": "fax"}, "channel"),
        ({"text": "a", "received_at": "hier"}, "received_at"),
        ({"text": "a", "solicited": "yes"}, "solicited"),
        ({"eml": "/etc/passwd"}, "eml"), ({"eml": "a"}, "eml"), ([], ""), ("text", ""), (None, ""),
    ],
)  # fmt: skip
def test_a_field_that_does_not_hold(site, body, field):
    refused(site.check(body), 422, "bad_field", field=field)


def test_what_is_no_bundle(client, new_key):
    client.key = new_key("intake")
    for body in ({}, {"resourceType": "Patient"}, [], {"resourceType": 3}):
        got = client.post("/api/v1/fhir", body, "application/fhir+json")
        assert (got.status, got.kind) == (422, "not_a_bundle")


# ---- 429


def test_the_limit_of_a_minute(clock):
    few = Client(ApiService(ApiSettings(anonymous=2), clock=clock))
    assert [few.check().status for _ in range(3)] == [200, 200, 429]
    got = few.check()
    refused(got, 429, "limit")
    assert got.headers["Retry-After"] == "30"
    assert (got.headers["RateLimit-Remaining"], got.headers["RateLimit-Reset"]) == ("0", "60")
    clock.pass_by(seconds=30)
    assert few.check().status == 200


def test_too_many_at_once(site):
    """One client that is slow to take its answers does not hold up every thread."""
    held = [site.api(*slow_request(site)) for _ in range(4)]
    got = site.check()
    refused(got, 429, "at_once")
    assert got.headers["Retry-After"] == "1"
    site.address = "192.0.2.8"
    assert site.check().status == 200
    site.address = "192.0.2.7"
    held.pop().close()
    assert site.check().status == 200
    del held
    assert site.service._busy == {}


def slow_request(site):
    body = b'{"text": "a"}\n'
    environ = {
        "REQUEST_METHOD": "POST", "PATH_INFO": "/api/v1/check/batch", "CONTENT_TYPE": LINES,
        "CONTENT_LENGTH": str(len(body)), "wsgi.input": io.BytesIO(body), "REMOTE_ADDR": site.address,
    }  # fmt: skip
    return environ, lambda status, headers: None


# ---- 500, 503


def test_an_error_of_ours_says_nothing_of_what_was_sent(site, monkeypatch, caplog):
    def broken(*_args, **_more):
        raise RuntimeError("about 06 39 98 00 01 who wrote: my secret")

    monkeypatch.setattr(rate_limits.RateLimiter, "take_tokens", broken)
    got = site.check()
    body = refused(got, 500, "internal")
    assert body["instance"].startswith("urn:tocsin:request:")
    assert "secret" not in got.body.decode()
    (record,) = (r for r in caplog.records if r.message == "api_failed")
    assert record.fields["request"] == body["instance"].rpartition(":")[2]
    assert record.fields["error"] == "RuntimeError"
    assert any("test_problems.py" in place for place in record.fields["at"])
    assert "secret" not in json.dumps(record.fields)
    assert "secret" not in caplog.text


def test_without_a_register_nothing_can_be_verified(site):
    refused(site.post("/api/v1/verify", {"code": "K7QF-2M9D"}), 503, "no_store")


def test_a_store_that_is_away_is_said_at_once_and_checks_go_on():
    nowhere = ApiSettings(store="postgresql://nobody:geheim@127.0.0.1:1/none", anonymous=1000)
    client = Client(ApiService(nowhere, clock=Clock()))
    got = client.post("/api/v1/verify", {"code": "K7QF-2M9D"})
    refused(got, 503, "no_store")
    assert got.headers["Retry-After"] == "5"
    assert client.check().status == 200
    coded = client.check({"text": "Réf. K7QF-2M9D", "channel": "sms"})
    assert (coded.status, coded.headers["Tocsin-Register"]) == (200, "away")
    assert "geheim" not in got.body.decode()


def test_a_bundle_that_another_has_taken_further(client, new_key, monkeypatch):
    from tocsin.web.api import fhir_intake

    def moved(*_args, **_more):
        raise fhir_intake.ConcurrentIntake("somebody else")

    monkeypatch.setattr(fhir_intake, "run_intake", moved)
    client.key = new_key("intake")
    got = client.post("/api/v1/fhir", {"resourceType": "Bundle"}, "application/fhir+json")
    refused(got, 503, "not_kept")


# ---- all of them


@pytest.mark.parametrize("kind", KINDS)
def test_no_refusal_is_without_its_line_in_this_spec(kind):
    assert f'"{kind}"' in Path(__file__).read_text()


def test_kinds_and_statuses():
    assert {status for status, _ in KINDS.values()} == {
        400,
        401,
        403,
        404,
        405,
        406,
        408,
        413,
        415,
        422,
        429,
        500,
        503,
    }
    assert all(title for _, title in KINDS.values())
