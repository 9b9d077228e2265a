"""``/healthz``, ``/readyz`` and ``/metrics``: for those who run the service."""

import threading
import time
from collections.abc import Callable
from functools import cache
from typing import TYPE_CHECKING, Any, Final, cast

from msgspec import Struct

from tocsin import __version__
from tocsin.tracing import schema
from tocsin.tracing.keyfile import KeysDamaged, KeysExposed, NoKeys
from tocsin.tracing.vault import Vault
from tocsin.web.api.asked import Asked
from tocsin.web.api.figures import Figures
from tocsin.web.api.problem import Problem
from tocsin.web.api.reply import Reply, json
from tocsin.web.store import Away

if TYPE_CHECKING:
    from tocsin.web.api.api import Api

TEXT_FORMAT: Final = "text/plain; version=0.0.4; charset=utf-8"
KNOWN_FOR: Final = 2.0
"""Seconds for which an answer on readiness is given again: whoever may ask it cannot keep the store busy."""
FIGURES_FOR: Final = 15.0
"""The same for the figures of the service, which read a week of the store."""
_MIGRATIONS: Final = "select app, name from django_migrations"


class Health(Struct, frozen=True):
    """The process answers."""

    status: str
    version: str


class Ready(Struct, frozen=True):
    """What the service needs is there."""

    status: str
    store: str
    """``ready``, or ``none`` where the service runs without one."""
    keys: str
    migrations: str


class Lately:
    """What a worker saw when it last looked: looking is not free, and anybody may ask."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._locks: dict[str, threading.Lock] = {}
        self._seen: dict[str, tuple[float, Any]] = {}

    def seen[T](self, what: str, seconds: float, look: Callable[[], T]) -> T:
        """What ``look`` gives, or gave not longer ago than ``seconds``."""
        with self._locks.setdefault(what, threading.Lock()):  # a long look holds up no other
            at, found = self._seen.get(what, (0.0, None))
            if what not in self._seen or self._clock() - at >= seconds:
                found = look()
                self._seen[what] = self._clock(), found
            return cast(T, found)


def alive(_api: "Api", asked: Asked) -> Reply:
    """The process answers; nothing else is looked at."""
    asked.request.query()
    return json(Health("alive", __version__))


def ready(api: "Api", asked: Asked) -> Reply:
    """Whether requests can be answered in full: the store, its tables and the keys of personal data."""
    asked.request.query()
    if not api.store.there():
        return json(Ready("ready", "none", "none", "none"))
    faults = api.lately.seen("faults", KNOWN_FOR, lambda: _looked(api))
    if faults:
        raise Problem("no_store", "; ".join(faults), headers=(("Retry-After", "5"),))
    return json(Ready("ready", "ready", "ready", "ready"))


def _looked(api: "Api") -> list[str]:
    faults = []
    try:
        with api.store.connection() as connection:
            rows = connection.execute(_MIGRATIONS).fetchall()
    except Away:
        faults.append("store: it does not answer, or was never migrated")
    else:
        found = schema.compare(_of_code(), {(app, name) for app, name in rows})
        if found.missing:
            faults.append(f"migrations: {len(found.missing)} are missing: tocsin db migrate")
    try:
        Vault.load()
    except NoKeys:
        faults.append("keys: there are none")
    except (KeysDamaged, KeysExposed) as error:
        faults.append(f"keys: {type(error).__doc__}")
    return faults


@cache
def _of_code() -> frozenset[tuple[str, str]]:
    return frozenset(schema.of_code())


def metrics(api: "Api", asked: Asked) -> Reply:
    """Every count, as Prometheus reads it."""
    asked.request.query()
    body = api.metrics.text()
    if api.store.there():
        store, now = api.store, api.clock.now()
        body += api.lately.seen("figures", FIGURES_FOR, lambda: Figures.of(store, now).text())
    return Reply(body, TEXT_FORMAT)
