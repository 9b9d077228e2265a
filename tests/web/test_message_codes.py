"""A message that carries a code is held against the register of the store, where the site has one."""

from datetime import UTC, date, datetime

import pytest

from tests.store.test_postgres_register import issued
from tests.web.checked_page import told
from tocsin.evidence.issue_codes import find_issue_codes, format_issue_code
from tocsin.message.plain_text import message_from_text
from tocsin.store import embedded
from tocsin.store.postgres_register import PostgresRegister
from tocsin.web import rate_limits
from tocsin.web.public import message_check

DAY = date(2021, 3, 5)
AWAY = "postgresql://tocsin:x@127.0.0.1:1/tocsin"


@pytest.fixture
def sent(db, store, monkeypatch):
    """A message that the service really sent, and a site that has its store."""
    found = issued(PostgresRegister(db))
    db.commit()
    monkeypatch.setenv("TOCSIN_DATABASE_URL", store)
    return found


@pytest.fixture
def alone(monkeypatch):
    """A site without a store."""
    monkeypatch.delenv("TOCSIN_DATABASE_URL", raising=False)
    monkeypatch.setattr(embedded, "find_store_url", lambda: None)


def page(visitor, text: str) -> str:
    return told(visitor.post("/", {"text": text, "sender": "38663", "received": DAY.isoformat()}))


def test_a_message_that_was_really_sent_is_proved(visitor, sent):
    assert page(visitor, sent.text).startswith("Origine prouvée")


def test_its_code_on_another_text_gives_the_forgery_away(visitor, sent):
    said = page(visitor, f"Assurance Maladie : Camille, payez 1 euro. Réf. {sent.code}")
    assert said.startswith("Imposture")
    assert "registre des messages envoyés" in said


def test_without_a_store_the_code_is_read_as_any_other_word(visitor, alone):
    message = message_from_text("Assurance Maladie : bonjour. Réf. K7QF-2M9D", "sms", received=DAY)
    assert message_check.look_up_message_codes(message, dated=True, client=b"a", now=datetime.now(UTC)) == (
        (),
        "",
    )
    assert page(visitor, message.text).startswith("Origine non prouvée")


def test_a_store_that_does_not_answer_is_said_not_to_have(visitor, monkeypatch):
    monkeypatch.setenv("TOCSIN_DATABASE_URL", AWAY)
    said = page(visitor, "Assurance Maladie : bonjour. Réf. K7QF-2M9D")
    assert said.startswith("Origine non prouvée")
    assert "le registre des messages envoyés ne répond pas" in said


def test_a_message_without_a_code_asks_no_store_for_anything(visitor, monkeypatch):
    monkeypatch.setenv("TOCSIN_DATABASE_URL", AWAY)
    monkeypatch.setattr(
        "tocsin.web.public.message_check.store_pool.store_connection",
        lambda *_: pytest.fail("a store was asked"),
    )
    assert page(visitor, "Assurance Maladie : bonjour.").startswith("Origine non prouvée")


# ---- one budget for every code that is looked up


def many(count: int) -> str:
    """A message with so many codes that nobody was given."""
    return "Réf. " + " ; réf. ".join(format_issue_code(f"K7QF{22 + n}A") for n in range(count))


@pytest.fixture
def questions(visitor):
    """How many codes the page that verifies still looks up."""
    rate_limits.RATE_LIMITER.forget_local_counts()

    def ask() -> int:
        return sum(visitor.post("/verifier", {"code": "K7QF-2M9D"}).status_code == 200 for _ in range(25))

    yield ask
    rate_limits.RATE_LIMITER.forget_local_counts()


def test_codes_in_messages_are_charged_to_the_page_that_verifies(visitor, sent, questions):
    text = many(7)
    assert len(find_issue_codes(text)) == 7
    page(visitor, text)
    assert questions() == 13


def test_a_message_with_more_codes_than_are_left_is_judged_without_the_register(visitor, sent, questions):
    assert questions() == 20
    said = page(visitor, sent.text)
    assert not said.startswith("Origine prouvée")
    assert "Réessayez dans quelques minutes" in said


def test_a_message_without_a_code_costs_nothing(visitor, sent, questions):
    page(visitor, "Assurance Maladie : bonjour.")
    assert questions() == 20
