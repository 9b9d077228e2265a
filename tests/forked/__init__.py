"""``tocsin`` as a process of its own, which begins as a copy of one that has everything imported.

To start Python and to import a command takes from 0.1 to 0.5 s of processor, most of what a test of a
command costs, and hundreds of tests run one. Here it is done once for each process of pytest: ``server``
imports the commands, and copies itself for each one asked for. The copy has its own arguments, environment,
folder, input, output and exit status. How ``tocsin`` starts is for ``tests/cli/test_start.py`` and for every
test that starts a process for long.
"""

import os
import shlex
import signal
import socket
import subprocess
import sys
import tempfile
import threading
from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any, BinaryIO

HERE = Path(__file__).parent
READ_AT_START = ("PYTHON", "LC_", "LANG", "MALLOC", "TOCSIN_SIMULATED_NUMBERS")
"""Variables that are read when Python and modules start: where they differ, a new process is started."""
_server: tuple[subprocess.Popen[bytes], str] | None = None


def run(
    arguments: Sequence[str | bytes | Path],
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
    with tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as err, _connected() as line:
        theirs, ours = os.pipe()
        told = _told(os.fsencode(cwd or Path.cwd()), [os.fsencode(word) for word in arguments], given)
        socket.send_fds(line, [told], [theirs, out.fileno(), err.fileno()])
        os.close(theirs)
        threading.Thread(target=_feed, args=(ours, input), daemon=True).start()
        status = _awaited(line, arguments, timeout)
        return subprocess.CompletedProcess(list(arguments), status, _whole(out), _whole(err))


def tocsin(*arguments: str | bytes | Path, stdin: str = "", **more: Any) -> subprocess.CompletedProcess[str]:
    """The same with text; ``more`` goes to :func:`run`."""
    done = run(arguments, input=stdin.encode(), **more)
    return subprocess.CompletedProcess(done.args, done.returncode, done.stdout.decode(), done.stderr.decode())


def script(folder: Path) -> Path:
    """``tocsin`` as a program in a folder, for shells."""
    path = _address()
    file = folder / "tocsin"
    words = (sys.executable, "-I", "-S", str(HERE / "client.py"), path)
    file.write_text(f'#!/bin/sh\nexec {shlex.join(words)} "$@"\n')
    file.chmod(0o755)
    return file


def _read_at_start(env: Mapping[str, str]) -> dict[str, str]:
    return {name: value for name, value in env.items() if value and name.startswith(READ_AT_START)}


def _told(folder: bytes, arguments: list[bytes], env: Mapping[str, str]) -> bytes:
    variables = [os.fsencode(f"{name}={value}") for name, value in env.items()]
    return b"\0".join([folder, b"%d" % len(arguments), *arguments, *variables])


def _feed(descriptor: int, data: bytes) -> None:
    with suppress(BrokenPipeError), open(descriptor, "wb") as pipe:
        pipe.write(data)


def _whole(file: BinaryIO) -> bytes:
    file.seek(0)
    return file.read()


def _awaited(line: socket.socket, arguments: Sequence[Any], timeout: float) -> int:
    """The exit status; what takes too long is killed."""
    process = int(line.recv(64))
    line.settimeout(timeout)
    try:
        return int(line.recv(64))
    except TimeoutError:
        os.kill(process, signal.SIGKILL)
        raise subprocess.TimeoutExpired(["tocsin", *arguments], timeout) from None


def _connected() -> socket.socket:
    line = socket.socket(socket.AF_UNIX, socket.SOCK_SEQPACKET)
    line.connect(_address())
    return line


def _address() -> str:
    """Of the server, which is started if need be; it ends when this process does."""
    global _server
    if _server is None:
        path = Path(tempfile.mkdtemp(prefix="tocsin-forked-")) / "line"
        process = subprocess.Popen(
            [sys.executable, HERE / "server.py", path], stdin=subprocess.PIPE, stdout=subprocess.PIPE
        )
        assert process.stdout
        assert process.stdout.readline() == b"ready\n"
        _server = process, str(path)
    return _server[1]
