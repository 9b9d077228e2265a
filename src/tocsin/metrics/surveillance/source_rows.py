"""One look at the store: rows of every statement, in one snapshot."""

from datetime import datetime
from typing import Any, Final

import psycopg
from msgspec import Struct
from psycopg.pq import TransactionStatus

from tocsin.metrics.forecast import read_situation, simulate_situation
from tocsin.metrics.forecast.territory_forecasts import merge_situations, split_by_territory
from tocsin.metrics.surveillance.board import NATION, MissedDeadlineForecast
from tocsin.metrics.surveillance.clusters import GatheringVisit
from tocsin.metrics.surveillance.reporting_periods import ReportingPeriods
from tocsin.privacy.identity import fold_name
from tocsin.privacy.vault import Vault
from tocsin.store.queries import query
from tocsin.tracing.supervision.territory import load_regions

Row = tuple[Any, ...]
STATEMENTS: Final = (
    "clock", "week", "contacts", "follow", "negatives", "named", "delays", "delay_days", "days", "people", "links", "messages",
    "calls",
)  # fmt: skip
"""Whose rows begin with a disease and a département."""


class SurveillanceRows(Struct, frozen=True):
    """What the store knows at a moment."""

    when: ReportingPeriods
    rows: dict[str, list[Row]]
    """Statement -> its rows."""
    there: tuple[GatheringVisit, ...]
    """Who was where."""
    steps: tuple[Row, ...]
    ahead: dict[str, MissedDeadlineForecast]
    """Territory -> what is to come there; one in which nobody waits is not in it."""


def read_surveillance_rows(
    connection: psycopg.Connection[Any], vault: Vault, when: ReportingPeriods, *, ahead: bool = True
) -> SurveillanceRows:
    """Read it, with the forecast or not; of one snapshot where the connection is in no transaction yet."""
    if connection.info.transaction_status != TransactionStatus.IDLE:
        return _read_rows(connection, vault, when, ahead)
    with connection.transaction():
        connection.execute("set transaction isolation level repeatable read, read only")
        return _read_rows(connection, vault, when, ahead)


def _read_rows(
    connection: psycopg.Connection[Any], vault: Vault, when: ReportingPeriods, ahead: bool
) -> SurveillanceRows:
    def rows(name: str) -> list[Row]:
        # Never prepared: with the moments known, indexes serve.
        return connection.execute(query(f"boards.{name}"), when.query_parameters, prepare=False).fetchall()

    return SurveillanceRows(
        when=when,
        rows={name: rows(name) for name in STATEMENTS},
        there=tuple(_read_gathering_visits(rows("gatherings"), vault)),
        steps=tuple(rows("steps")),
        ahead=_forecast_by_territory(connection, when.now) if ahead else {},
    )


def _forecast_by_territory(
    connection: psycopg.Connection[Any], now: datetime
) -> dict[str, MissedDeadlineForecast]:
    """The forecast of the nation, of each département in which somebody waits, and of their regions."""
    whole = read_situation(connection, now)
    apart = split_by_territory(connection, whole)
    found = {NATION: whole, **apart}
    for code, region in load_regions().items():
        if inside := [apart[one] for one in region.departments if one in apart]:
            found[code] = merge_situations(inside)
    played = {place: simulate_situation(one) for place, one in found.items()}
    return {
        place: MissedDeadlineForecast(one.cases, one.contacts, one.by_hour) for place, one in played.items()
    }


def _read_gathering_visits(rows: list[Row], vault: Vault) -> list[GatheringVisit]:
    """Words are opened only to compare them."""
    words: dict[int, str] = {}
    for _, _, gathering, sealed, *_ in rows:
        if gathering not in words:
            words[gathering] = _place_key(sealed, vault)
    return [
        GatheringVisit(disease, territory, gathering, words[gathering], case, on, cluster)
        for disease, territory, gathering, _, case, on, cluster in rows
    ]


def _place_key(sealed: bytes | None, vault: Vault) -> str:
    """The folded words of a place; empty where one word alone, such as a restaurant, could be any of them."""
    said = vault.find_text(sealed, "gathering.sealed")
    several = sum(len(fold_name(word)) > 2 for word in said.split()) > 1
    return fold_name(said) if several else ""
