"""The site on a port of this machine, answered by a thread of the tests: what a browser needs to see its pages.

It is the site's own server and application, in the process that tests it: it has the environment, the store and the
clock that a test gives its process, and nothing is imported or read of the package a second time. How the site starts,
with several workers, and how it stops, is for :func:`tests.web.conftest.running`.
"""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Thread
from typing import Any

import pytest
from granian import net
from granian.constants import HTTPModes, Interfaces
from granian.server.embed import Server

from tocsin.store import database
from tocsin.web import circulation_lookup, rate_limits, store_pool
from tocsin.web.site_server import BACKLOG, open_listen_socket


class LiveSite(Server):
    """Granian on a socket that is there already, in the loop of a thread."""

    def __init__(self, application: Any) -> None:
        super().__init__(
            application,
            interface=Interfaces.ASGINL,
            http=HTTPModes.http1,
            websockets=False,
            log_enabled=False,
        )
        at = open_listen_socket("127.0.0.1", 0)
        at.setblocking(False)
        self.address = "http://{}:{}".format(*at.getsockname())
        self._shd, self._ssp = net.SocketHolder(at.detach(), False, BACKLOG), None
        self._loop = asyncio.new_event_loop()

    def _init_shared_socket(self) -> None:
        """It is there."""

    def answer(self) -> None:
        """Answer until :meth:`end` is called."""
        asyncio.set_event_loop(self._loop)
        self._loop.run_until_complete(self.serve())
        self._loop.close()

    def end(self) -> None:
        """From any thread."""
        self._loop.call_soon_threadsafe(self.stop)


@contextmanager
def live() -> Iterator[str]:
    """Address of the site."""
    from tocsin.web.asgi import application  # it makes Django ready

    server = LiveSite(application)
    thread = Thread(target=server.answer, name="live site")
    thread.start()
    try:
        yield server.address
    finally:
        server.end()
        thread.join()


@contextmanager
def having_store(url: str, **environment: str) -> Iterator[str]:
    """The pages of this process have this store, without which they have none; nobody has asked for anything yet.

    ``environment``: other variables of the site. Its clock is that of the machine unless they say otherwise.
    """
    with pytest.MonkeyPatch.context() as patch:
        patch.delenv("TOCSIN_STORY", raising=False)
        for name, value in {database.URL: url, **environment}.items():
            patch.setenv(name, value)
        rate_limits.RATE_LIMITER.forget_local_counts()
        circulation_lookup.OF_THE_PAGES.forget_texts()
        store_pool.STORE_POOL.forget_failure()
        yield url
        store_pool.STORE_POOL.close_connections()
        rate_limits.RATE_LIMITER.forget_local_counts()
