"""The document says what the API does, and the API does what the document says."""

import json
import re

import pytest
from hypothesis import HealthCheck, Phase, settings

from tests.examples import scaled
from tests.store import databases
from tests.web.api.test_gateway_webhooks import ACCOUNTS, signed
from tests.web.api.wire import NOON, ApiOnly, Client, Clock
from tocsin.charter.channels import CHANNELS
from tocsin.charter.loading import list_charter_names
from tocsin.locale.languages import LANGUAGES
from tocsin.privacy.vault import Vault
from tocsin.store.database import open_connection
from tocsin.web.api import api_keys, openapi
from tocsin.web.api.problem import KINDS
from tocsin.web.api.service import ApiService
from tocsin.web.api.settings import ApiSettings

DOCUMENT = openapi.build_openapi_document()
OPERATIONS = [one for one in openapi.list_operations() if one[2].answer is not None]


# ---- the document and the views


def test_every_address_is_in_the_document_but_those_for_people_machines_and_another_standard():
    left_out = {"/api/v1/openapi.json", "/api/", "/en/api/", "/metrics"}
    there = {path for path, _, _ in openapi.list_operations() if not path.startswith("/taxii2/")}
    assert set(DOCUMENT["paths"]) == there - left_out


@pytest.mark.parametrize(
    ("path", "name", "operation"), OPERATIONS, ids=lambda one: one if isinstance(one, str) else ""
)
def test_an_operation_says_in_words_what_it_is(path, name, operation):
    told = DOCUMENT["paths"][path][operation.method.lower()]
    assert told["operationId"] == name
    assert told["summary"]
    assert told["description"].endswith(".")
    assert all(one["description"] for one in told.get("parameters", ()))


def test_the_parameters_are_those_that_a_view_reads():
    """Institutions and channels are those of the charters, in the code as in the document."""
    enums = {
        one["name"]: one["schema"]["enum"]
        for methods in DOCUMENT["paths"].values()
        for told in methods.values()
        for one in told.get("parameters", ())
        if "enum" in one["schema"]
    }
    assert enums == {
        "lang": list(LANGUAGES), "institution": list(list_charter_names()), "channel": list(CHANNELS)
    }  # fmt: skip


def test_it_is_a_document_of_openapi_31(alone):
    got = alone.get("/api/v1/openapi.json")
    assert got.json["openapi"] == "3.1.0"
    assert got.json == json.loads(json.dumps(DOCUMENT))
    dead = re.findall(r"#/components/schemas/(\w+)", got.body.decode())
    assert set(dead) <= set(DOCUMENT["components"]["schemas"])


def test_every_kind_of_refusal_is_in_some_operation():
    assert set(KINDS) - {kind for _, _, one in OPERATIONS for kind in one.refusals} == {
        "no_route", "method", "not_here"
    }  # fmt: skip


# ---- the API against the document


LINES = ("application/x-ndjson", "application/ndjson", "application/jsonl", "application/x-jsonlines")


def as_lines(_context, value):
    return value.encode(errors="replace") if isinstance(value, str) else json.dumps(value).encode()


@pytest.fixture(scope="module")
def served(server, template, tmp_path_factory):
    """An API with a store, keys and a gateway account; and a key that opens everything."""
    name = databases.new(server, template)
    url = databases.database(server, name)
    path = tmp_path_factory.mktemp("keys") / "keys.json"
    Vault.load(path, make=True)
    with open_connection(url) as connection:
        key = api_keys.create_api_key(connection, "all", api_keys.SCOPES, 10**8, None, now=NOON, by="tests")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("TOCSIN_KEYS", str(path))
        api = ApiService(ApiSettings(store=url, anonymous=10**8, gateways=ACCOUNTS), clock=Clock())
        yield api, key
        api.store.close_connections()
    databases.drop(server, name)


@pytest.fixture(scope="module")
def schema(served):
    """What the API tells of itself, and the API that is held against it.

    Schemathesis takes a second to import: the process that runs these tests does, and no other.
    """
    import schemathesis
    from schemathesis.checks import load_all_checks

    load_all_checks()
    schemathesis.serializer(*LINES)(as_lines)
    return schemathesis.openapi.from_wsgi("/api/v1/openapi.json", ApiOnly(served[0]))


FEW = settings(
    max_examples=scaled(20), deadline=None, phases=(Phase.explicit, Phase.generate), derandomize=True,
    suppress_health_check=list(HealthCheck),
)  # fmt: skip


@pytest.fixture
def try_each_operation(subtests):
    """Thinks up requests for each operation of a schema, and asks with them; how many operations there were."""
    from schemathesis.pytest.lazy import get_all_tests

    def tried(schema, ask):
        found = [
            one.ok() for one in get_all_tests(schema=schema, test_func=ask, settings=FEW, given_kwargs={})
        ]
        for operation, ask_often in found:
            with subtests.test(operation.label):
                ask_often()
        return len(found)

    return tried


def test_whatever_is_asked_the_answer_is_in_the_document(served, schema, try_each_operation):
    """Requests that fit the document and requests that do not; no answer is outside of it."""
    from schemathesis.specs.openapi import checks

    excluded = (
        checks.positive_data_acceptance,  # a number, a base64 e-mail: what a schema cannot say
        checks.ignored_auth,  # a check needs no key
    )

    def ask(case):
        case.call_and_validate(headers={"Authorization": f"Bearer {served[1]}"}, excluded_checks=excluded)

    assert try_each_operation(schema, ask) == sum(map(len, DOCUMENT["paths"].values()))


def test_whatever_a_provider_signs_is_answered_in_the_document(served, schema, try_each_operation):
    """Signed, and whatever is in it: taken, or refused in words."""

    def ask(case):
        sent = json.dumps(case.body if isinstance(case.body, dict | list | str | int) else None).encode()
        got = Client(served[0]).post(case.path.replace("{account}", "provider-1"), sent, **signed(sent))
        assert got.status in (200, 422), got.body

    assert try_each_operation(schema.include(path_regex="/gateways/"), ask) > 0


# ---- the addresses of the former page


@pytest.mark.parametrize("address", ["/api/", "/en/api/"])
@pytest.mark.parametrize("accept", ["text/html,*/*;q=0.8", "application/json"])
def test_the_address_of_every_refusal_leads_to_the_document(alone, address, accept):
    got = alone.ask("GET", address, HTTP_ACCEPT=accept)
    assert (got.status, got.headers["Location"]) == (303, "/api/v1/openapi.json")
    assert alone.get(got.headers["Location"]).json == json.loads(json.dumps(DOCUMENT))


@pytest.mark.parametrize(
    ("path", "body"),
    [(path, one.body) for path, _, one in OPERATIONS if one.body and one.door != "key"],
    ids=lambda one: one if isinstance(one, str) else "",
)
def test_the_examples_of_the_document_are_answered(client, path, body):
    """No provider of this name is known: what comes is a sentence all the same."""
    got = client.post(path.replace("{account}", "p"), body.example.encode(), body.media_types[0])
    assert got.status == (404 if "{account}" in path else 200)


# ---- pages of other hosts


PAGE = "https://www.service.example"


@pytest.fixture
def open_to_one(clock):
    return Client(ApiService(ApiSettings(origins=frozenset((PAGE,))), clock=clock))


def crossed(got):
    return {name for name in got.headers if name.startswith("Access-Control")}


def test_no_page_of_another_host_reads_an_answer_unless_it_was_named(alone, open_to_one):
    assert crossed(alone.check(HTTP_ORIGIN=PAGE)) == set()
    assert (
        crossed(
            alone.ask("OPTIONS", "/api/v1/check", HTTP_ORIGIN=PAGE, HTTP_ACCESS_CONTROL_REQUEST_METHOD="POST")
        )
        == set()
    )
    assert crossed(open_to_one.check(HTTP_ORIGIN="https://evil.example")) == set()
    assert crossed(open_to_one.check(HTTP_ORIGIN="null")) == set()


def test_a_page_that_was_named_asks_before_and_reads_the_answer(open_to_one):
    before = open_to_one.ask(
        "OPTIONS", "/api/v1/check", HTTP_ORIGIN=PAGE, HTTP_ACCESS_CONTROL_REQUEST_METHOD="POST"
    )
    assert before.status == 204
    assert before.headers["Access-Control-Allow-Origin"] == PAGE
    assert "POST" in before.headers["Access-Control-Allow-Methods"]
    assert "Authorization" in before.headers["Access-Control-Allow-Headers"]
    got = open_to_one.check(HTTP_ORIGIN=PAGE)
    assert (got.status, got.headers["Access-Control-Allow-Origin"]) == (200, PAGE)
    assert got.headers["Vary"] == "Origin"
    refused = open_to_one.check(b"{", HTTP_ORIGIN=PAGE)
    assert (refused.status, refused.headers["Access-Control-Allow-Origin"]) == (400, PAGE)
    assert "Access-Control-Allow-Credentials" not in got.headers
