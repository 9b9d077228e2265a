"""Ports for programs that must be told one before anybody listens on it.

Between the draw and the program that listens, seconds may pass. So a port lies below those that the system gives out by
itself, each worker of a run draws from ports of its own, and none is drawn twice.
"""

import os
import socket
from contextlib import suppress
from random import SystemRandom

_FIRST, _WIDTH, _MOST_WORKERS = 20_000, 1_000, 10
_worker = int(os.environ.get("PYTEST_XDIST_WORKER", "gw0")[2:]) % _MOST_WORKERS
_own = range(_FIRST + _worker * _WIDTH, _FIRST + (_worker + 1) * _WIDTH)
_drawn = iter(SystemRandom().sample(_own, _WIDTH))


def find_free_port() -> int:
    """A port of 127.0.0.1 that nobody listens on, nor has been given here before."""
    for port in _drawn:
        with suppress(OSError), socket.create_server(("127.0.0.1", port)):
            return port
    raise OSError(f"all of the ports {_own.start} to {_own.stop - 1} were drawn")
