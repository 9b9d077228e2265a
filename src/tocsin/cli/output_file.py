"""Where verdicts go: standard output, or a file that appears whole or not at all."""

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from secrets import token_hex
from typing import BinaryIO, Protocol

from tocsin.cli.exit_status import NotAFile, failure_from_os_error


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
        with _replace_when_complete(target.resolve()) as out:
            yield out
    except OSError as error:
        if isinstance(error, BrokenPipeError) or error.filename is None:
            raise
        raise failure_from_os_error(error, name) from error


@contextmanager
def _replace_when_complete(target: Path) -> Iterator[BinaryIO]:
    draft = target.with_name(f".{target.name}.{token_hex(4)}")
    try:  # named before it is made: an interruption at any point leaves no draft behind
        with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as out:
            yield out
            out.flush()
            os.fsync(out.fileno())
        draft.chmod(_target_mode(target))
        draft.replace(target)
    except BaseException:
        draft.unlink(missing_ok=True)
        raise


def _target_mode(target: Path) -> int:
    """The mode of the file replaced, or what a new file would get."""
    if target.exists():
        return target.stat().st_mode & 0o777
    mask = os.umask(0)
    os.umask(mask)
    return 0o666 & ~mask
