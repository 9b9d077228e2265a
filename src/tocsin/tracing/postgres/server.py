"""Start the server and wait until it answers; stop it."""

import signal
import subprocess
import time
from collections.abc import Callable, Mapping
from typing import Final
from urllib.parse import quote

import psycopg
from psycopg import errors

from tocsin.tracing.postgres import process
from tocsin.tracing.postgres.account import Account
from tocsin.tracing.postgres.binaries import Binaries
from tocsin.tracing.postgres.cluster import environment
from tocsin.tracing.postgres.faults import CannotStart, CannotStop
from tocsin.tracing.postgres.home import DATABASE, PORT, USER, Home

SETTINGS: Final[Mapping[str, str]] = {
    # A message that was told to be safe is on the disk: the register and the 24 hours rest on it.
    "synchronous_commit": "on",
    # Larger makes a day a little faster and recovery after a crash ten times longer.
    "max_wal_size": "2GB",
    "min_wal_size": "512MB",
    "checkpoint_timeout": "10min",
    "checkpoint_completion_target": "0.9",
    "shared_buffers": "512MB",
    "effective_cache_size": "2GB",
    "work_mem": "32MB",
    "maintenance_work_mem": "128MB",
    "max_connections": "200",
    "random_page_cost": "1.1",
    "autovacuum_naptime": "15s",
    "autovacuum_vacuum_cost_limit": "2000",
    # A worker that hangs in the middle of a transaction would hold its locks and hold back the vacuum.
    "idle_in_transaction_session_timeout": "10min",
    "timezone": "UTC",
    "log_timezone": "UTC",
    "log_min_error_statement": "panic",  # parameters and statements can be personal
    "log_error_verbosity": "terse",  # so can the DETAIL of an error: "Key (...) already exists"
    "log_parameter_max_length_on_error": "0",
    "log_checkpoints": "off",
}
RECOVERY = 180.0
"""Seconds that a server is given to replay what was not yet in its tables when it was killed."""
_STEP = 0.05


def address(home: Home, database: str = DATABASE) -> str:
    """URL of a database of this store, password and all. Raises CannotStart where there is no password."""
    try:
        password = home.password.read_text()
    except OSError as error:
        raise CannotStart(f"{home.password} cannot be read: {error.strerror}") from None
    return f"postgresql://{USER}:{quote(password, '')}@{quote(str(home.sockets), '')}:{PORT}/{database}"


def launch(
    home: Home, binaries: Binaries, account: Account, settings: Mapping[str, str], *, tcp: bool
) -> int:
    """Start the server as a process of its own, which lives on when this one ends. Returns its number."""
    process.clear(home.data)
    chosen = {**SETTINGS, **settings, "unix_socket_directories": str(home.sockets), "port": str(PORT)}
    chosen["unix_socket_permissions"] = "0700"
    chosen["listen_addresses"] = "127.0.0.1" if tcp else ""
    words = [part for name, value in chosen.items() for part in ("-c", f"{name}={value}")]
    with home.log.open("ab") as log:
        child = subprocess.Popen(
            [binaries.path("postgres"), "-D", home.data, *words],
            stdin=subprocess.DEVNULL, stdout=log, stderr=log, cwd="/", env=environment(),
            start_new_session=True, preexec_fn=account.enter(),
        )  # fmt: skip
    child.returncode = 0  # it is meant to outlive this object
    return child.pid


def wait(home: Home, pid: int, say: Callable[[str], None], patience: float = RECOVERY) -> None:
    """Wait until the server answers. Raises CannotStart when it ended, or is not ready in time."""
    end, told = time.monotonic() + patience, False
    while True:
        process.reap(pid)
        try:
            psycopg.connect(address(home), connect_timeout=5).close()
            return
        except (errors.CannotConnectNow, psycopg.OperationalError) as error:
            if not process.alive(pid):
                raise CannotStart(f"the server ended at once: {last_words(home)}") from None
            if time.monotonic() > end:
                raise CannotStart(f"the server is not ready after {patience:.0f} s: {error}") from None
        if not told and time.monotonic() > end - patience + 2:
            say(f"the store replays what it had not yet written when it was stopped; up to {patience:.0f} s")
            told = True
        time.sleep(_STEP)


def stop(home: Home, pid: int, patience: float = 60.0) -> None:
    """Stop the server: cleanly, or, when that takes too long, at once, which the next start then recovers.

    Raises CannotStop when it outlives even that.
    """
    for kind, seconds in ((signal.SIGINT, patience), (signal.SIGQUIT, 10.0), (signal.SIGKILL, 10.0)):
        process.tell(pid, kind)
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            process.reap(pid)
            if not process.belongs(pid, home.data):
                return
            time.sleep(_STEP)
    raise CannotStop(f"process {pid} does not end")


def last_words(home: Home) -> str:
    """What the server said last, for a message."""
    lines = home.log.read_text(errors="replace").splitlines()[-20:]
    said = [line for line in lines if "FATAL" in line or "PANIC" in line] or lines or ["nothing was written"]
    return f"{said[-1].strip()} (all of it in {home.log})"
