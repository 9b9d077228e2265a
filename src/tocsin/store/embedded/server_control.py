"""How the server is set; start it and wait until it answers; stop it."""

import os
import signal
import socket
import subprocess
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Final
from urllib.parse import quote

import psycopg

from tocsin.store.embedded import server_process
from tocsin.store.embedded.binaries import PostgresBinaries
from tocsin.store.embedded.data_folder import program_environment
from tocsin.store.embedded.errors import CannotStart, CannotStop, ServerEnded
from tocsin.store.embedded.server_account import ServerAccount
from tocsin.store.embedded.store_paths import DATABASE, PORT, USER, StorePaths

_MEGABYTE = 1 << 20
_FIXED: Final = {
    # A message that was told to be safe is on the disk: the register and the 24 hours rest on it.
    "synchronous_commit": "on",
    # More makes a day a little faster, and recovery after a crash several times longer.
    "max_wal_size": "2GB",
    "min_wal_size": "512MB",
    "checkpoint_timeout": "10min",
    "work_mem": "32MB",
    "maintenance_work_mem": "128MB",
    "max_connections": "200",
    "random_page_cost": "1.1",
    # The queues turn over in seconds: what is dead in them must not pile up for a minute.
    "autovacuum_naptime": "15s",
    "autovacuum_vacuum_cost_limit": "2000",
    # Shared memory is 64 MB in many containers, and a query that wants more of it for its helpers fails.
    "max_parallel_workers_per_gather": "0",
    "max_parallel_maintenance_workers": "0",
    # A worker that hangs in the middle of a transaction would hold its locks and hold back the vacuum.
    "idle_in_transaction_session_timeout": "10min",
    "timezone": "UTC",
    "log_timezone": "UTC",
    # Statements, their parameters and the details of an error ("Key (...) already exists") can be personal.
    "log_min_error_statement": "panic",
    "log_error_verbosity": "terse",
    "log_parameter_max_length_on_error": "0",
    "log_checkpoints": "off",
}


def tuned_settings() -> dict[str, str]:
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") // _MEGABYTE
    return {
        **_FIXED,
        "shared_buffers": f"{min(1024, max(64, memory // 16))}MB",
        "effective_cache_size": f"{max(256, memory // 3)}MB",
    }


RECOVERY = 180.0
"""Seconds that a server is given to replay what was not yet in its tables when it was killed."""
_STEP = 0.05


def database_url(home: StorePaths) -> str:
    """URL of the database of this store, password and all. Raises CannotStart where there is no password."""
    try:
        password = home.password.read_text()
    except OSError as error:
        raise CannotStart(f"{home.password} cannot be read: {error.strerror}") from None
    port = server_process.read_server_port(home.data) or PORT
    return f"postgresql://{USER}:{quote(password, '')}@{quote(str(home.sockets), '')}:{port}/{DATABASE}"


def accepts_connections(home: StorePaths) -> bool:
    """Whether something listens on the socket of this store, whatever may be seen of its process."""
    port = server_process.read_server_port(home.data) or PORT
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as line:
        try:
            line.connect(str(home.sockets / f".s.PGSQL.{port}"))
        except OSError:
            return False
    return True


def launch_server(
    home: StorePaths,
    binaries: PostgresBinaries,
    account: ServerAccount,
    settings: Mapping[str, str],
    port: int | None,
    lock: int,
) -> int:
    """Start the server as a process of its own, which lives on when this one ends. Returns its number.

    ``lock`` is that of ``server.lock``: the server inherits it. With a ``port`` it also listens on 127.0.0.1.
    """
    # We have the lock, so these are stale; PostgreSQL would ask no more than whether their number is in use.
    for stale in (home.data / "postmaster.pid", *home.sockets.glob(".s.PGSQL.*")):
        stale.unlink(missing_ok=True)
    chosen = {
        **tuned_settings(), **settings,
        "unix_socket_directories": str(home.sockets), "unix_socket_permissions": "0700",
        "listen_addresses": "127.0.0.1" if port else "", "port": str(port or PORT),
    }  # fmt: skip
    words = [part for name, value in chosen.items() for part in ("-c", f"{name}={value}")]
    with home.log.open("ab") as log:
        child = subprocess.Popen(
            [binaries.program_path("postgres"), "-D", home.data, *words],
            stdin=subprocess.DEVNULL, stdout=log, stderr=log, cwd="/", env=program_environment(),
            start_new_session=True, pass_fds=(lock,), **account.subprocess_options(),
        )  # fmt: skip
    child.returncode = 0  # it is meant to outlive this object
    return child.pid


def wait_until_ready(home: StorePaths, pid: int, say: Callable[[str], None]) -> None:
    """Wait until the server answers. Raises ServerEnded, and CannotStart when it is not ready in time."""
    end, told = time.monotonic() + RECOVERY, False
    while True:
        try:
            psycopg.connect(database_url(home), connect_timeout=5).close()
            return
        except psycopg.OperationalError as error:
            said = " ".join(str(error).split())
        if not server_process.is_alive(pid):
            raise ServerEnded(f"the server ended at once: {last_log_line(home)}")
        if "authentication failed" in said:
            raise CannotStart(f"the password in {home.password} is not that of the store")
        if time.monotonic() > end:
            raise CannotStart(f"the server is not ready after {RECOVERY:.0f} s: {said}")
        if not told and time.monotonic() > end - RECOVERY + 2:
            say(f"the store replays what it had not yet written when it was stopped; up to {RECOVERY:.0f} s")
            told = True
        time.sleep(_STEP)


def stop_server(home: StorePaths, pid: int) -> None:
    """Stop the server: cleanly, or, when that takes too long, at once, which the next start then recovers.

    Raises CannotStop when it outlives even that.
    """
    if not end_process(
        home.data, [(signal.SIGINT, 60.0), (signal.SIGQUIT, 10.0), (signal.SIGKILL, 10.0)], pid
    ):
        raise CannotStop(f"process {pid} does not end")


def end_process(data: Path, ways: list[tuple[signal.Signals, float]], pid: int) -> bool:
    """End a process of this store: each way is given its seconds. Whether it ended."""
    for way, seconds in ways:
        server_process.send_signal(pid, way)
        until = time.monotonic() + seconds
        while time.monotonic() < until:
            server_process.reap_child(pid)
            if not server_process.is_store_process(pid, data):
                return True
            time.sleep(_STEP)
    return False


def last_log_line(home: StorePaths) -> str:
    lines = home.log.read_text(errors="replace").splitlines()[-20:]
    said = [line for line in lines if "FATAL" in line or "PANIC" in line] or lines or ["nothing was written"]
    return f"{said[-1].strip()} (all of it in {home.log})"
