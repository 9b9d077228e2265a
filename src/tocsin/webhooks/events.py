"""What there is to tell: counts of verdicts of a day that is over, cases that are late, charters that changed.

Each is told when it differs from what was told last, or when its day is over; nobody is in any of them.
"""

from collections.abc import Iterator
from collections.abc import Set as AbstractSet
from datetime import UTC, datetime, timedelta
from typing import Any, Final

import msgspec
import psycopg
from msgspec import Struct

from tocsin.charter.loading import list_charter_names, load_charter
from tocsin.locale.paris_time import find_paris_day
from tocsin.metrics.reach.measurement import measure_service
from tocsin.store.queries import query
from tocsin.webhooks.endpoints import EventKind

LATE_EVERY: Final = 10
"""Minutes between two looks at late cases: each counts all of them."""
PERIOD: Final = timedelta(days=7)
"""Late cases are those of the results of this time, as ``tocsin status`` counts them."""


class WebhookEvent(Struct, frozen=True):
    kind: EventKind
    subject: str
    """What it is about: what was told last of this is not told again."""
    value: str
    """What is told of it, in short."""
    data: dict[str, Any]
    first: bool = True
    """Whether it is told although nothing was told of its subject before."""


def find_events(
    connection: psycopg.Connection[Any], now: datetime, kinds: AbstractSet[EventKind]
) -> Iterator[WebhookEvent]:
    """All of some kinds that can be told at a moment; what was told before is among it."""
    if "verdicts.counted" in kinds:
        yield from _list_verdict_counts(connection, now)
    if "cases.late" in kinds and now.minute % LATE_EVERY == 0:
        yield _count_late_cases(connection, now)
    if "charter.changed" in kinds:
        yield from _list_charters()


def encode_event(event: WebhookEvent, before: str, now: datetime) -> str:
    """The body of an event: its type, when, and its data, as the specification names them."""
    data = event.data | ({"before": before} if before and event.kind == "charter.changed" else {})
    stamp = now.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    return msgspec.json.encode({"type": event.kind, "timestamp": stamp, "data": data}).decode()


def _list_verdict_counts(connection: psycopg.Connection[Any], now: datetime) -> Iterator[WebhookEvent]:
    """Of yesterday, in Paris, and of the days before that nobody was told of."""
    today = find_paris_day(now)
    rows = connection.execute(
        query("webhooks.verdict_counts"), {"from": today - timedelta(days=7), "before": today}
    )
    days: dict[str, dict[str, dict[str, int]]] = {}
    for day, way, verdict, count in rows:
        days.setdefault(day.isoformat(), {}).setdefault(way, {})[verdict] = count
    for day, counts in days.items():
        yield WebhookEvent("verdicts.counted", f"verdicts:{day}", day, {"day": day, "counts": counts})


def _count_late_cases(connection: psycopg.Connection[Any], now: datetime) -> WebhookEvent:
    reached = measure_service(connection, now, now - PERIOD).cases.reached
    counts = {"not_reached_in_time": reached.never, "reached_late": reached.late, "at_risk": reached.at_risk}
    return WebhookEvent("cases.late", "cases", str(reached.never), counts, first=reached.never > 0)


def _list_charters() -> Iterator[WebhookEvent]:
    for name in list_charter_names():
        charter = load_charter(name)
        told = {"institution": charter.id, "version": charter.version}
        # A new installation knows all of them: only what changes later is news.
        yield WebhookEvent("charter.changed", f"charter:{charter.id}", charter.version, told, first=False)
