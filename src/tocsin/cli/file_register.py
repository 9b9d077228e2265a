"""A register in a file: one JSON object a line, only added to, each on the disk before its SMS leaves."""

import fcntl
import os
import sys
from contextlib import suppress
from pathlib import Path
from typing import Final, Self

import msgspec
from msgspec import Struct

from tocsin.cli.exit_status import BadData, CommandFailure, NoSuchFile, failure_from_os_error
from tocsin.config import read_settings, user_state_folder
from tocsin.message.safe_display import escape_to_one_line
from tocsin.register.entry import RegisterEntry
from tocsin.register.message_register import CodeTaken, MemoryRegister, TemplateNotPublished, WordingChanged
from tocsin.register.published_template import PublishedTemplate

FORMAT: Final = 1


class NoRegister(NoSuchFile):
    """There is no register of the messages sent."""


class RegisterInUse(CommandFailure):
    """Another process is writing in this register."""


class _RegisterHead(Struct, frozen=True, tag="register", tag_field="kind"):
    format: int


_decode = msgspec.json.Decoder(_RegisterHead | PublishedTemplate | RegisterEntry).decode
_encode = msgspec.json.Encoder().encode


def register_path(named: str | None) -> Path:
    """Where the register is: as named, or $TOCSIN_REGISTER, or in the folder of the user's own state."""
    if name := named or read_settings().register:
        return Path(name)
    return user_state_folder() / "register.jsonl"


class FileRegister(MemoryRegister):
    """The register of a file, held whole in memory; written to only where it was opened to write."""

    def __init__(self, path: Path, descriptor: int | None = None) -> None:
        super().__init__()
        self.path = path
        self._descriptor = descriptor

    @classmethod
    def open_to_read(cls, path: Path) -> Self:
        """The register as it stands. Raises NoRegister, or BadData with the line that cannot be read."""
        journal = cls(path)
        try:
            journal._load()
        except FileNotFoundError as error:
            raise NoRegister("name one with --register or $TOCSIN_REGISTER", place=str(path)) from error
        except OSError as error:
            raise failure_from_os_error(error, str(path)) from error
        return journal

    @classmethod
    def open_to_write(cls, path: Path) -> Self:
        """The register, to add to: it is made where there is none, and is ours alone until it is closed.

        What a crash left half written at its end is cut off. Raises RegisterInUse, or as :meth:`read`.
        """
        try:
            path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            journal = cls(path, os.open(path, os.O_RDWR | os.O_CREAT | os.O_APPEND, 0o600))
        except OSError as error:
            raise failure_from_os_error(error, str(path)) from error
        try:
            journal._lock_and_load()
        except BaseException:
            journal.close()
            raise
        return journal

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Let others write."""
        if self._descriptor is not None:
            os.close(self._descriptor)
            self._descriptor = None

    def publish(self, template: PublishedTemplate) -> None:
        """Keep a wording, in the file first."""
        if self._is_new(template):
            self._append(template)
            super().publish(template)

    def add(self, entry: RegisterEntry) -> None:
        """Keep an entry, on the disk before this returns."""
        self._check_entry(entry)
        self._append(entry)
        super().add(entry)

    # ---- the file

    def _lock_and_load(self) -> None:
        assert self._descriptor is not None
        try:
            fcntl.flock(self._descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            raise RegisterInUse(place=str(self.path)) from error
        whole = self._load()
        os.ftruncate(self._descriptor, whole)
        if not whole:
            self._append(_RegisterHead(FORMAT))
            _sync_folder(self.path.parent)

    def _append(self, record: Struct) -> None:
        if self._descriptor is None:
            raise NotOpenToWrite(place=str(self.path))
        line = _encode(record) + b"\n"
        try:
            if os.write(self._descriptor, line) != len(line):
                raise OSError("it was written in part")
            os.fsync(self._descriptor)
        except OSError as error:
            self.close()  # half a line may stand at the end: it is cut off when the file is opened again
            raise failure_from_os_error(error, str(self.path)) from error

    def _load(self) -> int:
        """Read every line; returns how many bytes are whole lines."""
        whole = 0
        with self.path.open("rb") as lines:
            for number, line in enumerate(lines, 1):
                if not line.endswith(b"\n"):
                    self._warn_of_cut_line(len(line))
                    break
                self._read_line(line, number)
                whole += len(line)
        return whole

    def _read_line(self, line: bytes, number: int) -> None:
        try:
            self._apply_record(_decode(line), first=number == 1)
        except (CodeTaken, TemplateNotPublished, WordingChanged, ValueError) as error:
            raise BadData(str(error), place=f"{self.path}:{number}") from error

    def _apply_record(
        self, record: _RegisterHead | PublishedTemplate | RegisterEntry, *, first: bool
    ) -> None:
        if first != isinstance(record, _RegisterHead):
            raise ValueError("a register begins with its format, once")
        if isinstance(record, RegisterEntry):
            super().add(record)
        elif isinstance(record, PublishedTemplate):
            super().publish(record)
        elif record.format != FORMAT:
            raise ValueError(f"the format {record.format} is not known, only {FORMAT}")

    def _warn_of_cut_line(self, count: int) -> None:
        said = f"tocsin: {escape_to_one_line(str(self.path))}: the last line was cut short ({count} bytes): it is left out"
        print(said, file=sys.stderr)


class NotOpenToWrite(CommandFailure):
    """The register was opened to read."""


def _sync_folder(folder: Path) -> None:
    """Have the name of a new file on the disk too."""
    with suppress(OSError):
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
