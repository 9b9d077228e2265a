"""``/healthz``, ``/readyz`` and ``/metrics``: for those who run the service."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from functools import cache
from typing import ClassVar, Final, get_args

from django.http import HttpResponse
from msgspec import Struct
from prometheus_client import CollectorRegistry, generate_latest
from prometheus_client.core import GaugeMetricFamily, Metric

from tocsin import __version__
from tocsin.answering.sms.answer_ceilings import Overuse
from tocsin.metrics.reach.measurement import measure_service
from tocsin.metrics.reach.metrics_snapshot import MetricsSnapshot, ReachCounts
from tocsin.privacy.keyfile import KeyFileDamaged, KeysExposed, NoKeyFile
from tocsin.privacy.vault import Vault
from tocsin.store import schema
from tocsin.store.statements import fetch_rows
from tocsin.web.api.call import ApiCall
from tocsin.web.api.operation import TEXT, api_operation
from tocsin.web.api.problem import ApiProblem
from tocsin.web.api.service import ApiService
from tocsin.web.store_pool import StorePool, StoreUnavailable

PERIOD: Final = timedelta(days=7)
_LEVELS: Final = ("submitted", "delivered", "answered", "reached")
_STATES: Final = ("kept", "late", "never", "at_risk", "open")


class StoreMetricsCollector:
    """One look at the store; nothing but ``tocsin_store_up 0`` where it is away."""

    def __init__(self, numbers: MetricsSnapshot | None, unanswered: dict[str, int] | None = None) -> None:
        self._numbers = numbers
        self._unanswered = unanswered or {}

    @classmethod
    def from_store(cls, store: StorePool, now: datetime) -> "StoreMetricsCollector":
        """The figures of a store."""
        try:
            with store.open_own_connection() as connection:
                unanswered = dict(fetch_rows(connection, "answers.unanswered", now=now))
                return cls(measure_service(connection, now, now - PERIOD), unanswered)
        except StoreUnavailable:
            return cls(None)

    def render_text(self) -> bytes:
        """The figures, as text."""
        registry = CollectorRegistry()
        registry.register(self)
        return generate_latest(registry)

    def collect(self) -> Iterable[Metric]:
        """One metric after the other."""
        yield _gauge("tocsin_store_up", "Whether the store answers.", float(self._numbers is not None))
        if self._numbers is None:
            return
        found = self._numbers
        yield _gauge("tocsin_results_received", "Positive results received in seven days.", found.received)
        yield from _reach_metrics(found)
        yield _labelled_gauge(
            "tocsin_outbox_messages", "SMS that wait for a gateway.", "lane",
            {lane.name: lane.messages for lane in found.queues.outbox},
        )  # fmt: skip
        yield _labelled_gauge(
            "tocsin_outbox_late", "Of them, those past their deadline.", "lane",
            {lane.name: lane.late for lane in found.queues.outbox},
        )  # fmt: skip
        yield _gauge("tocsin_inbox_events", "Events that wait for an engine.", found.queues.inbox)
        yield _gauge("tocsin_inbox_age_seconds", "Age of the oldest of them.", found.queues.inbox_age or 0.0)
        yield _gauge("tocsin_timers_due", "Timers that are due.", found.queues.timers_due)
        yield _gauge("tocsin_quarantine_records", "Results in quarantine.", found.queues.quarantine)
        yield _gauge("tocsin_calls_open", "People to ring.", found.calls.open.tasks)
        yield _gauge("tocsin_calls_late", "Of them, those past their deadline.", found.calls.open.late)
        yield _gauge(
            "tocsin_calls_set_aside", "Of them, those that cannot be opened.", found.calls.open.set_aside
        )
        yield _gauge("tocsin_agents_on_shift", "Agents who ring now.", found.calls.agents)
        yield _labelled_gauge(
            "tocsin_checks_unanswered", "Forwarded SMS without an answer within the hour.", "outcome",
            {outcome: self._unanswered.get(outcome, 0) for outcome in get_args(Overuse)},
        )  # fmt: skip
        kinds = sorted({one.kind for one in found.workers})
        yield _labelled_gauge(
            "tocsin_workers_alive", "Processes seen of late.", "kind",
            {kind: sum(one.alive for one in found.workers if one.kind == kind) for kind in kinds},
        )  # fmt: skip


def _reach_metrics(found: MetricsSnapshot) -> Iterable[Metric]:
    people = GaugeMetricFamily("tocsin_people", "People of the last seven days.", labels=("kind",))
    reached = GaugeMetricFamily(
        "tocsin_reached", "Of them, by how far they were reached and when.", labels=("kind", "level", "state")
    )
    kinds: dict[str, ReachCounts] = {"case": found.cases, "contact": found.contacts}
    for kind, reach in kinds.items():
        people.add_metric((kind,), reach.people)
        for level in _LEVELS:
            for state in _STATES:
                reached.add_metric((kind, level, state), getattr(getattr(reach, level), state))
    yield people
    yield reached


def _gauge(name: str, what: str, value: float) -> Metric:
    return GaugeMetricFamily(name, what, value=value)


def _labelled_gauge(name: str, what: str, label: str, values: dict[str, int]) -> Metric:
    family = GaugeMetricFamily(name, what, labels=(label,))
    for of, value in values.items():
        family.add_metric((of,), value)
    return family


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
