"""A process that has the commands of ``tocsin`` imported, and copies itself for each one that is asked for.

``python server.py ADDRESS`` says ``ready`` and works until its input closes. What it is asked: folder, number
of arguments, arguments and environment, separated by NUL, with the descriptors of input, output and errors.
What it answers: the number of the process, and when that has ended its status.
"""

import gc
import os
import runpy
import select
import signal
import socket
import sys
import time
from contextlib import redirect_stdout, suppress
from importlib import import_module
from io import StringIO
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
SERVICE = ("db", "erase", "intake", "keys", "shift", "status", "worker")
"""Commands of the service. Those of the site read the environment when they are imported."""
PACKAGED = (["check", "AMELI : payez 1 euro, https://ameli.example"], ["flow", "lint"])
"""Commands that have the tables of the packaged charters and flows read."""


def main(path: Path) -> None:
    """Copy this process for whoever asks, until the input closes."""
    prepare()
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # no copy is waited for here
    with socket.socket(socket.AF_UNIX, socket.SOCK_SEQPACKET) as door:
        door.bind(str(path))
        door.listen(64)
        print("ready", flush=True)
        while 0 not in select.select([door, 0], [], [])[0]:
            line, _ = door.accept()
            if os.fork() == 0:
                door.close()
                attend(line)
            line.close()
    with suppress(OSError):
        path.unlink()
        path.parent.rmdir()


def prepare() -> None:
    """Import what commands import, and read what they read of the package."""
    for file in (ROOT / "src/tocsin/cli").glob("[a-z]*.py"):
        import_module(f"tocsin.cli.{file.stem}")
    for name in SERVICE:
        import_module(f"tocsin.cli.service.{name}")
    import_module("tocsin_simulation.cli.town_command")
    from tocsin.cli.main import run_cli

    for words in PACKAGED:
        with redirect_stdout(StringIO()):
            run_cli(words)
    gc.enable()
    gc.freeze()


def attend(line: socket.socket) -> None:
    """Start one command; say who it is, and with which status it ended."""
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    said, descriptors, _, _ = socket.recv_fds(line, 1 << 20, 3)
    process = os.fork()
    if process == 0:
        line.close()
        become(said.split(b"\0"), descriptors)
    for one in (0, 1, 2, *descriptors):
        os.close(one)
    line.sendall(b"%d" % process)
    _, ended = os.waitpid(process, 0)
    with suppress(OSError):
        line.sendall(b"%d" % os.waitstatus_to_exitcode(ended))
    os._exit(0)


def become(told: list[bytes], descriptors: list[int]) -> None:
    """What the system and Python do when a process starts."""
    folder, count, *rest = told
    words, variables = rest[: int(count)], rest[int(count) :]
    for here, there in enumerate(descriptors):
        os.dup2(there, here)
        os.close(there)
    os.chdir(folder)
    os.environb.clear()
    os.environb.update(variable.split(b"=", 1) for variable in variables)
    time.tzset()
    sys.stdin = open(0, closefd=False)  # noqa: SIM115
    sys.stdout = open(1, "w", closefd=False)  # noqa: SIM115
    sys.stderr = open(2, "w", errors="backslashreplace", buffering=1, closefd=False)  # noqa: SIM115
    sys.argv = ["tocsin", *map(os.fsdecode, words)]
    sys.path[0] = os.fsdecode(folder)
    runpy.run_module("tocsin", run_name="__main__", alter_sys=True)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
