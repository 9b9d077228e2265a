"""From a mailbox of a real server, Debian's Dovecot, to the answer that leaves.

Dovecot is installed from Debian where the tests run as root; elsewhere they say that they are skipped.
"""

import imaplib
import os
import select
import shutil
import signal
import socket
import subprocess
import tempfile
import threading
import time
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.answering.mails import FRAUD, attached, mail, original, parts, words
from tests.answering.peers import answerer, relay
from tests.debian_packages import require_program
from tests.tracing.intake.conftest import NOW
from tests.tracing.intake.reports import NEGATIVE, finding, mssante, report
from tocsin.answering.mail import imap
from tocsin.answering.mail.imap import VARIABLE, MailboxWatcher
from tocsin.jobs import incoming_results
from tocsin.jobs.incoming_results import fetch_mails
from tocsin.runtime.mailbox import BadMailboxUrl, MailboxRefused, parse_mailbox_url
from tocsin.tracing.intake.intake_run import DryRunSink, run_intake
from tocsin.tracing.intake.result_files import ResultFiles

CONFIG = Path(__file__).with_name("dovecot.conf")
GUARD = 180.0
"""Seconds after which a test that hangs is stopped: never what a test measures."""


@pytest.fixture(scope="module")
def dovecot():
    """The path of Dovecot, installed where it can be."""
    if os.geteuid():
        pytest.skip("Dovecot runs as several users: its tests need root")
    return require_program("dovecot", "dovecot-imapd")


@pytest.fixture(scope="module")
def port(dovecot, module_port):
    """The port of a server of our own."""
    home = Path(tempfile.mkdtemp(prefix="tocsin-dovecot-"))
    home.chmod(0o755)
    (home / "mail").mkdir()
    shutil.chown(home / "mail", "mail", "mail")
    config = CONFIG.read_text().replace("HOME", str(home)).replace("PORT", str(module_port))
    (home / "dovecot.conf").write_text(config)
    process = subprocess.Popen(
        [dovecot, "-F", "-c", str(home / "dovecot.conf")], stdout=subprocess.PIPE, stderr=subprocess.STDOUT
    )
    try:
        yield reached(module_port, process)
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(GUARD)
        shutil.rmtree(home, ignore_errors=True)


def reached(port, process):
    until = time.monotonic() + GUARD
    while time.monotonic() < until:
        try:
            imaplib.IMAP4("127.0.0.1", port, timeout=5).logout()
        except OSError:
            if process.poll() is not None:
                pytest.skip(f"Dovecot of another version: {process.stdout.read().decode()[-300:]}")
            process_waits()
        else:
            return port
    raise AssertionError("Dovecot does not answer")


def process_waits():
    threading.Event().wait(0.05)


class Box:
    """A mailbox, as the server that delivers to it sees it."""

    def __init__(self, port, user):
        self.url = f"imap://{user}:secret@127.0.0.1:{port}"
        self._client = imaplib.IMAP4("127.0.0.1", port)
        self._client.login(user, "secret")
        self._client.create("Aside")

    def arrives(self, raw):
        code, _ = self._client.append("INBOX", None, None, raw)
        assert code == "OK"

    def holds(self, folder="INBOX"):
        self._client.select(folder)
        return len(self._client.search(None, "ALL")[1][0].split())

    def close(self):
        self._client.logout()


@pytest.fixture
def box(port, request):
    box = Box(port, f"u{abs(hash(request.node.name))}")
    yield box
    box.close()


@pytest.fixture
def responder(office, tmp_path):
    answers, ledger = answerer(tmp_path / "mail", office[1])
    yield answers
    ledger.close()


def forwarded(number=1):
    return parts(
        words("Bonjour, est-ce vrai ?"), attached(original()), Message_ID=f"<{number}@exemple.example>"
    )


@contextmanager
def watched(box, responder, **how):
    stop = threading.Event()
    thread = threading.Thread(
        target=MailboxWatcher(parse_mailbox_url(box.url, VARIABLE), responder, **how).watch_mailbox,
        args=(stop,),
    )
    thread.start()
    yield
    stop.set()
    thread.join(GUARD)
    assert not thread.is_alive()


def happens(what):
    until = time.monotonic() + GUARD
    while not what():
        assert time.monotonic() < until, "it does not happen"
        process_waits()


def test_what_is_there_is_answered_and_leaves_the_mailbox(box, responder, office):
    box.arrives(forwarded(1))
    box.arrives(forwarded(2))

    assert MailboxWatcher(parse_mailbox_url(box.url, VARIABLE), responder).handle_waiting_mails() == 2

    assert len(office[0].taken) == 2
    assert box.holds() == 0


def test_what_arrives_later_is_answered_when_the_server_tells_of_it(box, responder, office):
    with watched(box, responder, poll=3600):
        happens(lambda: box.holds() == 0)
        box.arrives(forwarded(1))
        happens(lambda: len(office[0].taken) == 1)
        box.arrives(forwarded(2))
        happens(lambda: len(office[0].taken) == 2)


def test_what_arrives_while_another_is_answered_does_not_wait_for_the_next_one(
    box, responder, office, monkeypatch
):
    """The server tells of it in its answer to a command, and not again to who waits from then on."""
    handle, late = responder.handle_mail, [forwarded(2)]

    def handle_while_another_arrives(raw, given):
        if late:
            box.arrives(late.pop())
        return handle(raw, given)

    monkeypatch.setattr(responder, "handle_mail", handle_while_another_arrives)
    box.arrives(forwarded(1))
    with watched(box, responder, poll=3600):
        happens(lambda: len(office[0].taken) == 2)


@contextmanager
def server_that_tells(told, *, once=False):
    """The URL of a server that has a mail as soon as somebody waits for it, and tells of it until they do not wait any more.

    ``once``: in one breath with its consent, and then no more.
    """
    listener = socket.create_server(("127.0.0.1", 0))

    def answer():
        line, _ = listener.accept()
        with line:
            line.sendall(b"* OK [CAPABILITY IMAP4rev1 IDLE UIDPLUS] hello\r\n")
            has_mail, unread = False, b""
            while chunk := line.recv(1000):
                *commands, unread = (unread + chunk).split(b"\r\n")
                for command in commands:
                    tag, _, what = command.partition(b" ")
                    if what == b"IDLE":
                        has_mail = True
                        line.sendall(b"+ idling\r\n" + (told if once else b""))
                        while not once and not select.select([line], [], [], 0.05)[0]:
                            line.sendall(told)
                        waits = tag
                    else:
                        tag = waits if command == b"DONE" else tag
                        line.sendall(untagged_answer(what, has_mail) + tag + b" OK done\r\n")

    thread = threading.Thread(target=answer)
    thread.start()
    try:
        yield f"imap://u:secret@127.0.0.1:{listener.getsockname()[1]}"
    finally:
        thread.join(GUARD)
        listener.close()


def untagged_answer(command, has_mail):
    if command.startswith(b"UID SEARCH"):
        return b"* SEARCH 1\r\n" if has_mail else b"* SEARCH\r\n"
    if command.startswith(b"UID FETCH"):
        return b"* 1 FETCH (UID 1 %s)\r\n" % (b"RFC822.SIZE 2" if b"SIZE" in command else b"BODY[] {2}\r\nhi")
    return {
        b"CAPABILITY": b"* CAPABILITY IMAP4rev1 IDLE UIDPLUS\r\n",
        b"LOGOUT": b"* BYE\r\n",
    }.get(command, b"")


class StopsAtFirstMail:
    """A responder that is content with one mail."""

    def __init__(self, stop):
        self.stop = stop

    def handle_mail(self, raw, given):
        assert raw == b"hi"
        self.stop.set()
        return "answered"


def watch_for_one_mail(url):
    stop = threading.Event()
    MailboxWatcher(parse_mailbox_url(url, VARIABLE), StopsAtFirstMail(stop), poll=3600).watch_mailbox(stop)
    return stop.is_set()


def test_what_is_told_in_one_breath_with_the_consent_to_wait_is_found_at_the_next_look():
    """The library hears only what is said after the consent: the first waits are short."""
    with server_that_tells(b"* 1 EXISTS\r\n", once=True) as url:
        assert watch_for_one_mail(url)


def test_what_is_told_later_ends_the_wait(monkeypatch):
    monkeypatch.setattr(imap, "FIRST_IDLE", 3600.0)
    with server_that_tells(b"* 1 EXISTS\r\n") as url:
        assert watch_for_one_mail(url)


def test_what_gets_no_answer_is_put_aside(box, responder, office):
    box.arrives(mail(FRAUD, headers=()))
    box.arrives(mail(FRAUD, Return_Path="<>"))
    box.arrives(forwarded())

    MailboxWatcher(parse_mailbox_url(box.url, VARIABLE), responder, aside="Aside").handle_waiting_mails()

    assert (box.holds(), box.holds("Aside"), len(office[0].taken)) == (0, 2, 1)
    assert (responder.counts["unauthenticated"], responder.counts["bounce"]) == (1, 1)


def test_what_gets_no_answer_is_deleted_where_there_is_no_place_for_it(box, responder):
    box.arrives(mail(FRAUD, headers=()))

    MailboxWatcher(parse_mailbox_url(box.url, VARIABLE), responder).handle_waiting_mails()

    assert (box.holds(), box.holds("Aside")) == (0, 0)


def test_what_our_server_does_not_take_now_stays_and_is_answered_later(box, responder, office):
    post, _ = office
    post.to_recipient = "451 4.3.0 full"
    box.arrives(forwarded())
    watch = MailboxWatcher(parse_mailbox_url(box.url, VARIABLE), responder)

    watch.handle_waiting_mails()
    assert box.holds() == 1
    post.to_recipient = "250 OK"
    watch.handle_waiting_mails()

    assert (box.holds(), len(post.taken)) == (0, 1)


def test_who_was_killed_after_the_answer_left_does_not_answer_again(box, office, tmp_path):
    """The mail still stands in the mailbox: the ledger knows it."""
    answers, ledger = answerer(tmp_path / "mail", office[1])
    answers.handle_mail(forwarded(), None)
    ledger.close()
    box.arrives(forwarded())

    answers, ledger = answerer(tmp_path / "mail", office[1])
    MailboxWatcher(parse_mailbox_url(box.url, VARIABLE), answers).handle_waiting_mails()

    assert (box.holds(), len(office[0].taken), answers.counts["already"]) == (0, 1, 1)
    ledger.close()


def test_a_huge_mail_is_not_fetched(box, responder):
    box.arrives(mail("a" * 10_100_000))

    MailboxWatcher(parse_mailbox_url(box.url, VARIABLE), responder).handle_waiting_mails()

    assert (responder.counts["too_large"], box.holds()) == (1, 0)


def test_a_wrong_password_and_a_folder_that_is_not_there_are_named(box, responder):
    with pytest.raises(MailboxRefused, match="the user or the password is not right"):
        MailboxWatcher(
            parse_mailbox_url(box.url.replace("secret", "other"), VARIABLE), responder
        ).handle_waiting_mails()
    with pytest.raises(MailboxRefused, match="no folder 'Nulle part'"):
        MailboxWatcher(
            parse_mailbox_url(f"{box.url}/Nulle%20part", VARIABLE), responder
        ).handle_waiting_mails()


def test_a_mailbox_that_goes_away_is_tried_again(box, responder, office):
    """A relay stands between: it cuts the line, and lets the next one through."""
    with relay(int(box.url.rpartition(":")[2])) as cut:
        through = MailboxWatcher(
            parse_mailbox_url(box.url.rpartition(":")[0] + f":{cut.port}", VARIABLE), responder, poll=3600
        )
        stop = threading.Event()
        thread = threading.Thread(target=through.watch_mailbox, args=(stop,))
        thread.start()
        box.arrives(forwarded(1))
        happens(lambda: len(office[0].taken) == 1)
        cut()
        box.arrives(forwarded(2))
        happens(lambda: len(office[0].taken) == 2)
        stop.set()
        thread.join(GUARD)


@pytest.mark.parametrize("url", ["", "imaps://host", "https://u:geheim@host", "imaps://u:geheim@host:port"])
def test_a_mailbox_that_is_not_well_written_is_refused_without_its_password(url):
    with pytest.raises(BadMailboxUrl, match="expected imaps://user:password@host/folder") as error:
        parse_mailbox_url(url, VARIABLE)
    assert "geheim" not in str(error.value)


def test_settings_show_no_password():
    assert "geheim" not in repr(parse_mailbox_url("imaps://u:geheim@host", VARIABLE))


# ---------------------------------------- results of laboratories


def test_mails_with_results_go_from_the_mailbox_into_the_folder_and_are_taken_in(box, tmp_path):
    first, second = mssante(report()), mssante(report(finding(value=NEGATIVE), set_id="1.2.3.4.2"))
    for raw in (first, second, first):
        box.arrives(raw)
    folder = tmp_path / "in"
    counts = fetch_mails(parse_mailbox_url(box.url, VARIABLE), folder)
    assert dict(counts) == {"mails": 3, "too_large": 0}
    assert box.holds() == 0
    assert {path.read_bytes() for path in folder.iterdir()} == {first, second}, "the same mail is one file"
    assert all(path.stat().st_mode & 0o077 == 0 for path in folder.iterdir())
    with ResultFiles(sorted(folder.iterdir())) as given:
        tallies = list(run_intake(given.files, DryRunSink(), NOW))
    assert sum(tally.counts["opened"] for tally in tallies) == 1
    assert sum(tally.counts["negative"] for tally in tallies) == 1


def test_a_mail_that_cannot_be_kept_stays_where_it_is(box, tmp_path, monkeypatch):
    monkeypatch.setattr(incoming_results, "PARCEL", 10_000)
    box.arrives(mssante(report()) + b"x" * 10_000)
    where = parse_mailbox_url(box.url, VARIABLE)
    assert fetch_mails(where, tmp_path / "in")["too_large"] == 1
    assert box.holds() == 1
    assert fetch_mails(where, tmp_path / "in")["too_large"] == 0, "it is marked, for a human"


def test_a_folder_that_cannot_be_written_loses_no_mail(box, tmp_path):
    box.arrives(mssante(report()))
    (tmp_path / "in").write_text("a file where the folder should be")
    with pytest.raises(OSError, match="File exists"):
        fetch_mails(parse_mailbox_url(box.url, VARIABLE), tmp_path / "in")
    assert box.holds() == 1
