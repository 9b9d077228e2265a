"""What was answered already, and how often to whom, as digests in a file: at most one answer, crash or not.

A line a mail: the hour, a keyed digest of the mail, one of its sender. Nobody can read out of it who wrote.
The line is on the disk before the answer leaves; it is taken back only where the answer surely did not leave.
"""

import fcntl
import hashlib
import hmac
import os
import re
from collections.abc import Callable
from itertools import islice
from pathlib import Path
from secrets import token_bytes
from threading import Lock
from typing import Final, Literal

from tocsin.runtime.atomic_file import replace_when_complete, write_atomically

Taking = Literal["taken", "already", "too_many"]
HOUR: Final = 3600
KEPT: Final = 30 * 24
"""Hours for which a mail is known: longer than any server tries to deliver it."""
_DIGEST: Final = 24
_WRITTEN: Final = re.compile(rb"([+-]) (\d{10}) ([0-9a-f]{24}) ([0-9a-f]{24})\n")
_SENDERS: Final = 10_000


class FolderLocked(OSError):
    """Another process answers with this folder."""


class AnsweredLog:
    """The file of a folder, and what it says, in memory."""

    def __init__(self, folder: Path, clock: Callable[[], float], *, per_hour: int) -> None:
        """Open it; ``per_hour`` is how many answers a sender gets within an hour.

        Raises FolderLocked, OSError.
        """
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        self._clock = clock
        self._per_hour = per_hour
        self._path = folder / "answered"
        self._lock = _lock_file(folder / "lock")
        self._key = _load_key(folder / "key")
        self._seen: dict[str, tuple[float, str]] = {}
        """Digest of a mail -> when, and digest of its sender; oldest first."""
        self._lately: dict[str, list[float]] = {}
        """Digest of a sender -> when they were answered within the last hour, or before."""
        self._mutex = Lock()
        self._load_file()
        self._file = self._path.open("ab", buffering=0)

    def __len__(self) -> int:
        return len(self._seen)

    def claim_answer(self, mail: bytes, sender: str) -> Taking:
        """Whether this mail of this sender is to be answered now; if so it is never again."""
        digest, who = self._mail_digests(mail, sender)
        with self._mutex:
            now = self._clock()
            self._forget_old(now)
            if digest in self._seen:
                return "already"
            lately = [at for at in self._lately.get(who, ()) if at > now - HOUR]
            if len(lately) >= self._per_hour:
                return "too_many"
            self._append_line(b"+", now, digest, who)
            self._seen[digest] = now, who
            self._lately[who] = [*lately, now]
        return "taken"

    def release_claim(self, mail: bytes, sender: str) -> None:
        """The answer did not leave: the mail may be answered when it comes again."""
        digest, who = self._mail_digests(mail, sender)
        with self._mutex:
            if found := self._seen.pop(digest, None):
                self._append_line(b"-", found[0], digest, who)
                self._lately[who] = [at for at in self._lately.get(who, ()) if at != found[0]]

    def close(self) -> None:
        """Let the file go, to another process."""
        self._file.close()
        os.close(self._lock)

    def _mail_digests(self, mail: bytes, sender: str) -> tuple[str, str]:
        address = sender.lower().encode()
        return self._digest(mail + b"\n" + address), self._digest(address)

    def _forget_old(self, now: float) -> None:
        """Let go of what is too old to come again."""
        for digest in list(islice(self._seen, 2)):
            if self._seen[digest][0] <= now - KEPT * HOUR:
                del self._seen[digest]
        if len(self._lately) > _SENDERS:
            self._lately = {who: times for who, times in self._lately.items() if times[-1:] > [now - HOUR]}

    def _append_line(self, sign: bytes, at: float, digest: str, who: str) -> None:
        self._file.write(_format_line(sign, at, digest, who))
        os.fsync(self._file.fileno())

    def _digest(self, what: bytes) -> str:
        return hmac.digest(self._key, what, hashlib.sha256).hex()[:_DIGEST]

    def _load_file(self) -> None:
        """Read the file, forget what is old, and write it anew where that makes it much shorter."""
        if not self._path.exists():
            return
        lines = self._path.read_bytes().splitlines(keepends=True)
        oldest = self._clock() - KEPT * HOUR
        for line in lines:
            if not (found := _WRITTEN.fullmatch(line)):
                continue  # cut short by a crash: what it announced did not leave
            sign, at, digest, who = (group.decode() for group in found.groups())
            self._seen.pop(digest, None)
            if sign == "+" and int(at) > oldest:
                self._seen[digest] = float(at), who
        for at, who in self._seen.values():
            self._lately.setdefault(who, []).append(at)
        if len(lines) != len(self._seen):
            self._rewrite()

    def _rewrite(self) -> None:
        with replace_when_complete(self._path) as file:
            for digest, (at, who) in self._seen.items():
                file.write(_format_line(b"+", at, digest, who))


def _format_line(sign: bytes, at: float, digest: str, who: str) -> bytes:
    return b"%s %010d %s %s\n" % (sign, int(at), digest.encode(), who.encode())


def _lock_file(path: Path) -> int:
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        os.close(descriptor)
        raise FolderLocked(f"{str(FolderLocked.__doc__).rstrip('.')}: {path.parent}") from None
    return descriptor


def _load_key(path: Path) -> bytes:
    """The key of the digests, drawn once."""
    if path.exists():
        return path.read_bytes()
    write_atomically(path, token_bytes(32), mode=0o600)
    return path.read_bytes()
