"""The contract of the API, as it was published: its document and a set of answers, recorded in ``contract/``.

``TOCSIN_RECORD=1`` records anew what differs: for a change of the contract that is meant, and said in
the changelog.
"""

import json
from pathlib import Path
from typing import Any

import pytest

import tocsin
from tests.recordings import is_recorded
from tests.web.api.test_gateway_webhooks import ACCOUNTS, MESSAGES, RECEIPTS, signed
from tests.web.api.wire import SMS, Client, Got
from tocsin.web.api import api_keys

FOLDER = Path(__file__).with_name("contract")
PAGE = "https://www.service.example"
LINES = "application/x-ndjson"
FHIR = "application/fhir+json"
BUNDLE = {"resourceType": "Bundle", "type": "collection", "entry": []}
TOLD = [{"message_id": "zz", "status": "DELIVERED"}]
WRITTEN = [{"message_id": "y1", "from": "+33639980001", "to": "38663", "text": "oui"}]
CHECK, BATCH, VERIFY = "/api/v1/check", "/api/v1/check/batch", "/api/v1/verify"
CHARTER, DIFF, NUMBER = "/api/v1/charter", "/api/v1/charter/diff", "/api/v1/numbers/3646"
CROSS = {"HTTP_ORIGIN": PAGE, "HTTP_ACCESS_CONTROL_REQUEST_METHOD": "POST"}


# ---- the document


def test_the_document_is_the_published_one(alone):
    document = alone.get("/api/v1/openapi.json").json
    assert document["info"].pop("version") == tocsin.__version__
    for path in document["paths"].values():
        for operation in path.values():
            for status, answer in operation["responses"].items():
                if status != "200":  # the kinds of refusal that have this status, in whatever order
                    answer["description"] = sorted(answer["description"].split(", "))
    assert is_recorded(FOLDER / "openapi.json", document)


# ---- the answers


def shape(value: Any) -> Any:
    """The keys and types of an answer, for one whose sentences are those of a charter."""
    if isinstance(value, dict):
        return {key: shape(one) for key, one in value.items()}
    if isinstance(value, list):
        kinds = {json.dumps(shape(one), sort_keys=True) for one in value}
        return [json.loads(kind) for kind in sorted(kinds)]
    return type(value).__name__


def body_of(got: Got) -> Any:
    if got.headers.get("Content-Type", "").startswith("text/") or not got.body:
        return len(got.body.splitlines()[:1])
    found = got.lines if got.headers["Content-Type"] == LINES else got.json
    if isinstance(found, dict) and "openapi" in found:
        return "the document"
    if isinstance(found, dict) and found.get("version") == tocsin.__version__:
        found["version"] = "of the software"
    return found if got.status != 200 or len(got.body) < 100 else shape(found)


ANSWERS: dict[str, tuple[str, str, Any, dict[str, Any]]] = {
    "check": ("POST", CHECK, SMS, {}),
    "check in English, of another institution": ("POST", CHECK + "?lang=en&institution=dgfip", SMS, {}),
    "check, no JSON": ("POST", CHECK, b"{", {}),
    "check, no UTF-8": ("POST", CHECK, b'{"text": "\xe9t\xe9"}', {}),
    "check, a field too many": ("POST", CHECK, {"text": "a", "more": 1}, {}),
    "check, a channel that is none": ("POST", CHECK, {"text": "a", "channel": "fax"}, {}),
    "check, a list": ("POST", CHECK, [], {}),
    "check, nothing": ("POST", CHECK, {}, {}),
    "check, an unknown parameter": ("POST", CHECK + "?langue=fr", SMS, {}),
    "check, a parameter twice": ("POST", CHECK + "?lang=fr&lang=en", SMS, {}),
    "check, a language that is none": ("POST", CHECK + "?lang=de", SMS, {}),
    "check, an institution that is none": ("POST", CHECK + "?institution=nobody", SMS, {}),
    "check, another type": ("POST", CHECK, SMS, {"CONTENT_TYPE": "text/plain"}),
    "check, another charset": ("POST", CHECK, SMS, {"CONTENT_TYPE": "application/json; charset=latin-1"}),
    "check, compressed": ("POST", CHECK, SMS, {"HTTP_CONTENT_ENCODING": "gzip"}),
    "check, cut short": ("POST", CHECK, SMS, {"CONTENT_LENGTH": "10000"}),
    "check, too large": ("POST", CHECK, SMS, {"CONTENT_LENGTH": "99999999"}),
    "check, another type asked for": ("POST", CHECK, SMS, {"HTTP_ACCEPT": "text/html"}),
    "check, by a page of another host": ("POST", CHECK, SMS, {"HTTP_ORIGIN": PAGE}),
    "check, by a page that was not named": ("POST", CHECK, SMS, {"HTTP_ORIGIN": "https://evil.example"}),
    "check, by GET": ("GET", CHECK, b"", {}),
    "check, by OPTIONS": ("OPTIONS", CHECK, b"", {}),
    "check, asked before by a browser": ("OPTIONS", CHECK, b"", CROSS),
    "check, a key that is none": ("POST", CHECK, SMS, {"HTTP_AUTHORIZATION": "Bearer x"}),
    "check, a name and a password": ("POST", CHECK, SMS, {"HTTP_AUTHORIZATION": "Basic dXNlcjpwYXNz"}),
    "check, with a key": ("POST", CHECK, SMS, {"key": "check"}),
    "check, with a key for something else": ("POST", CHECK, SMS, {"key": "intake"}),
    "check, a code": ("POST", CHECK, {"text": "Réf. K7QF-2M9D", "channel": "sms"}, {}),
    "batch": ("POST", BATCH, b'{"id": 1, "text": "a"}\n{"id": 2, "text": 12}\nnone\n', {"CONTENT_TYPE": LINES}),
    "batch, empty": ("POST", BATCH, b"", {"CONTENT_TYPE": LINES}),
    "batch, another type": ("POST", BATCH, b"{}", {}),
    "batch, by HEAD": ("HEAD", BATCH, b"", {}),
    "verify": ("POST", VERIFY, {"code": "K7QF-2M9D"}, {}),
    "verify, a text": ("POST", VERIFY, {"code": "K7QF-2M9D", "text": "a", "received": "2024-05-01"}, {}),
    "verify, no code": ("POST", VERIFY, {"text": "a"}, {}),
    "verify, a field too many": ("POST", VERIFY, {"code": "a", "day": 1}, {}),
    "verify, too large": ("POST", VERIFY, {"code": "a"}, {"CONTENT_LENGTH": "262145"}),
    "number": ("GET", NUMBER, b"", {}),
    "number, on a day": ("GET", NUMBER + "?on=2021-03-04&lang=en&institution=dgfip", b"", {}),
    "number, with signs": ("GET", "/api/v1/numbers/+33899033646", b"", {}),
    "number, by HEAD": ("HEAD", NUMBER, b"", {}),
    "number, none": ("GET", "/api/v1/numbers/abc", b"", {}),
    "number, no day": ("GET", NUMBER + "?on=hier", b"", {}),
    "number, in parts": ("GET", "/api/v1/numbers/36/46", b"", {}),
    "number, by POST": ("POST", NUMBER, {}, {}),
    "charters": ("GET", "/api/v1/charters", b"", {}),
    "charters, a parameter": ("GET", "/api/v1/charters?lang=fr", b"", {}),
    "charter": ("GET", CHARTER, b"", {}),
    "charter, on a day, of a channel": ("GET", CHARTER + "?on=2021-03-04&channel=sms&lang=en", b"", {}),
    "charter, a channel that is none": ("GET", CHARTER + "?channel=fax", b"", {}),
    "charter, an institution that is none": ("GET", CHARTER + "?institution=../etc", b"", {}),
    "charter, no day": ("GET", CHARTER + "?on=2021-02-30", b"", {}),
    "diff": ("GET", DIFF + "?before=2020-01-01&after=2024-01-01", b"", {}),
    "diff, without its day": ("GET", DIFF, b"", {}),
    "fhir, without a key": ("POST", "/api/v1/fhir", BUNDLE, {"CONTENT_TYPE": FHIR}),
    "fhir": ("POST", "/api/v1/fhir", BUNDLE, {"CONTENT_TYPE": FHIR, "key": "intake"}),
    "fhir, no bundle": ("POST", "/api/v1/fhir", {"resourceType": "Patient"}, {"CONTENT_TYPE": FHIR, "key": "intake"}),
    "fhir, a list": ("POST", "/api/v1/fhir", [], {"key": "intake"}),
    "receipts": ("POST", RECEIPTS, TOLD, {"signed": TOLD}),
    "receipts, not signed": ("POST", RECEIPTS, TOLD, {}),
    "receipts, signed for something else": ("POST", RECEIPTS, TOLD, {"signed": []}),
    "receipts, no reference": ("POST", RECEIPTS, [{}], {"signed": [{}]}),
    "receipts, of nobody": ("POST", RECEIPTS.replace("provider-1", "nobody"), TOLD, {"signed": TOLD}),
    "messages": ("POST", MESSAGES, WRITTEN, {"signed": WRITTEN}),
    "messages, no number": ("POST", MESSAGES, [{"text": "oui"}], {"signed": [{"text": "oui"}]}),
    "document": ("GET", "/api/v1/openapi.json", b"", {}),
    "page": ("GET", "/api/", b"", {}),
    "page in English": ("GET", "/en/api/", b"", {}),
    "page, by HEAD": ("HEAD", "/api/", b"", {}),
    "nothing there": ("GET", "/api/nothing", b"", {}),
    "nothing there, by OPTIONS": ("OPTIONS", "/api/v1/nothing", b"", CROSS),
    "nothing there, with a slash": ("GET", "/api/v1/check/", b"", {}),
    "healthz": ("GET", "/healthz", b"", {}),
    "healthz, by HEAD": ("HEAD", "/healthz", b"", {}),
    "healthz, a parameter": ("GET", "/healthz?a=1", b"", {}),
    "healthz, by POST": ("POST", "/healthz", {}, {}),
    "readyz": ("GET", "/readyz", b"", {}),
    "metrics, without a key": ("GET", "/metrics", b"", {}),
    "metrics": ("GET", "/metrics", b"", {"key": "metrics"}),
    "metrics, another type asked for": ("GET", "/metrics", b"", {"key": "metrics", "HTTP_ACCEPT": "text/html"}),
}  # fmt: skip
"""What is asked: a method, an address, a body, and headers as WSGI names them; ``key`` and ``signed`` stand
for the header of a key with that scope, and of a signature over that body."""


@pytest.fixture
def ask(opened, new_key):
    """Asks an API that has a store, keys, an account and a page of another host that it knows."""
    client: Client = opened(anonymous=1000, gateways=ACCOUNTS, origins=frozenset((PAGE,)))
    keys = {scope: new_key(scope, name=scope, limit=2000) for scope in api_keys.SCOPES}

    def asked(method: str, path: str, body: Any, headers: dict[str, Any]) -> Got:
        given = {"CONTENT_TYPE": "application/json", **headers} if method == "POST" else dict(headers)
        if scope := given.pop("key", ""):
            given["HTTP_AUTHORIZATION"] = f"Bearer {keys[scope]}"
        if "signed" in given:
            given |= signed(given.pop("signed"))
        sent = body if isinstance(body, bytes) else json.dumps(body).encode()
        return client.ask(method, path, sent, **given)

    return asked


def test_the_answers_are_the_published_ones(ask):
    found = {}
    for name, (method, path, body, headers) in ANSWERS.items():
        got = ask(method, path, body, headers)
        kept = {key: value for key, value in got.headers.items() if not key.startswith("RateLimit-R")}
        if "Content-Length" in kept and got.status < 300:  # of a refusal it is that of its words
            kept["Content-Length"] = "that of the body"
        found[name] = {"status": got.status, "headers": kept, "body": body_of(got)}
    assert is_recorded(FOLDER / "answers.json", found)
