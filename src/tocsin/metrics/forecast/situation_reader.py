"""The situation at a moment, read from the store."""

from datetime import datetime, timedelta
from typing import Any, Final

import psycopg

from tocsin.metrics.forecast.answer_curve import blend_with_prior
from tocsin.metrics.forecast.situation import ForecastSituation, ShiftHours, WaitingPeople
from tocsin.metrics.statistics.survival import estimate_kaplan_meier
from tocsin.store.queries import query

GIVEN_UP: Final = timedelta(days=3)
"""Who was not reached so long after the deadline counts neither as waiting nor as late."""
MEMORY: Final = timedelta(days=3)
"""Answers and calls of so many days say how people answer."""
PICK_UP: Final = 0.4
"""Of one call, with three to a person: 78 %, as 79.4 % of 742,807 calls in New York were completed (BMC
Public Health 2024). How often each was tried is an assumption."""
CALLS_BEFORE: Final = 50
"""``PICK_UP`` counts for so many calls."""


def read_situation(
    connection: psycopg.Connection,
    now: datetime,
    territory: str | None = None,
    *,
    parts_a_second: float = 30.0,
    margin: timedelta = timedelta(hours=6),
    silence: timedelta = timedelta(hours=4),
) -> ForecastSituation:
    """Everybody who waits now, agents on shift, and how people have answered so far.

    ``parts_a_second`` is what the operator takes, ``margin`` how long before the deadline everybody silent is
    rung, ``silence`` after how long the conversation asks for a call.
    """

    def rows(name: str, since: datetime) -> list[tuple[Any, ...]]:
        asked = {"now": now, "since": since, "territory": territory, "apart": False}
        return connection.execute(query(f"forecast.{name}"), asked, prepare=False).fetchall()

    (calls, reached), (ahead, each) = rows("calls", now - MEMORY)[0], rows("parts", now)[0]
    return ForecastSituation(
        now=now,
        waiting=tuple(waiting_from_row(row) for row in rows("waiting", now - GIVEN_UP)),
        shifts=tuple(
            ShiftHours(starts_at=starts, ends_at=ends, agents=agents, calls_an_hour=pace)
            for starts, ends, agents, pace in rows("shifts", now)
        ),
        answers=blend_with_prior(estimate_kaplan_meier(rows("answers", now - MEMORY))),
        pick_up=(reached + PICK_UP * CALLS_BEFORE) / (calls + CALLS_BEFORE),
        parts_ahead=ahead,
        parts_each=max(1.0, each),
        parts_a_second=parts_a_second,
        margin=margin,
        silence=silence,
    )


def waiting_from_row(row: tuple[Any, ...]) -> WaitingPeople:
    subject, people, deadline, to_write, sent_at, callable_at, attempts, _territory = row
    return WaitingPeople(
        people=people,
        subject=subject,
        deadline=deadline,
        to_write=to_write,
        sent_at=sent_at,
        callable_at=callable_at,
        attempts=attempts,
    )
