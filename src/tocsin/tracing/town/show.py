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

from tocsin.conversation import quiet
from tocsin.tracing import db, postgres
from tocsin.tracing.clock import FollowedClock, StoryClock, retell, sleep_until, story
from tocsin.tracing.queries import query
from tocsin.tracing.town import processes, scene
from tocsin.tracing.town.agents import ENDS, STARTS, Agents, on_shift
from tocsin.tracing.town.laboratory import put, sendings
from tocsin.tracing.town.people import Town
from tocsin.tracing.town.processes import Process
from tocsin.tracing.town.results import ZONE, day
from tocsin.tracing.town.scene import Ahead, Scene
from tocsin.tracing.vault import Vault

BEGINS: Final = timedelta(hours=7)
"""When the story begins, on the clock of the town."""
AHEAD_EVERY: Final = 5
"""Looks between two forecasts."""
RATE: Final = 100.0
"""Parts of SMS a second that the forecast takes the network to take."""
FASTEST: Final = {"synchronous_commit": "off", "shared_buffers": "128MB"}
"""Settings of a store that is thrown away."""


class Plan(Struct, frozen=True, kw_only=True):
    """What is to be shown."""

    people: int = 4_000
    seed: int = 1
    speed: float = 240.0
    hours: float = 24.0
    agents: int = 8


class Show:
    """Everything that runs while the town is shown."""

    def __init__(self, plan: Plan, town: Town, url: str, folder: Path, clock: StoryClock) -> None:
        self.plan = plan
        self.town = town
        self._clock_file = folder / processes.STORY
        self._clock_file.write_text(str(clock))
        self.begins = clock.begins
        self.clock = FollowedClock(self._clock_file, str(clock))
        self.ends = clock.begins + timedelta(hours=plan.hours)
        self._url = url
        self._folder = folder
        self._vault = Vault.load(folder / "keys.json", make=True)
        self._db = db.connect(url, autocommit=True)
        self._agents = Agents(
            partial(db.connect, url, autocommit=True), self._vault, town, self.clock, plan.agents
        )
        self._processes: list[Process] = []
        self._looks = 0
        self._ahead: Ahead | None = None

    # ---- what runs

    def start(self) -> None:
        """Start the network and the service. Raises processes.Died."""
        network, port = processes.network(self.town, self._folder)
        self._processes.append(network)
        self._processes.append(processes.service(self.town, self._folder, self._url, port))
        noon = quiet.on_day(self.town.day, STARTS, ZONE)
        shift = {"starts": noon, "ends": quiet.on_day(self.town.day, ENDS, ZONE), "rate": 5.0}
        for days in (timedelta(0), timedelta(days=1)):
            moved = {"starts": noon + days, "ends": quiet.on_day(self.town.day, ENDS, ZONE) + days}
            self._db.execute(query("town.shift"), shift | moved | {"agents": self.plan.agents})

    def stop(self) -> None:
        """Stop what was started, the service first."""
        for process in reversed(self._processes):
            process.stop()
        self._clock_file.unlink(missing_ok=True)
        self._db.close()

    @asynccontextmanager
    async def busy(self) -> AsyncIterator[None]:
        """Laboratories send and agents ring for as long as it lasts."""
        tasks = [asyncio.create_task(self._send()), asyncio.create_task(self._agents.work())]
        try:
            yield
        finally:
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)

    async def _send(self) -> None:
        """Files of laboratories, each at its moment, into the folder that the service watches."""
        for sending in sendings(self.town, await asyncio.to_thread(day, self.town)):
            await sleep_until(self.clock, sending.at)
            put(sending, self._folder / "results")

    def pass_time_as_in_life(self) -> None:
        """From now on a second of the story is a second, for every process of the town."""
        retell(self._clock_file, speed=1.0)

    def connection(self) -> psycopg.Connection[Any]:
        """Another connection to the store of the town."""
        return db.connect(self._url)

    # ---- what is seen

    def look(self) -> Scene:
        """The town at this moment. Raises processes.Died where a part of it is gone."""
        for process in self._processes:
            process.check()
        now = self.clock.now()
        if self._looks % AHEAD_EVERY == 0:
            self._ahead = scene.ahead(self._db, now, RATE)
        self._looks += 1
        return Scene(
            at=now,
            people=self.plan.people,
            speed=self.clock.speed,
            counts=scene.counts(self._db, now),
            agents=self.plan.agents if on_shift(now) else 0,
            talking=self._agents.tally.talking,
            last=scene.last(self._db, self._vault, self.town, now),
            ahead=self._ahead,
        )


@contextmanager
def ready(plan: Plan, folder: Path | None, say: Callable[[str], None]) -> Iterator[Show]:
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
        url = stack.enter_context(_store(folder / "store"))
        say("its tables")
        db.migrate(url)
        begins = quiet.on_day(town.day, datetime.min.time(), ZONE) + BEGINS
        show = Show(plan, town, url, folder, story(f"{begins.isoformat()}@{plan.speed:g}"))
        stack.callback(show.stop)
        say("the network and the service")
        show.start()
        yield show


@contextmanager
def _store(home: Path) -> Iterator[str]:
    url = postgres.start(home, settings=FASTEST)
    try:
        yield url
    finally:
        postgres.stop(home)
