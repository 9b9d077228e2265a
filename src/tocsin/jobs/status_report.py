"""The figures of an hour as a file."""

from datetime import UTC, datetime, timedelta
from typing import Any, Final

import msgspec
import psycopg

from tocsin.metrics.forecast import compute_forecast, read_situation
from tocsin.metrics.reach.measurement import measure_service
from tocsin.metrics.reach.metrics_snapshot import SCHEMA

PERIOD: Final = timedelta(days=7)
"""Of the results received in this time."""


def build_status_report(connection: psycopg.Connection[Any], now: datetime) -> bytes:
    """What ``tocsin status --json`` says at ``now``."""
    numbers = measure_service(connection, now, now - PERIOD)
    with connection.transaction():
        ahead = compute_forecast(read_situation(connection, now))
    return msgspec.json.encode({"schema": SCHEMA, "numbers": numbers, "forecast": ahead}) + b"\n"


def report_file_name(now: datetime) -> str:
    """Of the file.

    >>> report_file_name(datetime(2021, 3, 4, 7, tzinfo=UTC))
    'status-2021-03-04T070000Z.json'
    """
    return f"status-{now.astimezone(UTC):%Y-%m-%dT%H%M%SZ}.json"
