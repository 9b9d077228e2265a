"""The load: calls to make in each département, and what each agent has done in the last hour."""

from collections.abc import Collection
from datetime import datetime, timedelta
from typing import Any, Final

import psycopg
from msgspec import Struct
from psycopg.rows import class_row

from tocsin.store.queries import query

HOUR: Final = timedelta(hours=1)
SEEN: Final = timedelta(hours=12)
"""An agent who has made no call for so long is not listed."""


class TerritoryLoad(Struct, frozen=True):
    """Calls of one département at a moment."""

    territory: str
    """Code; empty: of people whose département is not known."""
    open: int
    urgent: int
    late: int
    """Past their deadline."""
    soon: int
    """Due within six hours."""
    held: int
    """In the hands of an agent."""
    resting: int
    """Not to be made yet: a next try, or the hour of the person."""
    done: int
    """Done in the last hour."""
    reached: int
    """People reached in the last hour."""
    first_deadline: datetime | None


class AgentLoad(Struct, frozen=True):
    """What one agent has done in the last hour, and has in hand."""

    agent: str
    calls: int
    """Calls made in the last hour."""
    reached: int
    seconds: int
    """On the telephone in the last hour."""
    task: int | None
    """The call in hand."""
    territory: str
    """Where that one is, else the last one was."""
    last_at: datetime | None
    """The last call written down, of the last twelve hours."""


def read_territory_loads(
    connection: psycopg.Connection[Any], now: datetime, territories: Collection[str] | None = None
) -> list[TerritoryLoad]:
    """The load of these départements and of none; None: of all. The most late first."""
    cursor = connection.cursor(row_factory=class_row(TerritoryLoad))
    return cursor.execute(
        query("load.territories"), _make_parameters(now, territories), prepare=False
    ).fetchall()


def read_agent_loads(
    connection: psycopg.Connection[Any], now: datetime, territories: Collection[str] | None = None
) -> list[AgentLoad]:
    """Agents who have a call of these départements in hand, or made one in the last twelve hours."""
    cursor = connection.cursor(row_factory=class_row(AgentLoad))
    return cursor.execute(query("load.agents"), _make_parameters(now, territories), prepare=False).fetchall()


def _make_parameters(now: datetime, territories: Collection[str] | None) -> dict[str, Any]:
    return {
        "now": now,
        "hour": now - HOUR,
        "since": now - SEEN,
        "territories": None if territories is None else list(territories),
    }
