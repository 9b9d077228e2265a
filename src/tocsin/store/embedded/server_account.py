"""Under which account the server runs: PostgreSQL refuses to be root.

As an ordinary user it is that user. As root it is a number that no system gives to anybody, so that no user
is added and no other daemon shares it; making a new data folder alone needs an account with a name, which
``nobody`` lends.
"""

import os
import pwd
import stat
from pathlib import Path
from typing import Any

from msgspec import Struct

from tocsin.store.embedded.errors import CannotStart

_NUMBER = 65521
"""Systemd leaves 65520 to 65533 unused, and Debian gives out nothing from 65000 to 65533."""
_LENDER = "nobody"


class ServerAccount(Struct, frozen=True):
    """A user and a group, and whether we have to change into them."""

    uid: int
    gid: int
    other: bool

    def subprocess_options(self) -> dict[str, Any]:
        """What ``subprocess`` is to be told, so that a child runs under this account."""
        return {"user": self.uid, "group": self.gid, "extra_groups": []} if self.other else {}

    def take_ownership(self, path: Path) -> None:
        """Give it a file or folder, with all that lies below."""
        if not self.other:
            return
        for found in (path, *(path.rglob("*") if path.is_dir() and not path.is_symlink() else ())):
            os.chown(found, self.uid, self.gid, follow_symlinks=False)

    def can_reach(self, folder: Path) -> bool:
        """Whether it may pass every folder on the way to this one; those not there yet do not count."""
        if not self.other:
            return True
        resolved = folder.resolve()
        return all(self._can_pass(path) for path in (resolved, *resolved.parents) if path.is_dir())

    def _can_pass(self, folder: Path) -> bool:
        found = folder.stat()
        if found.st_uid == self.uid:
            return bool(found.st_mode & stat.S_IXUSR)
        if found.st_gid == self.gid:
            return bool(found.st_mode & stat.S_IXGRP)
        return bool(found.st_mode & stat.S_IXOTH)


def find_server_account() -> ServerAccount:
    if os.geteuid() != 0:
        return ServerAccount(uid=os.geteuid(), gid=os.getegid(), other=False)
    return ServerAccount(uid=_NUMBER, gid=_NUMBER, other=True)


def find_initdb_account() -> ServerAccount:
    """Who makes a new data folder: somebody with a name. Raises CannotStart where there is none."""
    server = find_server_account()
    try:
        if not server.other:
            pwd.getpwuid(server.uid)
            return server
        found = pwd.getpwnam(_LENDER)
    except KeyError:
        who = f"this system has no account {_LENDER!r}" if server.other else f"user {server.uid} has no name"
        raise CannotStart(
            f"PostgreSQL makes a store only for a user with a name, and {who} in /etc/passwd: run Tocsin as"
            " an ordinary user of this system, or name a server of your own in TOCSIN_DATABASE_URL"
        ) from None
    return ServerAccount(uid=found.pw_uid, gid=found.pw_gid, other=True)
