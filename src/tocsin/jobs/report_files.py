"""Files of the reports folder: counts by day that may leave the house, and the figures of an hour."""

import csv
import io
from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta
from typing import Any, Final

import msgspec
import psycopg
from msgspec import Struct

from tocsin.locale.paris_time import to_paris_time
from tocsin.metrics.forecast import compute_forecast, read_situation
from tocsin.metrics.reach.measurement import measure_service
from tocsin.metrics.reach.metrics_snapshot import SCHEMA
from tocsin.store.queries import query

LEAST: Final = 5
"""A smaller count is not shown: with few people in it, it would tell of each."""
HIDDEN: Final = f"<{LEAST}"


class DayCountRow(Struct, frozen=True, order=True):
    """How many, on one day; the fields are the columns of the file."""

    day: date
    """In Paris: of a case the one on which the result came in, of a contact the one of being named."""
    measure: str
    disease: str
    territory: str
    """Code of the département; empty where not known."""
    age_band: str
    """Empty where not known."""
    count: int


def read_day_counts(connection: psycopg.Connection[Any], now: datetime) -> list[DayCountRow]:
    """The counts of all days up to ``now``, of people who were erased and of those who are still known."""
    rows = connection.execute(query("jobs.day_counts"), {"now": now}).fetchall()
    return [DayCountRow(*row) for row in rows]


def write_day_counts_csv(counts: Iterable[DayCountRow]) -> bytes:
    """The same as CSV, small counts hidden; no sums, from which a hidden one could be worked out."""
    out = io.StringIO(newline="")
    lines = csv.writer(out)
    lines.writerow(DayCountRow.__struct_fields__)
    for one in sorted(counts):
        shown = str(one.count) if one.count >= LEAST else HIDDEN
        lines.writerow((one.day.isoformat(), one.measure, one.disease, one.territory, one.age_band, shown))
    return out.getvalue().encode()


def export_file_name(now: datetime) -> str:
    """Of the file: one for each day.

    >>> from datetime import UTC
    >>> export_file_name(datetime(2021, 3, 4, 23, 30, tzinfo=UTC))
    'day-counts-2021-03-05.csv'
    """
    return f"day-counts-{to_paris_time(now):%Y-%m-%d}.csv"


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
