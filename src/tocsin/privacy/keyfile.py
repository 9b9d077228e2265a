"""The file of the keys: outside the database, for its owner alone, written whole or not at all.

Every change is made under a lock, on what stands in the file at that moment, and is on the disk before it
counts: what was sealed can be opened after a power cut.
"""

import fcntl
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final, Protocol

import msgspec

from tocsin.config import read_settings, user_state_folder
from tocsin.privacy import keyring
from tocsin.privacy.keyring import BYTES, KeyRing
from tocsin.runtime.atomic_file import replace_when_complete

VARIABLE: Final = "TOCSIN_KEYS"


class NoKeyFile(Exception):
    """There is no file of keys: "tocsin keys new" makes one."""


class KeysExposed(Exception):
    """Others can read the keys: take their right away with chmod 600."""


class KeyFileDamaged(Exception):
    """This is not a file of keys, or a part of it is missing: bring back its last copy."""


class KeysExist(Exception):
    """There is a file of keys already: another would lock the store for good."""


class KeysInUse(Exception):
    """A service works with these keys: nothing is erased in another store with them."""


class KeyStore(Protocol):
    """Where keys are kept."""

    def read_keys(self) -> KeyRing:
        """The keys as they stand."""
        ...

    def change_keys(self, how: Callable[[KeyRing], KeyRing]) -> KeyRing:
        """Change them for good, before this returns; nobody else changes them meanwhile."""
        ...

    def read_mark(self) -> object:
        """Something that is another thing once the keys have changed."""
        ...


class KeyFile:
    def __init__(self, path: Path) -> None:
        self.path = path

    def read_keys(self) -> KeyRing:
        """The keys. Raises NoKeyFile, KeysExposed, KeyFileDamaged, OSError."""
        try:
            with self.path.open("rb") as file:
                if os.fstat(file.fileno()).st_mode & 0o077:
                    raise KeysExposed(_format_error(KeysExposed, self.path))
                return decode_key_ring(file.read(), self.path)
        except FileNotFoundError:
            raise NoKeyFile(_format_error(NoKeyFile, self.path)) from None

    def change_keys(self, how: Callable[[KeyRing], KeyRing]) -> KeyRing:
        """Change the keys. Raises what ``read`` raises."""
        with self._locked():
            before = self.read_keys()
            after = how(before)
            if after != before:
                write_key_file(self.path, after)
            return after

    def read_mark(self) -> object:
        """Which file stands at the path now. Raises NoKeyFile, OSError."""
        try:
            found = self.path.stat()
        except FileNotFoundError:
            raise NoKeyFile(_format_error(NoKeyFile, self.path)) from None
        return found.st_ino, found.st_mtime_ns, found.st_size

    def create_keys(self) -> KeyRing:
        """Draw the keys of a new store. Raises KeysExist."""
        self.path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        with self._locked():
            if self.path.exists():
                raise KeysExist(_format_error(KeysExist, self.path))
            ring = keyring.make_key_ring(draw_key)
            write_key_file(self.path, ring)
            return ring

    @contextmanager
    def _locked(self) -> Iterator[None]:
        lock = self.path.with_name(self.path.name + ".lock")
        try:
            held = os.open(lock, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        except FileNotFoundError:
            raise NoKeyFile(_format_error(NoKeyFile, self.path)) from None
        try:
            fcntl.flock(held, fcntl.LOCK_EX)
            yield
        finally:
            os.close(held)


def mark_in_use(path: Path) -> int | None:
    """Say that a service works with the keys of this file, for as long as what is returned stays open.

    Where nothing can be written beside the file, nothing is said. Waits for whoever has them ``alone``.
    """
    try:
        held = _open_use_lock(path)
    except OSError:
        return None
    fcntl.flock(held, fcntl.LOCK_SH)
    return held


@contextmanager
def claim_exclusive_use(path: Path) -> Iterator[None]:
    """Have the keys of this file for oneself. Raises KeysInUse where a service works with them, OSError."""
    held = _open_use_lock(path)
    try:
        try:
            fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise KeysInUse(_format_error(KeysInUse, path)) from None
        yield
    finally:
        os.close(held)


def _open_use_lock(path: Path) -> int:
    return os.open(path.with_name(path.name + ".used"), os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)


def find_key_path() -> Path:
    """``$TOCSIN_KEYS``, or ``keys.json`` in the home of the service."""
    said = read_settings()
    return said.keys or (said.home or user_state_folder()) / "keys.json"


def draw_key(_day: object = None, _turn: int = 0) -> bytes:
    return os.urandom(BYTES)


def write_key_file(path: Path, ring: KeyRing) -> None:
    """Write keys, whole or not at all, and wait until they are on the disk."""
    with replace_when_complete(path, mode=0o600) as out:
        out.write(encode_key_ring(ring))
    folder = os.open(path.parent, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)


def encode_key_ring(ring: KeyRing) -> bytes:
    return msgspec.json.format(msgspec.json.encode(ring), indent=1) + b"\n"


def decode_key_ring(data: bytes, path: Path) -> KeyRing:
    """Keys from the file. Raises KeyFileDamaged, which tells nothing of what stands there."""
    try:
        ring = msgspec.json.decode(data, type=KeyRing)
    except (msgspec.MsgspecError, UnicodeDecodeError):
        raise KeyFileDamaged(_format_error(KeyFileDamaged, path)) from None
    every = [(key.id, key.key) for key in ring.keys] + [(key.id, key.key) for key in ring.indexes]
    keys = [ring.source, ring.register, ring.signing, *(key for _, key in every)]
    keys += [ring.index] if ring.index else []
    named = all(keyring.make_key_id(key) == id for id, key in every)
    if ring.format not in keyring.FORMATS or not named or any(len(key) != BYTES for key in keys):
        raise KeyFileDamaged(_format_error(KeyFileDamaged, path))
    return ring


def _format_error(kind: type[Exception], path: Path) -> str:
    return f"{path}: {str(kind.__doc__).rstrip('.')}"
