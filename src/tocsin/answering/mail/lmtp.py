"""Mail in by LMTP (RFC 2033): a local mail server delivers to us, on a Unix socket or on 127.0.0.1.

The server keeps what we do not take (450), so nothing is lost while we are away; what we take is answered or
met with silence, and forgotten.
"""

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Final

from aiosmtpd.lmtp import LMTP
from aiosmtpd.smtp import Envelope, Session

from tocsin.answering.mail import mail_listener
from tocsin.answering.mail.mail_listener import ListenAddress, MailsInProgress
from tocsin.answering.mail.mail_responder import MailResponder
from tocsin.message.bounds import MESSAGE_BYTES

AT_ONCE: Final = 4
"""Mails answered at a time: an answer waits for the mail server that takes it."""
LONG: Final = 1_000_000
"""Octets of a line."""
_LATER: Final = "451 4.3.0 Not now, try again"
_TAKEN: Final = "250 2.0.0 Taken"


class LmtpHandler:
    """What is done with a mail that is delivered."""

    def __init__(self, answerer: MailResponder) -> None:
        self.busy = MailsInProgress()
        self._answerer = answerer
        self._threads = ThreadPoolExecutor(AT_ONCE, thread_name_prefix="mail")

    async def handle_RCPT(  # noqa: N802  # named by aiosmtpd
        self, server: LMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        """One recipient a mail: LMTP wants an answer for each, and who delivers to us has but one."""
        if envelope.rcpt_tos:
            return "452 4.5.3 One recipient at a time"
        envelope.rcpt_tos.append(address)
        return "250 2.1.5 OK"

    async def handle_DATA(self, server: LMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802
        """Answer it before it is taken."""
        content = envelope.original_content or b""
        handle = self._answerer.handle_mail
        loop = asyncio.get_running_loop()
        sender = (envelope.mail_from or "").strip("<>")
        with self.busy:
            outcome = await loop.run_in_executor(self._threads, handle, content, sender)
        return _LATER if outcome == "later" else _TAKEN

    def close(self) -> None:
        """Wait for what is being answered."""
        self._threads.shutdown()


class LongLineLmtp(LMTP):
    """LMTP that takes lines longer than the standard's: who delivers to us did."""

    line_length_limit = LONG


async def serve_lmtp(
    answerer: MailResponder, at: ListenAddress, stop: asyncio.Event, ready: Callable[[], None] = lambda: None
) -> None:
    """Take mails until ``stop`` is set; ``ready`` is called once it listens.

    Raises OSError where nothing can listen there.
    """
    handler = LmtpHandler(answerer)
    loop = asyncio.get_running_loop()

    def line() -> LongLineLmtp:
        return LongLineLmtp(
            handler, data_size_limit=MESSAGE_BYTES, enable_SMTPUTF8=True, hostname="localhost", ident="ready",
            loop=loop, timeout=300,
        )  # fmt: skip

    await mail_listener.listen_until(stop, at, line, ready, handler.busy)
    await loop.run_in_executor(None, handler.close)
