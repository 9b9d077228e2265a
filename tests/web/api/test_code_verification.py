"""Somebody has an SMS with a code, and asks through a help desk's program whether it was really sent."""

import json
from importlib import import_module

import pytest

from tests.store.test_postgres_register import issued
from tests.web.api.wire import Client
from tocsin.evidence.issue_codes import format_issue_code
from tocsin.register.wording import VerificationRecord
from tocsin.store.database import open_connection
from tocsin.store.postgres_register import PostgresRegister
from tocsin.web.api.message_judges import PooledRegister

PLACE = "/api/v1/verify"


@pytest.fixture
def sent(store):
    with open_connection(store) as connection:
        return issued(PostgresRegister(connection))


def test_a_code_alone_says_that_it_exists_and_no_more(client: Client, sent):
    got = client.post(PLACE, {"code": sent.code})
    assert (got.status, got.json["outcome"]) == (200, "found")
    assert got.json["issued"] == "2021-03-05"
    assert got.json["sender"] == "38663"
    assert "Camille" not in got.body.decode()
    assert "{first_name}" not in got.json["genuine"]


@pytest.mark.parametrize(
    ("more", "outcome"),
    [("", "matches"), (" Cliquez ici", "differs")],
)
def test_a_text_is_held_against_the_one_that_was_sent(client, sent, more, outcome):
    got = client.post(PLACE, {"code": sent.code, "text": sent.text + more, "sender": "38663"})
    assert got.json["outcome"] == outcome
    assert got.json["compared"] == ["text", "sender"]


def test_it_is_typed_as_people_type(client, sent):
    typed = f" {sent.code.lower().replace('-', ' ')} "
    assert client.post(PLACE, {"code": typed}).json["outcome"] == "found"


def test_what_does_not_fit_is_said(client, sent):
    got = client.post(PLACE, {"code": sent.code, "sender": "AMELI", "received": "2024-05-02"})
    assert got.json["misuse"] == ["other_sender", "too_late"]


def test_every_answer_has_every_key(client, sent):
    for question in (
        {"code": sent.code},
        {"code": "K7QF-2M9D"},
        {"code": "K7QF-2M9E"},
        {"code": "?" * 100},
        {"code": ""},
    ):
        got = client.post(PLACE, question)
        assert got.status == 200
        assert tuple(got.json) == VerificationRecord.__struct_fields__


def test_the_same_work_is_done_whether_it_is_found_or_not(client, sent, monkeypatch):
    """Seen from outside, an answer takes what it takes: the same calls of the store, one text digested."""
    below, verify = import_module("tocsin.register.verify"), import_module("tocsin.web.api.code_verification")
    done = []
    for name in ("find", "template"):
        monkeypatch.setattr(PooledRegister, name, noted(done, getattr(PooledRegister, name), name))
    for module in (below, verify):
        monkeypatch.setattr(module, "hash_text", noted(done, module.hash_text, "hash_text"))
    works = []
    for question in ({"code": sent.code, "text": "Bonjour"}, {"code": "K7QF-2M9D", "text": "Bonjour"}):
        done.clear()
        client.post(PLACE, question)
        works.append(sorted(done))
    assert works[0] == works[1] == ["find", "hash_text", "template"]


def noted(done, function, name):
    def wrapped(*args, **more):
        done.append(name)
        return function(*args, **more)

    return wrapped


def test_trying_codes_out_ends_at_the_limit(opened):
    client = opened(anonymous=5)
    statuses = [client.post(PLACE, {"code": "K7QF-2M9D"}).status for _ in range(8)]
    assert statuses == [200] * 5 + [429] * 3


@pytest.mark.parametrize(
    ("body", "field"),
    [({}, ""), ({"code": 7}, "code"), ({"code": "K7QF-2M9D", "received": "hier"}, "received"), ([], "")],
)
def test_a_question_that_does_not_hold(client, body, field):
    got = client.post(PLACE, body)
    assert (got.status, got.kind, got.json.get("field", "")) == (422, "bad_field", field)


def test_a_text_longer_than_any_sms_is_refused(client):
    assert client.post(PLACE, {"code": "K7QF-2M9D", "text": "a" * 300_000}).kind == "too_large"


# ---- one budget for every code that is looked up


def test_codes_in_checks_and_batches_are_charged_to_those_that_are_verified(opened, sent):
    client = opened(anonymous=1000)
    coded = {"text": f"Assurance Maladie : bonjour. Réf. {sent.code}"}
    got = [client.check(coded) for _ in range(8)]
    assert [one.headers.get("Tocsin-Register") for one in got] == [None] * 8
    lines = b"\n".join(json.dumps(coded).encode() for _ in range(8))
    client.post("/api/v1/check/batch", lines, media="application/x-ndjson")
    got = [client.post(PLACE, {"code": sent.code}) for _ in range(5)]
    assert [one.status for one in got] == [200] * 4 + [429]
    assert (got[-1].kind, got[-1].headers["Retry-After"]) == ("limit", "30")
    late = client.check(coded)
    assert (late.status, late.headers["Tocsin-Register"]) == (200, "limit")
    assert client.check({"text": "bonjour"}).headers.get("Tocsin-Register") is None


def test_with_a_key_every_code_beyond_the_first_costs_a_check(opened, sent, new_key):
    client = opened(anonymous=0)
    client.key = new_key("check", limit=40)
    codes = [format_issue_code(f"K7QF{22 + n}A") for n in range(5)]
    got = client.check({"text": " ".join(f"réf. {code} ;" for code in codes)})
    first = int(client.check({"text": "bonjour"}).headers["RateLimit-Remaining"])
    assert got.headers.get("Tocsin-Register") is None
    assert first <= 40 - 6
