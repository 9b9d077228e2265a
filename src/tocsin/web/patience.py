"""Bodies that come slowly: a client that dribbles must not hold a thread for as long as it likes.

The server hands a body over by a read that waits without an end. As long as few wait, a read is a plain call:
bodies are there when they are asked for. Where ``DIRECT`` of them wait already, somebody is slow: the next
are read by a thread of their own, which is waited for ``SECONDS`` and the time that the bytes may take. Then
the client is told, its line is closed, and that thread ends with it.
"""

import threading
from collections.abc import Callable
from queue import Empty, SimpleQueue
from typing import Any, Final

DIRECT: Final = 2
"""Reads of one worker that may wait without an end."""
SECONDS: Final = 10.0
"""How long nothing may come."""
RATE: Final = 20_000
"""Bytes a second that a body comes with, at least."""

Read = Callable[[int], bytes]


class TooSlow(OSError):
    """The body did not come in time."""


class Patience:
    """The waiting of one worker."""

    def __init__(self, direct: int = DIRECT, seconds: float = SECONDS, rate: int = RATE) -> None:
        self._direct = direct
        self._seconds = seconds
        self._rate = rate
        self._lock = threading.Lock()
        self._waiting = 0

    def read(self, read: Read, size: int) -> bytes:
        """What a read gives. Raises TooSlow."""
        with self._lock:
            direct = self._waiting < self._direct
            self._waiting += direct
        if not direct:
            return self._watched(read, size)
        try:
            return read(size)
        finally:
            with self._lock:
                self._waiting -= 1

    def _watched(self, read: Read, size: int) -> bytes:
        came: SimpleQueue[bytes | BaseException] = SimpleQueue()
        threading.Thread(target=_fetch, args=(read, size, came), daemon=True, name="slow-body").start()
        try:
            found = came.get(timeout=self._seconds + max(0, size) / self._rate)
        except Empty:
            raise TooSlow(str(TooSlow.__doc__)) from None
        if isinstance(found, BaseException):
            raise found
        return found


def _fetch(read: Read, size: int, came: "SimpleQueue[bytes | BaseException]") -> None:
    try:
        came.put(read(size))
    except BaseException as error:  # it is raised where it is waited for
        came.put(error)


OURS: Final = Patience()
"""That of this worker."""


class Patient:
    """A body as WSGI has it, that is read with patience; for what reads bodies itself, as Django does."""

    def __init__(self, body: Any, patience: Patience = OURS) -> None:
        self._body = body
        self._patience = patience

    def read(self, size: int = -1) -> bytes:
        """Some bytes, or all. Raises TooSlow."""
        return self._patience.read(self._body.read, size)

    def readline(self, size: int = -1) -> bytes:
        """A line. Raises TooSlow."""
        return self._patience.read(self._body.readline, size)
