"""The forecast of every département, played now and then and kept: pages read it, and play on it.

To read who waits takes some seconds with half a million cases; a page has a fifth of one. So a chore reads
it once for all, and a question "what if" is played on what it has kept.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable
from datetime import datetime
from typing import Any

import msgspec
import psycopg
from msgspec import Struct
from msgspec.structs import replace

from tocsin.tracing.forecast.advice import Forecast, brief, forecast
from tocsin.tracing.forecast.look import GIVEN_UP, look, waiting_of
from tocsin.tracing.forecast.situation import Hours, Situation, Waiting
from tocsin.tracing.queries import query


class Kept(Struct, frozen=True):
    """What was kept of a territory."""

    territory: str
    """Code of the département; empty: all of them together."""
    at: datetime
    forecast: Forecast


def play(connection: psycopg.Connection[Any], now: datetime) -> dict[str, Forecast]:
    """Play all of it and keep it, in one transaction: département -> forecast; all of them under no code.

    What would be better is said of all together; of a département only what will come.
    """
    with connection.transaction():
        whole = look(connection, now)
        apart = situations(connection, whole)
        found = {"": forecast(whole)} | {code: brief(one) for code, one in apart.items()}
        _keep(connection, {"": whole} | apart, found)
    return found


def situations(connection: psycopg.Connection[Any], whole: Situation) -> dict[str, Situation]:
    """The situation of each département in which somebody waits or agents ring.

    Agents without a département ring everywhere by deadline: each has its share of them, by the people who
    wait there.
    """
    asked = {"now": whole.now, "since": whole.now - GIVEN_UP, "territory": None, "apart": True}
    people: dict[str, list[Waiting]] = defaultdict(list)
    for row in connection.execute(query("forecast.waiting"), asked, prepare=False).fetchall():
        people[row[7]].append(waiting_of(row))
    shifts = connection.execute(query("forecast.shifts_apart"), {"now": whole.now}).fetchall()
    counts = {code: sum(one.people for one in some) for code, some in people.items()}
    total = sum(counts.values()) or 1
    return {
        code: replace(
            whole,
            waiting=tuple(people.get(code, ())),
            shifts=tuple(
                Hours(
                    starts_at=starts,
                    ends_at=ends,
                    agents=agents if whose else agents * counts.get(code, 0) / total,
                    calls_an_hour=pace,
                )
                for whose, starts, ends, agents, pace in shifts
                if whose in ("", code)
            ),
            parts_ahead=whole.parts_ahead * counts.get(code, 0) / total,
            parts_a_second=max(whole.parts_a_second * counts.get(code, 0) / total, 0.01),
        )
        for code in sorted({*people, *(row[0] for row in shifts)} - {""})
    }


def kept(connection: psycopg.Connection[Any], territories: Collection[str] | None = None) -> list[Kept]:
    """What was kept last, of these territories (``""``: all together), or of each."""
    asked = {"territories": None if territories is None else list(territories)}
    rows = connection.execute(query("outlooks.kept"), asked).fetchall()
    return [Kept(code, at, msgspec.json.decode(text, type=Forecast)) for code, at, text in rows]


def situation(connection: psycopg.Connection[Any], territories: Collection[str]) -> Situation | None:
    """What was kept of these territories, as one; None where nothing was."""
    asked = {"territories": list(territories)}
    rows = connection.execute(query("outlooks.situations"), asked).fetchall()
    found = [msgspec.json.decode(text, type=Situation) for (text,) in rows]
    return together(found) if found else None


def together(some: Iterable[Situation]) -> Situation:
    """Several départements as one."""
    first, *rest = some
    every = (first, *rest)
    return replace(
        first,
        waiting=tuple(one for part in every for one in part.waiting),
        shifts=tuple(one for part in every for one in part.shifts),
        parts_ahead=sum(part.parts_ahead for part in every),
        parts_a_second=sum(part.parts_a_second for part in every),
    )


def _keep(
    connection: psycopg.Connection[Any],
    situations: dict[str, Situation],
    forecasts: dict[str, Forecast],
) -> None:
    codes = list(situations)
    connection.execute(query("outlooks.forget"), {"territories": codes})
    connection.execute(
        query("outlooks.keep"),
        {
            "territories": codes,
            "ats": [situations[code].now for code in codes],
            "situations": [msgspec.json.encode(situations[code]).decode() for code in codes],
            "forecasts": [msgspec.json.encode(forecasts[code]).decode() for code in codes],
        },
    )
