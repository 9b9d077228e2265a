"""Calls whose person cannot be opened: sealed for another row, or with a key that is lost.

Such a call is stepped over, and the agent gets the next one. It stays open: the supervisor and the operator see that it
waits for them, and it is looked at again after an hour, or at once after ``tocsin db again``.
"""

import logging
from datetime import datetime, timedelta
from typing import Final

from msgspec import Struct

from tocsin.runtime.logs import log_event
from tocsin.store.statements import execute_statement, fetch_row, fetch_rows
from tocsin.tracing.calls import call_code
from tocsin.tracing.calls.change_log import ChangeLog, Connection
from tocsin.tracing.calls.model import Territories
from tocsin.tracing.supervision.territory import list_territories

AGAIN: Final = timedelta(hours=1)
"""After so long it is given to an agent again: the keys may have been mended."""
_log = logging.getLogger(__name__)


class CallSetAside(Struct, frozen=True):
    id: int
    case_id: int | None
    contact_id: int | None
    territory: str
    deadline: datetime
    set_aside_at: datetime


def set_call_aside(connection: Connection, task_id: int, agent: str, now: datetime, error: Exception) -> bool:
    """The call that an agent has is nobody's, and is stepped over; whether they had it."""
    if not execute_statement(connection, "calls.set_aside", task=task_id, agent=agent, now=now):
        return False
    call_code.end_call_code(connection, task_id, agent, now)
    why = type(error).__name__
    ChangeLog(connection, agent, now).add_change("call", task_id, "set_aside", "", why)
    log_event(_log, "call set aside", level=logging.ERROR, task=task_id, error=why)
    return True


def list_calls_set_aside(
    connection: Connection, territories: Territories = None, limit: int = 20
) -> list[CallSetAside]:
    """The first of them by their deadline."""
    rows = fetch_rows(connection, "calls.aside", territories=list_territories(territories), limit=limit)
    return [CallSetAside(*row) for row in rows]


def count_calls_set_aside(connection: Connection, territories: Territories = None) -> int:
    found = fetch_row(connection, "calls.count_aside", territories=list_territories(territories))
    return int(found.count)
