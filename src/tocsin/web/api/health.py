"""``/healthz``, ``/readyz`` and ``/metrics``: for those who run the service."""

from functools import cache
from typing import ClassVar, Final

from django.http import HttpResponse
from msgspec import Struct

from tocsin import __version__
from tocsin.privacy.keyfile import KeyFileDamaged, KeysExposed, NoKeyFile
from tocsin.privacy.vault import Vault
from tocsin.store import schema
from tocsin.web.api.call import ApiCall
from tocsin.web.api.operation import TEXT, api_operation
from tocsin.web.api.problem import ApiProblem
from tocsin.web.api.service import ApiService
from tocsin.web.api.store_metrics import StoreMetricsCollector
from tocsin.web.store_pool import StoreUnavailable

TEXT_FORMAT: Final = "text/plain; version=0.0.4; charset=utf-8"
KNOWN_FOR: Final = 2.0
"""Seconds for which an answer on readiness is given again: whoever may ask it cannot keep the store busy."""
FIGURES_FOR: Final = 15.0
"""The same for the figures of the service, which read a week of the store."""
_MIGRATIONS: Final = "select app, name from django_migrations"


class LivenessReport(Struct, frozen=True):
    """The process answers."""

    schema_name: ClassVar[str] = "Health"

    status: str
    version: str


class ReadinessReport(Struct, frozen=True):
    """What the service needs is there."""

    schema_name: ClassVar[str] = "Ready"

    status: str
    store: str
    """``ready``, or ``none`` where the service runs without one."""
    keys: str
    migrations: str


@api_operation("GET", door="open")
def report_liveness(_call: ApiCall) -> LivenessReport:
    """The process answers.

    Nothing else is looked at.
    """
    return LivenessReport("alive", __version__)


@api_operation("GET", door="open", refusals=("no_store",))
def report_readiness(call: ApiCall) -> ReadinessReport:
    """The service is ready.

    The store, its tables and the keys of personal data are there.
    """
    service = call.service
    if not service.store.is_configured():
        return ReadinessReport("ready", "none", "none", "none")
    faults = service.lately.get_or_compute("faults", KNOWN_FOR, lambda: _find_faults(service))
    if faults:
        raise ApiProblem("no_store", "; ".join(faults), headers=(("Retry-After", "5"),))
    return ReadinessReport("ready", "ready", "ready", "ready")


def _find_faults(service: ApiService) -> list[str]:
    faults = []
    try:
        with service.store.connection() as connection:
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


@api_operation("GET", door="here", scope="metrics", media_type=TEXT)
def report_metrics(call: ApiCall) -> HttpResponse:
    """Every count, as Prometheus reads it."""
    service = call.service
    body = service.metrics.render_text()
    if service.store.is_configured():
        body += service.lately.get_or_compute(
            "figures",
            FIGURES_FOR,
            lambda: StoreMetricsCollector.from_store(service.store, call.now).render_text(),
        )
    return HttpResponse(body, content_type=TEXT_FORMAT)
