"""Bodies that come slowly: a client that dribbles must not hold a thread for as long as it likes.

The server hands a body over by a read that waits without an end. As long as few wait, a read is a plain call:
bodies are there when they are asked for. Where ``DIRECT`` of them wait already, somebody is slow: the next
are read by a thread of their own, which is waited for ``SECONDS`` and the time that the bytes may take. Then
the client is told, and the thread of the server is free. The other one waits on until the line ends: no more
than ``LEFT`` do, and whoever counts by client counts them too (``TooSlow.when_over``).
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
LEFT: Final = 256
"""Threads of one worker that wait for bodies; beyond, a body is refused at once while others are slow."""

Read = Callable[[int], bytes]


class TooSlow(OSError):
    """The body did not come in time."""

    def __init__(self, read: "_Read | None" = None) -> None:
        super().__init__(str(TooSlow.__doc__))
        self._read = read

    def when_over(self, then: Callable[[], None]) -> None:
        """Call this once nothing waits for the body any more: its line has ended."""
        if self._read is None:
            then()
        else:
            self._read.when_over(then)


class Patience:
    """The waiting of one worker."""

    def __init__(
        self, direct: int = DIRECT, seconds: float = SECONDS, rate: int = RATE, left: int = LEFT
    ) -> None:
        self._direct = direct
        self._seconds = seconds
        self._rate = rate
        self._lock = threading.Lock()
        self._waiting = 0
        self._left = threading.BoundedSemaphore(left)

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
        if not self._left.acquire(blocking=False):
            raise TooSlow
        other = _Read(read, size, self._left.release)
        threading.Thread(target=other.run, daemon=True, name="slow-body").start()
        return other.result(self._seconds + max(0, size) / self._rate)


class _Read:
    """One read, by a thread of its own."""

    def __init__(self, read: Read, size: int, over: Callable[[], None]) -> None:
        self._read = read
        self._size = size
        self._came: SimpleQueue[bytes | BaseException] = SimpleQueue()
        self._lock = threading.Lock()
        self._then: list[Callable[[], None]] = [over]
        self._over = False

    def run(self) -> None:
        """Read, however long it takes."""
        try:
            self._came.put(self._read(self._size))
        except BaseException as error:  # it is raised where it is waited for
            self._came.put(error)
        with self._lock:
            self._over = True
        for then in self._then:
            then()

    def result(self, seconds: float) -> bytes:
        """What came within this time. Raises TooSlow."""
        try:
            found = self._came.get(timeout=seconds)
        except Empty:
            raise TooSlow(self) from None
        if isinstance(found, BaseException):
            raise found
        return found

    def when_over(self, then: Callable[[], None]) -> None:
        with self._lock:
            if not self._over:
                self._then.append(then)
                return
        then()


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
