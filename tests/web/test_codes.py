"""A message that carries a code is held against the register of the store, where the site has one."""

from datetime import date

import pytest

from tests.tracing.conftest import db, server, store, template  # noqa: F401
from tests.tracing.test_shelf import issued
from tests.web.test_check_page import told
from tocsin.message.text import from_text
from tocsin.tracing import postgres
from tocsin.tracing.shelf import StoreRegister
from tocsin.web import codes

DAY = date(2021, 3, 5)
AWAY = "postgresql://tocsin:x@127.0.0.1:1/tocsin"


@pytest.fixture
def sent(db, store, monkeypatch):  # noqa: F811
    """A message that the service really sent, and a site that has its store."""
    found = issued(StoreRegister(db))
    db.commit()
    monkeypatch.setenv("TOCSIN_DATABASE_URL", store)
    return found


@pytest.fixture
def alone(monkeypatch):
    """A site without a store."""
    monkeypatch.delenv("TOCSIN_DATABASE_URL", raising=False)
    monkeypatch.setattr(postgres, "address", lambda: None)


def page(visitor, text: str) -> str:
    return told(visitor.post("/", {"text": text, "sender": "38663", "received": DAY.isoformat()}))


def test_a_message_that_was_really_sent_is_proved(visitor, sent):
    assert page(visitor, sent.text).startswith("Origine prouvée")


def test_its_code_on_another_text_gives_the_forgery_away(visitor, sent):
    said = page(visitor, f"Assurance Maladie : Camille, payez 1 euro. Réf. {sent.code}")
    assert said.startswith("Imposture")
    assert "registre des messages envoyés" in said


def test_without_a_store_the_code_is_read_as_any_other_word(visitor, alone):
    message = from_text("Assurance Maladie : bonjour. Réf. K7QF-2M9D", "sms", received=DAY)
    assert codes.known(message, dated=True) == ((), False)
    assert page(visitor, message.text).startswith("Origine non prouvée")


def test_a_store_that_does_not_answer_is_said_not_to_have(visitor, monkeypatch):
    monkeypatch.setenv("TOCSIN_DATABASE_URL", AWAY)
    said = page(visitor, "Assurance Maladie : bonjour. Réf. K7QF-2M9D")
    assert said.startswith("Origine non prouvée")
    assert "le registre des messages envoyés ne répond pas" in said


def test_a_message_without_a_code_asks_no_store_for_anything(visitor, monkeypatch):
    monkeypatch.setenv("TOCSIN_DATABASE_URL", AWAY)
    monkeypatch.setattr("tocsin.web.codes.store.connection", lambda *_: pytest.fail("a store was asked"))
    assert page(visitor, "Assurance Maladie : bonjour.").startswith("Origine non prouvée")
