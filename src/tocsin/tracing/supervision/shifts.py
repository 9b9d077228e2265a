"""Agents on shift: how many ring, from when until when. The forecast counts on them."""

from datetime import datetime
from typing import Any

import psycopg
from msgspec import Struct

from tocsin.store.queries import query
from tocsin.store.statements import fetch_records


class AgentShift(Struct, frozen=True, kw_only=True):
    id: int
    territory: str
    """Empty: everywhere."""
    starts_at: datetime
    ends_at: datetime
    agents: int
    calls_an_hour: float
    """Of one agent."""


class BadShift(ValueError):
    """It is no shift."""


def add_shift(
    connection: psycopg.Connection[Any],
    agents: int,
    starts_at: datetime,
    ends_at: datetime,
    *,
    territory: str = "",
    calls_an_hour: float = 3.0,
) -> AgentShift:
    """Put agents on shift. Raises BadShift."""
    if agents < 1 or calls_an_hour <= 0 or ends_at <= starts_at:
        raise BadShift(
            f"{str(BadShift.__doc__).rstrip('.')}: it has an agent, calls in an hour, an end after its start"
        )
    found = fetch_records(
        connection,
        AgentShift,
        "shifts.add",
        territory=territory,
        starts=starts_at,
        ends=ends_at,
        agents=agents,
        calls=calls_an_hour,
    )
    return found[0]


def list_shifts(connection: psycopg.Connection[Any], now: datetime) -> list[AgentShift]:
    """Shifts that go on or are to come, the earliest first."""
    return fetch_records(connection, AgentShift, "shifts.present", now=now)


def end_shift(connection: psycopg.Connection[Any], shift_id: int, now: datetime) -> AgentShift | None:
    """End a shift now, or take back one that was to come; None where there is none that could be."""
    found = fetch_records(connection, AgentShift, "shifts.end", shift=shift_id, now=now)
    return found[0] if found else None


def count_agents_on_shift(connection: psycopg.Connection[Any], now: datetime) -> int:
    found = connection.execute(query("shifts.agents"), {"now": now}).fetchone()
    return int(found[0]) if found else 0
