"""What systemd is told by a process, and hands to it; nothing happens where systemd did not start it.

``NOTIFY_SOCKET`` and ``WATCHDOG_USEC`` as in sd_notify(3) and sd_watchdog_enabled(3), and
``CREDENTIALS_DIRECTORY`` as in systemd.exec(5).
"""

import os
import socket
import time
from collections.abc import Callable, MutableMapping
from contextlib import suppress
from pathlib import Path
from typing import Final

PREFIX: Final = "TOCSIN_"
LONGEST: Final = 65_536
"""Characters of a credential."""


def notify_systemd(*lines: str) -> bool:
    """Tell systemd something, such as ``READY=1``; whether there was anybody to tell."""
    where = os.environ.get("NOTIFY_SOCKET", "")
    if not where:
        return False
    address = f"\0{where[1:]}" if where.startswith("@") else where
    with suppress(OSError), socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM | socket.SOCK_CLOEXEC) as line:
        line.sendto("\n".join(lines).encode(), address)
        return True
    return False


class SystemdWatchdog:
    """Says that the process lives, as often as systemd wants to hear it: twice in its time."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        wanted = os.environ.get("WATCHDOG_USEC", "")
        ours = os.environ.get("WATCHDOG_PID", "") in ("", str(os.getpid()))
        self.every = int(wanted) / 2e6 if wanted.isdecimal() and ours else 0.0
        """Seconds between two signs of life; 0 where nobody waits for them."""
        self._clock = clock
        self._last = float("-inf")

    def report_alive(self) -> None:
        """May be called as often as one likes."""
        if self.every and self._clock() - self._last >= self.every:
            notify_systemd("WATCHDOG=1")
            self._last = self._clock()


def take_credentials(environ: MutableMapping[str, str] = os.environ) -> tuple[str, ...]:
    """Each credential that has the name of a variable of ours stands in for it, unless that is set.

    So the address of the store, with its password, is in no unit and no environment file. Returns the names.
    """
    folder = environ.get("CREDENTIALS_DIRECTORY", "")
    taken = []
    for file in sorted(Path(folder).iterdir()) if folder and Path(folder).is_dir() else ():
        if file.name.startswith(PREFIX) and file.name not in environ:
            value = file.read_text(encoding="utf-8")[:LONGEST].strip()
            if value not in ("", "-"):  # a dash is the default of a unit for what this machine has not
                environ[file.name] = value
                taken.append(file.name)
    return tuple(taken)
