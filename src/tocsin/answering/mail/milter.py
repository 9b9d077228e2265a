"""A milter: a mail server asks about each mail while it comes in, and writes the verdict into it.

The protocol of Sendmail's libmilter, version 6, as Postfix speaks it: packets of a length, a letter and data.
A filter that needs headers and body alone says so at the beginning, and is told of nothing else. It answers
*accept* to every mail, whatever happens; a line that breaks is for the mail server to decide about
(``milter_default_action = accept``), which keeps the mail all the while.

It is written here because no library would do: pymilter needs libmilter in C; purepythonmilter and kilter, in
Python, have had no release since 2023, and say that they are drafts.
"""

import asyncio
import logging
import struct
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path
from typing import Final

from tocsin.answering.mail.mail_judging import Judge, write_verdict
from tocsin.answering.mail.mail_listener import ListenAddress
from tocsin.answering.mail.verdict_header import HEADER, is_own_header
from tocsin.runtime.logs import log_event

VERSION: Final = 6
ADD_HEADERS, CHANGE_HEADERS = 0x01, 0x10
NO_CONNECT, NO_HELO, NO_MAIL, NO_RCPT, NO_UNKNOWN, NO_DATA = 0x01, 0x02, 0x04, 0x08, 0x100, 0x200
HEADER_WITHOUT_REPLY, END_OF_HEADERS_WITHOUT_REPLY, BODY_WITHOUT_REPLY = 0x80, 0x40000, 0x80000
LEADING_SPACE: Final = 0x100000
WANTED: Final = (
    NO_CONNECT | NO_HELO | NO_MAIL | NO_RCPT | NO_UNKNOWN | NO_DATA | LEADING_SPACE
    | HEADER_WITHOUT_REPLY | END_OF_HEADERS_WITHOUT_REPLY | BODY_WITHOUT_REPLY
)  # fmt: skip
LARGEST_PACKET: Final = 1_048_576
"""Octets of a packet; a body comes in pieces of 65,535, a header is shorter than any server takes."""
CHECKED: Final = 10_000_000
"""Octets of a mail that are kept to be checked; what follows is passed by."""
AT_ONCE: Final = 32
_WITHOUT_REPLY: Final = {
    b"L": HEADER_WITHOUT_REPLY,
    b"N": END_OF_HEADERS_WITHOUT_REPLY,
    b"B": BODY_WITHOUT_REPLY,
}
_log: Final = logging.getLogger("tocsin.milter")


class BadMilterPacket(ConnectionError):
    """What came is no packet of a mail server."""


class HeldMail:
    """One mail, as far as it has come."""

    def __init__(self) -> None:
        self.raw = bytearray()
        self.own_headers: Counter[bytes] = Counter()
        """Headers of our name that a sender wrote, by their name as it is written."""

    def add_header(self, name: bytes, value: bytes, *, spaced: bool) -> None:
        """A header; ``spaced``: the value has the space after the colon."""
        if is_own_header(name):
            self.own_headers[name.lower()] += 1
            return
        self.add(
            name
            + (b":" if spaced else b": ")
            + value.replace(b"\r\n", b"\n").replace(b"\n", b"\r\n")
            + b"\r\n"
        )

    def add(self, octets: bytes) -> None:
        """More of it, as far as it is checked."""
        self.raw += octets[: CHECKED - len(self.raw)]


class MilterLine:
    """What is said on one line of a mail server: any number of mails, one after the other."""

    def __init__(
        self, judge: Callable[[bytes], "asyncio.Future[tuple[str, str]]"], counts: Counter[str]
    ) -> None:
        self._judge = judge
        self._counts = counts
        self._protocol = 0
        self._mail = HeldMail()

    async def answer(self, command: bytes, data: bytes) -> list[bytes]:
        """The packets to send back. Raises BadMilterPacket."""
        if command == b"O":
            return [self._negotiate(data)]
        if command in (b"A", b"K", b"D", b"Q"):  # abort, next line, macros, end: no answer
            if command != b"D":
                self._mail = HeldMail()
            return []
        if command == b"E":
            self._mail.add(data)
            return await self._end_mail()
        if command == b"L":
            name, _, rest = data.partition(b"\0")
            self._mail.add_header(name, rest.removesuffix(b"\0"), spaced=bool(self._protocol & LEADING_SPACE))
        elif command == b"N":
            self._mail.add(b"\r\n")
        elif command == b"B":
            self._mail.add(data)
        elif command == b"M":
            self._mail = HeldMail()
        return [] if self._protocol & _WITHOUT_REPLY.get(command, 0) else [write_packet(b"c")]

    def _negotiate(self, data: bytes) -> bytes:
        try:
            version, actions, offered = struct.unpack("!III", data[:12])
        except struct.error:
            raise BadMilterPacket(BadMilterPacket.__doc__) from None
        self._protocol = offered & WANTED
        said = (min(version, VERSION), actions & (ADD_HEADERS | CHANGE_HEADERS), self._protocol)
        return write_packet(b"O", struct.pack("!III", *said))

    async def _end_mail(self) -> list[bytes]:
        mail, self._mail = self._mail, HeldMail()
        said, level = await self._judge(bytes(mail.raw))
        self._counts[level] += 1
        log_event(_log, "mail", verdict=level, octets=len(mail.raw))
        space = b" " if self._protocol & LEADING_SPACE else b""
        removed = [
            write_packet(b"m", struct.pack("!I", place) + name + b"\0\0")
            for name, count in mail.own_headers.items()
            for place in range(count, 0, -1)  # from the last on: what is taken out moves nothing before it
        ]
        added = struct.pack("!I", 0) + HEADER.encode() + b"\0" + space + said.encode("ascii") + b"\0"
        return [*removed, write_packet(b"i", added), write_packet(b"a")]


def write_packet(command: bytes, data: bytes = b"") -> bytes:
    """A packet.

    >>> write_packet(b"c")
    b'\\x00\\x00\\x00\\x01c'
    """
    return struct.pack("!I", len(data) + 1) + command + data


async def read_packet(reader: asyncio.StreamReader) -> tuple[bytes, bytes]:
    """The next one: its letter and data. Raises BadMilterPacket, IncompleteReadError at the end of a line."""
    (length,) = struct.unpack("!I", await reader.readexactly(4))
    if not 1 <= length <= LARGEST_PACKET:
        raise BadMilterPacket(BadMilterPacket.__doc__)
    packet = await reader.readexactly(length)
    return packet[:1], packet[1:]


async def serve_milter(
    judge: Judge, at: ListenAddress, stop: asyncio.Event, ready: Callable[[Counter[str], int], None]
) -> None:
    """Listen until ``stop`` is set, and let what is being checked come to its end; ``ready`` is told of the counts
    by level, and of the port. Raises OSError where nothing can listen there."""
    counts: Counter[str] = Counter()
    lines: set[asyncio.Task[None]] = set()
    idle: set[asyncio.Task[None]] = set()
    with ThreadPoolExecutor(AT_ONCE, thread_name_prefix="milter") as threads:
        loop = asyncio.get_running_loop()

        def judge_in_thread(raw: bytes) -> "asyncio.Future[tuple[str, str]]":
            return loop.run_in_executor(threads, write_verdict, judge, raw)

        async def serve_line(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            task = asyncio.current_task()
            assert task
            lines.add(task)
            line = MilterLine(judge_in_thread, counts)
            try:
                while True:
                    idle.add(task)
                    command, data = await read_packet(reader)
                    idle.discard(task)
                    if command == b"Q":
                        break
                    for packet in await line.answer(command, data):
                        writer.write(packet)
                    await writer.drain()
            except (OSError, asyncio.IncompleteReadError, asyncio.CancelledError) as error:
                if isinstance(error, BadMilterPacket):
                    log_event(_log, "no mail server", level=logging.WARNING)
            finally:
                lines.discard(task)
                idle.discard(task)
                writer.close()

        if at.path:
            with suppress(FileNotFoundError):
                if Path(at.path).is_socket():
                    Path(at.path).unlink()
            server: asyncio.Server = await asyncio.start_unix_server(serve_line, at.path)
            Path(at.path).chmod(0o660)
        else:
            server = await asyncio.start_server(serve_line, at.host, at.port)
        ready(counts, 0 if at.path else server.sockets[0].getsockname()[1])
        await stop.wait()
        server.close()
        for task in tuple(idle):
            task.cancel()
        await asyncio.gather(*lines, return_exceptions=True)
