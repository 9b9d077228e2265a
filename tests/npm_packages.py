"""Programs of npm that tests are held against, installed once from a lock file into ``.dev``."""

import shutil
import subprocess
from pathlib import Path

import pytest

from tests.sms.conftest import alone

INSTALL = ("npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund")


def install_script(folder: Path, script: str, package: str, place: str) -> Path:
    """Path of a script beside its package, which lies in ``.dev/<place>``; without npm the test is skipped.

    The folder has the script and the two files that name the package.
    """
    if not shutil.which("node") or not shutil.which("npm"):
        pytest.skip(f"node and npm are not on this machine: {package} is not tested against")
    modules = Path(__file__).parents[1] / ".dev" / place
    with alone(place):
        modules.mkdir(parents=True, exist_ok=True)
        for name in ("package.json", "package-lock.json", script):
            shutil.copy(folder / name, modules / name)
        if not (modules / "node_modules" / package).exists():
            done = subprocess.run(INSTALL, cwd=modules, capture_output=True, text=True, timeout=180)
            if done.returncode:
                said = done.stderr.strip()[-200:]
                pytest.skip(f"npm could not install {package} (is the registry reachable?): {said}")
    return modules / script
