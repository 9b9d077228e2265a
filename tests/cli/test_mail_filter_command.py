"""``tocsin mail-filter`` as a mail server and a pipe run it."""

import os
import signal
import smtplib
import subprocess
import sys

import pytest

from tests.answering.mails import CAMILLE, original
from tests.answering.peers import post_office
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


@pytest.mark.parametrize("arguments", [("--listen", "here"), ("--listen", "127.0.0.1:1"),
                                       ("--listen", "/run/x", "--next", "127.0.0.1:1")])  # fmt: skip
def test_where_to_listen_is_checked(tocsin, arguments):
    ran = tocsin("mail-filter", *arguments)

    assert (ran.status, ran.err.count("\n")) == (64, 2)
    assert "--listen" in ran.err


def test_it_serves_a_mail_server_until_it_is_stopped():
    here = find_free_port()
    with post_office() as (post, port):
        command = [sys.executable, "-m", "tocsin", "mail-filter", "--listen", f"127.0.0.1:{here}",
                   "--next", f"127.0.0.1:{port}"]  # fmt: skip
        process = subprocess.Popen(command, env=os.environ, stderr=subprocess.PIPE, text=True)
        assert process.stderr is not None
        lines = iter(process.stderr)
        assert f"listens at 127.0.0.1:{here}" in next(lines)
        with smtplib.SMTP("127.0.0.1", here) as session:
            session.sendmail("service@ameli-sante.example", [CAMILLE], original().encode())
        process.send_signal(signal.SIGTERM)
        told = "".join(lines)
        assert process.wait(300) == 0

    assert post.mails[0]["X-Tocsin-Verdict"].startswith("imposture")
    assert "stopped; passed on: 1 imposture" in told
    assert CAMILLE not in told
