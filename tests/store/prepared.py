"""A store that is made and migrated once for a whole run of the tests, and copied wherever one is wanted.

To make one takes three seconds of processor, to copy it a tenth of one. How a store is made and migrated is
for ``test_postgres.py``, ``test_migrations.py`` and the how-to pages.
"""

import fcntl
import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import unquote, urlsplit

from psycopg import sql

from tocsin.store import database as stores
from tocsin.store import embedded

FOLDER = "TOCSIN_TEST_STORE"
"""The environment variable that names the folder of the run, for all its processes."""
FAST = {
    "fsync": "off", "synchronous_commit": "off", "full_page_writes": "off", "shared_buffers": "64MB",
    "autovacuum": "off",
}  # fmt: skip
"""A server that need not survive the machine: only its speed counts. Whoever drops a database may not end a
worker of the superuser that is in it, so none is started."""
PREFIX = "tocsin-test-"
MEMORY = Path("/dev/shm")
SHORT = "tt-"
"""Begins the folder of a run in memory: the path of a socket has 107 characters at most."""
ROOM = 4 << 30
"""Bytes."""
_running: list[tuple[str, Path]] = []


def begin() -> None:
    """Make the folder of the run. Called once, before there are several processes."""
    _sweep()
    chosen = "TMPDIR" in os.environ or not _room_in_memory()
    if chosen:
        folder = Path(tempfile.mkdtemp(prefix=f"{PREFIX}{os.getpid()}-"))
    else:
        folder = MEMORY / f"{SHORT}{os.getpid()}"
        shutil.rmtree(folder, ignore_errors=True)  # of one who had our number
        folder.mkdir()
    folder.chmod(0o755)
    os.environ[FOLDER] = str(folder)
    if not chosen:
        folder.chmod(0o1777)
        os.environ["TMPDIR"] = tempfile.tempdir = str(folder)


def end() -> None:
    """Remove it again."""
    folder = os.environ.pop(FOLDER)
    if os.environ.get("TMPDIR", "").startswith(folder):
        del os.environ["TMPDIR"]
        tempfile.tempdir = None
    shutil.rmtree(folder, ignore_errors=True)


def _is_left_behind(folder: Path, process: str) -> bool:
    """Whether a folder is of a run of this user's whose process is gone."""
    try:
        return folder.lstat().st_uid == os.geteuid() and not Path("/proc", process).exists()
    except FileNotFoundError:  # another run was faster
        return False


def _room_in_memory() -> bool:
    """Whether temporary files can lie in memory: a database is copied there in a tenth of the time."""
    try:
        found = os.statvfs(MEMORY)
    except OSError:
        return False
    said = Path("/proc/meminfo").read_text(encoding="ascii")
    free = (
        int(said.split("MemAvailable:")[1].split()[0]) << 10
    )  # also what files of the past are remembered in
    noexec = getattr(os, "ST_NOEXEC", 8)
    return not found.f_flag & noexec and min(found.f_bavail * found.f_frsize, free) > ROOM


def put(home: Path) -> Path:
    """A store in this folder, with its tables, that does not run."""
    made = _made()
    home.mkdir(exist_ok=True)
    copy = ["cp", "-dR", "--preserve=mode,ownership", made / "data", made / "password", home]
    subprocess.run(copy, check=True)
    return home


def server() -> str:
    """URL of a server for the tests of this process, started when it is first asked for."""
    if not _running:
        home = Path(tempfile.mkdtemp(prefix=f"{PREFIX}{os.getpid()}-"))
        _running.append((embedded.start_store(put(home), settings=FAST), home))
    return _running[0][0]


def stop() -> None:
    """Stop the server of this process, if there is one."""
    for _, home in _running:
        embedded.stop_store(home)
        shutil.rmtree(home, ignore_errors=True)
    _running.clear()


@contextmanager
def first_alone(what: str) -> Iterator[bool]:
    """The first process of the run that does this does it alone, and is told so; the others wait until it is done."""
    folder = Path(os.environ[FOLDER])
    done = folder / f"{what}-done"
    with (folder / f"{what}-lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not done.exists():
            yield True
            done.touch()
            return
    yield False


def _made() -> Path:
    store = Path(os.environ[FOLDER]) / "store"
    with first_alone("store") as first:
        if first:
            with ThreadPoolExecutor(
                1
            ) as apart:  # in a thread in which a browser is driven Django refuses to work
                apart.submit(_make, store).result()
    return store


def _make(store: Path) -> None:
    url = embedded.start_store(store, settings=FAST)
    stores.migrate_store(url)
    _hash_password_once(url)
    embedded.stop_store(store)


def _hash_password_once(url: str) -> None:
    """Both sides hash the password at every connection, four thousand times over unless it was kept otherwise."""
    name = urlsplit(url)
    with stores.open_connection(url, autocommit=True) as admin:
        admin.execute("set scram_iterations = 1")
        admin.execute(
            sql.SQL("alter role {} password {}").format(
                sql.Identifier(name.username or ""), sql.Literal(unquote(name.password or ""))
            )
        )


def _sweep() -> None:
    """Stop the servers of our test runs that were killed before they could; another user's are theirs."""
    for folder, prefix in ((Path(tempfile.gettempdir()), PREFIX), (MEMORY, SHORT)):
        for left in folder.glob(f"{prefix}*"):
            if _is_left_behind(left, left.name.removeprefix(prefix).partition("-")[0]):
                for depth in ("password", "*/password", "*/*/password", "*/*/*/password"):
                    for password in left.glob(depth):
                        embedded.stop_store(password.parent)
                shutil.rmtree(left, ignore_errors=True)
