"""Messages, calls, queues and processes: counts that need no formula but a share."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from tocsin.metrics.reach.metrics_snapshot import (
    CallCounts,
    OpenCallTasks,
    OutboxLane,
    QueueCounts,
    SmsCounts,
    WorkerHeartbeat,
)
from tocsin.metrics.statistics.proportion import estimate_proportion

Row = tuple[Any, ...]


def summarise_sms(rows: Sequence[Row]) -> SmsCounts:
    messages, parts, submitted, delivered, failed, uncertain, resent = (
        sum(row[place] for row in rows) for place in range(1, 8)
    )
    failures = {failure: count for failure, *_, count, _, _ in rows if count}
    return SmsCounts(messages, parts, submitted, delivered, failed, failures, uncertain, resent)


def summarise_calls(tasks: Sequence[Row], attempts: Sequence[Row], on_shift: Row) -> CallCounts:
    """Rows of tasks, open and done; of attempts by outcome; of agents now."""
    waiting = [row[1:] for row in tasks if row[0] == "open"]
    done = [row[1:] for row in tasks if row[0] == "done"]
    tasks_open, leased, held, late, urgent, aside = (
        sum(row[place] for row in waiting) for place in range(1, 7)
    )
    made = sum(count for _, count, _, _ in attempts)
    outcomes = {outcome: count for outcome, count, _, _ in attempts}
    return CallCounts(
        open=OpenCallTasks(
            tasks_open,
            leased,
            held,
            late,
            urgent,
            {reason: count for reason, count, *_ in sorted(waiting)},
            aside,
        ),
        done={outcome: count for outcome, count, *_ in sorted(done)},
        done_late=sum(row[4] for row in done),
        made=made,
        outcomes=outcomes,
        reached=estimate_proportion(outcomes.get("reached", 0), made),
        last_hour=sum(recent for _, _, recent, _ in attempts),
        seconds=sum(seconds for *_, seconds in attempts),
        agents=on_shift[0],
        capacity=on_shift[1],
    )


def summarise_queues(outbox: Sequence[Row], others: Row, now: datetime) -> QueueCounts:
    """Rows of the outbox by lane; inbox, oldest event, timers, quarantine."""
    inbox, oldest, timers, quarantine = others
    age = None if oldest is None else max(0.0, (now - oldest).total_seconds())
    return QueueCounts(tuple(OutboxLane(*row) for row in outbox), inbox, age, timers, quarantine)


def summarise_worker(row: Row, now: datetime, alive: timedelta) -> WorkerHeartbeat:
    """A process, and whether it was seen of late."""
    name, kind, started, seen, counts = row
    kept = {what: float(n) for what, n in counts.items() if isinstance(n, int | float)}
    span = (seen - started).total_seconds()
    rates = {what: n / span for what, n in kept.items()} if span > 0 else {}
    return WorkerHeartbeat(
        name, kind, max(0.0, (now - seen).total_seconds()), now - seen <= alive, kept, rates
    )
