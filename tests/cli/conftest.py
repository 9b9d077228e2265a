"""The command line, run as a user runs it."""

import json
import os
import pty
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from tests import forked
from tests.conversation.small import COLD

GOLDEN = Path(__file__).parent / "golden"
CLEAN = {k: v for k, v in os.environ.items() if k not in ("NO_COLOR", "TOCSIN_DEBUG", "COLUMNS")}


@dataclass(frozen=True)
class Ran:
    """What a command did."""

    status: int
    out: str
    err: str

    @property
    def lines(self) -> list[Any]:
        """Its output as one JSON object a line."""
        return [json.loads(line) for line in self.out.splitlines()]

    @property
    def json(self) -> Any:
        return json.loads(self.out)


class Tocsin:
    """Runs ``tocsin`` in a folder of its own."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def __call__(self, *arguments: str | bytes, stdin: bytes = b"", **env: str) -> Ran:
        done = forked.run(arguments, input=stdin, cwd=self.folder, env=CLEAN | env)
        return Ran(done.returncode, done.stdout.decode(), done.stderr.decode())

    def file(self, name: str, content: str | bytes) -> str:
        """A file in the folder; its name is returned."""
        data = content if isinstance(content, bytes) else content.encode()
        (self.folder / name).write_bytes(data)
        return name

    def rows(self, *rows: dict[str, Any], name: str = "in.jsonl") -> str:
        """A file of rows; its name is returned."""
        return self.file(name, "".join(json.dumps(row) + "\n" for row in rows))

    def on_terminal(self, *arguments: str, **env: str) -> str:
        """What a terminal receives on standard output."""
        ours, theirs = pty.openpty()
        process = subprocess.Popen(
            [sys.executable, "-m", "tocsin", *arguments],
            stdout=theirs,
            stdin=subprocess.DEVNULL,
            cwd=self.folder,
            env=CLEAN | {"TERM": "xterm"} | env,
        )
        os.close(theirs)
        received = read_terminal(ours)
        process.wait(timeout=300)
        return received.decode().replace("\r\n", "\n")


def read_terminal(descriptor: int) -> bytes:
    """All that a terminal received: it hands it over piece by piece."""
    received = b""
    while True:
        try:
            block = os.read(descriptor, 65536)
        except OSError:  # the other side is closed
            break
        if not block:
            break
        received += block
    os.close(descriptor)
    return received


@pytest.fixture
def tocsin(tmp_path: Path) -> Tocsin:
    return Tocsin(tmp_path)


@pytest.fixture
def cold(tocsin: Tocsin) -> str:
    """A small flow, in a file."""
    return tocsin.file("cold.yaml", COLD)


@pytest.fixture
def golden():
    """Compare an output with the one that was read and approved (TOCSIN_GOLDEN=write writes it anew)."""

    def compare(name: str, found: str) -> None:
        file = GOLDEN / f"{name}.txt"
        if os.environ.get("TOCSIN_GOLDEN") == "write":
            GOLDEN.mkdir(exist_ok=True)
            file.write_text(found, encoding="utf-8")
        assert found == file.read_text(encoding="utf-8")

    return compare
