"""The figures of an hour as a file."""

from datetime import UTC, datetime, timedelta
from typing import Any, Final

import msgspec
import psycopg

from tocsin.tracing.forecast import forecast, look
from tocsin.tracing.numbers.measure import measure

PERIOD: Final = timedelta(days=7)
"""Of the results received in this time."""


def report(connection: psycopg.Connection[Any], now: datetime) -> bytes:
    """What ``tocsin status --json`` says at ``now``."""
    numbers = measure(connection, now, now - PERIOD)
    with connection.transaction():
        ahead = forecast(look(connection, now))
    return msgspec.json.encode({"numbers": numbers, "forecast": ahead}) + b"\n"


def name(now: datetime) -> str:
    """Of the file.

    >>> name(datetime(2021, 3, 4, 7, tzinfo=UTC))
    'status-2021-03-04T070000Z.json'
    """
    return f"status-{now.astimezone(UTC):%Y-%m-%dT%H%M%SZ}.json"
