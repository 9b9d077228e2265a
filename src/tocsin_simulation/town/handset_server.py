"""The telephones in hand, lent to another process of this machine: a socket that only its owner can reach.

One request a line and one answer, as JSON. The network of the town listens (:func:`serve`); the site asks
(:class:`HandsetClient`). Whatever is asked can reach no telephone but those of the simulated network.
"""

import asyncio
import os
import socket
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Final

import msgspec
from msgspec import Struct

from tocsin_simulation.simulated_clock import set_speed
from tocsin_simulation.town.controlled_handsets import (
    BadSmsLength,
    ControlledHandsets,
    HandsetMessage,
    HandsetSummary,
    NotTownNumber,
    TooManyHandsets,
)

PATIENCE: Final = 3.0
"""Seconds that the other side has for an answer."""
FARTHEST: Final = timedelta(days=2)
"""How far the story can be moved on at once."""
FASTEST: Final = 1_000.0
_LONGEST: Final = 1 << 20


class HandsetRequest(Struct, frozen=True, tag=True):
    """What is asked."""


class ListHandsets(HandsetRequest, frozen=True):
    """All telephones in hand."""


class ReadHandset(HandsetRequest, frozen=True):
    number: str


class TakeHandset(HandsetRequest, frozen=True):
    """Take another in hand."""

    number: str


class WriteHandsetSms(HandsetRequest, frozen=True):
    number: str
    to: str
    text: str


class MoveTime(HandsetRequest, frozen=True):
    """Move the story on, or tell it faster or slower."""

    ahead: float = 0.0
    """Seconds."""
    speed: float | None = None


class HandsetResponse(Struct, frozen=True, kw_only=True):
    held: list[HandsetSummary] = []
    exchanged: list[HandsetMessage] = []
    refused: str = ""
    """Name of the exception."""


_REFUSALS: Final = {error.__name__: error for error in (NotTownNumber, TooManyHandsets, BadSmsLength)}
_ANY: Final = msgspec.json.Decoder(ListHandsets | ReadHandset | TakeHandset | WriteHandsetSms | MoveTime)


class NetworkNotRunning(ConnectionError):
    """The simulated network does not run."""


class HandsetClient:
    """The telephones in hand, from another process."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def list_handsets(self) -> list[HandsetSummary]:
        """All of them. Raises NetworkNotRunning."""
        return self._send_request(ListHandsets()).held

    def read_handset(self, number: str) -> tuple[HandsetSummary, list[HandsetMessage]]:
        """A telephone and what is on it. Raises NetworkNotRunning, NotTownNumber."""
        answer = self._send_request(ReadHandset(number))
        return answer.held[0], answer.exchanged

    def take_handset(self, number: str) -> None:
        """Take another in hand. Raises NetworkNotRunning, NotTownNumber, TooManyHandsets."""
        self._send_request(TakeHandset(number))

    def write_sms(self, number: str, to: str, text: str) -> None:
        """Write an SMS on one. Raises NetworkNotRunning, NotTownNumber, BadSmsLength."""
        self._send_request(WriteHandsetSms(number, to, text))

    def move_time(self, ahead: timedelta = timedelta(0), speed: float | None = None) -> None:
        """Move the story on, or tell it faster or slower. Raises NetworkNotRunning."""
        self._send_request(MoveTime(ahead.total_seconds(), speed))

    def _send_request(self, asked: HandsetRequest) -> HandsetResponse:
        try:
            with _open_connection(self._path) as line, line.makefile("rwb") as stream:
                stream.write(msgspec.json.encode(asked) + b"\n")
                stream.flush()
                said = stream.readline(_LONGEST)
        except OSError as error:
            raise NetworkNotRunning(str(NetworkNotRunning.__doc__)) from error
        if not said:
            raise NetworkNotRunning(str(NetworkNotRunning.__doc__))
        answer = msgspec.json.decode(said, type=HandsetResponse)
        if answer.refused:
            refusal = _REFUSALS[answer.refused]
            raise refusal(str(refusal.__doc__))
        return answer


async def serve_handsets(
    hand: ControlledHandsets, path: Path, story: Path | None, moved: Callable[[], None]
) -> asyncio.Server:
    """Answer whoever of this machine has the same owner. ``moved`` is called when time was moved on."""

    async def attend(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            said = await asyncio.wait_for(reader.readline(), PATIENCE)
            writer.write(msgspec.json.encode(_handle_request(hand, said, story, moved)) + b"\n")
            await writer.drain()
        except (TimeoutError, OSError, ValueError):
            pass  # whoever asked has gone, or asked nothing
        finally:
            writer.close()

    path.unlink(missing_ok=True)
    before = os.umask(0o177)
    try:
        return await asyncio.start_unix_server(attend, path=_short_path(path), limit=_LONGEST)
    finally:
        os.umask(before)


def _handle_request(
    hand: ControlledHandsets, said: bytes, story: Path | None, moved: Callable[[], None]
) -> HandsetResponse:
    try:
        match _ANY.decode(said):
            case ReadHandset(number):
                held, exchanged = hand.read_handset(number)
                return HandsetResponse(held=[held], exchanged=exchanged)
            case TakeHandset(number):
                hand.take_handset(number)
            case WriteHandsetSms(number, to, text):
                hand.write_sms(number, to, text)
            case MoveTime(ahead, speed):
                if story is not None:
                    on = min(timedelta(seconds=max(0.0, ahead)), FARTHEST)
                    set_speed(story, ahead=on, speed=min(max(speed, 1.0), FASTEST) if speed else None)
                    moved()
    except (NotTownNumber, TooManyHandsets, BadSmsLength) as error:
        return HandsetResponse(refused=type(error).__name__)
    return HandsetResponse(held=hand.list_handsets())


def _open_connection(path: Path) -> socket.socket:
    line = socket.socket(socket.AF_UNIX)
    line.settimeout(PATIENCE)
    try:
        line.connect(_short_path(path))
    except OSError:
        line.close()
        raise
    return line


def _short_path(path: Path) -> str:
    """The path as the system takes it: the name of a socket has 107 bytes at most."""
    absolute = path.absolute()
    if len(os.fsencode(absolute)) <= 107:
        return str(absolute)
    return os.path.relpath(absolute)
