"""One look at the town: everything that its show shows, and nothing else."""

from datetime import datetime, timedelta
from typing import Final, Literal

import psycopg
from msgspec import Struct

from tocsin.metrics.forecast import Forecast, compute_forecast, read_situation
from tocsin.privacy.vault import Vault
from tocsin_simulation.queries import simulation_query
from tocsin_simulation.town.people import Town

SOON: Final = timedelta(hours=6)
"""A deadline that near is at risk."""
LAST: Final = 6
"""SMS shown."""


class TownCounts(Struct, frozen=True, kw_only=True):
    """How many of everything, as the statement ``counts`` of ``town.sql`` names them."""

    received: int = 0
    opened: int = 0
    known: int = 0
    negative: int = 0
    corrected: int = 0
    ignored: int = 0
    quarantined: int = 0
    cases: int = 0
    written: int = 0
    """Cases to whom an SMS went out."""
    delivered: int = 0
    answered: int = 0
    """By SMS or on the telephone."""
    reached: int = 0
    """They confirmed who they are, and have the instructions."""
    kept: int = 0
    """Reached within 24 hours of their result."""
    missed: int = 0
    """Their 24 hours went by before they were reached."""
    at_risk: int = 0
    """Not reached, and less than ``SOON`` left."""
    contacts: int = 0
    contacts_written: int = 0
    contacts_answered: int = 0
    contacts_reached: int = 0
    became_cases: int = 0
    sms: int = 0
    sms_delivered: int = 0
    sms_failed: int = 0
    replies: int = 0
    waiting: int = 0
    """Messages in the outbox."""
    calls: int = 0
    """People to ring."""
    calls_held: int = 0
    calls_made: int = 0
    calls_reached: int = 0

    @property
    def open(self) -> int:
        """Cases that have time left, and more than ``SOON``."""
        return self.cases - self.kept - self.missed - self.at_risk


class RecentSms(Struct, frozen=True):
    at: datetime
    ours: bool
    who: str
    """Given name of who has the telephone."""
    text: str


class MissForecast(Struct, frozen=True):
    misses: int
    """People whose 24 hours will go by."""
    more_agents: int | None
    """The least number of further agents that would leave only what nothing avoids."""


class TownSnapshot(Struct, frozen=True, kw_only=True):
    at: datetime
    people: int
    speed: float
    counts: TownCounts = TownCounts()
    agents: int = 0
    """On shift now."""
    talking: int = 0
    last: tuple[RecentSms, ...] = ()
    ahead: MissForecast | None = None
    state: Literal["starting", "running", "over", "stopping"] = "running"


def count_town(connection: psycopg.Connection, now: datetime) -> TownCounts:
    cursor = connection.execute(simulation_query("town.counts"), {"now": now, "soon": SOON})
    row = cursor.fetchone()
    assert row is not None
    assert cursor.description is not None
    found = dict(zip((column.name for column in cursor.description), row, strict=True))
    return TownCounts(**{name: int(value) for name, value in found.items()})


def read_recent_sms(
    connection: psycopg.Connection, vault: Vault, town: Town, now: datetime, many: int = LAST
) -> tuple[RecentSms, ...]:
    """The last SMS both ways, the latest last."""
    rows = connection.execute(simulation_query("town.last"), {"now": now, "many": many}).fetchall()
    found = []
    for at, ours, number, text, place in reversed(rows):
        holder = town.holder_of(vault.open_text(number, "phone.sealed"))
        who = holder.given if holder else "?"
        found.append(RecentSms(at, ours, who, vault.open_text(text, place)))
    return tuple(found)


def forecast_misses(connection: psycopg.Connection, now: datetime, parts_a_second: float) -> MissForecast:
    """How many will miss 24 hours, and what would avoid it."""
    seen: Forecast = compute_forecast(read_situation(connection, now, parts_a_second=parts_a_second))
    return MissForecast(round(seen.outlook.misses), seen.more_agents)
