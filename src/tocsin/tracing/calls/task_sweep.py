"""What becomes a call by the mere passing of time, and what needs none any more."""

from datetime import datetime, timedelta
from typing import Any, Final

import psycopg
from msgspec import Struct

from tocsin.conversation import quiet_hours
from tocsin.store.queries import query
from tocsin.tracing.calls.model import LEASE
from tocsin.tracing.calls.reply_review import open_overdue_calls
from tocsin.tracing.supervision import loans

MARGIN: Final = timedelta(hours=6)
"""So long before the deadline whoever has not answered becomes a call."""
MOST: Final = 5000
"""Rows of each kind in one sweep: what is left is taken by the next."""


class TaskSweep(Struct, frozen=True):
    escalated: int
    """People who are to be rung because their deadline comes near."""
    returned: int
    """Tasks whose agent did not come back in time."""
    answered: int
    """Tasks that an SMS has answered."""
    void: int
    """Tasks whose file was closed or withdrawn."""
    namesakes: int = 0
    """Numbers on which somebody is to ask whether it is the same person."""
    unread: int = 0
    """Replies with an unexplained rest at which nobody looked in their hour: urgent calls."""
    back: int = 0
    """Calls of loans that are over: their lenders' again."""


def sweep_tasks(connection: psycopg.Connection[Any], now: datetime, margin: timedelta = MARGIN) -> TaskSweep:
    """One pass over what is open, in one transaction; the order of deadlines is kept.

    A task with a reason of its own (``help``, ``gathering``...) is not answered by an SMS.
    """
    parameters = {
        "now": now,
        "until": now + margin,
        "morning": quiet_hours.MORNING,
        "evening": quiet_hours.EVENING,
        "limit": MOST,
        "longest": LEASE,
        "cases": None,
    }
    with connection.transaction():
        back = loans.return_ended_loans(connection, now)
        unread = open_overdue_calls(connection, now, MOST)
        void, answered, returned, escalated, namesakes = (
            connection.execute(query(f"sweep.{name}"), parameters).rowcount
            for name in ("void", "answered", "returned", "escalate", "namesakes")
        )
    return TaskSweep(
        escalated=escalated,
        returned=returned,
        answered=answered,
        void=void,
        namesakes=namesakes,
        unread=unread,
        back=back,
    )
