"""Agents on shift: how many ring, from when until when. The forecast counts on them."""

from datetime import datetime
from typing import Any

import psycopg
from msgspec import Struct
from psycopg.rows import class_row

from tocsin.tracing.queries import query


class Shift(Struct, frozen=True, kw_only=True):
    """Agents who ring for a time."""

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


def add(
    connection: psycopg.Connection[Any],
    agents: int,
    starts_at: datetime,
    ends_at: datetime,
    *,
    territory: str = "",
    calls_an_hour: float = 3.0,
) -> Shift:
    """Put agents on shift. Raises BadShift."""
    if agents < 1 or calls_an_hour <= 0 or ends_at <= starts_at:
        raise BadShift(
            f"{str(BadShift.__doc__).rstrip('.')}: it has an agent, calls in an hour, an end after its start"
        )
    found = _shifts(
        connection,
        "add",
        territory=territory,
        starts=starts_at,
        ends=ends_at,
        agents=agents,
        calls=calls_an_hour,
    )
    return found[0]


def present(connection: psycopg.Connection[Any], now: datetime) -> list[Shift]:
    """Shifts that go on or are to come, the earliest first."""
    return _shifts(connection, "present", now=now)


def end(connection: psycopg.Connection[Any], shift_id: int, now: datetime) -> Shift | None:
    """End a shift now, or take back one that was to come; None where there is none that could be."""
    found = _shifts(connection, "end", shift=shift_id, now=now)
    return found[0] if found else None


def agents_at(connection: psycopg.Connection[Any], now: datetime, territory: str = "") -> int:
    """How many agents ring at this moment."""
    parameters = {"now": now, "territory": territory}
    found = connection.execute(query("shifts.agents"), parameters).fetchone()
    return int(found[0]) if found else 0


def _shifts(connection: psycopg.Connection[Any], name: str, **parameters: Any) -> list[Shift]:
    cursor = connection.cursor(row_factory=class_row(Shift))
    return cursor.execute(query(f"shifts.{name}"), parameters).fetchall()
