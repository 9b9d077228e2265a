"""The whole service, whose store is lost and comes back, and whose code is replaced while it runs."""

import os
import shutil
import signal
import subprocess
import sys
import threading
from datetime import UTC, datetime
from functools import cache
from importlib import import_module
from pathlib import Path
from typing import Any

from tests.faults.service import GUARD, HERE, LANE, ROOT, Service
from tocsin.privacy.restored_store import ResumeResult, resume_store
from tocsin.runtime.process_supervisor import ProcessSupervisor, WorkerSpec
from tocsin.store import backup as backups
from tocsin.store import database, embedded


class Machines(Service):
    """Is restored elsewhere, or upgraded in place."""

    others: ProcessSupervisor | None = None
    """Who works on the restored store."""

    def lose_the_store(self) -> None:
        """The machine of the store is gone at once, and with it whoever worked on it; the network is not."""
        self._stop.set()
        self._watch.join()
        for held in self.crew._held:
            if held.post.name != "network":
                held.process.kill()
                held.process.wait()
        pid = embedded.read_store_status(self.home).pid
        assert pid, "no server runs"
        os.kill(pid, signal.SIGKILL)
        self.until("the end of the server", lambda: embedded.read_store_status(self.home).pid is None)

    def bring_back(self, url: str, backup: Path) -> ResumeResult:
        """Another server, an empty database, the backup; then everybody works on it."""
        embedded.stop_store(self.home)
        self.url = self.laboratory._url = url
        since = backups.read_backup_time(self.url, backup)
        backups.restore_backup(self.url, backup)
        assert abs((since - datetime.now(UTC)).total_seconds()) < 3600
        with database.open_connection(self.url) as connection:
            done = resume_store(connection, self.vault, since, self.clock.now(), by="operator")
        environment = self.crew._environment | {database.URL: self.url}
        self.others = ProcessSupervisor(
            [WorkerSpec("engine-3", f"{HERE}.engine"), WorkerSpec("gateway-3", f"{HERE}.gateway", (LANE,))],
            environment,
        )
        self._stop = threading.Event()
        self._watch = threading.Thread(target=self.others.watch_processes, args=(self._stop,), daemon=True)
        self._watch.start()
        return done

    def replace(self, name: str) -> None:
        """SIGTERM to one; whoever is begun again in its place has the code of today."""
        self.crew._environment = code(self.crew._environment, ROOT)
        before = self.crew.list_pids()[name]
        os.kill(before, signal.SIGTERM)
        self.until(f"another {name}", lambda: self.crew.list_pids()[name] != before and self._alive(name))

    def close(self) -> None:
        if self.others:
            self._stop.set()
            self._watch.join()
            self.others.stop_processes()
        super().close()


def code(environment: dict[str, str], root: Path) -> dict[str, str]:
    """The environment of a process that runs the code of a folder."""
    return environment | {"PYTHONPATH": f"{root}{os.pathsep}{root / 'src'}"}


def run(root: Path, script: str, *words: str, **environment: str) -> str:
    """A script under the code of a folder; what it wrote."""
    done = subprocess.run(
        [sys.executable, "-c", script, *words], env=code(dict(os.environ), root) | environment, cwd=root,
        capture_output=True, text=True, timeout=4 * GUARD,
    )  # fmt: skip
    assert not done.returncode, done.stderr
    return done.stdout


# ---- the version before


def migrations(commit: str) -> set[str]:
    """The files of migrations in a commit."""
    listed = _git("ls-tree", "-r", "--name-only", commit, "src")
    return {name for name in listed.splitlines() if "/migrations/0" in name}


@cache
def version_before() -> str:
    """The newest commit that has only some of the migrations of today, or of those that one of today replaces; empty
    where history does not say.

    One that has others too had a migration that got another number before it was released: nobody has its tables.
    """
    today = {name: replaced_by(name) for name in list_files()}
    known = set(today).union(*today.values())

    def is_before(commit: str) -> bool:
        made = migrations(commit)
        new = [name for name, older in today.items() if name not in made and not (older and older <= made)]
        return bool(made and new) and made <= known

    try:
        commits = _git("rev-list", "--first-parent", "-n", "400", "HEAD").split()
    except (OSError, subprocess.CalledProcessError):
        return ""
    return next(filter(is_before, commits), "")


def list_files() -> set[str]:
    """The files of migrations of today, also what is not committed yet."""
    return {str(path.relative_to(ROOT)) for path in (ROOT / "src/tocsin").rglob("migrations/0*.py")}


def replaced_by(name: str) -> set[str]:
    """The files that a migration stands for, beside it; none where it stands for itself."""
    place = Path(name)
    module = import_module(".".join(place.relative_to("src").with_suffix("").parts))
    return {str(place.with_name(f"{older}.py")) for _, older in module.Migration.replaces}


def unpacked(commit: str, folder: Path) -> Path:
    """The code and the tests of a commit, with its tables: each process of it would compile them at once."""
    folder.mkdir()
    archive = subprocess.run(
        ["git", "archive", commit, "src", "tests"], cwd=ROOT, capture_output=True, check=True
    )
    subprocess.run(["tar", "-x", "-C", str(folder)], input=archive.stdout, check=True)
    tables = Path("src/tocsin/_tables.msgpack")
    if (ROOT / tables).exists():  # what has not changed since need not be compiled again
        shutil.copy(ROOT / tables, folder / tables)
    run(folder, "from tocsin.charter.compiled_tables import load_tables; load_tables()")
    return folder


def _git(*words: str) -> str:
    done: Any = subprocess.run(["git", *words], cwd=ROOT, capture_output=True, text=True, check=True)
    return str(done.stdout)
