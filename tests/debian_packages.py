"""Programs of other projects that tests are held against, installed from Debian where they can be."""

import fcntl
import os
import shutil
import subprocess
from pathlib import Path

import pytest

SEARCHED = os.environ.get("PATH", "") + ":/usr/sbin"
LOCK_TIMEOUT = 600
"""Seconds that apt waits for whoever else installs something on this machine."""
LOCK = Path("/run/lock/tocsin-tests-apt")
"""Held by whoever of us installs: apt waits for no other when it reads the lists of packages anew."""
APT = ("apt-get", "-o", f"DPkg::Lock::Timeout={LOCK_TIMEOUT}")


def find_program(name: str) -> str | None:
    return shutil.which(name, path=SEARCHED)


def require_program(name: str, package: str = "", *more: str) -> str:
    """Path of a program, from this package of Debian (one of its name by default) and more; without it the test is skipped."""
    package = package or name
    if not find_program(name) and (trouble := install_packages(package, *more)):
        pytest.skip(f"{name} is not on this machine: {trouble}")
    return find_program(name) or pytest.skip(f"{package} of Debian has no {name}")


def install_packages(*packages: str) -> str:
    """Install them, one process of the machine at a time; why that was not possible, or nothing."""
    if os.geteuid() or not shutil.which("apt-get"):
        return f"apt-get install {' '.join(packages)}, as root"
    LOCK.parent.mkdir(exist_ok=True)
    with LOCK.open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        done = _run_apt("install", "-y", "--no-install-recommends", *packages)
        if (
            done.returncode and "Unable to locate package" in done.stderr
        ):  # nothing was ever asked of Debian here
            _run_apt("update")
            done = _run_apt("install", "-y", "--no-install-recommends", *packages)
    return done.stderr.strip()[-200:] if done.returncode else ""


def _run_apt(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [*APT, *arguments],
        capture_output=True,
        text=True,
        timeout=LOCK_TIMEOUT + 500,
        env=os.environ | {"DEBIAN_FRONTEND": "noninteractive"},
    )
