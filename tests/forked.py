"""``tocsin`` as a process of its own, which begins as a copy of one that has everything imported.

To start Python and to import a command takes from 0.1 to 0.5 s of processor, most of what a test of a
command costs, and hundreds of tests run one. Here it is done once for each process of pytest: a server
imports the commands, and copies itself for each one asked for. The copy has its own arguments, environment,
folder, input, output and exit status. How ``tocsin`` starts is for ``tests/cli/test_start.py`` and for every
test that starts a process for long.
"""

import gc
import json
import os
import runpy
import select
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Mapping, Sequence
from contextlib import redirect_stdout, suppress
from importlib import import_module
from io import StringIO
from pathlib import Path
from typing import Any, BinaryIO

ROOT = Path(__file__).resolve().parents[1]
MODULES = ("calls", "db", "erase", "intake", "keys", "shift", "status", "town", "worker")
"""Commands of the service. Those of the site read the environment when they are imported."""
OURS = ("PYTHON", "LC_", "LANG", "MALLOC", "TOCSIN_SIMULATED_NUMBERS")
"""Variables that are read when Python and modules start: where they differ, a new process is started."""
_server: tuple[subprocess.Popen[bytes], str] | None = None


def run(
    arguments: Sequence[str | bytes],
    *,
    input: bytes = b"",
    cwd: Path | str | None = None,
    env: Mapping[str, str] | None = None,
    timeout: float = 300,
) -> subprocess.CompletedProcess[bytes]:
    """Run ``tocsin`` with these arguments until it ends, as ``subprocess.run`` does."""
    given = dict(os.environ if env is None else env)
    if _read_at_start(given) != _read_at_start(os.environ):
        return subprocess.run(
            [sys.executable, "-m", "tocsin", *arguments],
            input=input, capture_output=True, cwd=cwd, env=given, timeout=timeout,
        )  # fmt: skip
    told = {
        "arguments": [os.fsdecode(one) for one in arguments],
        "folder": str(cwd or Path.cwd()),
        "env": given,
    }
    with tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as err, _connected() as line:
        theirs, ours = os.pipe()
        socket.send_fds(line, [json.dumps(told).encode()], [theirs, out.fileno(), err.fileno()])
        os.close(theirs)
        threading.Thread(target=_feed, args=(ours, input), daemon=True).start()
        status = _awaited(line, arguments, timeout)
        return subprocess.CompletedProcess(list(arguments), status, _whole(out), _whole(err))


def _read_at_start(env: Mapping[str, str]) -> dict[str, str]:
    return {name: value for name, value in env.items() if name.startswith(OURS)}


def _feed(descriptor: int, data: bytes) -> None:
    with suppress(BrokenPipeError), open(descriptor, "wb") as pipe:
        pipe.write(data)


def _whole(file: BinaryIO) -> bytes:
    file.seek(0)
    return file.read()


def _awaited(line: socket.socket, arguments: Any, timeout: float) -> int:
    """The exit status; what takes too long is killed."""
    with line.makefile("r") as lines:
        process = int(lines.readline())
        line.settimeout(timeout)
        try:
            return int(lines.readline())
        except TimeoutError:
            os.kill(process, signal.SIGKILL)
            raise subprocess.TimeoutExpired(["tocsin", *arguments], timeout) from None


def _connected() -> socket.socket:
    """A line to the server, which is started if need be; it ends when this process does."""
    global _server
    if _server is None:
        path = Path(tempfile.mkdtemp(prefix="tocsin-forked-")) / "line"
        process = subprocess.Popen(
            [sys.executable, __file__, path], cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE
        )
        assert process.stdout
        assert process.stdout.readline() == b"ready\n"
        _server = process, str(path)
    line = socket.socket(socket.AF_UNIX)
    line.connect(_server[1])
    return line


# ---- the server


def main(path: Path) -> None:
    """Copy this process for whoever asks, until the input closes."""
    for name in ("main", "parser", *(f.stem for f in (ROOT / "src/tocsin/cli").glob("[a-z]*.py"))):
        import_module(f"tocsin.cli.{name}")
    for name in MODULES:
        import_module(f"tocsin.cli.service.{name}")
    _warm()
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # no copy is waited for here
    with socket.socket(socket.AF_UNIX) as door:
        door.bind(str(path))
        door.listen(64)
        print("ready", flush=True)
        while True:
            ready, _, _ = select.select([door, 0], [], [])
            if 0 in ready:
                break
            line, _ = door.accept()
            if os.fork() == 0:
                door.close()
                _attend(line)
            line.close()
    path.unlink()
    path.parent.rmdir()


def _warm() -> None:
    """Have the tables of the packaged charters and flows read: they are part of the package."""
    from tocsin.cli.main import run as command

    for words in (["check", "AMELI : payez 1 euro, https://ameli.example"], ["flow", "lint"]):
        with redirect_stdout(StringIO()):
            command(words)
    gc.enable()
    gc.freeze()


def _attend(line: socket.socket) -> None:
    """Start one command; say who it is, and with which status it ended."""
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    said, descriptors, _, _ = socket.recv_fds(line, 1 << 20, 3)
    process = os.fork()
    if process == 0:
        line.close()
        _become(json.loads(said), descriptors)
    for one in (0, 1, 2, *descriptors):
        os.close(one)
    line.sendall(b"%d\n" % process)
    _, ended = os.waitpid(process, 0)
    with suppress(OSError):
        line.sendall(b"%d\n" % os.waitstatus_to_exitcode(ended))
    os._exit(0)


def _become(told: dict[str, Any], descriptors: list[int]) -> None:
    """What the system and Python do when a process starts."""
    for here, there in enumerate(descriptors):
        os.dup2(there, here)
        os.close(there)
    os.chdir(told["folder"])
    os.environ.clear()
    os.environ.update(told["env"])
    time.tzset()
    sys.stdin = open(0, closefd=False)  # noqa: SIM115
    sys.stdout = open(1, "w", closefd=False)  # noqa: SIM115
    sys.stderr = open(2, "w", errors="backslashreplace", buffering=1, closefd=False)  # noqa: SIM115
    sys.argv = ["tocsin", *told["arguments"]]
    sys.path[0] = told["folder"]
    runpy.run_module("tocsin", run_name="__main__", alter_sys=True)
    os._exit(0)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
