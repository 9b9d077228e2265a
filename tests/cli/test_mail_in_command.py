"""``tocsin mail-in`` as an operator runs it."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from tests.answering.mails import CAMILLE, DESK, MX, attached, mail, original, parts, words
from tests.answering.peers import deliver, post_office

OURS = ("--address", DESK, "--trust-host", MX)


def test_it_shows_the_answer_and_sends_nothing(tocsin):
    name = tocsin.file("m.eml", parts(words("Bonjour, est-ce vrai ?"), attached(original())))

    ran = tocsin("mail-in", "--show", name, *OURS)

    assert (ran.status, ran.err) == (0, "")
    assert f"To: {CAMILLE}\nSubject: Votre message : c'est une imposture" in ran.out


def test_it_shows_the_answer_and_says_why_it_would_not_leave(tocsin):
    ran = tocsin("mail-in", "--show", tocsin.file("m.eml", mail("donnez votre RIB", headers=())), *OURS)

    assert (ran.status, ran.err) == (3, "tocsin: this mail would be met with silence: unauthenticated\n")


@pytest.mark.parametrize(
    ("arguments", "env", "said"),
    [
        ((), {}, "one of --lmtp, --imap, --outcomes or --show says what to do"),
        (
            ("--lmtp", "here"),
            {"TOCSIN_SMTP": "smtp://127.0.0.1:25"},
            "--lmtp: Where to listen is not written",
        ),
        (("--imap",), {}, "TOCSIN_SMTP: it is not an address of a mail server; expected smtp://"),
        (
            ("--imap",),
            {"TOCSIN_SMTP": "smtp://127.0.0.1:25", "TOCSIN_IMAP": "imaps://:pw@x"},
            "the user is missing",
        ),
        (("--imap", "--lmtp", "x"), {}, "not allowed with argument"),
        (("--lmtp", "127.0.0.1:1", "--per-hour", "0"), {}, "--per-hour"),
        (("--imap", "--alias", "verifier"), {}, "--alias: 'verifier' is not an address such as"),
    ],
)
def test_what_is_missing_is_named(tocsin, arguments, env, said):
    ran = tocsin("mail-in", *arguments, *OURS, XDG_STATE_HOME=str(tocsin.folder), **env)

    assert ran.status == 64
    assert said in ran.err
    assert "pw" not in ran.err


def test_it_answers_what_is_delivered_until_it_is_stopped(tmp_path):
    where = str(tmp_path / "s")
    with post_office() as (post, port):
        env = os.environ | {"TOCSIN_SMTP": f"smtp://127.0.0.1:{port}"}
        command = [
            sys.executable,
            "-m",
            "tocsin",
            "mail-in",
            "--lmtp",
            where,
            "--folder",
            str(tmp_path / "f"),
            *OURS,
        ]
        process = subprocess.Popen(command, env=env, stderr=subprocess.PIPE, text=True)
        assert process.stderr is not None
        lines = iter(process.stderr)
        assert "listens" in next(lines)
        raw = parts(words("Bonjour, est-ce vrai ?"), attached(original()))
        assert [deliver(where, raw)[0] for _ in range(2)] == [250, 250]
        process.send_signal(signal.SIGTERM)
        told = "".join(lines)
        assert process.wait(300) == 0

    assert len(post.taken) == 1
    assert "stopped; mails: 1 already, 1 answered" in told
    assert '"event": "mail"' in told
    assert CAMILLE not in told
    assert not Path(where).exists()
