"""The queue of events in the store: put in once, tried until taken, and kept as a dead letter where that fails.

Delivered at least once: after a crash between the two an event goes out again, under the same ``webhook-id``.
"""

import uuid
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from typing import Any, Final

import psycopg

from tocsin.store.queries import query
from tocsin.webhooks.endpoints import TEST_EVENT, WebhookEndpoint
from tocsin.webhooks.events import WebhookEvent, encode_event, find_events
from tocsin.webhooks.http_delivery import GONE, deliver_event

WAITS: Final = tuple(timedelta(minutes=minutes) for minutes in (1, 5, 30, 120, 300, 600, 840, 1200, 1440))
"""Before each further try: three days in all; then it is a dead letter."""
AT_ONCE: Final = 8
BATCH: Final = 200
DELIVERED: Final = timedelta(days=7)
DEAD: Final = timedelta(days=30)
"""How long events are kept after their end."""

Connection = psycopg.Connection[Any]
Deliver = Callable[[WebhookEndpoint, str, bytes, int], str]


def enqueue_events(
    connection: Connection, endpoints: Mapping[str, WebhookEndpoint], now: datetime, machine: datetime
) -> int:
    """Put in what is new at ``now``, for whoever wants to hear of it; how many rows. In one transaction."""
    told = dict(connection.execute(query("webhooks.told")).fetchall())
    rows = 0
    kinds = {kind for endpoint in endpoints.values() for kind in endpoint.events}
    for event in find_events(connection, now, kinds):
        before = told.get(event.subject, "")
        if before == event.value:
            continue
        connection.execute(
            query("webhooks.tell"), {"subject": event.subject, "value": event.value, "now": now}
        )
        if before or event.first:
            rows += _enqueue_event(connection, event, before, endpoints, now, machine)
    connection.commit()
    return rows


def enqueue_test_event(connection: Connection, endpoint: str, now: datetime, machine: datetime) -> None:
    """Put in an event that says nothing, for one endpoint."""
    body = f'{{"type":"{TEST_EVENT}","timestamp":"{now:%Y-%m-%dT%H:%M:%SZ}","data":{{}}}}'
    row = {"event": _draw_event_id(), "endpoint": endpoint, "kind": TEST_EVENT, "body": body}
    connection.execute(query("webhooks.enqueue"), row | {"now": now, "machine": machine})
    connection.commit()


def deliver_due_events(
    connection: Connection,
    endpoints: Mapping[str, WebhookEndpoint],
    machine: datetime,
    deliver: Deliver = deliver_event,
) -> dict[str, int]:
    """Try what is due; how many were taken, wait for another try, and are given up.

    No transaction is open while others are waited for. An event whose endpoint is no longer in the file is given up.
    """
    due = connection.execute(query("webhooks.due"), {"machine": machine, "most": BATCH}).fetchall()
    connection.commit()
    with ThreadPoolExecutor(AT_ONCE, thread_name_prefix="webhook") as threads:
        tries = [
            threads.submit(_try_event, endpoints.get(endpoint), event, body, machine, deliver)
            for _, event, endpoint, body, _ in due
        ]
        failures = [one.result() for one in tries]
    counts = {"delivered": 0, "waiting": 0, "given_up": 0}
    for (row, _, _, _, attempts), failure in zip(due, failures, strict=True):
        again = bool(failure) and attempts < len(WAITS) and failure not in (str(GONE), "no endpoint")
        counts["waiting" if again else "given_up" if failure else "delivered"] += 1
        asked = {"id": row, "failure": failure[:64], "machine": machine}
        connection.execute(
            query("webhooks.end_try"), asked | {"next_at": machine + WAITS[attempts] if again else None}
        )
    connection.commit()
    return counts


def retry_dead_letters(connection: Connection, endpoint: str, machine: datetime) -> int:
    """Try all that was given up for an endpoint from the beginning; how many."""
    found = connection.execute(query("webhooks.retry"), {"endpoint": endpoint, "machine": machine}).rowcount
    connection.commit()
    return found


def delete_ended_events(connection: Connection, machine: datetime) -> int:
    """Remove what has been at its end for long enough; how many."""
    asked = {"delivered": machine - DELIVERED, "dead": machine - DEAD, "counted": machine.date() - DEAD}
    removed = connection.execute(query("webhooks.tidy_ended"), asked).rowcount
    connection.execute(query("webhooks.tidy_counts"), asked)
    connection.commit()
    return removed


def _enqueue_event(
    connection: Connection,
    event: WebhookEvent,
    before: str,
    endpoints: Mapping[str, WebhookEndpoint],
    now: datetime,
    machine: datetime,
) -> int:
    body, name = encode_event(event, before, now), _draw_event_id()
    wanted = [endpoint for endpoint, one in endpoints.items() if event.kind in one.events]
    for endpoint in wanted:
        row = {"event": name, "endpoint": endpoint, "kind": event.kind, "body": body}
        connection.execute(query("webhooks.enqueue"), row | {"now": now, "machine": machine})
    return len(wanted)


def _draw_event_id() -> str:
    return f"msg_{uuid.uuid4().hex}"


def _try_event(
    endpoint: WebhookEndpoint | None, event: str, body: str, machine: datetime, deliver: Deliver
) -> str:
    if endpoint is None:
        return "no endpoint"
    return deliver(endpoint, event, body.encode(), int(machine.timestamp()))
