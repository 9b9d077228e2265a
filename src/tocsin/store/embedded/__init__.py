"""An embedded PostgreSQL: the programs of a wheel, under a small launcher of ours.

A server is a process of its own: it outlives whoever started it, also ``kill -9``, and the next start adopts
it. Only one launcher at a time has a store in its hands, and only one server ever runs on it.
"""

import signal
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from msgspec import Struct

from tocsin.store.embedded import (
    binaries,
    data_folder,
    lock_files,
    server_account,
    server_control,
    server_process,
    store_paths,
)
from tocsin.store.embedded.errors import CannotStart, CannotStop, EmbeddedStoreInUse, ServerEnded
from tocsin.store.embedded.store_paths import StorePaths

__all__ = [
    "CannotStart",
    "CannotStop",
    "EmbeddedStoreInUse",
    "EmbeddedStoreStatus",
    "find_store_url",
    "read_store_status",
    "run_store",
    "start_store",
    "stop_store",
]

Say = Callable[[str], None]


class EmbeddedStoreStatus(Struct, frozen=True):
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


def _say_nothing(_said: str) -> None:
    """For who does not want to be told."""


def start_store(
    home: Path | None = None,
    *,
    settings: Mapping[str, str] | None = None,
    port: int | None = None,
    say: Say = _say_nothing,
) -> str:
    """Start the store, made new where there is none, and return its URL; one that runs is adopted.

    It runs until :func:`stop`. ``settings`` are of PostgreSQL, over ours; with a ``port`` it also listens on
    127.0.0.1. Raises CannotStart, EmbeddedStoreInUse.
    """
    place = _prepare_store(home, say)
    url = _adopt_or_start_server(place, settings or {}, port, say)
    place.detached.touch()
    return url


def stop_store(home: Path | None = None) -> bool:
    """Stop the store; False where none was running. Raises CannotStop, or CannotStart: it is not ours."""
    place = store_paths.locate_store(home, server_account.find_server_account())
    if not store_paths.check_own_folder(place):
        return False
    with lock_files.hold_lock(place.launcher_lock, server_control.RECOVERY):
        place.detached.unlink(missing_ok=True)
        pid = server_process.find_server_pid(place.data)
        if pid is None:
            return False
        server_control.stop_server(place, pid)
        return True


@contextmanager
def run_store(
    home: Path | None = None, *, settings: Mapping[str, str] | None = None, say: Say = _say_nothing
) -> Iterator[str]:
    """The URL of the store, which runs as long as this lasts.

    It is stopped at the end if it was started here, or by a predecessor that was killed before it could stop
    it; one started by :func:`start` goes on. Raises CannotStart, and EmbeddedStoreInUse where another keeps
    it running.
    """
    place = _prepare_store(home, say)
    with lock_files.hold_lock(place.holder_lock) as lock:
        if lock is None:
            other = lock_files.find_lock_holder(place.holder_lock)
            raise EmbeddedStoreInUse(
                f"process {other or 'of another'} keeps the store in {place.folder} running; stop that first"
            )
        if server_process.find_server_pid(place.data) is None:
            place.detached.unlink(missing_ok=True)
        url = _adopt_or_start_server(place, settings or {}, None, say)
        try:
            yield url
        finally:
            if not place.detached.exists():
                stop_store(home)


def read_store_status(home: Path | None = None) -> EmbeddedStoreStatus:
    """How the store stands. Raises CannotStart where it is somebody else's."""
    place = store_paths.locate_store(home, server_account.find_server_account())
    store_paths.check_own_folder(place)
    return EmbeddedStoreStatus(
        folder=place.folder,
        made=place.data.exists(),
        major=_read_major_version(place),
        pid=server_process.find_server_pid(place.data),
        holder=lock_files.find_lock_holder(place.holder_lock),
    )


def find_store_url(home: Path | None = None) -> str | None:
    """The URL of the store, or None where it does not run.

    A service that systemd shuts in does not see the processes of another one, even of its own user: what
    listens on the socket, in a folder that is this user's alone, is the store as well.
    """
    place = store_paths.locate_store(home, server_account.find_server_account())
    runs = server_process.find_server_pid(place.data) is not None or server_control.accepts_connections(place)
    return server_control.database_url(place) if runs else None


def _prepare_store(home: Path | None, say: Say) -> StorePaths:
    account = server_account.find_server_account()
    place = store_paths.locate_store(home, account)
    if home is not None and place.folder != home.absolute():
        say(f"{home} cannot be reached without being root, which PostgreSQL refuses: using {place.folder}")
    store_paths.prepare_folder(place, account)
    return place


def _adopt_or_start_server(place: StorePaths, settings: Mapping[str, str], port: int | None, say: Say) -> str:
    """The URL of the server that runs, or of a new one."""

    def waits() -> None:
        say("another process is starting or stopping the store: waiting for it")

    with lock_files.hold_lock(place.launcher_lock, server_control.RECOVERY, waits) as lock:
        if lock is None:
            raise EmbeddedStoreInUse(
                f"process {lock_files.find_lock_holder(place.launcher_lock)} is starting or stopping {place.folder}"
            )
        pid = server_process.find_server_pid(place.data)
        if pid is not None:
            try:
                server_control.wait_until_ready(place, pid, say)
                return server_control.database_url(place)
            except ServerEnded:
                say("the server that ran is ending: starting it anew")
        server_control.wait_until_ready(place, _launch_server(place, settings, port, say), say)
        return server_control.database_url(place)


def _launch_server(place: StorePaths, settings: Mapping[str, str], port: int | None, say: Say) -> int:
    account = server_account.find_server_account()
    for left in server_process.list_store_processes(place.data):
        server_control.end_process(place.data, [(signal.SIGQUIT, 5.0), (signal.SIGKILL, 5.0)], left)
    with lock_files.hold_lock(place.server_lock, 5.0) as lock:
        if lock is None:
            raise EmbeddedStoreInUse(
                f"a server that is not seen from here, perhaps in another container, has {place.folder}"
            )
        found = binaries.ensure_reachable_binaries(
            binaries.find_binaries(_read_major_version(place)), account, place.folder
        )
        if not place.data.exists():
            say(f"making a new store in {place.folder}")
            data_folder.create_data_folder(place, found, account, sync=settings.get("fsync") != "off")
        return server_control.launch_server(place, found, account, settings, port, lock)


def _read_major_version(place: StorePaths) -> int | None:
    try:
        return int((place.data / "PG_VERSION").read_text())
    except OSError:
        return None
