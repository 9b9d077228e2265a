"""The milter, as a mail server meets it: asked about mails, it writes the verdict and refuses none."""

import socket
import struct
from contextlib import contextmanager
from datetime import date
from email import message_from_bytes, policy

import pytest

from tests.answering.mails import CAMILLE, original
from tests.answering.peers import in_thread, post_office
from tests.answering.test_postfix import Server, happens, postfix  # noqa: F401  # fixture
from tests.free_ports import find_free_port
from tocsin.answering.mail.mail_listener import ListenAddress
from tocsin.answering.mail.milter import LEADING_SPACE, WANTED, serve_milter, write_packet
from tocsin.message.eml import read_eml
from tocsin.verdict.check import judge

EVERYTHING = 0x1FFFFF


def judged(raw):
    return judge(read_eml(raw, today=date(2025, 3, 19)), None, unread=True)


@contextmanager
def milter(port=0, judges=judged):
    """Our milter in a thread; gives its port."""

    async def main(ready, stop):
        await serve_milter(judges, ListenAddress(host="127.0.0.1", port=port), stop, ready)

    with in_thread(main) as (counts, there):
        yield there, counts


class MailServer:
    """What a mail server says, packet by packet."""

    def __init__(self, port, offers=EVERYTHING):
        self.line = socket.create_connection(("127.0.0.1", port), 60)
        self.say(b"O", struct.pack("!III", 6, 0x1FF, offers))
        self.options = struct.unpack("!III", self.hear()[1])

    def say(self, command, data=b""):
        self.line.sendall(write_packet(command, data))

    def hear(self):
        (length,) = struct.unpack("!I", self._octets(4))
        packet = self._octets(length)
        return packet[:1], packet[1:]

    def _octets(self, count):
        found = b""
        while len(found) < count:
            found += (part := self.line.recv(count - len(found)))
            assert part, "the line was closed"
        return found

    def mail(self, raw, replies=()):
        """Hand a mail over; what comes back at its end. ``replies``: commands that are answered."""
        head, _, body = raw.replace(b"\r\n", b"\n").partition(b"\n\n")
        commands = [(b"D", b"Li\0q1\0"), (b"M", b"<a@b.example>\0")] if b"M" in replies else []
        for name, value in message_from_bytes(head, policy=policy.compat32).items():
            commands.append((b"L", f"{name}\0 {value}\0".encode()))
        commands += [(b"N", b""), (b"B", body.replace(b"\n", b"\r\n"))]
        for command, data in commands:
            self.say(command, data)
            if command in replies:
                assert self.hear() == (b"c", b"")
        self.say(b"E")
        said = [self.hear()]
        while said[-1][0] in b"im":
            said.append(self.hear())
        return said


def test_it_asks_for_headers_and_body_alone():
    with milter() as (port, _):
        assert MailServer(port).options == (6, 0x11, WANTED)


def test_a_fraud_gets_its_verdict_above_all_headers_and_loses_the_forged_one():
    forged = b"X-Tocsin-Verdict: authentic\nX-TOCSIN-verdict: authentic\n"
    with milter() as (port, counts):
        server = MailServer(port)
        *removed, (added, header), (end, _) = server.mail(forged + original().encode())
        assert [data for command, data in removed] == [
            struct.pack("!I", place) + b"x-tocsin-verdict\0\0" for place in (2, 1)
        ]
        assert (added, end) == (b"i", b"a")
        assert header.startswith(
            struct.pack("!I", 0) + b"X-Tocsin-Verdict\0 imposture; clause=list.mail.domains"
        )
        assert server.mail(b"From: a@b.example\n\nBonjour")[0][1].startswith(
            b"\0\0\0\0X-Tocsin-Verdict\0 unrelated"
        )
    assert counts == {"imposture": 1, "unrelated": 1}


def test_an_old_mail_server_gets_an_answer_to_everything():
    with milter() as (port, _):
        server = MailServer(port, offers=0)
        found = server.mail(original().encode(), replies=(b"M", b"L", b"N", b"B"))
    assert found[0][1].startswith(b"\0\0\0\0X-Tocsin-Verdict\0imposture")


def test_a_check_that_fails_lets_the_mail_through_and_says_so():
    def fails(raw):
        raise RuntimeError("of a test")

    with milter(judges=fails) as (port, _):
        found = MailServer(port).mail(original().encode())
    assert found == [(b"i", b"\0\0\0\0X-Tocsin-Verdict\0 not-checked\0"), (b"a", b"")]


def test_a_mail_that_is_given_up_leaves_nothing_for_the_next_one():
    with milter() as (port, _):
        server = MailServer(port)
        server.say(b"L", b"From\0 Ameli <service@ameli-sante.example>\0")
        server.say(b"A")
        assert b"unrelated" in server.mail(b"From: a@b.example\n\nBonjour")[0][1]


@pytest.mark.parametrize(
    "sent", [b"\xff\xff\xff\xff", b"\0\0\0\0", b"GET / HTTP/1.1\r\n\r\n", b"\0\0\0\x02O"]
)
def test_whoever_is_no_mail_server_is_let_go_and_others_are_served(sent):
    with milter() as (port, _):
        with socket.create_connection(("127.0.0.1", port), 60) as line:
            line.sendall(sent)
            line.shutdown(socket.SHUT_WR)
            assert line.recv(10) == b""
        assert MailServer(port).options[2] & LEADING_SPACE


@pytest.fixture
def milted(postfix):  # noqa: F811
    """A Postfix whose own entry asks a milter, and nothing else."""
    with post_office() as (post, port):
        server = Server(postfix, port)
        asked = find_free_port()
        config = server.home / "etc"
        (config / "main.cf").write_text(
            (config / "main.cf").read_text()
            + f"smtpd_milters = inet:127.0.0.1:{asked}\nmilter_default_action = accept\n"
        )
        master = (config / "master.cf").read_text()
        first = master.splitlines()[1]
        (config / "master.cf").write_text(master.replace(first, "  -o content_filter="))
        with server:
            yield server, post, asked


def test_a_real_postfix_writes_the_verdict_into_the_mail_and_goes_on_without_us(milted):
    server, post, asked = milted
    forged = "X-Tocsin-Verdict: authentic\n"
    with milter(asked):
        server.send("service@ameli-sante.example", CAMILLE, (forged + original()).encode())
        happens(lambda: len(post.mails) == 1, server)
    (found,) = post.mails[0].get_all("X-Tocsin-Verdict")
    assert found.startswith("imposture; clause=list.mail.domains")

    server.send("service@ameli-sante.example", CAMILLE, original().encode())
    happens(lambda: len(post.mails) == 2, server)
    assert post.mails[1]["X-Tocsin-Verdict"] is None
