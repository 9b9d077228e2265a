"""Files that others read as soon as they are there."""

import os
from pathlib import Path
from secrets import token_hex


def write_atomically(path: Path, data: bytes, *, mode: int = 0o666) -> None:
    """Write a file whole or not at all: under its name stands what was there before, or all of the new.

    Its folder is made where there is none; ``mode``: who may read it, less what the process leaves out. Raises OSError.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_name(f".{path.name}.{token_hex(8)}")
    try:
        with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode), "wb") as out:
            out.write(data)
            out.flush()
            os.fsync(out.fileno())
        draft.replace(path)
    finally:
        draft.unlink(missing_ok=True)
