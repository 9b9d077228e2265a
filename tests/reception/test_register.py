"""A forwarded message that carries a code of ours: the register of the store says what it is."""

import os
import subprocess
import sys

import psycopg
import pytest

from tests.reception.mails import DESK, MX, mail
from tests.reception.sms.conftest import NOON
from tests.tracing.conftest import *  # noqa: F403  # its fixtures
from tocsin.cli.mail_in import known_of
from tocsin.message.text import from_text
from tocsin.register.issue import issue
from tocsin.register.keys import recipient_hash
from tocsin.register.template import Template
from tocsin.tracing.shelf import StoreRegister

WORDS = "Assurance Maladie : votre test est positif. Nous ne demandons aucune donnée. Réf. {code}"


@pytest.fixture
def sent(db, vault):
    """An SMS that was really sent."""
    keys = vault.register_keys
    issued = issue(
        StoreRegister(db),
        keys.codes,
        message_id="case-1.1",
        template=Template("case.notice", "1", "fr", WORDS),
        values={},
        sender="38663",
        channel="sms",
        recipient=recipient_hash(keys.recipients, "+33639980001"),
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
    message = from_text(sent, "sms", received=NOON.date())
    known = known_of("store")
    before = known(message)
    with psycopg.connect(server, autocommit=True) as admin:
        admin.execute(
            "select pg_terminate_backend(pid) from pg_stat_activity where datname = %s",
            (store.rpartition("/")[2],),
        )

    assert before
    assert known(message) == before
