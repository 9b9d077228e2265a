"""The milter, as a mail server meets it: asked about mails, it writes the verdict and refuses none."""

import socket
import struct
from email import message_from_bytes, policy

import pytest

from tests.answering.mails import original
from tests.answering.peers import milter
from tocsin.answering.mail.milter import LEADING_SPACE, WANTED, write_packet

EVERYTHING = 0x1FFFFF


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
