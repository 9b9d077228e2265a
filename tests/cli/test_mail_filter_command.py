"""``tocsin mail-filter`` as a mail server and a pipe run it."""

import os
import signal
import subprocess
import sys

import pytest

from tests.answering.mails import CAMILLE, original
from tests.answering.test_milter import MailServer
from tests.free_ports import find_free_port


def test_a_mail_goes_through_the_pipe_with_its_verdict(tocsin):
    raw = original().encode()

    ran = tocsin("mail-filter", stdin=raw)

    first, _, rest = ran.out.partition("\n")
    assert (ran.status, rest) == (0, raw.decode())
    assert first.startswith("X-Tocsin-Verdict: imposture; clause=list.mail.domains;")


@pytest.mark.parametrize("raw", [b"", b"\n", b"no mail at all", b"From: x\n\n\xff\xfe"])
def test_whatever_it_is_goes_through(tocsin, raw):
    ran = tocsin("mail-filter", stdin=raw.replace(b"\xff\xfe", b"\xc3\xa9"))

    assert ran.status == 0
    assert ran.out.encode().endswith(raw.replace(b"\xff\xfe", b"\xc3\xa9"))
    assert ran.out.startswith("X-Tocsin-Verdict: ")


def test_where_to_listen_is_checked(tocsin):
    ran = tocsin("mail-filter", "--milter", "here")

    assert (ran.status, ran.err.count("\n")) == (64, 2)
    assert "--milter is HOST:PORT or /PATH" in ran.err


def test_it_serves_a_mail_server_until_it_is_stopped():
    here = find_free_port()
    command = [sys.executable, "-m", "tocsin", "mail-filter", "--milter", f"127.0.0.1:{here}"]
    process = subprocess.Popen(command, env=os.environ, stderr=subprocess.PIPE, text=True)
    assert process.stderr is not None
    lines = iter(process.stderr)
    assert f"a milter listens at 127.0.0.1:{here}" in next(lines)
    answers = MailServer(here).mail(original().encode())
    process.send_signal(signal.SIGTERM)
    told = "".join(lines)
    assert process.wait(300) == 0

    assert any(b"X-Tocsin-Verdict\0 imposture" in data for _, data in answers)
    assert "stopped; marked: 1 imposture" in told
    assert CAMILLE not in told
