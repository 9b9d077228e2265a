"""Real mail peers over loopback: the server that takes our answers, and the one that delivers to us."""

import asyncio
import smtplib
import threading
from contextlib import contextmanager, suppress
from datetime import UTC, date, datetime
from email import message_from_bytes, policy
from functools import partial

from aiosmtpd.smtp import SMTP

from tests.answering.mails import DESK, MX
from tocsin.answering.mail.answered_log import AnsweredLog
from tocsin.answering.mail.lmtp import serve_lmtp
from tocsin.answering.mail.mail_listener import ListenAddress, parse_listen_address
from tocsin.answering.mail.mail_responder import MailResponder, MailResponderSettings
from tocsin.answering.mail.milter import serve_milter
from tocsin.answering.mail.submission import parse_server_url
from tocsin.charter.loading import load_charter
from tocsin.message.eml import read_eml
from tocsin.verdict.check import judge

NOON = datetime(2025, 3, 20, 12, 0, tzinfo=UTC)


class Post:
    """A mail server that keeps what it takes; ``says`` is its answer to a mail that is complete."""

    def __init__(self):
        self.taken = []
        self.write_replies = "250 2.0.0 OK"
        self.to_recipient = "250 2.1.5 OK"

    async def handle_RCPT(self, server, session, envelope, address, options):  # noqa: N802
        if self.to_recipient.startswith("250"):
            envelope.rcpt_tos.append(address)
        return self.to_recipient

    async def handle_DATA(self, server, session, envelope):  # noqa: N802
        if self.write_replies.startswith("250"):
            self.taken.append(envelope)
        return self.write_replies

    @property
    def mails(self):
        return [message_from_bytes(one.original_content, policy=policy.default) for one in self.taken]


class Patient(SMTP):
    """A server that takes lines of any length."""

    line_length_limit = 10_000_000


@contextmanager
def in_thread(main):
    """Run ``main(ready, stop)``, a coroutine, in a thread; gives what it hands to ``ready``."""
    loop, up, given = asyncio.new_event_loop(), threading.Event(), []
    stop = asyncio.Event()

    def ready(*what):
        given.extend(what)
        up.set()

    async def run():
        try:
            await main(ready, stop)
        finally:
            up.set()

    thread = threading.Thread(target=loop.run_until_complete, args=(run(),), daemon=True)
    thread.start()
    assert up.wait(300)
    try:
        yield given
    finally:
        if not loop.is_closed():
            loop.call_soon_threadsafe(stop.set)
        thread.join(30)
        loop.close()


@contextmanager
def post_office(keeper=None, host="127.0.0.1", **more):
    """A ``Post`` that listens, and the port where; ``more`` as for aiosmtpd's server."""
    post = keeper or Post()

    async def main(ready, stop):
        loop = asyncio.get_running_loop()
        line = partial(Patient, post, enable_SMTPUTF8=True, hostname="post.example", loop=loop, **more)
        server = await loop.create_server(line, host, 0)
        ready(server.sockets[0].getsockname()[1])
        await stop.wait()
        server.close()  # lines that are still open are not waited for

    with in_thread(main) as (port,):
        yield post, port


def judge_mail(raw):
    return judge(read_eml(raw, today=date(2025, 3, 19)), None, unread=True)


@contextmanager
def milter(port=0, judges=judge_mail):
    """Our milter in a thread; gives its port."""

    async def main(ready, stop):
        await serve_milter(judges, ListenAddress(host="127.0.0.1", port=port), stop, ready)

    with in_thread(main) as (counts, there):
        yield there, counts


class Hours:
    """A clock that is moved by hand."""

    def __init__(self):
        self.at = NOON.timestamp()

    def __call__(self):
        return self.at

    def pass_by(self, hours):
        self.at += hours * 3600


def answerer(folder, port, *, clock=None, per_hour=10, **responder):
    given = {
        "address": DESK,
        "trust_host": MX,
        "charter": load_charter("assurance_maladie"),
        "now": lambda: NOON,
    }
    ledger = AnsweredLog(folder, clock or Hours(), per_hour=per_hour)
    return MailResponder(
        MailResponderSettings(**given | responder), ledger, parse_server_url(f"smtp://127.0.0.1:{port}")
    ), ledger


@contextmanager
def lmtp(answers, where):
    """Our LMTP server at a place, in a thread of its own."""

    async def main(ready, stop):
        await serve_lmtp(answers, parse_listen_address(where), stop, ready)

    with in_thread(main):
        yield


def deliver(where, raw, sender="camille.martin@exemple.example", to=DESK):
    """Deliver one mail as a mail server does; its answer."""
    with smtplib.LMTP(where) as session:
        session.ehlo_or_helo_if_needed()
        code, said = session.mail(sender)
        assert code == 250, said
        code, said = session.rcpt(to)
        assert code == 250, said
        return session.data(raw)


class Relay:
    """Lines that it passes on; called, it cuts them all."""

    def __init__(self, to):
        self.port = 0
        self._to = to
        self._number_lines = []
        self._loop = None

    def __call__(self):
        asyncio.run_coroutine_threadsafe(self._cut(), self._loop).result(20)

    async def _cut(self):
        lines, self._number_lines = self._number_lines, []
        for writer in lines:
            writer.transport.abort()
        for writer in lines:
            with suppress(OSError):
                await writer.wait_closed()

    async def main(self, ready, stop):
        self._loop = asyncio.get_running_loop()
        server = await asyncio.start_server(self._line, "127.0.0.1", 0)
        self.port = server.sockets[0].getsockname()[1]
        ready()
        await stop.wait()
        server.close()
        await self._cut()

    async def _line(self, reader, writer):
        there, back = await asyncio.open_connection("127.0.0.1", self._to)
        self._number_lines += [writer, back]
        with suppress(OSError):
            await asyncio.gather(_pass(reader, back), _pass(there, writer))


async def _pass(reader, writer):
    while data := await reader.read(65_536):
        writer.write(data)
        await writer.drain()
    writer.close()


@contextmanager
def relay(to):
    """Something in between that can cut."""
    one = Relay(to)
    with in_thread(one.main):
        yield one
