"""The secret of a register: $TOCSIN_SECRET, or a file beside the register that nobody else can read."""

import os
from contextlib import suppress
from pathlib import Path
from secrets import token_hex

from tocsin.cli.exit_status import BadData, CommandFailure, NoSuchFile, failure_from_os_error
from tocsin.config import read_settings
from tocsin.register.register_keys import RegisterKeys, SecretTooShort, derive_register_keys

BYTES = 32


class NoSecret(NoSuchFile):
    """There is no secret for this register, so a telephone number cannot be compared."""


class SecretExposed(CommandFailure):
    """Others can read this secret: take their right away with chmod 600."""


def load_register_keys(register: Path, *, make: bool = False) -> RegisterKeys:
    """The keys of a register; with ``make``, a secret is drawn where there is none.

    Raises NoSecret, SecretExposed, or BadData for a secret that is too short.
    """
    try:
        return derive_register_keys(_load_secret(secret_path(register), make))
    except SecretTooShort as error:
        raise BadData(str(error)) from error


def secret_path(register: Path) -> Path:
    """Where the secret of a register is kept."""
    return register.with_name(register.name + ".secret")


def _load_secret(path: Path, make: bool) -> bytes:
    if given := read_settings().secret:
        return os.fsencode(given)
    if make and not path.exists():
        with suppress(FileExistsError):
            _draw_secret(path)
    return _read_secret(path)


def _draw_secret(path: Path) -> None:
    """Write a new secret, whole or not at all, unless there is one."""
    draft = path.with_name(f".{path.name}.{token_hex(8)}")
    try:
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as out:
            out.write(os.urandom(BYTES))
            out.flush()
            os.fsync(out.fileno())
        os.link(draft, path)  # refuses where there is one, so that two processes agree on the same
    except FileExistsError:
        raise
    except OSError as error:
        raise failure_from_os_error(error, str(path)) from error
    finally:
        draft.unlink(missing_ok=True)


def _read_secret(path: Path) -> bytes:
    try:
        if path.stat().st_mode & 0o077:
            raise SecretExposed(place=str(path))
        return path.read_bytes()
    except FileNotFoundError as error:
        raise NoSecret("give it in $TOCSIN_SECRET", place=str(path)) from error
    except OSError as error:
        raise failure_from_os_error(error, str(path)) from error
