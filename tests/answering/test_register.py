"""A forwarded message that carries a code of ours: the register of the store says what it is."""

import os
import subprocess
import sys

import psycopg
import pytest

from tests.answering.mails import DESK, MX, mail
from tests.answering.sms.conftest import NOON
from tocsin.cli.mail_in import register_lookup
from tocsin.message.plain_text import message_from_text
from tocsin.register.entry import PublishedTemplate
from tocsin.register.issue import issue_message
from tocsin.register.register_keys import hash_recipient
from tocsin.store.postgres_register import PostgresRegister

WORDS = "Assurance Maladie : votre test est positif. Nous ne demandons aucune donnée. Réf. {code}"


@pytest.fixture
def sent(db, vault):
    """An SMS that was really sent."""
    keys = vault.register_keys
    issued = issue_message(
        PostgresRegister(db),
        keys.codes,
        message_id="case-1.1",
        template=PublishedTemplate("case.notice", "1", "fr", WORDS),
        values={},
        sender="38663",
        channel="sms",
        recipient=hash_recipient(keys.recipients, "+33639980001"),
        now=NOON,
    )
    db.commit()
    return issued.text


def test_a_genuine_sms_that_is_pasted_is_recognised(store, sent, tmp_path):
    (tmp_path / "m.eml").write_bytes(mail(sent, Date="Thu, 26 Nov 2026 12:00:00 +0000"))
    show = ("mail-in", "--show", str(tmp_path / "m.eml"), "--register", "store")
    command = [sys.executable, "-m", "tocsin", *show, "--address", DESK, "--trust-host", MX]
    env = os.environ | {"TOCSIN_DATABASE_URL": store}
    ran = subprocess.run(command, capture_output=True, text=True, env=env, timeout=300)

    assert "Subject: Votre message : il est authentique" in ran.stdout, ran.stderr


def test_a_connection_that_was_lost_is_made_anew(store, sent, server, monkeypatch):
    monkeypatch.setenv("TOCSIN_DATABASE_URL", store)
    message = message_from_text(sent, "sms", received=NOON.date())
    known = register_lookup("store")
    before = known(message)
    with psycopg.connect(server, autocommit=True) as admin:
        admin.execute(
            "select pg_terminate_backend(pid) from pg_stat_activity where datname = %s",
            (store.rpartition("/")[2],),
        )

    assert before
    assert known(message) == before
