"""Listening for a mail server, and an end that waits for what is being handled and for no idle line."""

import asyncio
import logging
import os
import stat
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Final, Self

from aiosmtpd.smtp import SMTP
from msgspec import Struct

_SOCKET: Final = 107
"""Octets of the path of a socket, at most."""


_TURNS: Final = 5
"""Turns of the loop in which a line that was closed comes to its end."""


class BadListenAddress(ValueError):
    """Where to listen is not written as it should be: a path of a socket, or 127.0.0.1:PORT."""

    def __init__(self, place: str) -> None:
        super().__init__(f"{str(self.__doc__).rstrip('.')}: {place!r}")


class ListenAddress(Struct, frozen=True):
    """Where to listen: a path, or a host and a port."""

    path: str = ""
    host: str = ""
    port: int = 0


def parse_listen_address(written: str) -> ListenAddress:
    """A place as it is written on the command line. Raises BadListenAddress.

    >>> parse_listen_address("127.0.0.1:2003").port, parse_listen_address("/run/tocsin/lmtp").path
    (2003, '/run/tocsin/lmtp')
    """
    if written.startswith("/"):
        if len(os.fsencode(written)) > _SOCKET:
            raise BadListenAddress(written)
        return ListenAddress(path=written)
    host, colon, port = written.rpartition(":")
    if not colon or not port.isdecimal() or int(port) > 65_535 or not host:
        raise BadListenAddress(written)
    return ListenAddress(host=host.strip("[]"), port=int(port))


class MailsInProgress:
    """How many mails are being handled: an answer is written before anybody who waits for that goes on."""

    def __init__(self) -> None:
        self._count = 0
        self._none = asyncio.Event()
        self._none.set()

    def __enter__(self) -> Self:
        self._count += 1
        self._none.clear()
        return self

    def __exit__(self, *_: object) -> None:
        self._count -= 1
        if not self._count:
            self._none.set()

    async def wait_until_none(self) -> None:
        await self._none.wait()


async def listen_until(
    stop: asyncio.Event,
    at: ListenAddress,
    line: Callable[[], SMTP],
    ready: Callable[[], None],
    busy: MailsInProgress,
) -> None:
    """Listen until ``stop`` is set; then take no more, answer what is being handled, and close every line.

    Raises OSError where nothing can listen there. A mail server keeps idle lines for minutes: they are not
    waited for.
    """
    logging.getLogger("mail.log").setLevel(logging.CRITICAL)  # aiosmtpd logs envelopes and lines of mails
    loop = asyncio.get_running_loop()
    lines: list[SMTP] = []

    def opened() -> SMTP:
        lines[:] = [one for one in lines if one.transport is not None]
        lines.append(line())
        return lines[-1]

    if at.path:
        _remove_stale_socket(Path(at.path))
        server: asyncio.Server = await loop.create_unix_server(opened, at.path)
        Path(at.path).chmod(0o660)
    else:
        server = await loop.create_server(opened, at.host, at.port)
    try:
        ready()
        await stop.wait()
    finally:
        server.close()
        await busy.wait_until_none()
        for one in lines:
            if one.transport is not None:
                one.transport.close()
        for _ in range(_TURNS):
            await asyncio.sleep(0)
        if at.path:
            with suppress(OSError):
                Path(at.path).unlink()


def _remove_stale_socket(path: Path) -> None:
    """Take away the socket of one that died; anything else stays, and is an error."""
    with suppress(FileNotFoundError):
        if stat.S_ISSOCK(path.stat().st_mode):
            path.unlink()
