"""``/healthz``, ``/readyz`` and ``/metrics``: for those who run the service."""

import threading
import time
from collections.abc import Callable
from functools import cache
from typing import TYPE_CHECKING, Any, Final, cast

from msgspec import Struct

from tocsin import __version__
from tocsin.privacy.keyfile import KeyFileDamaged, KeysExposed, NoKeyFile
from tocsin.privacy.vault import Vault
from tocsin.store import schema
from tocsin.web.api.context import ApiContext
from tocsin.web.api.problem import ApiProblem
from tocsin.web.api.reply import ApiReply, json_reply
from tocsin.web.api.store_metrics import StoreMetricsCollector
from tocsin.web.store_pool import StoreUnavailable

if TYPE_CHECKING:
    from tocsin.web.api.application import ApiApplication

TEXT_FORMAT: Final = "text/plain; version=0.0.4; charset=utf-8"
KNOWN_FOR: Final = 2.0
"""Seconds for which an answer on readiness is given again: whoever may ask it cannot keep the store busy."""
FIGURES_FOR: Final = 15.0
"""The same for the figures of the service, which read a week of the store."""
_MIGRATIONS: Final = "select app, name from django_migrations"


class LivenessReport(Struct, frozen=True):
    """The process answers."""

    status: str
    version: str


class ReadinessReport(Struct, frozen=True):
    """What the service needs is there."""

    status: str
    store: str
    """``ready``, or ``none`` where the service runs without one."""
    keys: str
    migrations: str


class TimedCache:
    """What a worker saw when it last looked: looking is not free, and anybody may ask."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._locks: dict[str, threading.Lock] = {}
        self._seen: dict[str, tuple[float, Any]] = {}

    def get_or_compute[T](self, what: str, seconds: float, look: Callable[[], T]) -> T:
        """What ``look`` gives, or gave not longer ago than ``seconds``."""
        with self._locks.setdefault(what, threading.Lock()):  # a long look holds up no other
            at, found = self._seen.get(what, (0.0, None))
            if what not in self._seen or self._clock() - at >= seconds:
                found = look()
                self._seen[what] = self._clock(), found
            return cast(T, found)


def report_liveness(_api: "ApiApplication", asked: ApiContext) -> ApiReply:
    """The process answers; nothing else is looked at."""
    asked.request.query_parameters()
    return json_reply(LivenessReport("alive", __version__))


def report_readiness(api: "ApiApplication", asked: ApiContext) -> ApiReply:
    """Whether requests can be answered in full: the store, its tables and the keys of personal data."""
    asked.request.query_parameters()
    if not api.store.is_configured():
        return json_reply(ReadinessReport("ready", "none", "none", "none"))
    faults = api.lately.get_or_compute("faults", KNOWN_FOR, lambda: _find_faults(api))
    if faults:
        raise ApiProblem("no_store", "; ".join(faults), headers=(("Retry-After", "5"),))
    return json_reply(ReadinessReport("ready", "ready", "ready", "ready"))


def _find_faults(api: "ApiApplication") -> list[str]:
    faults = []
    try:
        with api.store.connection() as connection:
            rows = connection.execute(_MIGRATIONS).fetchall()
    except StoreUnavailable:
        faults.append("store: it does not answer, or was never migrated")
    else:
        found = schema.compare_migrations(_migrations_in_code(), {(app, name) for app, name in rows})
        if found.missing:
            faults.append(f"migrations: {len(found.missing)} are missing: tocsin db migrate")
    try:
        Vault.load()
    except NoKeyFile:
        faults.append("keys: there are none")
    except (KeyFileDamaged, KeysExposed) as error:
        faults.append(f"keys: {type(error).__doc__}")
    return faults


@cache
def _migrations_in_code() -> frozenset[tuple[str, str]]:
    return frozenset(schema.list_code_migrations())


def report_metrics(api: "ApiApplication", asked: ApiContext) -> ApiReply:
    """Every count, as Prometheus reads it."""
    asked.request.query_parameters()
    body = api.metrics.render_text()
    if api.store.is_configured():
        store, now = api.store, api.clock.now()
        body += api.lately.get_or_compute(
            "figures", FIGURES_FOR, lambda: StoreMetricsCollector.from_store(store, now).render_text()
        )
    return ApiReply(body, TEXT_FORMAT)
