"""Which process is the server, told from what the system says and not from a file that may be stale.

A number in ``postmaster.pid`` may be that of a dead server, of a zombie that nobody waited for, or by now of
something else. A process of the store is one that runs and whose working folder is the data folder.
"""

import os
import signal
import subprocess
import time
from pathlib import Path

_PROC = Path("/proc")


def named(data: Path) -> int | None:
    """The number that ``postmaster.pid`` names, whatever it may be."""
    try:
        first = (data / "postmaster.pid").read_text().split("\n", 1)[0]
    except OSError:
        return None
    return int(first) if first.strip().isdecimal() else None


def server(data: Path) -> int | None:
    """The process that serves this data folder, or None."""
    pid = named(data)
    return pid if pid is not None and belongs(pid, data) else None


def belongs(pid: int, data: Path) -> bool:
    """Whether this process runs, and works in this data folder."""
    if not _PROC.is_dir():
        return _by_ps(pid)
    try:
        state = (_PROC / str(pid) / "stat").read_text().rpartition(")")[2].split()[0]
        return state not in "ZX" and (_PROC / str(pid) / "cwd").readlink() == data.resolve()
    except (OSError, IndexError):
        return False


def orphans(data: Path) -> list[int]:
    """Every process that works in this data folder: what a killed server may have left behind."""
    if not _PROC.is_dir():
        return []
    return [int(p.name) for p in _PROC.iterdir() if p.name.isdecimal() and belongs(int(p.name), data)]


def clear(data: Path, patience: float = 5.0) -> None:
    """Clear away what a killed server left, so that a new one can start.

    Its children leave by themselves as soon as they see that it died; one that is busy is made to. Only then
    is ``postmaster.pid`` removed, which PostgreSQL would take for a running server if its number is now that
    of a zombie or of something else.
    """
    if server(data) is not None or not _PROC.is_dir():
        return
    end = time.monotonic() + patience
    while left := orphans(data):
        for pid in left if time.monotonic() > end - patience / 2 else ():
            tell(pid, signal.SIGKILL if time.monotonic() > end else signal.SIGQUIT)
        time.sleep(0.05)
    (data / "postmaster.pid").unlink(missing_ok=True)


def tell(pid: int, what: signal.Signals) -> None:
    """Send a signal; a process that is gone is as good as told."""
    try:
        os.kill(pid, what)
    except ProcessLookupError:
        return


def reap(pid: int) -> None:
    """Wait for a process that may be a child of ours, so that it does not stay as a zombie."""
    try:
        os.waitpid(pid, os.WNOHANG)
    except ChildProcessError:
        return


def _by_ps(pid: int) -> bool:
    shown = subprocess.run(["ps", "-o", "stat=,command=", "-p", str(pid)], capture_output=True, text=True)
    state, _, command = shown.stdout.strip().partition(" ")
    return bool(state) and not state.startswith("Z") and "postgres" in command


def alive(pid: int) -> bool:
    """Whether a process runs, whatever it is; a zombie does not."""
    try:
        os.kill(pid, 0)
        stat = (_PROC / str(pid) / "stat").read_text() if _PROC.is_dir() else ") R"
    except (ProcessLookupError, FileNotFoundError):
        return False
    except PermissionError:
        return True
    return stat.rpartition(")")[2].split()[0] not in "ZX"
