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

from tocsin.metrics.forecast.recommendations import Forecast, compute_brief_forecast, compute_forecast
from tocsin.metrics.forecast.situation import ForecastSituation, ShiftHours, WaitingPeople
from tocsin.metrics.forecast.situation_reader import GIVEN_UP, read_situation, waiting_from_row
from tocsin.store.queries import query


class StoredForecast(Struct, frozen=True):
    territory: str
    """Code of the département; empty: all of them together."""
    at: datetime
    forecast: Forecast


def renew_forecasts(connection: psycopg.Connection[Any], now: datetime) -> dict[str, Forecast]:
    """Play all of it and keep it, in one transaction: département -> forecast; all of them under no code.

    What would be better is said of all together; of a département only what will come.
    """
    with connection.transaction():
        whole = read_situation(connection, now)
        apart = split_by_territory(connection, whole)
        found = {"": compute_forecast(whole)} | {
            code: compute_brief_forecast(one) for code, one in apart.items()
        }
        _store_forecasts(connection, {"": whole} | apart, found)
    return found


def split_by_territory(
    connection: psycopg.Connection[Any], whole: ForecastSituation
) -> dict[str, ForecastSituation]:
    """The situation of each département in which somebody waits or agents ring.

    Agents without a département ring everywhere by deadline: each has its share of them, by the people who
    wait there.
    """
    asked = {"now": whole.now, "since": whole.now - GIVEN_UP, "territory": None, "apart": True}
    people: dict[str, list[WaitingPeople]] = defaultdict(list)
    for row in connection.execute(query("forecast.waiting"), asked, prepare=False).fetchall():
        people[row[7]].append(waiting_from_row(row))
    shifts = connection.execute(query("forecast.shifts_apart"), {"now": whole.now}).fetchall()
    counts = {code: sum(one.people for one in some) for code, some in people.items()}
    total = sum(counts.values()) or 1
    return {
        code: replace(
            whole,
            waiting=tuple(people.get(code, ())),
            shifts=tuple(
                ShiftHours(
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


def load_forecasts(
    connection: psycopg.Connection[Any], territories: Collection[str] | None = None
) -> list[StoredForecast]:
    """What was kept last, of these territories (``""``: all together), or of each."""
    asked = {"territories": None if territories is None else list(territories)}
    rows = connection.execute(query("territory_forecasts.kept"), asked).fetchall()
    return [StoredForecast(code, at, msgspec.json.decode(text, type=Forecast)) for code, at, text in rows]


def load_situation(
    connection: psycopg.Connection[Any], territories: Collection[str]
) -> ForecastSituation | None:
    """What was kept of these territories, as one; None where nothing was."""
    asked = {"territories": list(territories)}
    rows = connection.execute(query("territory_forecasts.situations"), asked).fetchall()
    found = [msgspec.json.decode(text, type=ForecastSituation) for (text,) in rows]
    return merge_situations(found) if found else None


def merge_situations(some: Iterable[ForecastSituation]) -> ForecastSituation:
    first, *rest = some
    every = (first, *rest)
    return replace(
        first,
        waiting=tuple(one for part in every for one in part.waiting),
        shifts=tuple(one for part in every for one in part.shifts),
        parts_ahead=sum(part.parts_ahead for part in every),
        parts_a_second=sum(part.parts_a_second for part in every),
    )


def _store_forecasts(
    connection: psycopg.Connection[Any],
    situations: dict[str, ForecastSituation],
    forecasts: dict[str, Forecast],
) -> None:
    codes = list(situations)
    connection.execute(query("territory_forecasts.forget"), {"territories": codes})
    connection.execute(
        query("territory_forecasts.keep"),
        {
            "territories": codes,
            "ats": [situations[code].now for code in codes],
            "situations": [msgspec.json.encode(situations[code]).decode() for code in codes],
            "forecasts": [msgspec.json.encode(forecasts[code]).decode() for code in codes],
        },
    )
