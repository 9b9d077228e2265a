"""A day of the town on the real parts: its laboratories, its agents, and a look at it all now and then."""

import asyncio
import tempfile
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import ExitStack, asynccontextmanager, contextmanager
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any, Final

import psycopg
from msgspec import Struct

from tocsin.conversation import quiet_hours
from tocsin.locale.paris_time import PARIS
from tocsin.privacy.vault import Vault
from tocsin.runtime.clock import sleep_until_moment
from tocsin.store import database, embedded
from tocsin_simulation.queries import simulation_query
from tocsin_simulation.simulated_clock import (
    SharedSimulatedClock,
    SimulatedClock,
    parse_simulated_clock,
    set_speed,
)
from tocsin_simulation.town import processes, snapshot
from tocsin_simulation.town.lab_results import results_of_day
from tocsin_simulation.town.laboratory import drop_file, make_result_files
from tocsin_simulation.town.people import Town
from tocsin_simulation.town.processes import TownProcess
from tocsin_simulation.town.simulated_agents import ENDS, STARTS, SimulatedAgents, is_on_shift
from tocsin_simulation.town.snapshot import MissForecast, TownSnapshot

BEGINS: Final = timedelta(hours=7)
"""When the story begins, on the clock of the town."""
AHEAD_EVERY: Final = 5
"""Looks between two forecasts."""
RATE: Final = 100.0
"""Parts of SMS a second that the forecast takes the network to take."""
FASTEST: Final = {"synchronous_commit": "off", "shared_buffers": "128MB"}
"""Settings of a store that is thrown away."""


class TownPlan(Struct, frozen=True, kw_only=True):
    people: int = 4_000
    seed: int = 1
    speed: float = 240.0
    hours: float = 24.0
    agents: int = 8


class TownRunner:
    """Everything that runs while the town is shown."""

    def __init__(self, plan: TownPlan, town: Town, url: str, folder: Path, clock: SimulatedClock) -> None:
        self.plan = plan
        self.town = town
        self._clock_file = folder / processes.STORY
        self._clock_file.write_text(str(clock))
        self.begins = clock.begins
        self.clock = SharedSimulatedClock(self._clock_file)
        self.ends = clock.begins + timedelta(hours=plan.hours)
        self._url = url
        self._folder = folder
        self._vault = Vault.load(folder / "keys.json", make=True)
        self._db = database.open_connection(url, autocommit=True)
        self._agents = SimulatedAgents(
            partial(database.open_connection, url, autocommit=True),
            self._vault,
            town,
            self.clock,
            plan.agents,
        )
        self._processes: list[TownProcess] = []
        self._looks = 0
        self._ahead: MissForecast | None = None

    # ---- what runs

    def start(self) -> None:
        """Start the network and the service. Raises processes.ProcessDied."""
        network, port = processes.start_network(self.town, self._folder)
        self._processes.append(network)
        self._processes.append(processes.start_service(self.town, self._folder, self._url, port))
        noon = quiet_hours.local_day_time_to_utc(self.town.day, STARTS, PARIS)
        shift = {
            "starts": noon,
            "ends": quiet_hours.local_day_time_to_utc(self.town.day, ENDS, PARIS),
            "rate": 5.0,
        }
        for days in (timedelta(0), timedelta(days=1)):
            moved = {
                "starts": noon + days,
                "ends": quiet_hours.local_day_time_to_utc(self.town.day, ENDS, PARIS) + days,
            }
            self._db.execute(simulation_query("town.shift"), shift | moved | {"agents": self.plan.agents})

    def stop(self) -> None:
        """Stop what was started, the service first."""
        for process in reversed(self._processes):
            process.stop()
        self._clock_file.unlink(missing_ok=True)
        self._db.close()

    @asynccontextmanager
    async def run_activity(self) -> AsyncIterator[None]:
        """Laboratories send and agents ring for as long as it lasts."""
        tasks = [asyncio.create_task(self._send_results()), asyncio.create_task(self._agents.work_shifts())]
        try:
            yield
        finally:
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)

    async def _send_results(self) -> None:
        """Files of laboratories, each at its moment, into the folder that the service watches."""
        for sending in make_result_files(self.town, await asyncio.to_thread(results_of_day, self.town)):
            await sleep_until_moment(self.clock, sending.at)
            drop_file(sending, self._folder / "results")

    def set_real_time(self) -> None:
        """From now on a second of the story is a second, for every process of the town."""
        set_speed(self._clock_file, speed=1.0)

    def open_connection(self) -> psycopg.Connection[Any]:
        return database.open_connection(self._url)

    # ---- what is seen

    def take_snapshot(self) -> TownSnapshot:
        """The town at this moment. Raises processes.ProcessDied where a part of it is gone."""
        for process in self._processes:
            process.check_alive()
        now = self.clock.now()
        if self._looks % AHEAD_EVERY == 0:
            self._ahead = snapshot.forecast_misses(self._db, now, RATE)
        self._looks += 1
        return TownSnapshot(
            at=now,
            people=self.plan.people,
            speed=self.clock.speed,
            counts=snapshot.count_town(self._db, now),
            agents=self.plan.agents if is_on_shift(now) else 0,
            talking=self._agents.tally.talking,
            last=snapshot.read_recent_sms(self._db, self._vault, self.town, now),
            ahead=self._ahead,
        )


@contextmanager
def running_town(plan: TownPlan, folder: Path | None, say: Callable[[str], None]) -> Iterator[TownRunner]:
    """A show whose parts run; everything is stopped at the end, and the store thrown away.

    ``folder`` is for a store to be looked at later; without one it lies in a temporary folder. Raises
    NotSoMany, postgres.CannotStart, processes.Died.
    """
    town = Town(plan.people, plan.seed)
    with ExitStack() as stack:
        if folder is None:
            folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="tocsin-town-")))
        (folder / "results").mkdir(parents=True, exist_ok=True)
        say("a store for the town")
        url = stack.enter_context(_temporary_store(folder / "store"))
        say("its tables")
        database.migrate_store(url)
        begins = quiet_hours.local_day_time_to_utc(town.day, datetime.min.time(), PARIS) + BEGINS
        show = TownRunner(
            plan, town, url, folder, parse_simulated_clock(f"{begins.isoformat()}@{plan.speed:g}")
        )
        stack.callback(show.stop)
        say("the network and the service")
        show.start()
        yield show


@contextmanager
def _temporary_store(home: Path) -> Iterator[str]:
    try:  # whoever stops it while the store starts leaves no server behind
        yield embedded.start_store(home, settings=FASTEST)
    finally:
        embedded.stop_store(home)
