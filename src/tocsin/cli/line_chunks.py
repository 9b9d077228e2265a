"""Input in chunks of whole lines, of a bounded size whatever comes."""

import os
import stat
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from select import select
from typing import NamedTuple, Self

from tocsin.cli.exit_status import NotAFile, failure_from_os_error

CHUNK_BYTES = 131_072
"""About 500 SMS: enough to hide the cost of handing them over, few enough to keep memory low."""
LOOKS_UP = 1.0
"""Seconds of silence after which whoever waits for input hears what has come meanwhile, such as Ctrl-C."""
LINE_BYTES = 16_777_216
"""A longer line is refused. An e-mail of 10 MB, the bound of a message, fits in it as base64."""
STANDARD = "-"


class LineChunk(NamedTuple):
    lines: bytes | None
    """None in the place of a line that is too long."""
    first: int
    """Number of the first line."""


class LineReader:
    """The lines of a file or of standard input."""

    def __init__(self, descriptor: int, name: str) -> None:
        self.descriptor = descriptor
        self.name = name
        self.size = _file_size(descriptor)
        """Bytes of a file; 0 where it is not known."""
        self.position = 0
        """Bytes read so far."""

    @classmethod
    def open_input(cls, name: str) -> Self:
        """The lines of a file, or of standard input where the name is ``-``."""
        if name == STANDARD:
            return cls(0, "standard input")
        try:
            if Path(name).is_dir():
                raise NotAFile(place=name)
            return cls(os.open(name, os.O_RDONLY), name)
        except OSError as error:
            raise failure_from_os_error(error, name) from error

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        if self.descriptor:
            os.close(self.descriptor)

    @property
    def fits_one_chunk(self) -> bool:
        """Whether a second process would only cost."""
        return 0 < self.size <= CHUNK_BYTES

    def wait_until_readable(self, seconds: float) -> bool:
        """Whether something can be read within this time, or the input has ended."""
        with suppress(OSError):
            return bool(select([self.descriptor], [], [], seconds)[0])
        return True

    def _read(self) -> bytes:
        """Some bytes: what there is, up to a chunk; none at the end."""
        # A stop that comes just before a read begins would be heard only once something was read.
        while not self.wait_until_readable(LOOKS_UP):
            pass
        try:
            block = os.read(self.descriptor, CHUNK_BYTES)
            while block and len(block) < CHUNK_BYTES and self.wait_until_readable(0):
                more = os.read(self.descriptor, CHUNK_BYTES - len(block))
                if not more:
                    break
                block += more
        except OSError as error:
            raise failure_from_os_error(error, self.name) from error
        self.position += len(block)
        return block

    def chunks(self) -> Iterator[LineChunk]:
        """The input, cut after line ends."""
        number = 1
        begun = bytearray()
        skipping = False
        while block := self._read():
            cut = block.rfind(b"\n") + 1
            if cut and skipping:
                block = block[block.index(b"\n") + 1 :]
                cut = block.rfind(b"\n") + 1
                skipping = False
                yield LineChunk(None, number)
                number += 1
            if cut:
                yield LineChunk(bytes(begun) + block[:cut], number)
                number += block.count(b"\n", 0, cut)
                begun.clear()
            if not skipping:
                begun += block[cut:]
                skipping = len(begun) > LINE_BYTES
                if skipping:
                    begun.clear()
        if skipping:
            yield LineChunk(None, number)
        elif begun:
            yield LineChunk(bytes(begun), number)


def _file_size(descriptor: int) -> int:
    found = os.fstat(descriptor)
    return found.st_size if stat.S_ISREG(found.st_mode) else 0
