"""The site's processes: granian, with as many workers as are asked for, each answering on several threads."""

import logging
import multiprocessing
import os
import secrets
import socket
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from tempfile import TemporaryDirectory
from threading import Thread
from time import sleep
from typing import Any, Final

from granian.constants import HTTPModes, Interfaces
from granian.errors import ConfigurationError
from granian.http import HTTP1Settings
from granian.log import LogLevels
from granian.server import Server

from tocsin.web import settings
from tocsin.web.api.measures import FOLDER
from tocsin.web.api.settings import PROXIES
from tocsin.web.settings import HOSTS, SECRET
from tocsin.web.staff import second

TARGET: Final = "tocsin.web.wsgi:application"
LOCAL: Final = ("127.0.0.1", "::1", "localhost")
"""Addresses that only this machine reaches."""
THREADS: Final = 32
"""Threads of a worker. A check is all computing, so that more of them only wait; but each slow visitor holds
one for a while (``patience``), and nobody else should wait for that."""
_HEADERS_SECONDS: Final = 10
"""How long a visitor may take to send the head of a request."""
_LOOK_AGAIN: Final = 0.1
"""Seconds."""
_LINES: Final[dict[str, Any]] = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"lines": {"()": "tocsin.tracing.logs.Lines"}},
    "filters": {"meant": {"()": "tocsin.web.serve.Meant"}},
    "handlers": {
        "lines": {"class": "logging.StreamHandler", "formatter": "lines", "stream": "ext://sys.stderr"}
    },
    "root": {"handlers": ["lines"], "level": "INFO"},
    "loggers": {
        "_granian": {"level": "WARNING", "propagate": True, "filters": ["meant"]},
        "procrastinate": {"level": "WARNING", "propagate": True},
        # Django would write addresses, and what an exception says; ``traffic`` writes what may be written.
        "django.request": {"level": "CRITICAL", "propagate": False},
        "django.security": {"level": "CRITICAL", "propagate": False},
    },
}
"""Every log as a JSON line on standard error, in the main process and in the workers."""


class Meant(logging.Filter):
    """Leaves out that there are more threads than processors: they wait for visitors, not for a processor."""

    def filter(self, record: logging.LogRecord) -> bool:
        return "Python threads" not in record.getMessage()


class CannotListen(Exception):
    """The site cannot listen there."""

    def __init__(self, host: str, port: int, reason: str) -> None:
        super().__init__(f"cannot listen on {host}:{port}: {reason}; choose another with --host and --port")
        self.host = host
        self.port = port


class CannotServe(Exception):
    """The site's processes cannot be started."""


def address(host: str, port: int) -> str:
    """What to type into a browser.

    >>> address("0.0.0.0", 8080), address("::1", 80)
    ('http://127.0.0.1:8080/', 'http://[::1]/')
    """
    shown = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(host, host)
    shown = f"[{shown}]" if ":" in shown else shown
    return f"http://{shown}/" if port == 80 else f"http://{shown}:{port}/"


def refused(host: str) -> str:
    """Why the site is not opened to others than this machine; empty where it may be."""
    hosts = {name.strip() for name in os.environ.get(HOSTS, "").split(",") if name.strip()}
    alone = host in LOCAL and hosts <= {*LOCAL, "[::1]"} and not int(os.environ.get(PROXIES) or 0)
    if alone or second.required():
        return ""
    return f"{second.SETTING}=off is for a demonstration that only this machine can reach: take it away"


def missing(host: str) -> tuple[str, ...]:
    """What an operator should have said before others than this machine are answered, one sentence each."""
    if host in LOCAL:
        return ()
    said = {
        HOSTS: "visitors who come by any other name than this address are refused: name the site's hosts",
        SECRET: "links to shared results end when the site stops: give a secret that is kept",
    }
    return tuple(f"{name} is not set; {text}" for name, text in said.items() if not os.environ.get(name))


def serve(host: str, port: int, workers: int, *, ready: Callable[[str], None]) -> None:
    """Answer until SIGTERM or Ctrl-C; ``ready`` is told the address once it can be asked.

    Raises CannotListen, CannotServe.
    """
    port = _free(host, port)
    multiprocessing.set_start_method("spawn", force=True)  # a thread runs here: a fork would copy half of it
    os.environ["DJANGO_SETTINGS_MODULE"] = settings.__name__
    os.environ.setdefault(SECRET, secrets.token_urlsafe(32))  # the same for all workers
    if host not in LOCAL and not os.environ.get(HOSTS):
        os.environ[HOSTS] = f"localhost,127.0.0.1,[::1],{host}"
    server = Server(
        TARGET,
        address=host,
        port=port,
        interface=Interfaces.WSGI,
        workers=workers,
        blocking_threads=THREADS,
        http=HTTPModes.http1,
        websockets=False,
        http1_settings=HTTP1Settings(header_read_timeout=_HEADERS_SECONDS * 1000),
        log_level=LogLevels.warning,
        log_dictconfig=_LINES,
        respawn_failed_workers=True,
        workers_kill_timeout=10,
    )
    server.on_startup(lambda: _tell_once_it_answers(host, port, ready))
    try:
        with _counted_together():
            server.serve()
    except ConfigurationError as error:
        raise CannotServe(str(error)) from error


@contextmanager
def _counted_together() -> Iterator[None]:
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


def _tell_once_it_answers(host: str, port: int, ready: Callable[[str], None]) -> None:
    """The first worker listens when it has loaded the pages; until then a browser would be refused."""
    where = address(host, port)

    def look() -> None:
        reached = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(host, host)
        while True:
            with suppress(OSError), socket.create_connection((reached, port), timeout=1):
                ready(where)
                return
            sleep(_LOOK_AGAIN)

    Thread(target=look, daemon=True).start()


def _free(host: str, port: int) -> int:
    """The port, or one that is free where it is 0; asked before the workers start, who could only say it
    later."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        with socket.create_server((host, port), family=family) as probe:
            return int(probe.getsockname()[1])
    except OSError as error:
        raise CannotListen(host, port, error.strerror or str(error)) from error
