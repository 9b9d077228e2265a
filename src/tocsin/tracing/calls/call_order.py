"""Who is rung first: a policy that the supervisors of the nation change, and that everybody sees.

What is urgent comes first, then the earliest deadline. But people whose deadline is long past come after
those who can still be reached in time: else, where agents are short, everybody is rung too late.
"""

from datetime import datetime, timedelta
from typing import Final

from msgspec import Struct

from tocsin.store.statements import execute_statement, fetch_row
from tocsin.tracing.calls.change_log import Connection

LONG_PAST: Final = 6
"""Hours after the deadline from which on somebody comes after those still in time, unless it was chosen."""
CHOICES: Final[tuple[int | None, ...]] = (0, 3, 6, 12, 24, None)
"""Hours that can be chosen; None: the earliest deadline first, however long past."""
EVER: Final = "-infinity"
"""As PostgreSQL has it: before every moment."""


class BadCallOrder(ValueError):
    """This is none of the orders that can be chosen."""


class CallOrderPolicy(Struct, frozen=True, kw_only=True):
    hours: int | None = LONG_PAST
    """So long after the deadline somebody comes after those still in time; None: they never do."""
    at: datetime | None = None
    """Since when; None where nobody has chosen."""
    by: str = ""

    def overdue_before(self, now: datetime) -> str:
        """The deadline up to which somebody is long past, as ISO text."""
        return EVER if self.hours is None else (now - timedelta(hours=self.hours)).isoformat()


def read_call_order(connection: Connection) -> CallOrderPolicy:
    found = fetch_row(connection, "calls.order")
    return CallOrderPolicy(hours=found.hours, at=found.at, by=found.by) if found else CallOrderPolicy()


def set_call_order(connection: Connection, hours: int | None, by: str, now: datetime) -> None:
    """Another order from now on; the ones before stay as rows. Raises BadCallOrder."""
    if hours not in CHOICES:
        raise BadCallOrder(str(BadCallOrder.__doc__))
    execute_statement(connection, "calls.choose_order", hours=hours, by=by, now=now)
