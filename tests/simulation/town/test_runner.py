"""The show as people start it: every process real, and none of them left when it ends."""

import fcntl
import os
import pty
import re
import select
import signal
import struct
import subprocess
import sys
import tempfile
import termios
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.store import prepared
from tocsin.store import embedded

COMMAND = [sys.executable, "-m", "tocsin", "town", "--people", "300", "--speed", "1200", "--lang", "en"]
PATIENCE = 180


def left(folder: Path) -> list[str]:
    """Processes that have to do with a folder."""
    found = []
    for place in Path("/proc").iterdir():
        try:
            said = (place / "cmdline").read_bytes() + (place / "environ").read_bytes()
        except OSError:
            continue
        if str(folder).encode() in said:
            found.append(place.name)
    return found


@pytest.fixture
def folder(tmp_path: Path) -> Iterator[Path]:
    # A store needs a path that other accounts can reach, as pytest's own folders are not for root.
    with tempfile.TemporaryDirectory(prefix="tocsin-show-") as name:
        Path(name).chmod(0o755)
        yield Path(name)


@pytest.fixture
def begun(folder: Path) -> Path:
    """A folder in which a store was made before: to make one takes longer than these shows."""
    prepared.put(folder / "store")
    return folder


def test_without_a_terminal_it_tells_the_hours_and_ends_by_itself(folder: Path) -> None:
    done = subprocess.run(
        [*COMMAND, "--hours", "2", "--folder", str(folder)],
        capture_output=True, text=True, timeout=PATIENCE, stdin=subprocess.DEVNULL,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    lines = done.stdout.splitlines()
    assert re.match(r"04 Mar 07:\d\d  results ", lines[0])
    assert re.match(r"04 Mar 09:\d\d  results ", lines[-2])
    assert "contacts named" in lines[-1]
    assert left(folder) == []


@pytest.mark.parametrize("stop", ["key", "interrupt", "terminate"])
def test_on_a_terminal_a_key_stops_everything(begun: Path, stop: str) -> None:
    master, slave = pty.openpty()
    fcntl.ioctl(slave, termios.TIOCSWINSZ, struct.pack("HHHH", 40, 100, 0, 0))
    process = subprocess.Popen(
        [*COMMAND, "--folder", str(begun)],
        stdin=slave, stdout=slave, stderr=slave, start_new_session=True,
        env={**os.environ, "TERM": "xterm"},
    )  # fmt: skip
    os.close(slave)
    shown = _read(master, "Any key stops")
    assert "imaginary town of 300 people" in shown
    assert left(begun)
    if stop == "key":
        os.write(master, b"q")
    else:
        process.send_signal(signal.SIGINT if stop == "interrupt" else signal.SIGTERM)
    rest = _read(master, "contacts named")
    assert process.wait(PATIENCE) == 0
    assert rest.rfind("\x1b[?1049l") > rest.rfind("\x1b[?1049h"), "the terminal's own screen comes back"
    assert left(begun) == []
    os.close(master)


def test_on_a_terminal_it_stays_after_the_day_until_a_key_is_pressed(begun: Path) -> None:
    master, slave = pty.openpty()
    fcntl.ioctl(slave, termios.TIOCSWINSZ, struct.pack("HHHH", 40, 100, 0, 0))
    process = subprocess.Popen(
        [*COMMAND, "--hours", "0.5", "--folder", str(begun)],
        stdin=slave, stdout=slave, stderr=slave, start_new_session=True,
        env={**os.environ, "TERM": "xterm"},
    )  # fmt: skip
    os.close(slave)
    _read(master, "The day is over")
    _read(master, "The day is over")  # drawn again: it goes on
    assert process.poll() is None
    assert "@1@" in (begun / "story").read_text(), "time passes as in life"
    os.write(master, b"q")
    _read(master, "contacts named")
    assert process.wait(PATIENCE) == 0
    assert left(begun) == []
    os.close(master)


def test_a_show_that_is_killed_leaves_no_process_of_the_service(begun: Path) -> None:
    process = subprocess.Popen(
        [*COMMAND, "--plain", "--folder", str(begun)],
        stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, stdin=subprocess.DEVNULL, text=True,
    )  # fmt: skip
    assert process.stdout is not None
    assert "results" in process.stdout.readline()
    process.kill()
    process.wait(PATIENCE)
    embedded.stop_store(begun / "store")
    for _ in range(300):
        if not left(begun):
            break
        select.select([], [], [], 0.1)
    assert left(begun) == []


def test_a_town_that_cannot_be_is_refused_before_anything_starts() -> None:
    done = subprocess.run([*COMMAND[:3], "town", "--people", "0"], capture_output=True, text=True)
    assert done.returncode == 64
    assert "1 to 20 million people" in done.stderr


def _read(master: int, until: str) -> str:
    """What is shown until something is."""
    seen = b""
    while until.encode() not in seen:
        ready, _, _ = select.select([master], [], [], PATIENCE)
        assert ready, seen.decode("utf-8", "replace")[-2000:]
        try:
            seen += os.read(master, 65536)
        except OSError:
            break
    return seen.decode("utf-8", "replace")
