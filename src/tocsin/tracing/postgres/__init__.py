"""An embedded PostgreSQL: the programs of a wheel, under a small launcher of ours.

A server is a process of its own: it outlives whoever started it, also ``kill -9``, and the next start adopts
it. Only one launcher at a time has a store in its hands, and only one server ever runs on it.
"""

import signal
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from msgspec import Struct

from tocsin.tracing.postgres import account as accounts
from tocsin.tracing.postgres import binaries, cluster, locks, process, server
from tocsin.tracing.postgres import home as homes
from tocsin.tracing.postgres.faults import CannotStart, CannotStop, Ended, InUse
from tocsin.tracing.postgres.home import Home

__all__ = ["CannotStart", "CannotStop", "InUse", "Status", "address", "running", "start", "status", "stop"]

Say = Callable[[str], None]


class Status(Struct, frozen=True):
    """How an embedded store stands."""

    folder: Path
    """Where it really lies."""
    made: bool
    """Whether there is a store at all."""
    major: int | None
    """Major version of PostgreSQL that it was made with."""
    pid: int | None
    """Process of the server; None where none runs."""
    holder: int | None
    """Process that keeps it running for itself."""


def _silent(_said: str) -> None:
    """For who does not want to be told."""


def start(
    home: Path | None = None,
    *,
    settings: Mapping[str, str] | None = None,
    port: int | None = None,
    say: Say = _silent,
) -> str:
    """Start the store, made new where there is none, and return its URL; one that runs is adopted.

    It runs until :func:`stop`. ``settings`` are of PostgreSQL, over ours; with a ``port`` it also listens on
    127.0.0.1. Raises CannotStart, InUse.
    """
    place = _prepared(home, say)
    url = _started(place, settings or {}, port, say)
    place.detached.touch()
    return url


def stop(home: Path | None = None) -> bool:
    """Stop the store; False where none was running. Raises CannotStop, or CannotStart: it is not ours."""
    place = homes.locate(home, accounts.of_server())
    if not homes.owned(place):
        return False
    with locks.held(place.launcher_lock, server.RECOVERY):
        place.detached.unlink(missing_ok=True)
        pid = process.server(place.data)
        if pid is None:
            return False
        server.stop(place, pid)
        return True


@contextmanager
def running(
    home: Path | None = None, *, settings: Mapping[str, str] | None = None, say: Say = _silent
) -> Iterator[str]:
    """The URL of the store, which runs as long as this lasts.

    It is stopped at the end if it was started here, or by a predecessor that was killed before it could stop
    it; one started by :func:`start` goes on. Raises CannotStart, and InUse where another keeps it running.
    """
    place = _prepared(home, say)
    with locks.held(place.holder_lock) as lock:
        if lock is None:
            other = locks.holder(place.holder_lock)
            raise InUse(
                f"process {other or 'of another'} keeps the store in {place.folder} running; stop that first"
            )
        if process.server(place.data) is None:
            place.detached.unlink(missing_ok=True)
        url = _started(place, settings or {}, None, say)
        try:
            yield url
        finally:
            if not place.detached.exists():
                stop(home)


def status(home: Path | None = None) -> Status:
    """How the store stands. Raises CannotStart where it is somebody else's."""
    place = homes.locate(home, accounts.of_server())
    homes.owned(place)
    return Status(
        folder=place.folder,
        made=place.data.exists(),
        major=_major(place),
        pid=process.server(place.data),
        holder=locks.holder(place.holder_lock),
    )


def address(home: Path | None = None) -> str | None:
    """The URL of the store, or None where it does not run.

    A service that systemd shuts in does not see the processes of another one, even of its own user: what
    listens on the socket, in a folder that is this user's alone, is the store as well.
    """
    place = homes.locate(home, accounts.of_server())
    runs = process.server(place.data) is not None or server.accepts_connections(place)
    return server.address(place) if runs else None


def programs(home: Path | None = None) -> binaries.Binaries:
    """The programs of PostgreSQL that fit the store, such as ``pg_dump``. Raises CannotStart."""
    return binaries.find(_major(homes.locate(home, accounts.of_server())))


def _prepared(home: Path | None, say: Say) -> Home:
    account = accounts.of_server()
    place = homes.locate(home, account)
    if home is not None and place.folder != home.absolute():
        say(f"{home} cannot be reached without being root, which PostgreSQL refuses: using {place.folder}")
    homes.prepare(place, account)
    return place


def _started(place: Home, settings: Mapping[str, str], port: int | None, say: Say) -> str:
    """The URL of the server that runs, or of a new one."""

    def waits() -> None:
        say("another process is starting or stopping the store: waiting for it")

    with locks.held(place.launcher_lock, server.RECOVERY, waits) as lock:
        if lock is None:
            raise InUse(f"process {locks.holder(place.launcher_lock)} is starting or stopping {place.folder}")
        pid = process.server(place.data)
        if pid is not None:
            try:
                server.wait(place, pid, say)
                return server.address(place)
            except Ended:
                say("the server that ran is ending: starting it anew")
        server.wait(place, _launched(place, settings, port, say), say)
        return server.address(place)


def _launched(place: Home, settings: Mapping[str, str], port: int | None, say: Say) -> int:
    account = accounts.of_server()
    for left in process.orphans(place.data):
        server.end(place.data, [(signal.SIGQUIT, 5.0), (signal.SIGKILL, 5.0)], left)
    with locks.held(place.server_lock, 5.0) as lock:
        if lock is None:
            raise InUse(
                f"a server that is not seen from here, perhaps in another container, has {place.folder}"
            )
        found = binaries.within_reach(binaries.find(_major(place)), account, place.folder)
        if not place.data.exists():
            say(f"making a new store in {place.folder}")
            cluster.make(place, found, account, sync=settings.get("fsync") != "off")
        return server.launch(place, found, account, settings, port, lock)


def _major(place: Home) -> int | None:
    try:
        return int((place.data / "PG_VERSION").read_text())
    except OSError:
        return None
