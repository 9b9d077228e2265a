"""One look at the store: a handful of statements in one snapshot, and the formulas over what they count."""

from collections import defaultdict
from datetime import datetime, timedelta
from typing import Any, Final

import psycopg
from psycopg.pq import TransactionStatus

from tocsin.metrics.reach import operational_counts
from tocsin.metrics.reach.metrics_snapshot import (
    DelaySummary,
    MetricsSnapshot,
    QuestionMetrics,
    ReachCounts,
    ReachGroup,
    ReachLevel,
)
from tocsin.metrics.statistics.proportion import estimate_proportion
from tocsin.metrics.statistics.quartiles import summarise_quartiles
from tocsin.metrics.statistics.survival import SurvivalCurve, estimate_kaplan_meier
from tocsin.store.queries import query

LEGS: Final = (
    "result_received", "received_submitted", "submitted_delivered", "delivered_answered", "answered_listed",
    "listed_contact", "result_answered", "result_reached",
)  # fmt: skip
SOON: Final = timedelta(hours=6)
"""At risk: not reached, and due within this."""
ALIVE: Final = timedelta(minutes=1)
DAY: Final = 86_400.0

Row = tuple[Any, ...]


def measure_service(
    connection: psycopg.Connection,
    now: datetime,
    since: datetime | None = None,
    until: datetime | None = None,
    territory: str | None = None,
    *,
    soon: timedelta = SOON,
    alive: timedelta = ALIVE,
) -> MetricsSnapshot:
    """Every figure as of ``now``, of the results received from ``since`` until before ``until``.

    A moment after ``now`` has not happened. ``territory`` is the code of a département. All figures are of
    one snapshot where the connection is in no transaction yet.
    """
    asked: dict[str, Any] = {"now": now, "since": since, "until": until, "territory": territory, "soon": soon}
    if connection.info.transaction_status != TransactionStatus.IDLE:
        return _measure_snapshot(connection, asked, alive)
    with connection.transaction():
        connection.execute("set transaction isolation level repeatable read, read only")
        return _measure_snapshot(connection, asked, alive)


def _measure_snapshot(
    connection: psycopg.Connection, asked: dict[str, Any], alive: timedelta
) -> MetricsSnapshot:
    def rows(name: str) -> list[Row]:
        # Never prepared: with the parameters known, "is null or" costs nothing and indexes serve.
        return connection.execute(query(f"reach.{name}"), asked, prepare=False).fetchall()

    cases, groups = _reach_by_group(rows("reach_cases"))
    contacts, contact_groups = _reach_by_group(rows("reach_contacts"))
    received, withdrawn, interviewed, known = rows("received")[0]
    named = rows("named")
    people, in_48h, tested, became, ripe, ripe_became = rows("contacts")[0]
    return MetricsSnapshot(
        at=asked["now"],
        since=asked["since"],
        until=asked["until"],
        territory=asked["territory"],
        received=received,
        withdrawn=withdrawn,
        cases=cases,
        contacts=contacts,
        groups=groups,
        contact_groups=contact_groups,
        delays=tuple(
            summarise_delay(name, curve)
            for name, curve in build_delay_curves(rows("delays") + rows("contact_delays")).items()
        ),
        interviewed=estimate_proportion(interviewed, received),
        named=summarise_quartiles((n, count) for n, count, _ in named),
        naming_none=estimate_proportion(sum(count for n, count, _ in named if n == 0), interviewed),
        together=sum(together for _, _, together in named),
        known_before=estimate_proportion(known, received),
        contacts_in_48h=estimate_proportion(in_48h, people),
        tested=estimate_proportion(tested, people),
        became_case=estimate_proportion(became, people),
        became_case_in_full=estimate_proportion(ripe_became, ripe),
        steps=tuple(_question_metrics(row) for row in rows("steps")),
        sms=operational_counts.summarise_sms(rows("sms")),
        calls=operational_counts.summarise_calls(rows("call_tasks"), rows("attempts"), rows("shifts")[0]),
        queues=operational_counts.summarise_queues(rows("outbox"), rows("queues")[0], asked["now"]),
        workers=tuple(
            operational_counts.summarise_worker(row, asked["now"], alive) for row in rows("workers")
        ),
    )


def build_delay_curves(rows: list[Row]) -> dict[str, SurvivalCurve]:
    """The curve of each leg, also of those that nobody has begun."""
    counts: dict[str, list[tuple[float, int, int]]] = {name: [] for name in LEGS}
    for name, seconds, ends, waits in rows:
        counts[name].append((seconds, ends, waits))
    return {name: estimate_kaplan_meier(found) for name, found in counts.items()}


def summarise_delay(name: str, curve: SurvivalCurve) -> DelaySummary:
    low, high = curve.delay_quantile_interval(0.5)
    day = curve.share_within_interval(DAY) or (None, None)
    return DelaySummary(
        name, curve.people, curve.still_waiting, curve.delay_quantile(0.5), low, high, curve.delay_quantile(0.9),
        curve.delay_quantile(0.99), curve.share_within(DAY), *day,
    )  # fmt: skip


def _reach_by_group(rows: list[Row]) -> tuple[ReachCounts, tuple[ReachGroup, ...]]:
    levels: dict[tuple[str, str], dict[str, ReachLevel]] = defaultdict(dict)
    people: dict[tuple[str, str], int] = {}
    for level, by, name, of, kept, late, never, at_risk, still_open, due, due_kept in rows:
        people[by, name] = of
        levels[by, name][level] = ReachLevel(
            kept,
            late,
            never,
            at_risk,
            still_open,
            estimate_proportion(kept, of),
            estimate_proportion(due_kept, due),
        )
    nobody = ReachLevel(0, 0, 0, 0, 0, estimate_proportion(0, 0), estimate_proportion(0, 0))
    found = {
        key: ReachCounts(
            people[key], *(each[name] for name in ("submitted", "delivered", "answered", "reached"))
        )
        for key, each in levels.items()
    }
    all_of_them = found.pop(("", ""), ReachCounts(0, nobody, nobody, nobody, nobody))
    return all_of_them, tuple(ReachGroup(by, name, found[by, name]) for by, name in sorted(found))


def _question_metrics(row: Row) -> QuestionMetrics:
    flow, version, state, asked, answered, again, silent, human = row
    # An hour may count an answer to a question of the hour before.
    return QuestionMetrics(
        flow, version, state, asked, answered, again, silent, human,
        estimate_proportion(min(answered, asked), asked), estimate_proportion(min(silent, asked), asked),
    )  # fmt: skip
