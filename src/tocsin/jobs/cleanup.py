"""Away with what nobody will ask for any more."""

from datetime import datetime, timedelta
from typing import Any, Final

import psycopg

from tocsin.store.queries import query

WORKERS: Final = timedelta(days=1)
RECEIPTS: Final = timedelta(days=1)
PARTS: Final = timedelta(days=3)
SPOKEN: Final = timedelta(days=1)
ANNOUNCEMENTS: Final = timedelta(days=7)
VISITORS: Final = timedelta(days=1)
UNCONFIRMED: Final = timedelta(days=1)
SUCCEEDED: Final = timedelta(days=1)
FAILED: Final = timedelta(days=7)


def delete_expired_rows(
    connection: psycopg.Connection[Any], now: datetime, machine: datetime
) -> dict[str, int]:
    """Remove what is too old at ``now``; how many rows of each kind.

    In a story some processes give their signs of life in its time, and some in that of the machine: one is
    forgotten when it was silent for a day by both.
    """
    asked: dict[str, dict[str, datetime]] = {
        "workers": {"before": min(now, machine) - WORKERS},
        "receipts": {"before": now - RECEIPTS},
        "parts": {"before": now - PARTS},
        "spoken": {"before": now - SPOKEN},
        "announcements": {"before": now - ANNOUNCEMENTS},
        "visitors": {"before": machine - VISITORS},
        "unconfirmed": {"before": now - UNCONFIRMED},
        "jobs": {"succeeded": now - SUCCEEDED, "others": now - FAILED},
    }
    return {
        what: connection.execute(query(f"jobs.tidy_{what}"), dates).rowcount for what, dates in asked.items()
    }
