"""Who has a store in its hands: locks that the kernel drops when their holder dies, however it dies.

Three files, of which none is ever removed. ``launcher.lock`` is held while a server is started or stopped;
``holder.lock`` by who keeps the store running for itself; ``server.lock`` by the server and all its children,
who inherit it: as long as it is held, some process may still write into the data folder, also one that is not
seen from here.
"""

import fcntl
import os
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

_STEP = 0.05


@contextmanager
def hold_lock(
    path: Path, patience: float = 0.0, waits: Callable[[], None] | None = None
) -> Iterator[int | None]:
    """The lock of a file, as an open descriptor; None where another has it longer than we wait.

    ``waits`` is called once, before the first wait.
    """
    lock = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
    end, told = time.monotonic() + patience, False
    try:
        while not _try_lock(lock):
            if time.monotonic() > end:
                yield None
                return
            if waits and not told:
                waits()
                told = True
            time.sleep(_STEP)
        os.ftruncate(lock, 0)
        os.pwrite(lock, f"{os.getpid()}\n".encode(), 0)
        yield lock
    finally:
        os.close(lock)


def find_lock_holder(path: Path) -> int | None:
    """The process that has the lock of a file, or 0 where it did not say; None where nobody has it."""
    try:
        lock = os.open(path, os.O_RDWR)
    except OSError:
        return None
    try:
        if _try_lock(lock):
            return None
        said = os.pread(lock, 32, 0).strip()
        return int(said) if said.isdigit() else 0
    finally:
        os.close(lock)


def _try_lock(lock: int) -> bool:
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True
