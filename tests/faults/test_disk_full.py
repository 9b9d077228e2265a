"""The disk of the store is full, and is not any more: whatever could not be written is written then."""

import errno
import os
import subprocess
from pathlib import Path

import pytest

from tests.faults.service import BYTES, Service
from tocsin.store import embedded

PEOPLE = int(os.environ.get("TOCSIN_FAULTS", 60))
"""2,000 by hand."""
ENOUGH = 20
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


def test_nothing_is_lost_while_the_disk_is_full(service, disk):
    service.laboratory.begin(10)
    service.progress(PEOPLE * BYTES * 0.2)
    fill(disk / "ballast")
    service.until("an end of the store", lambda: given_up(service))
    (disk / "ballast").unlink()
    embedded.start_store(service.home, settings=service.settings)  # where it gave up altogether
    service.laboratory.all()
    service.drain()
    # Said together: a network that was begun again would excuse nothing, but explain much.
    assert (service.broken(), service.crew.restarts) == ([], 0)


def given_up(service: Service) -> bool:
    """Whether the server could write nothing more: it ended, or has refused again and again."""
    refused = (service.home / "server.log").read_text(errors="replace").count("No space left on device")
    return refused >= ENOUGH or (bool(refused) and not embedded.read_store_status(service.home).pid)


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
