"""The load: calls to make in each département, and what each agent has done in the last hour.

To count a hundred thousand calls takes a third of a second, and to look through what three hundred agents did in twelve
hours a fifth: a job does it each minute for all, and pages read what it kept, with its hour. Where the job has not run for
some minutes, a page counts by itself.
"""

from collections import defaultdict
from collections.abc import Collection
from datetime import datetime, timedelta
from typing import Any, Final

import msgspec
import psycopg
from msgspec import Struct, structs
from psycopg.rows import class_row

from tocsin.store.queries import query

HOUR: Final = timedelta(hours=1)
KEPT: Final = timedelta(minutes=5)
"""What was counted longer ago is counted again by whoever asks."""
SEEN: Final = timedelta(hours=12)
"""An agent who has made no call for so long is not listed."""


class TerritoryLoad(Struct, frozen=True):
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
    reached: int
    """People reached in the last hour."""
    first_deadline: datetime | None


NO_CALLS: Final = TerritoryLoad("", 0, 0, 0, 0, 0, 0, 0, 0, None)


class AgentLoad(Struct, frozen=True):
    """What one agent has done in the last hour, and has in hand."""

    agent: str
    calls: int
    """Calls made in the last hour."""
    reached: int
    seconds: int
    """On the telephone in the last hour."""
    task: int | None
    territory: str
    """Where that one is, else the last one was."""
    last_at: datetime | None
    """The last call written down, of the last twelve hours."""


class CountedLoads(Struct, frozen=True):
    at: datetime
    territories: list[TerritoryLoad]
    """The most late first."""
    agents: list[AgentLoad]
    """Who made the most calls first."""


class _KeptLoad(TerritoryLoad, frozen=True):
    """What stands in the store of one département: its calls, and the agents whose call in hand, or last one, is there."""

    agents: tuple[AgentLoad, ...] | None = None
    """None: kept by a version that did not keep them."""

    @property
    def has_calls(self) -> bool:
        return bool(self.open or self.done or self.reached)


_encode_load = msgspec.json.Encoder().encode
_decode_load = msgspec.json.Decoder(_KeptLoad).decode


def renew_loads(connection: psycopg.Connection[Any], now: datetime) -> list[TerritoryLoad]:
    """Count the load of every département and keep it, with its agents."""
    with connection.transaction():
        found = {one.territory: one for one in read_territory_loads(connection, now)}
        agents: dict[str, list[AgentLoad]] = defaultdict(list)
        for one in read_agent_loads(connection, now):
            agents[one.territory].append(one)
        for territory in ("", *agents):  # a row of none says that it was counted
            found.setdefault(territory, structs.replace(NO_CALLS, territory=territory))
        loads = [
            _KeptLoad(**structs.asdict(one), agents=tuple(agents[one.territory])) for one in found.values()
        ]
        kept = {"territories": list(found), "loads": [_encode_load(one).decode() for one in loads]}
        connection.execute(query("workload.keep"), {**kept, "now": now})
    return list(found.values())


def load_counted_loads(
    connection: psycopg.Connection[Any], now: datetime, territories: Collection[str] | None = None
) -> CountedLoads:
    """The load of these départements and of none, and of their agents, as it was counted last; None: of all."""
    rows = connection.execute(query("workload.kept"), _make_parameters(now, territories)).fetchall()
    kept = [_decode_load(text) for text, _ in rows]
    counted = min((at for _, at in rows), default=now - 2 * KEPT)
    if not timedelta(0) <= now - counted <= KEPT or any(one.agents is None for one in kept):
        found = read_territory_loads(connection, now, territories)
        return CountedLoads(now, found, read_agent_loads(connection, now, territories))
    called: list[TerritoryLoad] = [one for one in kept if one.has_calls]
    called.sort(key=lambda one: (-one.late, -one.open, one.territory))
    agents = sorted((one for of in kept for one in of.agents or ()), key=lambda one: (-one.calls, one.agent))
    return CountedLoads(counted, called, agents)


def read_territory_loads(
    connection: psycopg.Connection[Any], now: datetime, territories: Collection[str] | None = None
) -> list[TerritoryLoad]:
    """The load of these départements and of none, counted now; None: of all. The most late first."""
    cursor = connection.cursor(row_factory=class_row(TerritoryLoad))
    return cursor.execute(
        query("workload.territories"), _make_parameters(now, territories), prepare=False
    ).fetchall()


def read_agent_loads(
    connection: psycopg.Connection[Any], now: datetime, territories: Collection[str] | None = None
) -> list[AgentLoad]:
    """Agents who have a call of these départements in hand, or made one in the last twelve hours."""
    cursor = connection.cursor(row_factory=class_row(AgentLoad))
    return cursor.execute(
        query("workload.agents"), _make_parameters(now, territories), prepare=False
    ).fetchall()


def _make_parameters(now: datetime, territories: Collection[str] | None) -> dict[str, Any]:
    return {
        "now": now,
        "hour": now - HOUR,
        "since": now - SEEN,
        "territories": None if territories is None else list(territories),
    }
