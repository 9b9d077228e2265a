"""Where an embedded store lies, and what stands in its folder."""

import hashlib
import os
import tempfile
from pathlib import Path

from msgspec import Struct

from tocsin.config import read_settings, user_state_folder
from tocsin.store.embedded.errors import CannotStart
from tocsin.store.embedded.server_account import ServerAccount

DATABASE = "tocsin"
USER = "tocsin"
PORT = 5432
"""Part of the socket's name; nothing listens on it unless TCP is asked for."""
_SYSTEM = Path("/var/lib/tocsin")
_LONGEST = 107
"""Bytes that the name of a socket can have."""


class StorePaths(Struct, frozen=True):
    """The folder of a store: data, socket, password, log and locks."""

    folder: Path

    @property
    def data(self) -> Path:
        """PostgreSQL's own folder; there only when it was made as a whole."""
        return self.folder / "data"

    @property
    def password(self) -> Path:
        """The password of the user ``tocsin``; for its owner alone."""
        return self.folder / "password"

    @property
    def launcher_lock(self) -> Path:
        """Held while a server is started or stopped."""
        return self.folder / "launcher.lock"

    @property
    def holder_lock(self) -> Path:
        """Held by who keeps the store running for itself."""
        return self.folder / "holder.lock"

    @property
    def server_lock(self) -> Path:
        return self.folder / "server.lock"

    @property
    def detached(self) -> Path:
        """There while the server is meant to run until somebody stops it."""
        return self.folder / "detached"

    @property
    def log(self) -> Path:
        return self.folder / "server.log"

    @property
    def sockets(self) -> Path:
        """The private folder of the socket: in the store, or, where its name would be too long, elsewhere."""
        inside = self.folder / "run"
        if len(os.fsencode(inside / f".s.PGSQL.{PORT}.lock")) <= _LONGEST:
            return inside
        digest = hashlib.sha256(os.fsencode(self.folder)).hexdigest()[:16]
        return Path(tempfile.gettempdir()) / f"tocsin-{os.geteuid()}-{digest}"


def default_folder() -> Path:
    """``$TOCSIN_HOME``; else ``/var/lib/tocsin`` for root, and the state folder of a user."""
    if named := read_settings().home:
        return named
    if os.geteuid() == 0:
        return _SYSTEM
    return user_state_folder()


def locate_store(home: Path | None, account: ServerAccount) -> StorePaths:
    """The folder of a store, where the server's account can reach it.

    One that lies behind a closed folder, as all below ``/root``, has its place in ``/var/lib/tocsin``, under
    a name that follows from its own.
    """
    asked = (home or default_folder()).absolute()
    if account.can_reach(asked.parent):
        return StorePaths(asked)
    digest = hashlib.sha256(os.fsencode(asked)).hexdigest()[:12]
    return StorePaths(_SYSTEM / f"{asked.name}-{digest}")


def prepare_folder(home: StorePaths, account: ServerAccount) -> None:
    """Make the folder and that of its socket. Raises CannotStart, naming what cannot be written."""
    try:
        _make_folders(home.folder)
        check_own_folder(home)
        home.folder.chmod(0o711 if account.other else 0o700)
        home.sockets.mkdir(mode=0o700, exist_ok=True)
        found = home.sockets.lstat()
        if home.sockets.is_symlink() or found.st_uid not in (os.geteuid(), account.uid):
            raise CannotStart(f"{home.sockets} belongs to another user; remove it")
        home.sockets.chmod(0o700)
        account.take_ownership(home.sockets)
    except OSError as error:
        raise CannotStart(
            f"{error.filename or home.folder} cannot be written ({error.strerror}); choose another folder"
            " by TOCSIN_HOME"
        ) from None


def check_own_folder(home: StorePaths) -> bool:
    """Whether there is such a folder at all. Raises CannotStart where it is somebody else's."""
    try:
        owner = home.folder.stat().st_uid
    except FileNotFoundError:
        return False
    except OSError as error:
        raise CannotStart(f"{home.folder} cannot be read ({error.strerror})") from None
    if owner != os.geteuid():
        raise CannotStart(
            f"{home.folder} belongs to another user (number {owner}): be that user, or choose another folder"
            " by TOCSIN_HOME"
        )
    return True


def _make_folders(folder: Path) -> None:
    """Make a folder and those above it, open to pass through whatever the umask says."""
    if not folder.exists():
        _make_folders(folder.parent)
        folder.mkdir(exist_ok=True)
        folder.chmod(0o711)
