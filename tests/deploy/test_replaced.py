"""The site is replaced while people ask it: its workers by SIGHUP, then all of it, on a socket of systemd."""

import os
import signal
import socket
import subprocess
import sys
import threading
from collections import Counter
from contextlib import contextmanager
from http.client import HTTPConnection, HTTPException
from pathlib import Path

import pytest

GUARD = 240
"""Seconds after which something that does not come is said to be missing."""
LAUNCH = """
import os, sys
os.dup2(int(sys.argv[1]), 3)
os.set_inheritable(3, True)
os.environ.update(LISTEN_FDS="1", LISTEN_PID=str(os.getpid()))
os.execv(sys.executable, [sys.executable, "-m", "tocsin", "site", "--workers", "1"])
"""
"""As systemd starts it: the socket is descriptor 3 of that very process."""


class Systemd:
    """Holds the socket of the site, starts it, and hears what it says."""

    def __init__(self, folder: Path):
        self.at = socket.create_server(("127.0.0.1", 0), backlog=256)
        self.port = self.at.getsockname()[1]
        self.heard = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
        self.heard.bind(str(folder / "notify"))
        self.heard.settimeout(GUARD)
        self.started = []
        self.environment = {n: v for n, v in os.environ.items() if not n.startswith("TOCSIN_")} | {
            "NOTIFY_SOCKET": str(folder / "notify"), "WATCHDOG_USEC": "400000",
            "TOCSIN_SITE_SECRET": "a secret of the tests", "TOCSIN_HOME": str(folder),
        }  # fmt: skip

    def start(self):
        """The site, once it has said that it is ready."""
        process = subprocess.Popen(
            [sys.executable, "-c", LAUNCH, str(self.at.fileno())],
            env=self.environment, pass_fds=(self.at.fileno(),), stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        )  # fmt: skip
        self.started.append(process)
        self.hears("READY=1")
        return process

    def hears(self, what):
        while what not in self.heard.recv(4096).decode():
            pass

    def stop(self, process):
        process.terminate()
        assert process.wait(GUARD) == 0


@pytest.fixture
def systemd(tmp_path):
    made = Systemd(tmp_path)
    yield made
    for process in made.started:
        process.terminate()  # what a test that failed left running
        process.wait(GUARD)
    made.at.close()
    made.heard.close()


@contextmanager
def asking(port):
    """Somebody asks again and again, each time on a new line; what came of it."""
    seen, over, first = Counter(), threading.Event(), threading.Event()

    def ask():
        while not over.wait(0.05):
            line = HTTPConnection("127.0.0.1", port, timeout=GUARD)
            try:
                line.request("POST", "/en/", "text=AMELI+payez", {"Content-Type": FORM})
                seen[line.getresponse().status] += 1
            except (OSError, HTTPException) as error:
                seen[type(error).__name__] += 1
            line.close()
            first.set()

    people = [threading.Thread(target=ask, daemon=True) for _ in range(2)]
    for one in people:
        one.start()
    assert first.wait(GUARD)
    yield seen
    over.set()
    for one in people:
        one.join(GUARD)


FORM = "application/x-www-form-urlencoded"


def workers(process):
    """Pids of the workers: children that are no helper of multiprocessing."""
    children = Path(f"/proc/{process.pid}/task/{process.pid}/children").read_text().split()
    named = {pid: Path(f"/proc/{pid}/cmdline").read_bytes() for pid in children}
    return {pid for pid, line in named.items() if b"spawn_main" in line}


def until(what, condition):
    end = threading.Event()
    for _ in range(GUARD * 20):
        if condition():
            return
        end.wait(0.05)
    raise AssertionError(f"{what} did not come")


def test_who_has_come_and_not_asked_yet_is_answered_by_the_next_worker(systemd):
    site = systemd.start()
    systemd.hears("WATCHDOG=1")
    line = HTTPConnection("127.0.0.1", systemd.port, timeout=GUARD)
    line.connect()
    before = workers(site)
    os.kill(site.pid, signal.SIGHUP)
    until("another worker", lambda: workers(site) and not workers(site) & before)
    line.request("POST", "/en/", "text=AMELI+payez", {"Content-Type": FORM})
    assert line.getresponse().status == 200
    line.close()
    systemd.stop(site)


def test_nobody_is_refused_while_workers_and_then_all_of_it_are_replaced(systemd):
    site = systemd.start()
    systemd.hears("WATCHDOG=1")  # as long as a worker answers
    with asking(systemd.port) as seen:
        before = workers(site)
        assert len(before) == 1
        os.kill(site.pid, signal.SIGHUP)
        until("another worker", lambda: workers(site) and not workers(site) & before)
        replaced = seen.total()
        systemd.stop(site)
        other = systemd.start()
        until("answers of the other", lambda: seen.total() > replaced + 10)
    systemd.stop(other)
    assert set(seen) <= {200, 429}, seen  # 429: they ask more often than a person may
    assert seen[200] > 20
