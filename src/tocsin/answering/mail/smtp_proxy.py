"""A content filter for a mail server: mail comes in by SMTP and goes out by SMTP, its verdict in a header.

What the next server says to each sender, recipient and mail is what we say: nothing is taken charge of here,
so nothing can be lost here. Where the check fails the mail goes on, marked ``not-checked``.
"""

import asyncio
import logging
import smtplib
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from functools import partial
from typing import Any, Final
from weakref import WeakSet

from aiosmtpd.smtp import SMTP, Envelope, Session

from tocsin.answering.mail import mail_listener
from tocsin.answering.mail.mail_judging import Judge, write_verdict
from tocsin.answering.mail.mail_listener import ListenAddress, MailsInProgress
from tocsin.answering.mail.verdict_header import add_verdict_header
from tocsin.runtime.logs import log_event

LARGEST: Final = 100_000_000
"""Octets of a mail that is passed on; of one above 10 MB, only the beginning is checked."""
AT_ONCE: Final = 32
"""Mails passed on at a time; a mail server that delivers more of them waits."""
PATIENCE: Final = 120.0
_AWAY: Final = "451 4.4.1 The next server is away, try again"
_log = logging.getLogger("tocsin.filter")


class NextServer:
    """A line to the next server, for one sender's line."""

    def __init__(self, at: ListenAddress) -> None:
        self._at = at
        self._smtp: smtplib.SMTP | None = None

    def begin_mail(self, sender: str, options: list[str], name: str) -> str:
        """Begin a mail; the line is opened where there is none."""
        return self._ask_server(lambda smtp: smtp.mail(sender, self._supported_options(smtp, options)), name)

    def add_recipient(self, to: str, options: list[str]) -> str:
        return self._ask_server(lambda smtp: smtp.rcpt(to, options))

    def send_content(self, content: bytes) -> str:
        return self._ask_server(lambda smtp: smtp.data(content))

    def reset(self) -> None:
        if self._smtp is not None:
            self._ask_server(lambda smtp: smtp.rset())

    def close(self) -> None:
        """Let the line go."""
        smtp, self._smtp = self._smtp, None
        if smtp is not None:
            with suppress(OSError, smtplib.SMTPException):
                smtp.quit()
            smtp.close()

    def _ask_server(self, says: Callable[[smtplib.SMTP], tuple[int, bytes]], name: str = "") -> str:
        """What the next server answers, on one line; a line that breaks is for the sender to try again."""
        try:
            code, text = says(self._open_session(name))
        except smtplib.SMTPDataError as error:
            code, text = error.smtp_code, _to_bytes(error.smtp_error)
        except (OSError, smtplib.SMTPException, UnicodeError) as error:
            log_event(_log, "next server away", level=logging.WARNING, error=type(error).__name__)
            self.close()
            return _AWAY
        words = " ".join(text.decode("ascii", errors="replace").split())
        return f"{code} {words}"

    def _open_session(self, name: str) -> smtplib.SMTP:
        if self._smtp is None:
            self._smtp = smtplib.SMTP(
                self._at.host, self._at.port, local_hostname=name or None, timeout=PATIENCE
            )
            self._smtp.ehlo_or_helo_if_needed()
        return self._smtp

    @staticmethod
    def _supported_options(smtp: smtplib.SMTP, options: list[str]) -> list[str]:
        """Without SIZE, which our header changes, and without 8BITMIME where the next server has none."""
        known = [option for option in options if not option.upper().startswith("SIZE=")]
        return [
            option for option in known if not option.upper().startswith("BODY=") or smtp.has_extn("8bitmime")
        ]


class ProxyHandler:
    """What is done with each command of a mail server."""

    def __init__(self, judge: Judge, at: ListenAddress) -> None:
        self.counts: Counter[str] = Counter()
        """Level, or ``not-checked`` -> mails passed on."""
        self.busy = MailsInProgress()
        self._judge = judge
        self._at = at
        self._closed = False
        self._lines: WeakSet[NextServer] = WeakSet()
        self._threads = ThreadPoolExecutor(AT_ONCE, thread_name_prefix="filter")

    async def handle_MAIL(  # noqa: N802  # named by aiosmtpd
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        sender = (address or "").strip("<>")
        name = str(session.host_name or "")
        said = await self._run_in_thread(self._next_server(session).begin_mail, sender, options, name)
        if said.startswith("2"):
            envelope.mail_from = address
            envelope.mail_options.extend(options)
        return said

    async def handle_RCPT(  # noqa: N802
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        said = await self._run_in_thread(self._next_server(session).add_recipient, address, options)
        if said.startswith("2"):
            envelope.rcpt_tos.append(address)
        return said

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802
        """Check it, stamp it, pass it on."""
        with self.busy:
            return await self._run_in_thread(
                self._pass_on, self._next_server(session), envelope.original_content or b""
            )

    async def handle_RSET(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802
        """Begin anew, there too."""
        await self._run_in_thread(self._next_server(session).reset)
        return "250 OK"

    def close(self) -> None:
        """Wait for what is being passed on, and let every line to the next server go."""
        self._closed = True
        self._threads.shutdown()
        for line in list(self._lines):
            line.close()

    def left(self, session: Session | None) -> None:
        """The sender's line ended: so does ours."""
        if session is not None and not self._closed:
            self._threads.submit(self._next_server(session).close)

    def _next_server(self, session: Session) -> NextServer:
        found: NextServer | None = getattr(session, "tocsin_next", None)
        if found is None:
            found = session.tocsin_next = NextServer(self._at)  # type: ignore[attr-defined]
            self._lines.add(found)
        return found

    def _pass_on(self, line: NextServer, content: bytes) -> str:
        said, level = write_verdict(self._judge, content)
        answer = line.send_content(add_verdict_header(content, said))
        if answer.startswith("2"):
            self.counts[level] += 1
        log_event(_log, "mail", verdict=level, octets=len(content), passed_on=answer[:3])
        return answer

    async def _run_in_thread[T](self, work: Callable[..., T], *given: Any) -> T:
        return await asyncio.get_running_loop().run_in_executor(self._threads, work, *given)


class ProxySmtp(SMTP):
    """SMTP from the mail server before us."""

    line_length_limit = LARGEST

    def connection_lost(self, error: Exception | None) -> None:
        """Close the line to the next server as well."""
        handler, session = self.event_handler, self.session
        super().connection_lost(error)
        handler.left(session)


async def serve_proxy(
    judge: Judge,
    here: ListenAddress,
    there: ListenAddress,
    stop: asyncio.Event,
    ready: Callable[[ProxyHandler], None],
) -> None:
    """Pass mails on until ``stop`` is set; ``ready`` is called once it listens. Raises OSError."""
    handler = ProxyHandler(judge, there)
    loop = asyncio.get_running_loop()

    def line() -> ProxySmtp:
        return ProxySmtp(
            handler, data_size_limit=LARGEST, enable_SMTPUTF8=True, hostname="localhost", ident="tocsin",
            loop=loop, timeout=300,
        )  # fmt: skip

    await mail_listener.listen_until(stop, here, line, partial(ready, handler), handler.busy)
    await loop.run_in_executor(None, handler.close)


def _to_bytes(said: bytes | str) -> bytes:
    return said if isinstance(said, bytes) else said.encode()
