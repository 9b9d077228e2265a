"""When the calls that wait will be made, by the order in which they are given out and the agents on shift.

Calls are played forward in steps of half an hour: each agent makes so many an hour, those of a département their own
first, those of the nation whatever comes next. A call is announced for the two hours that begin with the half hour
in which its turn comes, so that a queue that moves more slowly than thought still keeps its word. Nothing is announced
that comes within the hour: the SMS would hardly be there before the call; nor what comes later than four hours from
now, which nobody knows.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime, time, timedelta
from math import ceil
from typing import Any, Final

import psycopg

from tocsin.conversation import quiet_hours
from tocsin.locale.paris_time import PARIS
from tocsin.metrics.forecast.contact_hours import shift_calls_by_step
from tocsin.metrics.forecast.situation import ShiftHours
from tocsin.privacy.vault import Vault
from tocsin.store.queries import query
from tocsin.tracing.calls import announcements
from tocsin.tracing.calls.announcements import CallWindow, WaitingCall

STEP: Final = timedelta(minutes=30)
LEAD: Final = timedelta(hours=1)
"""So long before its window a call is announced, at least."""
AHEAD: Final = timedelta(hours=4)
"""No window begins later than so long from now."""
WIDTH: Final = timedelta(hours=2)
"""Of a window."""
SHORTEST: Final = timedelta(hours=1)
"""Of a window that the evening cuts off."""

ShiftsByTerritory = Mapping[str, Sequence[ShiftHours]]
"""Code of a département, empty for the nation -> agents who ring there."""


def announce_due_calls(connection: psycopg.Connection[Any], vault: Vault, now: datetime) -> dict[str, int]:
    """End what is over, and announce what comes: one run, with how many of each."""
    ended = announcements.end_announcements(connection, now)
    shifts = _read_shifts(connection, now)
    most = ceil(sum(sum(step) for step in _compute_capacity(shifts, now).values()))
    waiting = announcements.list_waiting_calls(connection, now, most) if most else []
    told = announcements.announce_calls(
        connection, vault, list(choose_call_windows(waiting, shifts, now)), now
    )
    return {"announced": told, **ended}


def choose_call_windows(
    waiting: Sequence[WaitingCall], shifts: ShiftsByTerritory, now: datetime
) -> Iterator[tuple[WaitingCall, CallWindow]]:
    """The calls to announce now, each with its window. ``waiting`` is in the order in which calls are given out."""
    for call, at in _predict_turns(waiting, shifts, now):
        if call.announceable and (window := _make_window(at, call.zone, now)):
            yield call, window


def _predict_turns(
    waiting: Sequence[WaitingCall], shifts: ShiftsByTerritory, now: datetime
) -> Iterator[tuple[WaitingCall, datetime]]:
    """The moments at which their turn comes, of those whose turn comes within ``AHEAD``."""
    capacity = _compute_capacity(shifts, now)
    room: dict[str, float] = defaultdict(float)
    left = list(waiting)
    for n in range(AHEAD // STEP + 1):
        at = now + STEP * n
        for code, steps in capacity.items():
            room[code] += steps[n]
        later = []
        for call in left:
            ready = call.not_before < at + STEP
            who = next((code for code in (call.territory, "") if ready and room[code] >= 1), None)
            if who is None:
                later.append(call)
                continue
            room[who] -= 1
            yield call, max(at, call.not_before)
        left = later
        for code in room:
            room[code] = min(room[code], 1.0)  # an agent who waits does not ring twice as fast afterwards


def _make_window(at: datetime, zone: str, now: datetime) -> CallWindow | None:
    """The window of a call whose turn comes at a moment; None where it is not to be announced now.

    Nothing is sent in quiet hours, nor about another day.
    """
    if quiet_hours.find_next_allowed_time(now, zone) != now or not LEAD <= at - now <= AHEAD:
        return None
    here = quiet_hours.to_local_time(at, zone)
    begins = at - timedelta(minutes=here.minute % 30, seconds=here.second, microseconds=here.microsecond)
    if begins - now < LEAD:
        begins += STEP
    evening = quiet_hours.local_day_time_to_utc(here.date(), time(quiet_hours.EVENING), zone)
    ends = min(begins + WIDTH, evening)
    same_day = here.date() == quiet_hours.to_local_time(now, zone).date()
    return CallWindow(begins, ends) if same_day and ends - begins >= SHORTEST else None


def _compute_capacity(shifts: ShiftsByTerritory, now: datetime) -> dict[str, tuple[float, ...]]:
    """Calls that the agents of each département make in each step."""
    steps = AHEAD // STEP + 1
    return {
        code: shift_calls_by_step(tuple(some), now, STEP, steps, PARIS, quiet_hours.EVENING)
        for code, some in shifts.items()
    }


def _read_shifts(connection: psycopg.Connection[Any], now: datetime) -> dict[str, list[ShiftHours]]:
    found: dict[str, list[ShiftHours]] = defaultdict(list)
    for code, starts, ends, agents, pace in connection.execute(query("forecast.shifts_apart"), {"now": now}):
        found[code].append(ShiftHours(starts_at=starts, ends_at=ends, agents=agents, calls_an_hour=pace))
    return found
