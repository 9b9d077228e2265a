"""The site's processes: granian, with as many workers as are asked for, each answering on several threads,
and the socket that all of them accept from."""

import multiprocessing
import os
import secrets
import socket
from collections.abc import Callable, Iterator, MutableMapping
from contextlib import closing, contextmanager, suppress
from http.client import HTTPConnection, HTTPException
from tempfile import TemporaryDirectory
from threading import Thread
from time import sleep
from typing import Any, Final, Protocol

from granian import net
from granian.constants import HTTPModes, Interfaces
from granian.errors import ConfigurationError
from granian.http import HTTP1Settings
from granian.log import LogLevels
from granian.server.mp import MPServer

from tocsin.config import read_settings, set_variable
from tocsin.runtime.extensions import load_extensions, load_object
from tocsin.web import security_events, settings
from tocsin.web.accounts import mfa
from tocsin.web.api.worker_metrics import FOLDER
from tocsin.web.settings import HOSTS, SECRET

# Where the site listens: one socket that all its workers accept from, held by their parent.
#
# A worker that ends takes no waiting visitor with it, as it would with a socket of its own: they are answered
# by the next. The socket may be handed in (systemd's ``tocsin-site.socket``): then it outlives the parent too.

_Holder: Final[Any] = net.SocketHolder  # type: ignore[attr-defined]  # how granian hands a socket to a worker
BACKLOG: Final = 1024
"""Visitors who may wait to be accepted."""
_KEPT_SECONDS: Final = 30
"""How long the kernel keeps a visitor who sends nothing before a worker is told of them."""
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
        return _accept_once_data_came(socket.create_server((host, port), family=family, backlog=BACKLOG))
    except OSError as error:
        # Python adds the address to the system's words, which ours names already.
        raise CannotListen(host, port, os.strerror(error.errno) if error.errno else str(error)) from error


def _accept_once_data_came(at: socket.socket) -> socket.socket:
    """The kernel keeps a visitor until the first bytes come: a worker that ends closes the lines on which nothing was
    asked yet, and whoever was about to ask would be cut off. Where a system has no such thing, they may be."""
    if hasattr(socket, "TCP_DEFER_ACCEPT"):
        with suppress(OSError):
            at.setsockopt(socket.IPPROTO_TCP, socket.TCP_DEFER_ACCEPT, _KEPT_SECONDS)
    return at


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
    return _accept_once_data_came(found)


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


TARGET: Final = "tocsin.web.asgi:application"
LOCAL: Final = ("127.0.0.1", "::1", "localhost")
"""Addresses that only this machine reaches."""
THREADS: Final = 32
"""Threads of a worker. A check is all computing, so that more of them only wait; who sends slowly holds none
(``buffering``), save the few whose batch is answered while it comes."""
_HEADERS_SECONDS: Final = 10
"""How long a visitor may take to send the head of a request."""
_LOOK_AGAIN: Final = 0.1
_PATIENCE: Final = 30.0
"""Seconds."""
_LINES: Final[dict[str, Any]] = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"lines": {"()": "tocsin.runtime.logs.JsonLineFormatter"}},
    "handlers": {
        "lines": {"class": "logging.StreamHandler", "formatter": "lines", "stream": "ext://sys.stderr"}
    },
    "root": {"handlers": ["lines"], "level": "INFO"},
    "loggers": {
        "_granian": {"level": "WARNING", "propagate": True},
        "procrastinate": {"level": "WARNING", "propagate": True},
        # Django would write addresses, and what an exception says; ``traffic`` writes what may be written.
        "django.request": {"level": "CRITICAL", "propagate": False},
        "django.security": {"level": "CRITICAL", "propagate": False},
    },
}
"""Every log as a JSON line on standard error, in the main process and in the workers."""


def _logging_config() -> dict[str, Any]:
    """Events of security go to the SIEM as well, where one is named."""
    if not read_settings().syslog:
        return _LINES
    siem = {"()": "tocsin.web.security_events.create_siem_handler"}
    told = {security_events.LOG.name: {"handlers": ["siem"], "level": "INFO", "propagate": True}}
    return {
        **_LINES,
        "handlers": {**_LINES["handlers"], "siem": siem},
        "loggers": {**_LINES["loggers"], **told},
    }


class CannotServe(Exception):
    """The site's processes cannot be started."""


def site_url(host: str, port: int) -> str:
    """What to type into a browser.

    >>> site_url("0.0.0.0", 8080), site_url("::1", 80)
    ('http://127.0.0.1:8080/', 'http://[::1]/')
    """
    shown = _reachable_host(host)
    shown = f"[{shown}]" if ":" in shown else shown
    return f"http://{shown}/" if port == 80 else f"http://{shown}:{port}/"


def _reachable_host(host: str) -> str:
    """What this machine says for an address that stands for all of its own."""
    return {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(host, host)


def reason_not_to_expose(host: str) -> str:
    """Why the site does not listen there: extensions may say so, and no stranger comes in without a second
    factor; empty where it may."""
    for check in (load_object(one.site_check) for one in load_extensions() if one.site_check):
        if reason := check(host):
            return str(reason)
    told = read_settings()
    alone = host in LOCAL and {*told.site_hosts} <= {*LOCAL, "[::1]"} and not told.api_proxies
    if alone or mfa.is_mfa_required():
        return ""
    return (
        "TOCSIN_STAFF_SECOND_FACTOR=off is for a demonstration that only this machine can reach: take it away"
    )


def missing_settings(host: str) -> tuple[str, ...]:
    """What an operator should have said before others than this machine are answered, one sentence each."""
    if host in LOCAL:
        return ()
    said = {
        HOSTS: "visitors who come by any other name than this address are refused: name the site's hosts",
        SECRET: "links to shared results end when the site stops: give a secret that is kept",
        "TOCSIN_OPERATOR_NAME": "every page says that this is a trial, and search engines are sent away: say who runs the site",
        "TOCSIN_OPERATOR_CONTACT": "nobody can write to whoever runs the site: the law wants an address",
    }
    told = read_settings()
    return tuple(f"{name} is not set; {text}" for name, text in said.items() if not told.find_value(name))


class Heartbeat(Protocol):
    """Somebody who wants to hear that the site answers."""

    every: float
    """Seconds between two signs of life; 0: none are wanted."""

    def report_alive(self) -> None:
        """It answers."""
        ...


def serve_site(
    host: str, port: int, workers: int, *, ready: Callable[[str], None], beat: Heartbeat | None = None
) -> None:
    """Answer until SIGTERM or Ctrl-C; ``ready`` is told the address once it can be asked.

    SIGHUP puts other workers in the place of those that run, one after the other, and refuses nobody. A
    socket that systemd hands in goes before ``host`` and ``port``. Raises CannotListen, CannotServe.
    """
    at = socket_from_systemd() or open_listen_socket(host, port)
    host, port = at.getsockname()[:2]
    multiprocessing.set_start_method("spawn", force=True)  # a thread runs here: a fork would copy half of it
    os.environ["DJANGO_SETTINGS_MODULE"] = settings.__name__
    if not read_settings().site_secret:
        set_variable(SECRET, secrets.token_urlsafe(32))  # the same for all workers
    if host not in LOCAL and not read_settings().site_hosts:
        set_variable(HOSTS, f"localhost,127.0.0.1,[::1],{host}")
    server = SharedSocketServer(
        at,
        TARGET,
        address=host,
        port=port,
        interface=Interfaces.ASGINL,
        workers=workers,
        http=HTTPModes.http1,
        websockets=False,
        http1_settings=HTTP1Settings(header_read_timeout=_HEADERS_SECONDS * 1000),
        log_level=LogLevels.warning,
        log_dictconfig=_logging_config(),
        respawn_failed_workers=True,
        workers_kill_timeout=10,
    )
    server.on_startup(lambda: _report_once_answering(host, port, ready, beat))
    try:
        with _shared_metrics_folder():
            server.serve()
    except ConfigurationError as error:
        raise CannotServe(str(error)) from error


@contextmanager
def _shared_metrics_folder() -> Iterator[None]:
    """A folder in which the workers count what they do: whichever is asked for the metrics tells of all."""
    if os.environ.get(FOLDER):
        yield
        return
    with TemporaryDirectory(prefix="tocsin-metrics-") as folder:
        os.environ[FOLDER] = folder
        try:
            yield
        finally:
            del os.environ[FOLDER]


def _report_once_answering(
    host: str, port: int, ready: Callable[[str], None], beat: Heartbeat | None
) -> None:
    """The first worker answers when it has loaded the pages; from then on ``beat`` is told while one does."""
    reached = _reachable_host(host)

    def look() -> None:
        while not _is_answering(reached, port):
            sleep(_LOOK_AGAIN)
        ready(site_url(host, port))
        while beat and beat.every:
            if _is_answering(reached, port):
                beat.report_alive()
            sleep(beat.every / 4)

    Thread(target=look, daemon=True).start()


def _is_answering(host: str, port: int) -> bool:
    """Whether a worker says that it lives."""
    line = HTTPConnection(host, port, timeout=_PATIENCE)
    with suppress(OSError, HTTPException), closing(line):
        line.request("GET", "/healthz")
        return line.getresponse().status == 200
    return False
