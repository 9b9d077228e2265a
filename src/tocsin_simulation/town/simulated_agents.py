"""The agents of the town: they take calls from the store as agents do, and ring people who do not exist."""

import asyncio
from collections.abc import Callable, Mapping
from datetime import datetime, time
from typing import Final

import psycopg
from msgspec import Struct

from tocsin.locale.paris_time import to_paris_time
from tocsin.privacy.vault import Vault
from tocsin.runtime.clock import ServiceClock, sleep_on_clock
from tocsin.tracing.calls import added_number, model, named_contacts, outcomes, task_queue
from tocsin_simulation.town.people import Town
from tocsin_simulation.town.simulated_calls import LOOKS, PhoneDirectory, SimulatedCall, simulate_call

STARTS, ENDS = time(9), time(19, 30)
"""Their shift, on the clock of Paris."""
PAUSE: Final = 120.0
"""Seconds between two calls, or until an agent with nothing to do looks again."""
WRITES: Final = 180.0
"""Seconds that the writing up of a call takes."""


class CallCounters(Struct):
    talking: int = 0
    made: int = 0
    reached: int = 0


class SimulatedAgents:
    """So many agents, on one connection: a call is a moment in the store and minutes on the telephone."""

    def __init__(
        self,
        connect: Callable[[], psycopg.Connection],
        vault: Vault,
        town: Town,
        clock: ServiceClock,
        count: int,
    ) -> None:
        self.tally = CallCounters()
        self._connect = connect
        self._vault = vault
        self._town = town
        self._clock = clock
        self._count = count
        self._directory = PhoneDirectory(town)

    async def work_shifts(self) -> None:
        """Ring until cancelled."""
        lock = asyncio.Lock()
        with await asyncio.to_thread(self._connect) as connection:
            names = [f"agent-{number + 1}" for number in range(self._count)]
            async with asyncio.TaskGroup() as group:
                for name in names:
                    group.create_task(self._work_shift(name, connection, lock))

    async def _work_shift(self, name: str, connection: psycopg.Connection, lock: asyncio.Lock) -> None:
        while True:
            if not is_on_shift(self._clock.now()):
                await sleep_on_clock(self._clock, PAUSE)
                continue
            async with lock:
                sheet = await asyncio.to_thread(
                    task_queue.take_next_call, connection, self._vault, name, self._clock.now()
                )
            if sheet is not None:
                await self._make_call(name, sheet, connection, lock)
            await sleep_on_clock(self._clock, PAUSE)

    async def _make_call(
        self, name: str, sheet: model.CallSheet, connection: psycopg.Connection, lock: asyncio.Lock
    ) -> None:
        self.tally.talking += 1
        try:
            if not sheet.number:
                await sleep_on_clock(self._clock, LOOKS)
                async with lock:
                    sheet = await asyncio.to_thread(self._look_up_number, connection, name, sheet)
            person = self._directory.find_person(sheet.guardian or sheet.name, sheet.number)
            case = sheet.contact_id is None
            spoken = simulate_call(
                self._town, person, case=case, attempt=len(sheet.attempts), number=sheet.number
            )
            await sleep_on_clock(self._clock, spoken.seconds + WRITES)
        finally:
            self.tally.talking -= 1
        async with lock:
            written = await asyncio.to_thread(self._write_call, connection, name, sheet, spoken)
        self.tally.made += written
        self.tally.reached += written and spoken.outcome == "reached"

    def _look_up_number(
        self, connection: psycopg.Connection, name: str, sheet: model.CallSheet
    ) -> model.CallSheet:
        number = self._directory.find_number(sheet.guardian or sheet.name)
        if not number:
            return sheet
        try:
            return record_number(connection, self._vault, name, self._clock.now(), sheet.task_id, number)
        except (model.TaskTakenByOther, model.TaskAlreadyDone, named_contacts.UncallableNumber):
            return sheet

    def _write_call(
        self, connection: psycopg.Connection, name: str, sheet: model.CallSheet, spoken: SimulatedCall
    ) -> bool:
        """Write a call down; False where somebody else had the person meanwhile."""
        try:
            record_call(connection, self._vault, name, self._clock.now(), sheet.task_id, spoken)
        except (model.TaskTakenByOther, model.TaskAlreadyDone):
            return False
        return True


def is_on_shift(now: datetime) -> bool:
    return STARTS <= to_paris_time(now).time() < ENDS


def record_number(
    connection: psycopg.Connection, vault: Vault, agent: str, now: datetime, task: int, number: str
) -> model.CallSheet:
    """Write down a number that an agent found, to ring it from the same sheet."""
    return added_number.add_phone_number(connection, vault, task, agent, number, now)


def record_call(
    connection: psycopg.Connection, vault: Vault, agent: str, now: datetime, task: int, spoken: SimulatedCall
) -> None:
    """Write down what came of a call; where nobody can be read in what was typed, without contacts."""
    told = [spoken.contacts] if spoken.contacts else []
    try:
        outcomes.record_outcome(
            connection, vault, task, agent, now, spoken.outcome, seconds=spoken.seconds, contacts=told,
            facts=spoken.facts,
        )  # fmt: skip
    except ValueError:
        outcomes.record_outcome(
            connection, vault, task, agent, now, spoken.outcome, seconds=spoken.seconds,
            facts=checklist_facts(spoken.facts),
        )  # fmt: skip


def checklist_facts(facts: Mapping[str, object]) -> dict[str, object]:
    """Of what was learned in a call, what was asked and said, and the language: no word of the person."""
    return {
        name: facts[name]
        for name in ("identity_confirmed", "instructions_given", "interpreter")
        if name in facts
    }
