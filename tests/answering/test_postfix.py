"""Debian's Postfix with our milter beside it and our answers behind it: a fraud comes in, and is told of.

Postfix is installed from Debian where the tests run as root; elsewhere they say that they are skipped.
"""

import os
import shutil
import smtplib
import subprocess
import tempfile
import threading
import time
from contextlib import ExitStack
from pathlib import Path

import pytest

from tests.answering.mails import CAMILLE, DESK, original, parts, words
from tests.answering.mails import attached as attached_message
from tests.answering.peers import answerer, lmtp, milter
from tests.debian_packages import require_program
from tests.free_ports import find_free_port

CONFIG = Path(__file__).with_name("postfix")
GUARD = 180.0
"""Seconds after which a test that hangs is stopped: never what a test measures."""


@pytest.fixture(scope="module")
def postfix():
    """The command, installed where it can be."""
    if os.geteuid():
        pytest.skip("Postfix runs as several users: its tests need root")
    return require_program("postfix")


class Server:
    """A Postfix of our own, in a folder of its own."""

    def __init__(self, command, post):
        self._command = command
        self.home = Path(tempfile.mkdtemp(prefix="tocsin-postfix-"))
        self.home.chmod(0o755)
        self.entry, self.milter, back = find_free_port(), find_free_port(), find_free_port()
        self.back = back
        names = {"HOME": self.home, "PARENT": self.home.parent, "ENTRY": self.entry, "MILTER": self.milter,
                 "RETURN": back, "POST": post}  # fmt: skip
        for folder in ("etc", "spool", "data"):
            (self.home / folder).mkdir()
        shutil.chown(self.home / "data", "postfix")
        for file in CONFIG.iterdir():
            text = file.read_text()
            for name, value in names.items():
                text = text.replace(name, str(value))
            (self.home / "etc" / file.name).write_text(text)

    def __enter__(self):
        done = self._run("start")
        if done.returncode:
            pytest.skip(f"Postfix of another version: {done.stderr[-300:]}")
        return self

    def __exit__(self, *_):
        self._run("stop")
        shutil.rmtree(self.home, ignore_errors=True)

    def _run(self, what):
        command = [self._command, "-c", str(self.home / "etc"), what]
        return subprocess.run(command, capture_output=True, text=True, timeout=GUARD)

    @property
    def log(self):
        return (self.home / "log").read_text()

    def send(self, sender, to, raw):
        with smtplib.SMTP("127.0.0.1", self.entry) as session:
            session.sendmail(sender, [to], raw)


def happens(what, server):
    until = time.monotonic() + GUARD
    while not what():
        assert time.monotonic() < until, server.log
        threading.Event().wait(0.05)


@pytest.fixture
def server(postfix, office):
    with Server(postfix, office[1]) as server:
        yield server


def test_a_real_postfix_writes_the_verdict_into_the_mail_and_goes_on_without_us(server, office):
    forged = "X-Tocsin-Verdict: authentic\n"
    with milter(server.milter):
        server.send("service@ameli-sante.example", CAMILLE, (forged + original()).encode())
        happens(lambda: len(office[0].mails) == 1, server)
    (found,) = office[0].mails[0].get_all("X-Tocsin-Verdict")
    assert found.startswith("imposture; clause=list.mail.domains")

    server.send("service@ameli-sante.example", CAMILLE, original().encode())
    happens(lambda: len(office[0].mails) == 2, server)
    assert office[0].mails[1]["X-Tocsin-Verdict"] is None


def test_what_camille_forwards_comes_back_with_its_verdict(server, office, tmp_path):
    """In by Postfix, which proves the sender, past the milter, to us by LMTP, and out to Camille."""
    answers, ledger = answerer(tmp_path / "mail", server.back)
    raw = parts(words("Bonjour, est-ce vrai ?"), attached_message(original()), headers=())
    with ExitStack() as stack:
        stack.enter_context(milter(server.milter))
        stack.enter_context(lmtp(answers, str(server.home / "lmtp")))
        os.chmod(server.home / "lmtp", 0o666)  # noqa: PTH101
        server.send(CAMILLE, DESK, raw)
        happens(lambda: office[0].mails, server)
    ledger.close()

    (answer,), (envelope,) = office[0].mails, office[0].taken
    assert envelope.rcpt_tos == [CAMILLE]
    assert envelope.mail_from in ("", "<>")
    assert answer["Subject"] == "Votre message : c'est une imposture"
    assert answers.counts == {"answered": 1}


def test_whoever_is_not_proved_gets_nothing(server, office, tmp_path):
    answers, ledger = answerer(tmp_path / "mail", server.back)
    raw = parts(
        words("Bonjour, est-ce vrai ?"), attached_message(original()), headers=(), From="x@ailleurs.example"
    )
    with ExitStack() as stack:
        stack.enter_context(milter(server.milter))
        stack.enter_context(lmtp(answers, str(server.home / "lmtp")))
        os.chmod(server.home / "lmtp", 0o666)  # noqa: PTH101
        server.send("x@ailleurs.example", DESK, raw)
        happens(lambda: answers.counts, server)
    ledger.close()

    assert answers.counts == {"unauthenticated": 1}
    assert office[0].mails == []
