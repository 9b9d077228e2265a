"""A folder into which laboratories put files: each is taken in once it is whole, and then is there no more.

What the store has, it has under seal; the file would tell the same in plain text, for longer. Its digest
stays in the store: the same file again is known. Only what could not be taken in is kept, for some days.
"""

import os
from collections.abc import Callable, Iterator
from contextlib import suppress
from datetime import datetime, timedelta
from pathlib import Path
from typing import Final

from msgspec import Struct

from tocsin.tracing.intake.tally import IntakeTally

FAILED: Final = "failed"
KEPT: Final = timedelta(days=7)
"""How long a file that could not be taken in is kept, so that somebody repairs it."""
_PLACES: Final = (FAILED, "done")
"""Where files can stand that were put away; into ``done`` went what was taken in, before 28 November 2026."""
_TAKEN: Final = ".taken"
_UNFINISHED: Final = (".part", ".partial", ".tmp", ".temp", ".filepart", ".crdownload", "~")
_LOST: Final = ("unknown_format", "no_mapping")
"""Reasons that speak of a whole file."""

Sizes = dict[str, tuple[int, int]]
"""Name -> size and time of the last change, as they were at the last look."""
TakeIn = Callable[[list[Path]], Iterator[IntakeTally]]
"""Takes in files that belong together; the counts of each, in their order."""


class FolderSweep(Struct, frozen=True):
    sizes: Sizes
    """To give to the next."""
    taken: tuple[tuple[str, IntakeTally], ...]
    """Where each file is now, or its name where it is no more, and its counts."""
    expired: int
    """Files that were put away long enough ago, and are no more."""


def sweep_folder(folder: Path, before: Sizes, take_in: TakeIn, now: datetime) -> FolderSweep:
    """Take in the files that have not changed since the last look, the oldest first, and remove them.

    A file that is being written is left alone: its name says so (``.part``, a dot in front), or it still
    changes. What could not be taken in goes to ``failed``, until ``expire``. ``take_in`` has written what it
    gives the counts of for good. Raises OSError.
    """
    _restore_interrupted_files(folder)
    expired = remove_expired_files(folder, now)
    sizes: Sizes = {}
    ready: list[tuple[int, str, Path]] = []
    for path in folder.iterdir():
        name = path.name
        if name.startswith(".") or name.lower().endswith(_UNFINISHED) or not path.is_file():
            continue
        state = path.stat()
        sizes[name] = state.st_size, state.st_mtime_ns
        if before.get(name) == sizes[name]:
            ready.append((state.st_mtime_ns, name, path))
    paths = [path for _, _, path in sorted(ready)]
    taken: list[tuple[str, IntakeTally]] = []
    if paths:
        for path, tally in zip(paths, take_in(paths), strict=True):
            whole = tally.received and sum(tally.reasons[r] for r in _LOST) == tally.received
            lost = tally.error or tally.unread or whole
            seen = sizes.pop(path.name)
            if lost:
                taken.append((str(_move_aside(path, folder / FAILED, now)), tally))
            else:
                _remove_ingested_file(path, seen)
                taken.append((path.name, tally))
    return FolderSweep(sizes, tuple(taken), expired)


def remove_expired_files(folder: Path, now: datetime) -> int:
    """Remove the files that were put away ``KEPT`` ago or earlier; how many those were. Raises OSError."""
    removed = 0
    for path in (path for place in _PLACES for path in (folder / place).glob("*") if path.is_file()):
        with suppress(FileNotFoundError):  # another process was faster
            if path.stat().st_mtime <= (now - KEPT).timestamp():
                path.unlink()
                removed += 1
    return removed


def _remove_ingested_file(path: Path, seen: tuple[int, int]) -> None:
    """Remove a file that was taken in, and not another that came under its name meanwhile."""
    aside = path.with_name(f".{path.name}{_TAKEN}")
    path.rename(aside)
    state = aside.stat()
    if (state.st_size, state.st_mtime_ns) == seen:
        aside.unlink()
    else:
        aside.rename(path)


def _restore_interrupted_files(folder: Path) -> None:
    """Files at whose removal a process was cut off: they are looked at again, and known by their digest."""
    for aside in folder.glob(f".*{_TAKEN}"):
        path = aside.with_name(aside.name.removeprefix(".").removesuffix(_TAKEN))
        if not path.exists():
            with suppress(FileNotFoundError):
                aside.rename(path)


def _move_aside(path: Path, folder: Path, now: datetime) -> Path:
    """Move a file, beside others of its name; from now on it is kept for some days."""
    folder.mkdir(exist_ok=True)
    os.utime(path, (now.timestamp(), now.timestamp()))
    target = folder / path.name
    number = 1
    while target.exists():
        number += 1
        target = folder / f"{path.stem}-{number}{path.suffix}"
    return path.rename(target)
