"""A folder into which laboratories put files: each is taken in once it is whole, and put away."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Final

from msgspec import Struct

from tocsin.tracing.intake.outcome import Tally

DONE: Final = "done"
FAILED: Final = "failed"
_UNFINISHED: Final = (".part", ".partial", ".tmp", ".temp", ".filepart", ".crdownload", "~")
_LOST: Final = ("unknown_format", "no_mapping")
"""Reasons that speak of a whole file."""

Sizes = dict[str, tuple[int, int]]
"""Name -> size and time of the last change, as they were at the last look."""
TakeIn = Callable[[list[Path]], Iterator[Tally]]
"""Takes in files that belong together; the counts of each, in their order."""


class Swept(Struct, frozen=True):
    """What one look at the folder did."""

    sizes: Sizes
    """To give to the next."""
    taken: tuple[tuple[str, Tally], ...]
    """Where each file is now, and its counts."""


def sweep(folder: Path, before: Sizes, take_in: TakeIn) -> Swept:
    """Take in the files that have not changed since the last look, the oldest first, and put them away.

    A file that is being written is left alone: its name says so (``.part``, a dot in front), or it still
    changes. What could not be taken in goes to ``failed``, the rest to ``done``. Raises OSError.
    """
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
    taken: list[tuple[str, Tally]] = []
    if paths:
        for path, tally in zip(paths, take_in(paths), strict=True):
            lost = tally.error or (tally.received and sum(tally.reasons[r] for r in _LOST) == tally.received)
            taken.append((str(_put(path, folder / (FAILED if lost else DONE))), tally))
            sizes.pop(path.name, None)
    return Swept(sizes, tuple(taken))


def _put(path: Path, folder: Path) -> Path:
    """Move a file, beside others of its name."""
    folder.mkdir(exist_ok=True)
    target = folder / path.name
    number = 1
    while target.exists():
        number += 1
        target = folder / f"{path.stem}-{number}{path.suffix}"
    return path.rename(target)
