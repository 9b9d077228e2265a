"""By whatever way one of our own SMS is checked, it is counted, once, and nothing else is kept of it."""

import json
from argparse import Namespace
from datetime import UTC, date, datetime

import pytest
from django.test import Client as Visitor

from tests.message_templates.test_doubt_counts import FRAUD, as_sent, rows
from tests.web.api.wire import Client, Clock
from tocsin.answering.sms.sms_responder import RegisteredAnswer, SmsResponder
from tocsin.charter.loading import load_charter
from tocsin.cli.mail_in import _build_responder
from tocsin.message.model import Message
from tocsin.sms.gateway import IncomingSms
from tocsin.web import store_pool
from tocsin.web.api.service import ApiService
from tocsin.web.api.settings import ApiSettings

NOON = datetime(2026, 11, 26, 12, 0, tzinfo=UTC)
NUMBERS = iter(range(100))
"""Ends of the numbers that write by SMS: who writes the same twice is answered once."""
OURS = as_sent("contact.notice", "fr")


@pytest.fixture
def counts(db):
    """What is counted since the test began, by text."""
    db.execute("delete from tracing_doubt")

    def found():
        return dict(
            db.execute("select template, sum(count)::int from tracing_doubt group by template").fetchall()
        )

    return found


@pytest.fixture
def on_the_site(shared):
    visitor = Visitor(raise_request_exception=False, SERVER_NAME="localhost")

    def send(text, **more):
        answer = visitor.post("/", {"text": text, **more})
        assert answer.status_code == 200
        return answer.content.decode()

    return send


@pytest.fixture
def by_the_api(shared):
    api = ApiService(ApiSettings(store=shared, anonymous=1000), clock=Clock())
    client = Client(api)
    yield lambda text: client.check({"text": text})
    api.store.close_connections()


@pytest.fixture
def by_sms(db, vault):
    responder = SmsResponder(load_charter("assurance_maladie"), vault, "38700")

    def send(text):
        said = IncomingSms(f"+336399800{next(NUMBERS):02d}", "38700", text, NOON)
        found = responder.answer_sms(db, said, NOON)
        assert isinstance(found, RegisteredAnswer)
        return found

    return send


@pytest.fixture
def by_mail(shared):
    responder = _build_responder(
        Namespace(
            address="verifier@caisse.example", alias=[], trust_host=None, charter="assurance_maladie",
            dkim_key=[], reports=False, register="store",
        )
    )  # fmt: skip
    return lambda text: responder.known(Message(channel="email", text=text, received=date(2026, 11, 26)))


@pytest.fixture(params=["on_the_site", "by_the_api", "by_sms", "by_mail"])
def way(request):
    return request.getfixturevalue(request.param)


def test_one_of_ours_is_counted_by_its_text(way, counts):
    way(OURS)
    assert counts() == {"contact.notice": 1}


def test_a_fraud_is_not(way, counts):
    way(FRAUD)
    assert counts() == {}


def test_on_the_site_nothing_but_the_count_is_kept(on_the_site, db, counts):
    on_the_site(OURS)
    before = rows(db)
    on_the_site(as_sent("case.plan", "fr"), sender="06 39 98 12 34")
    after = rows(db)
    assert {name for name in after if after[name] != before[name]} == {"tracing_doubt"}
    assert counts() == {"contact.notice": 1, "case.plan": 1}


def test_the_same_result_as_a_sheet_to_print_is_no_second_doubt(on_the_site, counts):
    on_the_site(OURS)
    on_the_site(OURS, view="sheet")
    assert counts() == {"contact.notice": 1}


def test_a_check_is_answered_also_where_it_cannot_be_counted(way, db, counts):
    db.execute("alter table tracing_doubt rename to tracing_away")
    try:
        assert way(OURS) is not None
    finally:
        db.execute("alter table tracing_away rename to tracing_doubt")
        store_pool.STORE_POOL.forget_failure()
    assert counts() == {}


def test_the_batch_of_a_program_is_nobodys_doubt(shared, counts):
    api = ApiService(ApiSettings(store=shared, anonymous=1000), clock=Clock())
    try:
        line = json.dumps({"text": OURS}).encode()
        assert Client(api).post("/api/v1/check/batch", line, "application/x-ndjson").status == 200
    finally:
        api.store.close_connections()
    assert counts() == {}
