"""Where the site listens: one socket that all its workers accept from, held by their parent.

A worker that ends takes no waiting visitor with it, as it would with a socket of its own: they are answered
by the next. The socket may be handed in (systemd's ``tocsin-site.socket``): then it outlives the parent too.
"""

import os
import socket
from collections.abc import MutableMapping
from typing import Any, Final

from granian import net
from granian.server.mp import MPServer

_Holder: Final[Any] = net.SocketHolder  # type: ignore[attr-defined]  # how granian hands a socket to a worker
BACKLOG: Final = 1024
"""Visitors who may wait to be accepted."""
_FIRST: Final = 3
"""The descriptor of the first socket that is handed in: sd_listen_fds(3)."""


class CannotListen(Exception):
    """The site cannot listen there."""

    def __init__(self, host: str, port: int, reason: str) -> None:
        super().__init__(f"cannot listen on {host}:{port}: {reason}; choose another with --host and --port")
        self.host = host
        self.port = port


def open_listen_socket(host: str, port: int) -> socket.socket:
    """A socket that visitors can reach from now on. Raises CannotListen."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        return socket.create_server((host, port), family=family, backlog=BACKLOG)
    except OSError as error:
        raise CannotListen(host, port, error.strerror or str(error)) from error


def socket_from_systemd(environ: MutableMapping[str, str] = os.environ) -> socket.socket | None:
    """The socket that systemd handed in; None without one. Who is told once does not ask again.

    Raises CannotListen where it is not one of TCP.
    """
    count, whose = environ.pop("LISTEN_FDS", ""), environ.pop("LISTEN_PID", "")
    environ.pop("LISTEN_FDNAMES", None)
    if not count.isdecimal() or int(count) < 1 or whose != str(os.getpid()):
        return None
    found = socket.socket(fileno=_FIRST)
    if found.family not in (socket.AF_INET, socket.AF_INET6) or found.type != socket.SOCK_STREAM:
        raise CannotListen("the socket", _FIRST, "it was handed in, and is not one of TCP")
    return found


class SharedSocketServer(MPServer):
    """Granian on a socket that is there already."""

    def __init__(self, at: socket.socket, *arguments: Any, **more: Any) -> None:
        super().__init__(*arguments, **more)
        self._at = at

    def _init_shared_socket(self) -> None:
        self._at.setblocking(False)
        self._at.set_inheritable(True)
        self._shd = _Holder(self._at.fileno(), False, BACKLOG)
        self._ssp, self._sso = None, self._at
