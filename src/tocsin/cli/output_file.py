"""Where verdicts go: standard output, or a file that appears whole or not at all."""

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO, Protocol

from tocsin.cli.exit_status import NotAFile, failure_from_os_error
from tocsin.runtime.atomic_file import replace_when_complete


class ByteSink(Protocol):
    def write(self, content: bytes, /) -> object:
        """Take some more."""
        ...


class FlushingOutput:
    """Standard output, handed over as soon as something is written."""

    def __init__(self, out: BinaryIO) -> None:
        self.out = out

    def write(self, content: bytes, /) -> None:
        self.out.write(content)
        self.out.flush()


@contextmanager
def open_output(name: str | None) -> Iterator[ByteSink]:
    """Somewhere to write. A file is a temporary one beside it until all is written, then takes its name."""
    if name is None or name == "-":
        yield FlushingOutput(sys.stdout.buffer)
        return
    target = Path(name)
    if target.is_dir():
        raise NotAFile(place=name)
    try:
        if target.exists() and not target.is_file():  # a pipe or a device cannot be replaced
            with target.open("wb") as out:
                yield out
            return
        with replace_when_complete(target.resolve()) as out:
            if target.exists():
                os.fchmod(out.fileno(), target.stat().st_mode & 0o777)
            yield out
    except OSError as error:
        if isinstance(error, BrokenPipeError) or error.filename is None:
            raise
        raise failure_from_os_error(error, name) from error
