"""Where comparisons are played and kept: one at a time on a machine, in processes of their own, with an end.

The workers of a site share a folder that is theirs alone. A comparison has a token, which is made of what was
chosen: who chooses the same finds it there. What is kept is of nobody: sums over simulated people.
"""

import fcntl
import os
import tempfile
import threading
import time
from contextlib import suppress
from hashlib import sha256
from pathlib import Path
from typing import Final

import msgspec
from msgspec import Struct

from tocsin.store import embedded
from tocsin_simulation.policies.comparison import PolicyComparison, compare_policies
from tocsin_simulation.policies.comparison_plan import ComparisonPlan, PolicyRun
from tocsin_simulation.policies.run import PlayStopped, play_plan

SECONDS: Final = 900.0
"""A comparison that takes longer is stopped."""
PROCESSES: Final = 2
KEPT: Final = 50
"""Comparisons that are kept: the oldest go first."""


class ComparisonRunning(RuntimeError):
    """Another comparison is being played on this machine."""


class FinishedComparison(Struct, frozen=True):
    """A comparison, done."""

    plan: ComparisonPlan
    found: PolicyComparison


class ComparisonProgress(Struct, frozen=True):
    """How far a comparison is."""

    done: int
    total: int
    until: float
    """When it is stopped, in seconds of the machine's own time."""


_kept = msgspec.json.Decoder(FinishedComparison).decode
_standing = msgspec.json.Decoder(ComparisonProgress).decode


def comparison_token(plan: ComparisonPlan) -> str:
    """Under which a comparison is kept: who chooses the same finds it there."""
    return sha256(msgspec.json.encode(plan)).hexdigest()[:24]


class ComparisonJobs:
    """The folder of a machine's comparisons."""

    def __init__(self, folder: Path | None = None, seconds: float = SECONDS) -> None:
        self._folder = folder or Path(tempfile.gettempdir()) / f"tocsin-twin-{os.getuid()}"
        self._seconds = seconds
        self.playing: threading.Thread | None = None
        """What plays the last comparison that this process began."""

    def start_comparison(self, plan: ComparisonPlan) -> str:
        """Begin a comparison, unless it is there; its token. Raises ComparisonRunning."""
        token = comparison_token(plan)
        if self.read_finished(token) is not None:
            return token
        lock = self._acquire_lock()
        if lock is None:
            if self.read_progress(token) is not None:  # somebody has just chosen the same
                return token
            raise ComparisonRunning(str(ComparisonRunning.__doc__))
        self._delete_old()
        total = plan.seeds * len(plan.policies)
        self._write_file(token, "running", ComparisonProgress(0, total, time.time() + self._seconds))
        self.playing = threading.Thread(target=self._run_comparison, args=(plan, token, lock), daemon=True)
        self.playing.start()
        return token

    def read_finished(self, token: str) -> FinishedComparison | None:
        """A comparison that is done; None where there is none."""
        with suppress(OSError, msgspec.MsgspecError):
            return _kept(self._file_path(token, "done").read_bytes())
        return None

    def read_progress(self, token: str) -> ComparisonProgress | None:
        """How far one is that is being played; None where there is none, or it should have ended."""
        with suppress(OSError, msgspec.MsgspecError):
            found = _standing(self._file_path(token, "running").read_bytes())
            return found if time.time() < found.until + 5 else None
        return None

    def was_started(self, token: str) -> bool:
        """Whether it was ever begun, and is not forgotten."""
        return any(self._file_path(token, kind).exists() for kind in ("done", "running", "failed"))

    # ---- playing

    def _run_comparison(self, plan: ComparisonPlan, token: str, lock: int) -> None:
        until, total, done = time.time() + self._seconds, plan.seeds * len(plan.policies), 0

        def seen(_: PolicyRun) -> None:
            nonlocal done
            done += 1
            self._write_file(token, "running", ComparisonProgress(done, total, until))

        try:
            ran = play_plan(plan, PROCESSES, seconds=self._seconds, seen=seen)
            self._write_file(token, "done", FinishedComparison(plan, compare_policies(plan, ran)))
        except (PlayStopped, embedded.CannotStart, OSError):
            with suppress(OSError):
                self._write_file(token, "failed", ComparisonProgress(done, total, until))
        finally:
            self._file_path(token, "running").unlink(missing_ok=True)
            os.close(lock)

    # ---- the folder

    def _acquire_lock(self) -> int | None:
        """The machine's only place; None where somebody has it. It is given back with its file."""
        self._check_folder()
        lock = os.open(self._folder / "lock", os.O_CREAT | os.O_RDWR | os.O_CLOEXEC, 0o600)
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            os.close(lock)
            return None
        return lock

    def _check_folder(self) -> None:
        """The folder is there, ours, and nobody else's."""
        self._folder.mkdir(mode=0o700, exist_ok=True)
        found = self._folder.lstat()
        if self._folder.is_symlink() or found.st_uid != os.getuid() or found.st_mode & 0o077:
            raise PermissionError(f"{self._folder} is not a folder of ours alone")

    def _file_path(self, token: str, kind: str) -> Path:
        if len(token) != 24 or not set(token) <= set("0123456789abcdef"):
            return self._folder / "nothing"
        return self._folder / f"{token}.{kind}"

    def _write_file(self, token: str, kind: str, what: Struct) -> None:
        """A file appears whole, or not."""
        path = self._file_path(token, kind)
        part = path.with_suffix(f".{kind}.part")
        part.write_bytes(msgspec.json.encode(what))
        part.replace(path)

    def _delete_old(self) -> None:
        """Forget the oldest; nobody else plays now, so that whatever was running is over."""
        for left in self._folder.glob("*.running"):
            left.unlink(missing_ok=True)
        files = sorted(self._folder.glob("*.*"), key=lambda one: one.stat().st_mtime, reverse=True)
        for old in files[KEPT:]:
            old.unlink(missing_ok=True)
