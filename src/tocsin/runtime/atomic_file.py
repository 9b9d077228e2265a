"""Files that others read as soon as they are there."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from secrets import token_hex
from typing import BinaryIO


@contextmanager
def replace_when_complete(path: Path, *, mode: int = 0o666) -> Iterator[BinaryIO]:
    """Somewhere to write a file, whole or not at all: until it is on the disk, what was there before stands under its name.

    ``mode``: who may read it, less what the process leaves out. Raises OSError.
    """
    draft = path.with_name(f".{path.name}.{token_hex(8)}")
    try:  # named before it is made: an interruption at any point leaves no draft behind
        with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode), "wb") as out:
            yield out
            out.flush()
            os.fsync(out.fileno())
        draft.replace(path)
    finally:
        draft.unlink(missing_ok=True)


def write_atomically(path: Path, data: bytes, *, mode: int = 0o666) -> None:
    """Write a file so; its folder is made where there is none."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with replace_when_complete(path, mode=mode) as out:
        out.write(data)
