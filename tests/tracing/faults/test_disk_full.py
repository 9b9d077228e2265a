"""The disk of the store is full, and is not any more: whatever could not be written is written then."""

import errno
import os
import subprocess
import threading
from pathlib import Path

import pytest

from tests.tracing.faults.service import BYTES, Service
from tests.tracing.faults.slow import by_hand
from tocsin.tracing import postgres

PEOPLE = 300
SMALL = {"max_wal_size": "48MB", "min_wal_size": "32MB", "shared_buffers": "16MB"}


@pytest.fixture
def disk(home):
    """A small file system of its own."""
    folder = home.parent / "disk"
    folder.mkdir()
    command = ["mount", "-t", "tmpfs", "-o", "size=400m,mode=755", "tmpfs", str(folder)]
    try:
        mounted = subprocess.run(command, capture_output=True, text=True)
    except FileNotFoundError:
        pytest.skip("no mount on this system: a disk that is full cannot be tried")
    if mounted.returncode:
        pytest.skip(f"only who may mount can try a disk that is full: {mounted.stderr.strip()}")
    yield folder
    subprocess.run(["umount", "--lazy", str(folder)], check=True)


@pytest.fixture
def service(disk, tmp_path):
    made = Service(disk / "store", tmp_path, PEOPLE, settings=SMALL)
    yield made
    (disk / "ballast").unlink(missing_ok=True)
    made.close()


@by_hand
def test_nothing_is_lost_while_the_disk_is_full(service, disk):
    results = threading.Thread(target=lambda: service.take_results(10), daemon=True)
    results.start()
    service.progress(PEOPLE * BYTES * 0.2)
    fill(disk / "ballast")
    service.progress(PEOPLE * BYTES * 10)  # as far as it goes
    assert "No space left on device" in (disk / "store" / "server.log").read_text(errors="replace")
    (disk / "ballast").unlink()
    postgres.start(service.home, settings=service.settings)  # where it gave up altogether
    results.join()
    service.drain()
    assert service.broken() == []
    assert service.crew.restarts == 0


def fill(path: Path) -> None:
    """Write until nothing more goes in."""
    file = os.open(path, os.O_WRONLY | os.O_CREAT)
    block = bytes(1 << 16)
    try:
        while block:
            try:
                while True:
                    os.write(file, block)
            except OSError as error:
                if error.errno != errno.ENOSPC:
                    raise
            block = block[: len(block) // 2]
    finally:
        os.close(file)
