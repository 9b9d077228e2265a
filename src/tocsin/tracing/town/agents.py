"""The agents of the town: they take calls from the store as agents do, and ring people who do not exist."""

import asyncio
from collections.abc import Callable, Mapping
from datetime import datetime, time
from typing import Final

import psycopg
from msgspec import Struct

from tocsin.conversation import quiet
from tocsin.tracing import calls
from tocsin.tracing.clock import Clock, sleep
from tocsin.tracing.town.people import Town
from tocsin.tracing.town.results import ZONE
from tocsin.tracing.town.spoken import LOOKS, Directory, Spoken, speak
from tocsin.tracing.vault import Vault

STARTS, ENDS = time(9), time(19, 30)
"""Their shift, on the clock of Paris."""
PAUSE: Final = 120.0
"""Seconds between two calls, or until an agent with nothing to do looks again."""
WRITES: Final = 180.0
"""Seconds that the writing up of a call takes."""


class Tally(Struct):
    """What the agents did so far."""

    talking: int = 0
    made: int = 0
    reached: int = 0


class Agents:
    """So many agents, on one connection: a call is a moment in the store and minutes on the telephone."""

    def __init__(
        self, connect: Callable[[], psycopg.Connection], vault: Vault, town: Town, clock: Clock, count: int
    ) -> None:
        self.tally = Tally()
        self._connect = connect
        self._vault = vault
        self._town = town
        self._clock = clock
        self._count = count
        self._directory = Directory(town)

    async def work(self) -> None:
        """Ring until cancelled."""
        lock = asyncio.Lock()
        with await asyncio.to_thread(self._connect) as connection:
            names = [f"agent-{number + 1}" for number in range(self._count)]
            async with asyncio.TaskGroup() as group:
                for name in names:
                    group.create_task(self._shift(name, connection, lock))

    async def _shift(self, name: str, connection: psycopg.Connection, lock: asyncio.Lock) -> None:
        while True:
            if not on_shift(self._clock.now()):
                await sleep(self._clock, PAUSE)
                continue
            async with lock:
                sheet = await asyncio.to_thread(
                    calls.next_call, connection, self._vault, name, self._clock.now()
                )
            if sheet is not None:
                await self._ring(name, sheet, connection, lock)
            await sleep(self._clock, PAUSE)

    async def _ring(
        self, name: str, sheet: calls.CallSheet, connection: psycopg.Connection, lock: asyncio.Lock
    ) -> None:
        self.tally.talking += 1
        try:
            if not sheet.number:
                await sleep(self._clock, LOOKS)
                async with lock:
                    sheet = await asyncio.to_thread(self._look, connection, name, sheet)
            person = self._directory.find(sheet.guardian or sheet.name, sheet.number)
            case = sheet.contact_id is None
            spoken = speak(self._town, person, case=case, attempt=len(sheet.attempts), number=sheet.number)
            await sleep(self._clock, spoken.seconds + WRITES)
        finally:
            self.tally.talking -= 1
        async with lock:
            written = await asyncio.to_thread(self._write, connection, name, sheet, spoken)
        self.tally.made += written
        self.tally.reached += written and spoken.outcome == "reached"

    def _look(self, connection: psycopg.Connection, name: str, sheet: calls.CallSheet) -> calls.CallSheet:
        """The sheet with a number, where the agent finds one."""
        number = self._directory.number_of(sheet.guardian or sheet.name)
        if not number:
            return sheet
        try:
            return look_up(connection, self._vault, name, self._clock.now(), sheet.task_id, number)
        except (calls.TakenByOther, calls.AlreadyDone, calls.BadNumber):
            return sheet

    def _write(
        self, connection: psycopg.Connection, name: str, sheet: calls.CallSheet, spoken: Spoken
    ) -> bool:
        """Write a call down; False where somebody else had the person meanwhile."""
        try:
            write_down(connection, self._vault, name, self._clock.now(), sheet.task_id, spoken)
        except (calls.TakenByOther, calls.AlreadyDone):
            return False
        return True


def on_shift(now: datetime) -> bool:
    """Whether agents ring at this moment."""
    return STARTS <= quiet.local(now, ZONE).time() < ENDS


def look_up(
    connection: psycopg.Connection, vault: Vault, agent: str, now: datetime, task: int, number: str
) -> calls.CallSheet:
    """Write down a number that an agent found, to ring it from the same sheet."""
    return calls.give_number(connection, vault, task, agent, number, now)


def write_down(
    connection: psycopg.Connection, vault: Vault, agent: str, now: datetime, task: int, spoken: Spoken
) -> None:
    """Write down what came of a call; where nobody can be read in what was typed, without contacts."""
    told = [spoken.contacts] if spoken.contacts else []
    try:
        calls.outcome(
            connection, vault, task, agent, now, spoken.outcome, seconds=spoken.seconds, contacts=told,
            facts=spoken.facts,
        )  # fmt: skip
    except ValueError:
        calls.outcome(
            connection, vault, task, agent, now, spoken.outcome, seconds=spoken.seconds,
            facts=asked_facts(spoken.facts),
        )  # fmt: skip


def asked_facts(facts: Mapping[str, object]) -> dict[str, object]:
    """Of what was learned in a call, what was asked and said, and the language: no word of the person."""
    return {
        name: facts[name]
        for name in ("identity_confirmed", "instructions_given", "interpreter")
        if name in facts
    }
