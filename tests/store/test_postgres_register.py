"""Somebody has an SMS with a code: the store says whether it was really sent."""

import json
import os
from datetime import UTC, date, datetime, timedelta

import psycopg
import pytest

from tests import forked
from tocsin.privacy.vault import Vault
from tocsin.register import PublishedTemplate, hash_recipient, issue_message
from tocsin.register.message_register import CodeTaken, MemoryRegister, TemplateNotPublished, WordingChanged
from tocsin.register.register_keys import derive_register_keys
from tocsin.register.verify import verify_message_code
from tocsin.store.postgres_register import NotAnSms, PostgresRegister

NOON = datetime(2021, 3, 5, 12, tzinfo=UTC)
CAMILLE = "+33639980003"
NOTICE = PublishedTemplate(
    "contact.notice",
    "2021-03-05",
    "fr",
    "Assurance Maladie : {first_name}, vous êtes cas contact. Réf. {code}",
)
KEYS = derive_register_keys(b"a secret of the tests only")


@pytest.fixture
def shelf(db):
    return PostgresRegister(db)


def issued(register, keys=KEYS, id="contact-7.1", to=CAMILLE, **more):
    return issue_message(
        register, keys.codes, message_id=id, template=NOTICE, values={"first_name": "Camille"},
        sender="38663", channel="sms", recipient=hash_recipient(keys.recipients, to), now=NOON, **more,
    )  # fmt: skip


def test_it_answers_as_a_register_in_memory_does(shelf):
    book = MemoryRegister()
    on_shelf, in_book = issued(shelf), issued(book)
    assert on_shelf == in_book
    for text in (None, on_shelf.text, on_shelf.text + " Cliquez ici"):
        asked = {"text": text, "sender": "38663", "received": date(2021, 3, 5), "now": NOON}
        assert verify_message_code(shelf, on_shelf.code, **asked) == verify_message_code(
            book, in_book.code, **asked
        )


def test_the_same_message_again_has_the_same_code_and_another_another(shelf, db):
    assert issued(shelf) == issued(shelf)
    assert issued(shelf, id="contact-8.1").code != issued(shelf).code
    assert db.execute("select count(*) from tracing_message").fetchone() == (2,)


def test_a_code_that_nobody_gave_is_not_found(shelf):
    assert shelf.find("K7QF-2M9D") is None
    assert shelf.template("case.notice", "1", "fr") is None


def test_a_taken_code_is_refused(shelf):
    from msgspec.structs import replace

    entry = issued(shelf).entry
    with pytest.raises(CodeTaken):
        shelf.add(replace(entry, text_hash="another"))
    assert shelf.find(entry.code) == entry


def test_a_wording_never_changes(shelf):
    from msgspec.structs import replace

    shelf.publish(NOTICE)
    shelf.publish(NOTICE)
    with pytest.raises(WordingChanged):
        shelf.publish(replace(NOTICE, text="autre chose {code}"))
    assert shelf.template(NOTICE.id, NOTICE.version, "fr") == NOTICE


def test_an_entry_needs_its_wording_and_is_an_sms(shelf):
    from msgspec.structs import replace

    book = MemoryRegister()
    entry = issued(book).entry
    with pytest.raises(TemplateNotPublished):
        shelf.add(entry)
    with pytest.raises(NotAnSms):
        shelf.add(replace(entry, channel="email"))


def test_a_message_in_the_outbox_is_found_with_its_end(shelf, db):
    entry = issued(shelf).entry
    end = NOON + timedelta(hours=9)
    db.execute(
        "insert into tracing_outbox (message_id, phone_id, lane, priority, deadline, not_before, valid_until)"
        " select id, 0, '38663', 1, %s, %s, %s from tracing_message",
        (end, NOON, end),
    )
    assert shelf.find(entry.code).expires == end


def test_nothing_of_the_register_is_the_text_or_the_number(shelf, db):
    issued(shelf)
    row = repr(db.execute("select * from tracing_message").fetchall())
    assert "Camille" not in row
    assert CAMILLE[3:] not in row


# The command, as it is run


@pytest.fixture
def command(store, tmp_path):
    keys = tmp_path / "keys.json"
    vault = Vault.load(keys, make=True)
    with psycopg.connect(store) as connection:
        sent = issued(PostgresRegister(connection), vault.register_keys)

    def run(*words, **env):
        given = {"TOCSIN_DATABASE_URL": store, "TOCSIN_KEYS": str(keys)}
        done = forked.tocsin(*words, cwd=tmp_path, env=os.environ | given | env)
        return done.returncode, done.stdout, done.stderr

    return run, sent


def test_verify_looks_into_the_store(command):
    run, sent = command
    status, out, err = run(
        "verify", sent.code, "--text", sent.text, "--sender", "38663", "--to", CAMILLE, "--json"
    )
    assert (status, err) == (0, "")
    assert json.loads(out)["outcome"] == "matches"
    assert json.loads(out)["compared"] == ["text", "sender", "recipient"]


def test_verify_sees_that_it_was_sent_to_somebody_else(command):
    run, sent = command
    status, out, _ = run("verify", sent.code, "--text", sent.text, "--to", "06 39 98 00 04", "--json")
    assert (status, json.loads(out)["misuse"]) == (1, ["other_recipient"])


def test_verify_says_that_the_store_is_not_there(command):
    run, sent = command
    nowhere = "postgresql://nobody:geheim@127.0.0.1:1/none"
    status, _, err = run("verify", sent.code, TOCSIN_DATABASE_URL=nowhere)
    assert status == 69
    assert "geheim" not in err


def test_check_asks_the_store_where_it_is_named(command):
    run, sent = command
    said = ("check", sent.text, "--channel", "sms", "--sender", "38663", "--received", "2021-03-05", "--json")
    _, alone, _ = run(*said)
    _, asked, _ = run(*said, "--register", "store")
    assert json.loads(alone)["verdict"] != "authentic"
    assert json.loads(asked)["verdict"] == "authentic"


def test_scan_asks_the_store_from_every_process(command, tmp_path):
    run, sent = command
    row = {"channel": "sms", "sender": "38663", "received_at": "2021-03-05", "text": sent.text}
    (tmp_path / "in.jsonl").write_text("".join(json.dumps(row | {"id": str(n)}) + "\n" for n in range(3000)))
    _, out, err = run("scan", "in.jsonl", "--jobs", "2", "--register", "store")
    verdicts = [json.loads(line)["verdict"] for line in out.splitlines()]
    assert verdicts == ["authentic"] * 3000, err
