"""What systemd hands to a process, and what it hears back."""

import os
import socket
import tempfile
from pathlib import Path

import pytest

from tocsin.cli.systemd import SystemdWatchdog, notify_systemd, take_credentials


@pytest.fixture
def manager(monkeypatch):
    """The other end: what systemd hears. A socket has a short path, as systemd's own has."""
    with (
        tempfile.TemporaryDirectory(prefix="tocsin-") as folder,
        socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as line,
    ):
        where = Path(folder, "notify")
        line.bind(str(where))
        line.setblocking(False)
        monkeypatch.setenv("NOTIFY_SOCKET", str(where))
        yield lambda: line.recv(4096).decode()


def test_without_systemd_nobody_is_told(monkeypatch):
    monkeypatch.delenv("NOTIFY_SOCKET", raising=False)
    assert notify_systemd("READY=1") is False


def test_it_hears_that_we_are_ready(manager):
    assert notify_systemd("READY=1", "STATUS=2 processes") is True
    assert manager() == "READY=1\nSTATUS=2 processes"


def test_a_manager_that_is_gone_stops_nobody(tmp_path, monkeypatch):
    monkeypatch.setenv("NOTIFY_SOCKET", str(tmp_path / "nobody"))
    assert notify_systemd("READY=1") is False


def test_signs_of_life_come_twice_in_the_time_that_it_waits(manager, monkeypatch):
    monkeypatch.setenv("WATCHDOG_USEC", "60000000")
    now = [0.0]
    dog = SystemdWatchdog(lambda: now[0])
    assert dog.every == 30.0
    dog.report_alive()
    assert manager() == "WATCHDOG=1"
    now[0] = 29.9
    dog.report_alive()
    with pytest.raises(BlockingIOError):
        manager()
    now[0] = 30.0
    dog.report_alive()
    assert manager() == "WATCHDOG=1"


def test_who_is_not_watched_says_nothing(manager, monkeypatch):
    monkeypatch.setenv("WATCHDOG_USEC", "60000000")
    monkeypatch.setenv("WATCHDOG_PID", str(os.getpid() + 1))  # another process is meant
    dog = SystemdWatchdog()
    dog.report_alive()
    assert dog.every == 0.0
    with pytest.raises(BlockingIOError):
        manager()


def test_a_credential_stands_in_for_its_variable_and_never_against_it(tmp_path):
    (tmp_path / "TOCSIN_DATABASE_URL").write_text("postgresql://db.example/tocsin\n")
    (tmp_path / "TOCSIN_SITE_SECRET").write_text("from a file")
    (tmp_path / "PATH").write_text("/elsewhere")
    (tmp_path / "TOCSIN_SMTP").write_text("-\n")  # what a unit gives for what its machine has not
    environ = {"CREDENTIALS_DIRECTORY": str(tmp_path), "TOCSIN_SITE_SECRET": "set", "PATH": "/usr/bin"}
    assert take_credentials(environ) == ("TOCSIN_DATABASE_URL",)
    assert environ["TOCSIN_DATABASE_URL"] == "postgresql://db.example/tocsin"
    assert "TOCSIN_SMTP" not in environ
    assert (environ["TOCSIN_SITE_SECRET"], environ["PATH"]) == ("set", "/usr/bin")


def test_without_credentials_nothing_is_taken(tmp_path):
    assert take_credentials({}) == ()
    assert take_credentials({"CREDENTIALS_DIRECTORY": str(tmp_path / "none")}) == ()
