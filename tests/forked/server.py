"""A process that has the commands of ``tocsin`` imported, and copies itself for each one that is asked for.

``python server.py ADDRESS`` says ``ready`` and works until its input closes. What it is asked: folder, number
of arguments, arguments and environment, separated by NUL, with the descriptors of input, output and errors.
What it answers: the number of the process, and when that has ended its status.
"""

import gc
import os
import runpy
import select
import socket
import sys
import time
from contextlib import redirect_stdout, suppress
from importlib import import_module
from io import StringIO
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
SERVICE = ("db", "erase", "intake", "keys", "status", "worker")
"""Commands of the service. Those of the site read the environment when they are imported."""
PACKAGED = (["check", "AMELI : payez 1 euro, https://ameli.example"], ["flow", "lint"])
"""Commands that have the tables of the packaged charters and flows read."""


def main(path: Path) -> None:
    """Copy this process for whoever asks, until the input closes."""
    prepare()
    running: dict[int, tuple[int, socket.socket]] = {}
    """Copy and the line to who asked for it, by the descriptor that tells of its end."""
    with socket.socket(socket.AF_UNIX, socket.SOCK_SEQPACKET) as door:
        door.bind(str(path))
        door.listen(64)
        print("ready", flush=True)
        while 0 not in (ready := select.select([door, 0, *running], [], [])[0]):
            for one in ready:
                if one is door:
                    line, _ = door.accept()
                    process = start(door, line, running)
                    running[os.pidfd_open(process)] = process, line
                else:
                    finish(one, *running.pop(one))
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


def start(door: socket.socket, line: socket.socket, running: dict[int, tuple[int, socket.socket]]) -> int:
    """Start one command, and say who it is."""
    said, descriptors, _, _ = socket.recv_fds(line, 1 << 20, 3)
    process = os.fork()
    if process == 0:
        for one in (door, line, *(other for _, other in running.values())):
            one.close()
        for end in running:
            os.close(end)
        become(said.split(b"\0"), descriptors)
    for descriptor in descriptors:
        os.close(descriptor)
    with suppress(OSError):
        line.sendall(b"%d" % process)
    return process


def finish(end: int, process: int, line: socket.socket) -> None:
    """Say with which status a command ended."""
    os.close(end)
    _, ended = os.waitpid(process, 0)
    with suppress(OSError), line:
        line.sendall(b"%d" % os.waitstatus_to_exitcode(ended))


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
