"""What a worker saw when it last looked: looking is not free, and anybody may ask."""

import threading
import time
from collections.abc import Callable
from typing import Any, cast


class TimedCache:
    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._locks: dict[str, threading.Lock] = {}
        self._seen: dict[str, tuple[float, Any]] = {}

    def forget_all(self) -> None:
        self._seen.clear()

    def get_or_compute[T](self, what: str, seconds: float, look: Callable[[], T]) -> T:
        """What ``look`` gives, or gave not longer ago than ``seconds``."""
        with self._locks.setdefault(what, threading.Lock()):  # a long look holds up no other
            at, found = self._seen.get(what, (0.0, None))
            if what not in self._seen or self._clock() - at >= seconds:
                found = look()
                self._seen[what] = self._clock(), found
            return cast(T, found)
