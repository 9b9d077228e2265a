"""``/healthz``, ``/readyz`` and ``/metrics``: for those who run the service."""

import threading
import time
from functools import cache
from typing import TYPE_CHECKING, Final

from msgspec import Struct

from tocsin import __version__
from tocsin.tracing import schema
from tocsin.tracing.keyfile import KeysDamaged, KeysExposed, NoKeys
from tocsin.tracing.vault import Vault
from tocsin.web.api.asked import Asked
from tocsin.web.api.figures import Figures
from tocsin.web.api.problem import Problem
from tocsin.web.api.reply import Reply, json
from tocsin.web.api.store import Away

if TYPE_CHECKING:
    from tocsin.web.api.api import Api

TEXT_FORMAT: Final = "text/plain; version=0.0.4; charset=utf-8"
KNOWN_FOR: Final = 2.0
"""Seconds for which an answer on readiness is given again: whoever may ask it cannot keep the store busy."""
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


class _Known(Struct):
    at: float = -KNOWN_FOR
    store: str = ""
    faults: tuple[str, ...] = ()


_lock = threading.Lock()
_known: dict[int, _Known] = {}


def alive(_api: "Api", asked: Asked) -> Reply:
    """The process answers; nothing else is looked at."""
    asked.request.query()
    return json(Health("alive", __version__))


def ready(api: "Api", asked: Asked) -> Reply:
    """Whether requests can be answered in full: the store, its tables and the keys of personal data."""
    asked.request.query()
    if api.store is None:
        return json(Ready("ready", "none", "none", "none"))
    faults = _faults(api)
    if faults:
        raise Problem("no_store", "; ".join(faults), headers=(("Retry-After", "5"),))
    return json(Ready("ready", "ready", "ready", "ready"))


def _faults(api: "Api") -> tuple[str, ...]:
    with _lock:
        known = _known.setdefault(id(api), _Known())
        if time.monotonic() - known.at >= KNOWN_FOR:
            known.faults = tuple(_looked(api))
            known.at = time.monotonic()
        return known.faults


def _looked(api: "Api") -> list[str]:
    assert api.store is not None
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
    if api.store is not None:
        body += Figures.of(api.store, api.clock.now()).text()
    return Reply(body, TEXT_FORMAT)
