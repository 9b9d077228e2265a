"""Mail in by LMTP (RFC 2033): a local mail server delivers to us, on a Unix socket or on 127.0.0.1.

The server keeps what we do not take (450), so nothing is lost while we are away; what we take is answered or
met with silence, and forgotten.
"""

import asyncio
import logging
import os
import stat
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path
from typing import Any, Final

from aiosmtpd.lmtp import LMTP
from aiosmtpd.smtp import Envelope, Session
from msgspec import Struct

from tocsin.message.bounds import MESSAGE_BYTES
from tocsin.reception.answerer import Answerer

AT_ONCE: Final = 4
"""Mails answered at a time: an answer waits for the mail server that takes it."""
LONG: Final = 1_000_000
"""Octets of a line."""
_LATER: Final = "451 4.3.0 Not now, try again"
_TAKEN: Final = "250 2.0.0 Taken"


class BadPlace(ValueError):
    """Where to listen is not written as it should be: a path of a socket, or 127.0.0.1:PORT."""

    def __init__(self, place: str) -> None:
        super().__init__(f"{str(self.__doc__).rstrip('.')}: {place!r}")


class Place(Struct, frozen=True):
    """Where to listen: a path, or a host and a port."""

    path: str = ""
    host: str = ""
    port: int = 0


def place(written: str) -> Place:
    """A place as it is written on the command line. Raises BadPlace.

    >>> place("127.0.0.1:2003").port, place("/run/tocsin/lmtp").path
    (2003, '/run/tocsin/lmtp')
    """
    if written.startswith("/"):
        if len(os.fsencode(written)) > 107:  # the bound of a socket's path
            raise BadPlace(written)
        return Place(path=written)
    host, colon, port = written.rpartition(":")
    if not colon or not port.isdecimal() or int(port) > 65_535 or not host:
        raise BadPlace(written)
    return Place(host=host.strip("[]"), port=int(port))


class Handler:
    """What is done with a mail that is delivered."""

    def __init__(self, answerer: Answerer) -> None:
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
        handle = self._answerer.handle
        loop = asyncio.get_running_loop()
        outcome = await loop.run_in_executor(
            self._threads, handle, content, (envelope.mail_from or "").strip("<>")
        )
        return _LATER if outcome == "later" else _TAKEN

    def close(self) -> None:
        """Wait for what is being answered."""
        self._threads.shutdown()


class Lines(LMTP):
    """LMTP that takes lines longer than the standard's: who delivers to us did."""

    line_length_limit = LONG


async def serve(
    answerer: Answerer, at: Place, stop: asyncio.Event, ready: Callable[[], None] = lambda: None
) -> None:
    """Take mails until ``stop`` is set; ``ready`` is called once it listens.

    Raises OSError where nothing can listen there.
    """
    _hush()
    handler = Handler(answerer)
    loop = asyncio.get_running_loop()

    def line() -> Any:
        return Lines(
            handler, data_size_limit=MESSAGE_BYTES, enable_SMTPUTF8=True, hostname="localhost", ident="ready",
            loop=loop, timeout=300,
        )  # fmt: skip

    if at.path:
        _free(Path(at.path))
        server: asyncio.Server = await loop.create_unix_server(line, at.path)
        Path(at.path).chmod(0o660)
    else:
        server = await loop.create_server(line, at.host, at.port)
    async with server:
        ready()
        await stop.wait()
    await loop.run_in_executor(None, handler.close)
    if at.path:
        with suppress(OSError):
            Path(at.path).unlink()


def _free(path: Path) -> None:
    """Take away the socket of one that died; anything else stays, and is an error."""
    with suppress(FileNotFoundError):
        if stat.S_ISSOCK(path.stat().st_mode):
            path.unlink()


def _hush() -> None:
    """aiosmtpd logs envelopes and lines: nothing of a mail is logged here."""
    for name in ("mail.log", "mail.debug", "aiosmtpd"):
        logging.getLogger(name).setLevel(logging.CRITICAL)
