"""The telephones in hand, lent to another process of this machine: a socket that only its owner can reach.

One request a line and one answer, as JSON. The network of the town listens (:func:`serve`); the site asks
(:class:`Handsets`). Whatever is asked can reach no telephone but those of the simulated network.
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

from tocsin.tracing.clock import retell
from tocsin.tracing.town.hand import Exchange, Hand, Held, NothingWritten, NotThere, TooMany

PATIENCE: Final = 3.0
"""Seconds that the other side has for an answer."""
FARTHEST: Final = timedelta(days=2)
"""How far the story can be moved on at once."""
FASTEST: Final = 1_000.0
_LONGEST: Final = 1 << 20


class Asked(Struct, frozen=True, tag=True):
    """What is asked."""


class List(Asked, frozen=True):
    """All telephones in hand."""


class One(Asked, frozen=True):
    """One of them."""

    number: str


class Take(Asked, frozen=True):
    """Take another in hand."""

    number: str


class Write(Asked, frozen=True):
    """Write an SMS on one."""

    number: str
    to: str
    text: str


class Move(Asked, frozen=True):
    """Move the story on, or tell it faster or slower."""

    ahead: float = 0.0
    """Seconds."""
    speed: float | None = None


class Answer(Struct, frozen=True, kw_only=True):
    """What is answered."""

    held: list[Held] = []
    exchanged: list[Exchange] = []
    refused: str = ""
    """Name of the exception."""


_REFUSALS: Final = {error.__name__: error for error in (NotThere, TooMany, NothingWritten)}
_ANY: Final = msgspec.json.Decoder(List | One | Take | Write | Move)


class Away(ConnectionError):
    """The simulated network does not run."""


class Handsets:
    """The telephones in hand, from another process."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def held(self) -> list[Held]:
        """All of them. Raises Away."""
        return self._ask(List()).held

    def one(self, number: str) -> tuple[Held, list[Exchange]]:
        """A telephone and what is on it. Raises Away, NotThere."""
        answer = self._ask(One(number))
        return answer.held[0], answer.exchanged

    def take(self, number: str) -> None:
        """Take another in hand. Raises Away, NotThere, TooMany."""
        self._ask(Take(number))

    def write(self, number: str, to: str, text: str) -> None:
        """Write an SMS on one. Raises Away, NotThere, NothingWritten."""
        self._ask(Write(number, to, text))

    def move(self, ahead: timedelta = timedelta(0), speed: float | None = None) -> None:
        """Move the story on, or tell it faster or slower. Raises Away."""
        self._ask(Move(ahead.total_seconds(), speed))

    def _ask(self, asked: Asked) -> Answer:
        try:
            with _connected(self._path) as line, line.makefile("rwb") as stream:
                stream.write(msgspec.json.encode(asked) + b"\n")
                stream.flush()
                said = stream.readline(_LONGEST)
        except OSError as error:
            raise Away(str(Away.__doc__)) from error
        if not said:
            raise Away(str(Away.__doc__))
        answer = msgspec.json.decode(said, type=Answer)
        if answer.refused:
            refusal = _REFUSALS[answer.refused]
            raise refusal(str(refusal.__doc__))
        return answer


async def serve(hand: Hand, path: Path, story: Path | None, moved: Callable[[], None]) -> asyncio.Server:
    """Answer whoever of this machine has the same owner. ``moved`` is called when time was moved on."""

    async def attend(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            said = await asyncio.wait_for(reader.readline(), PATIENCE)
            writer.write(msgspec.json.encode(_answered(hand, said, story, moved)) + b"\n")
            await writer.drain()
        except (TimeoutError, OSError, ValueError):
            pass  # whoever asked has gone, or asked nothing
        finally:
            writer.close()

    path.unlink(missing_ok=True)
    before = os.umask(0o177)
    try:
        return await asyncio.start_unix_server(attend, path=_short(path), limit=_LONGEST)
    finally:
        os.umask(before)


def _answered(hand: Hand, said: bytes, story: Path | None, moved: Callable[[], None]) -> Answer:
    try:
        match _ANY.decode(said):
            case One(number):
                held, exchanged = hand.one(number)
                return Answer(held=[held], exchanged=exchanged)
            case Take(number):
                hand.take(number)
            case Write(number, to, text):
                hand.write(number, to, text)
            case Move(ahead, speed):
                if story is not None:
                    on = min(timedelta(seconds=max(0.0, ahead)), FARTHEST)
                    retell(story, ahead=on, speed=min(max(speed, 1.0), FASTEST) if speed else None)
                    moved()
    except (NotThere, TooMany, NothingWritten) as error:
        return Answer(refused=type(error).__name__)
    return Answer(held=hand.held())


def _connected(path: Path) -> socket.socket:
    line = socket.socket(socket.AF_UNIX)
    line.settimeout(PATIENCE)
    try:
        line.connect(_short(path))
    except OSError:
        line.close()
        raise
    return line


def _short(path: Path) -> str:
    """The path as the system takes it: the name of a socket has 107 bytes at most."""
    absolute = path.absolute()
    if len(os.fsencode(absolute)) <= 107:
        return str(absolute)
    return os.path.relpath(absolute)
