"""The service's own figures as Prometheus reads them: those of ``tocsin status``, of the last seven days."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Final, get_args

from prometheus_client import CollectorRegistry, generate_latest
from prometheus_client.core import GaugeMetricFamily, Metric

from tocsin.answering.sms.answer_ceilings import Overuse
from tocsin.answering.sms.statements import UNANSWERED
from tocsin.metrics.reach.measurement import measure_service
from tocsin.metrics.reach.metrics_snapshot import MetricsSnapshot, ReachCounts
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
                rows = connection.execute(UNANSWERED, {"now": now}).fetchall()
                return cls(
                    measure_service(connection, now, now - PERIOD), {row[0]: int(row[1]) for row in rows}
                )
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
