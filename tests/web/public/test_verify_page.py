"""Somebody has an SMS with a code and asks the page whether it was really sent."""

import re
from datetime import UTC, datetime, timedelta
from importlib import import_module

import psycopg
import pytest

from tests.web.public.reading import headline, plain
from tocsin.register import PublishedTemplate, hash_recipient, hash_text, issue_message
from tocsin.register.register_keys import derive_register_keys
from tocsin.store.postgres_register import PostgresRegister
from tocsin.web import rate_limits
from tocsin.web.public.code_verification import NOBODYS, look_up_code
from tocsin.web.response_padding import BLOCK

NOTICE = PublishedTemplate(
    "contact.notice",
    "2021-03-05",
    "fr",
    "Assurance Maladie : {first_name}, vous êtes cas contact. Réf. {code}",
)
KEYS = derive_register_keys(b"a secret of the tests only")
PAGES = pytest.mark.parametrize("address", ["/verifier", "/en/verify"])


@pytest.fixture
def register(with_store, db):
    """The register of the store that the site has."""
    return PostgresRegister(db)


@pytest.fixture
def sent(register):
    return issue_message(
        register, KEYS.codes, message_id="contact-7.1", template=NOTICE, values={"first_name": "Camille"},
        sender="38663", channel="sms", recipient=hash_recipient(KEYS.recipients, "+33639980003"),
        now=datetime.now(UTC) - timedelta(days=1),
    )  # fmt: skip


def ask(visitor, address="/verifier", **typed):
    found = visitor.post(address, typed)
    return found.status_code, plain(found)


@PAGES
def test_the_form_says_what_to_type(visitor, address):
    text = visitor.get(address).content.decode()
    for field in ("code", "text", "sender", "received"):
        assert f'<label for="{field}">' in text
        assert f'id="{field}" name="{field}"' in text
    assert "K7QF-2M9D" in text


@pytest.mark.parametrize("how", ["{}", " {} ", "réf. {}", "Ref: {}"])
def test_a_code_is_found_however_it_is_typed(visitor, sent, how):
    for code in (sent.code, sent.code.lower(), sent.code.replace("-", " "), " ".join(sent.code)):
        status, text = ask(visitor, code=how.format(code))
        assert status == 200
        assert headline(text) == "Ce code est vrai. Reste à comparer le texte : un code se recopie."


def test_the_genuine_text_is_shown_without_what_is_personal(visitor, sent):
    _, text = ask(visitor, code=sent.code)
    assert f"Assurance Maladie : …, vous êtes cas contact. Réf. {sent.code}" in text
    assert "Camille" not in text
    assert "expéditeur « 38663 »" in text
    assert "--text" not in text


def test_the_text_that_was_sent_matches_and_another_does_not(visitor, sent):
    _, text = ask(visitor, "/en/verify", code=sent.code, text=sent.text)
    assert headline(text) == "Yes: this text was sent with this code."
    _, text = ask(visitor, "/en/verify", code=sent.code, text=f"{sent.text} http://ameli.example")
    assert headline(text) == "No: this code is genuine, but it was given to another text."
    assert "grave" in re.search(r'<p class="(says[^"]*)"', text)[1]


def test_a_genuine_text_from_another_sender_is_said_to_be_misused(visitor, sent):
    _, text = ask(visitor, "/en/verify", code=sent.code, text=sent.text, sender="+33639981234")
    assert "Beware" in headline(text)
    assert "<li><strong>" in text


def test_a_day_long_after_speaks_against_it(visitor, sent):
    day = (datetime.now(UTC) + timedelta(days=20)).date().isoformat()
    _, text = ask(visitor, "/en/verify", code=sent.code, text=sent.text, received=day)
    assert "Beware" in headline(text)


def test_a_code_that_nobody_gave_is_not_a_proof_of_fraud(visitor, sent):
    _, text = ask(visitor, "/en/verify", code="K7QF-2M9D")
    assert headline(text) == "This code is not in the register of the messages sent."
    assert "That it is a fraud" in text


@pytest.mark.parametrize(
    ("code", "said"),
    [("K7QF", "8 characters"), ("K7QF-2M9E", "mistyped"), ("K7QF-2M0D", "none contains")],
)
def test_a_code_that_is_none_is_explained(visitor, sent, code, said):
    _, text = ask(visitor, "/en/verify", code=code)
    assert said in headline(text)


def test_digits_alone_may_be_the_code_of_a_call(visitor, sent):
    _, text = ask(visitor, code="402 817")
    assert 'href="/appel"' in text.partition("<form")[0].rpartition("<main")[2]
    _, text = ask(visitor, code="K7QF-2M9D")
    assert "dit au téléphone" not in text.partition("<form")[0].rpartition("<main")[2]


@PAGES
@pytest.mark.parametrize("typed", [{}, {"code": "  "}])
def test_nothing_typed_is_said(visitor, register, address, typed):
    status, text = ask(visitor, address, **typed)
    assert status == 200
    assert 'id="problem"' in text
    assert 'aria-invalid="true"' in text


def test_a_text_longer_than_any_sms_is_not_compared(visitor, sent):
    _, text = ask(visitor, "/en/verify", code=sent.code, text="x" * 5001)
    assert "longer than an SMS" in text
    assert 'class="says' not in text


def test_what_is_typed_is_shown_and_not_run(visitor, sent):
    evil = '"><script>alert(1)</script>'
    found = visitor.post("/verifier", {"code": evil, "text": evil, "sender": evil, "received": evil})
    assert b"<script>alert" not in found.content


@PAGES
def test_without_a_store_nothing_can_be_known_and_that_is_said(visitor, address, without_store):
    status, text = ask(visitor, address, code="K7QF-2M9D")
    assert status == 503
    assert ("Nous ne pouvons pas savoir" in text) or ("We cannot know" in text)


def test_a_store_that_goes_away_is_said_and_found_again(visitor, sent, store, monkeypatch):
    assert ask(visitor, code=sent.code)[0] == 200
    monkeypatch.setenv("TOCSIN_DATABASE_URL", "postgresql://nobody:x@127.0.0.1:1/nothing")
    assert ask(visitor, code=sent.code)[0] == 503
    monkeypatch.setenv("TOCSIN_DATABASE_URL", store)
    assert ask(visitor, code=sent.code)[0] == 200


def test_a_connection_that_the_server_ended_is_made_again(visitor, sent, db):
    assert ask(visitor, code=sent.code)[0] == 200
    db.execute(
        "select pg_terminate_backend(pid) from pg_stat_activity"
        " where datname = current_database() and pid <> pg_backend_pid()"
    )
    assert ask(visitor, code=sent.code)[0] == 200


# ---- found or not, the answer looks the same from outside


class Counting:
    """A register that notes what it is asked."""

    def __init__(self, register):
        self.register = register
        self.asked: list[str] = []

    def find(self, code):
        self.asked.append("find")
        return self.register.find(code)

    def template(self, *name):
        self.asked.append("template")
        return self.register.template(*name)


@pytest.mark.parametrize("text", [None, "un texte"])
def test_the_same_questions_are_put_to_the_register_whatever_was_typed(sent, register, text, monkeypatch):
    hashed: list[str] = []

    def noted(words):
        hashed.append(words)
        return hash_text(words)

    for module in ("tocsin.web.public.code_verification", "tocsin.register.verify"):
        monkeypatch.setattr(import_module(module), "hash_text", noted)
    seen = []
    for code in (sent.code, "K7QF-2M9D", "K7QF", "<b>", NOBODYS):
        hashed.clear()
        counting = Counting(register)
        look_up_code(counting, code, text=text, sender="", received=None, now=datetime.now(UTC))
        seen.append((counting.asked, len(hashed) if code in (sent.code, "K7QF-2M9D") else None))
    assert [questions for questions, _ in seen] == [["find", "template"]] * 5
    assert seen[0][1] == seen[1][1] == (0 if text is None else 1)


@PAGES
@pytest.mark.parametrize("text", ["", "un texte", "x" * 4000])
def test_every_answer_has_one_size_and_is_not_packed(visitor, sent, address, text):
    sizes = set()
    for code in (sent.code, "K7QF-2M9D", "K7QF", "402817"):
        found = visitor.post(address, {"code": code, "text": text}, headers={"Accept-Encoding": "gzip"})
        sizes.add(len(found.content))
        assert found.headers["Content-Encoding"] == "identity"
    assert sizes == {BLOCK}


def test_statements_are_the_same_found_or_not(visitor, sent, store):
    def statements(code):
        names: list[str] = []
        real = psycopg.Connection.execute

        def noted(self, query, *arguments, **more):
            names.append(" ".join(str(query).split())[:60])
            return real(self, query, *arguments, **more)

        psycopg.Connection.execute = noted
        try:
            ask(visitor, code=code)
        finally:
            psycopg.Connection.execute = real
        return names

    ask(visitor, code=sent.code)
    assert statements(sent.code) == statements("K7QF-2M9D") == statements("no code")


# ---- how often


def test_whoever_asks_too_often_is_told_when_to_come_back(visitor, sent):
    answers = [
        visitor.post("/verifier", {"code": sent.code}) for _ in range(rate_limits.BUCKETS["verify"].most + 1)
    ]
    assert [answer.status_code for answer in answers] == [200] * rate_limits.BUCKETS["verify"].most + [429]
    assert 1 <= int(answers[-1].headers["Retry-After"]) <= 30
    assert visitor.post("/verifier", {"code": sent.code}, REMOTE_ADDR="198.51.100.7").status_code == 200
    assert visitor.get("/verifier").status_code == 200


def test_no_address_of_a_visitor_and_nothing_typed_is_in_the_store(visitor, sent, db):
    visitor.post("/verifier", {"code": sent.code, "text": "zoe-marker"}, REMOTE_ADDR="198.51.100.7")
    tables = [row[0] for row in db.execute("select tablename from pg_tables where schemaname = 'public'")]
    for table in tables:
        for (row,) in db.execute(f'select t::text from "{table}" t'):
            assert "198.51.100.7" not in row
            assert "zoe-marker" not in row


@pytest.mark.parametrize("end", ["", "\nMerci.", " \u2014 https://www.ameli.fr"])
def test_a_whole_sms_in_the_field_of_the_code_finds_its_code(visitor, sent, end):
    text = f"Assurance Maladie : Camille, vous êtes cas contact. Réf. {sent.code}"
    pasted = ask(visitor, code=text + end, text=text)[1]
    assert headline(pasted) == headline(ask(visitor, code=sent.code, text=text)[1])
    assert f'value="{sent.code}"' in pasted


def test_a_whole_sms_in_the_field_of_the_code_is_compared_as_well(visitor, sent):
    text = f"Assurance Maladie : Camille, vous êtes cas contact. Réf. {sent.code}"
    right = headline(ask(visitor, code=text)[1])
    assert right == headline(ask(visitor, code=sent.code, text=text)[1])
    forged = f"Assurance Maladie : Camille, payez 2 euros. Réf. {sent.code}"
    wrong = headline(ask(visitor, code=forged)[1])
    assert wrong == headline(ask(visitor, code=sent.code, text=forged)[1])
    assert wrong != right
