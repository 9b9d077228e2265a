"""Away with what nobody will ask for any more."""

from datetime import datetime, timedelta
from typing import Any, Final

import psycopg

from tocsin.tracing.queries import query

WORKERS: Final = timedelta(days=1)
RECEIPTS: Final = timedelta(days=1)
PARTS: Final = timedelta(days=3)
SUCCEEDED: Final = timedelta(days=1)
FAILED: Final = timedelta(days=7)


def tidy(connection: psycopg.Connection[Any], now: datetime, machine: datetime) -> dict[str, int]:
    """Remove what is too old at ``now``; how many rows of each kind.

    Processes give their signs of life in the time of the machine, also in a story.
    """
    asked: dict[str, dict[str, datetime]] = {
        "workers": {"before": machine - WORKERS},
        "receipts": {"before": now - RECEIPTS},
        "parts": {"before": now - PARTS},
        "jobs": {"succeeded": now - SUCCEEDED, "others": now - FAILED},
    }
    return {
        what: connection.execute(query(f"chores.tidy_{what}"), dates).rowcount
        for what, dates in asked.items()
    }
