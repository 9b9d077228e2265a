"""What the processes of these tests share: a clock that is moved on, and what the network wrote down."""

import ctypes
import json
import mmap
import os
import signal
import struct
import time
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, Final

from msgspec import Struct

from tocsin_simulation.town.town_shares import SourcedShare, TownShares, load_shares

CLOCK: Final = "TOCSIN_TEST_CLOCK"
"""The environment variable that names the file of the clock."""
FROZEN: Final = "TOCSIN_TEST_FROZEN"
"""Milliseconds after which the server ends a step of which nothing more is heard."""
_FIELDS: Final = struct.Struct("<dddd")
_STATE: Final = struct.Struct("<qqq")
_PDEATHSIG: Final = 1


class SharedClock:
    """The real one, moved: seconds of the machine since it began, and the jumps that the test made.

    It is the clock of the service and of its leases: whoever waits for a lease to end moves it on.
    """

    speed = 1.0

    def __init__(self, path: Path) -> None:
        with path.open("r+b") as file:
            self._map = mmap.mmap(file.fileno(), _FIELDS.size)

    @classmethod
    def make(cls, path: Path, begins: datetime) -> "SharedClock":
        """A clock that shows ``begins`` now."""
        path.write_bytes(_FIELDS.pack(begins.timestamp(), time.monotonic(), 0.0, 0.0))
        return cls(path)

    @classmethod
    def of_environment(cls) -> "SharedClock":
        return cls(Path(os.environ[CLOCK]))

    def now(self) -> datetime:
        begins, since, jumped, halted = _FIELDS.unpack(self._map[:])
        return datetime.fromtimestamp(begins + (halted or time.monotonic()) - since + jumped, UTC)

    def halt(self) -> None:
        """It stands from now on, but for jumps: nothing more becomes due while one looks."""
        begins, since, jumped, halted = _FIELDS.unpack(self._map[:])
        self._map[:] = _FIELDS.pack(begins, since, jumped, halted or time.monotonic())

    def jump(self, **span: float) -> None:
        """Move it on, or back."""
        begins, since, jumped, halted = _FIELDS.unpack(self._map[:])
        self._map[:] = _FIELDS.pack(begins, since, jumped + timedelta(**span).total_seconds(), halted)


class Record:
    """What a network did, a line each, written before anybody is told: it outlives ``kill -9``.

    ``["part", source, dest, esm_class, coding, payload]``: it has a part of an SMS; ``Seen`` puts the parts
    together, since a life that ends between two of them would forget the first. ``["sends", number, text]``:
    somebody wrote. ``["confirmed", number, text]``: the service said that it has it. ``["up", life]``: it began.
    """

    def __init__(self, path: Path) -> None:
        self._file = os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o644)

    def write(self, *line: Any) -> None:
        os.write(self._file, json.dumps(line, ensure_ascii=False).encode() + b"\n")


class Busy(Struct, frozen=True):
    """What a network has still to do."""

    due: int
    """SMS on their way to a telephone, and answers that people think about."""
    owed: int
    """Receipts and SMS of people that nobody has said to be safe."""
    moves: int
    """How often anything has happened at all."""


class State:
    """How busy a network is, for a test that looks on from another process; of the last that lived."""

    def __init__(self, path: Path) -> None:
        with path.open("r+b") as file:
            self._map = mmap.mmap(file.fileno(), _STATE.size)

    @classmethod
    def make(cls, path: Path) -> "State":
        """Of a network that has not begun."""
        path.write_bytes(_STATE.pack(0, 0, 0))
        return cls(path)

    def read(self) -> Busy:
        return Busy(*_STATE.unpack(self._map[:]))

    def write(self, due: int, owed: int) -> None:
        self._map[:] = _STATE.pack(due, owed, self.read().moves + 1)


def read(path: Path) -> list[list[Any]]:
    """Every whole line."""
    if not path.exists():
        return []
    lines = path.read_bytes().split(b"\n")[:-1]
    return [json.loads(line) for line in lines]


def die_with_parent() -> None:
    """A test that is killed leaves no process behind."""
    with suppress(OSError, AttributeError):
        ctypes.CDLL(None).prctl(_PDEATHSIG, signal.SIGKILL)


def impatient() -> TownShares:
    """The figures of a town in which nobody's telephone is switched off for hours."""
    from msgspec.structs import replace

    return replace(load_shares(), switched_off=SourcedShare(0.0, "nobody waits for a day"))
