"""Which process is the server, told from what the system says and not from a file that may be stale.

A number in ``postmaster.pid`` may be that of a dead server, of a zombie that nobody waited for, or by now of
something else. A process of the store is one that runs, is called ``postgres`` and works in the data folder.
"""

import os
import signal
import subprocess
from pathlib import Path

_PROC = Path("/proc")
_PORT_LINE = 3


def find_server_pid(data: Path) -> int | None:
    """The process that serves this data folder, or None."""
    lines = _read_pid_file(data)
    pid = int(lines[0]) if lines and lines[0].strip().isdecimal() else None
    return pid if pid is not None and is_store_process(pid, data) else None


def read_server_port(data: Path) -> int | None:
    """The port that the server of this folder has in the name of its socket."""
    lines = _read_pid_file(data)
    found = lines[_PORT_LINE].strip() if len(lines) > _PORT_LINE else ""
    return int(found) if found.isdecimal() else None


def is_store_process(pid: int, data: Path) -> bool:
    """Whether this process runs, and is a server of this data folder or a child of one."""
    if not _PROC.is_dir():
        return _is_postgres_by_ps(pid)
    one = _PROC / str(pid)
    try:
        name, _, rest = (one / "stat").read_text().partition("(")[2].rpartition(")")
        return (
            name == "postgres" and rest.split()[0] not in "ZX" and (one / "cwd").readlink() == data.resolve()
        )
    except (OSError, IndexError):
        return False


def list_store_processes(data: Path) -> list[int]:
    """Every process that works in this data folder: what a killed server may have left behind."""
    if not _PROC.is_dir():
        return []
    return [
        int(p.name) for p in _PROC.iterdir() if p.name.isdecimal() and is_store_process(int(p.name), data)
    ]


def is_alive(pid: int) -> bool:
    """Whether a process runs, whatever it is; a zombie does not, and is waited for if it is ours."""
    reap_child(pid)
    try:
        os.kill(pid, 0)
        stat = (_PROC / str(pid) / "stat").read_text() if _PROC.is_dir() else ") R"
    except (ProcessLookupError, FileNotFoundError):
        return False
    except PermissionError:
        return True
    return stat.rpartition(")")[2].split()[0] not in "ZX"


def send_signal(pid: int, what: signal.Signals) -> None:
    """Send a signal; a process that is gone is as good as told."""
    try:
        os.kill(pid, what)
    except ProcessLookupError:
        return


def reap_child(pid: int) -> None:
    """Wait for a process that may be a child of ours, so that it does not stay as a zombie."""
    try:
        os.waitpid(pid, os.WNOHANG)
    except ChildProcessError:
        return


def _read_pid_file(data: Path) -> list[str]:
    try:
        return (data / "postmaster.pid").read_text().split("\n")
    except OSError:
        return []


def _is_postgres_by_ps(pid: int) -> bool:
    shown = subprocess.run(["ps", "-o", "stat=,command=", "-p", str(pid)], capture_output=True, text=True)
    state, _, command = shown.stdout.strip().partition(" ")
    return bool(state) and not state.startswith("Z") and "postgres" in command
