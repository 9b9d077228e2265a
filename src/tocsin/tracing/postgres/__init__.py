"""An embedded PostgreSQL: the programs of a wheel, under a small launcher of ours.

A server is a process of its own: it outlives whoever started it, also ``kill -9``, and the next start adopts
it. Only one launcher at a time has a store in its hands, and only one server ever runs on it.
"""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from tocsin.tracing.postgres import account as accounts
from tocsin.tracing.postgres import binaries, cluster, process, server
from tocsin.tracing.postgres import home as homes
from tocsin.tracing.postgres.faults import CannotStart, CannotStop, InUse

__all__ = ["CannotStart", "CannotStop", "InUse", "address", "running", "start", "stop"]


def _silent(_said: str) -> None:
    """For who does not want to be told."""


def start(
    home: Path | None = None,
    *,
    settings: Mapping[str, str] | None = None,
    tcp: bool = False,
    say: Callable[[str], None] = _silent,
) -> str:
    """Start the store, made new where there is none, and return its URL; one that runs is adopted.

    ``settings`` are of PostgreSQL, over ours. Raises CannotStart.
    """
    account = accounts.of_server()
    place = homes.locate(home, account)
    homes.prepare(place, account)
    pid = process.server(place.data)
    if pid is None:
        programs = binaries.within_reach(binaries.find(_major(place)), account, place.folder)
        if not place.data.exists():
            say(f"making a new store in {place.folder}")
            cluster.make(place, programs, account)
        pid = server.launch(place, programs, account, settings or {}, tcp=tcp)
    server.wait(place, pid, say)
    return server.address(place)


def stop(home: Path | None = None) -> bool:
    """Stop the store; False where none was running. Raises CannotStop."""
    place = homes.locate(home, accounts.of_server())
    pid = process.server(place.data)
    if pid is None:
        return False
    server.stop(place, pid)
    return True


@contextmanager
def running(home: Path | None = None, *, say: Callable[[str], None] = _silent) -> Iterator[str]:
    """The URL of the store, started if it does not run, and then stopped at the end."""
    place = homes.locate(home, accounts.of_server())
    ours = process.server(place.data) is None
    url = start(home, say=say)
    try:
        yield url
    finally:
        if ours:
            stop(home)


def address(home: Path | None = None) -> str | None:
    """The URL of the store, or None where it does not run."""
    place = homes.locate(home, accounts.of_server())
    return server.address(place) if process.server(place.data) is not None else None


def _major(place: homes.Home) -> int | None:
    try:
        return int((place.data / "PG_VERSION").read_text())
    except OSError:
        return None
