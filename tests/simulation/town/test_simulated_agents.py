"""The agents of the town on a real store: where no number is known they look for one, and ring it at once."""

import asyncio
import time
from datetime import datetime, timedelta

import psycopg
import pytest

from tests.tracing.calls.people import NOON, People
from tocsin.privacy.vault import Vault
from tocsin.store import database as stores
from tocsin_simulation.simulated_clock import SimulatedClock
from tocsin_simulation.town.people import Town, TownPerson
from tocsin_simulation.town.simulated_agents import SimulatedAgents
from tocsin_simulation.town.simulated_calls import PhoneDirectory

HURRY = 3_600.0
"""An hour of the story in a second: a call takes as long as its statements."""


@pytest.fixture(scope="module")
def town() -> Town:
    return Town(3_000, seed=2)


@pytest.fixture
def people(db: psycopg.Connection, vault: Vault) -> People:
    db.autocommit = True
    return People(db, vault)


def without_number(town: Town, *, found: bool) -> TownPerson:
    """Somebody of whom no number is known, and for whom an agent finds one, or none."""
    directory = PhoneDirectory(town)
    everybody = (p for p in map(town.person, range(town.people)) if p.phone == "none" and p.guardian is None)
    return next(p for p in everybody if bool(directory.find_number(p.name)) is found)


def ring(store: str, vault: Vault, town: Town, people: People, what: str) -> None:
    """One agent works until what is asked for has happened."""
    clock = SimulatedClock(NOON - timedelta(hours=2), HURRY, time.time())
    agents = SimulatedAgents(lambda: stores.open_connection(store, autocommit=True), vault, town, clock, 1)

    async def work() -> None:
        shift = asyncio.create_task(agents.work_shifts())
        try:
            async with asyncio.timeout(300):
                while not people.one(what):
                    if shift.done():
                        shift.result()
                    await asyncio.sleep(0.01)
        finally:
            shift.cancel()
            await asyncio.gather(shift, return_exceptions=True)

    asyncio.run(work())


def to_ring(people: People, person: TownPerson, since: datetime) -> int:
    case = people.case(person.given, family=person.family, at=since)
    people.task(case=case, reason="no_phone", since=since)
    return case


def test_a_number_that_was_found_is_rung(store: str, vault: Vault, town: Town, people: People) -> None:
    person = without_number(town, found=True)
    case = to_ring(people, person, NOON - timedelta(hours=3))
    ring(store, vault, town, people, "select count(*) > 0 from tracing_attempt")
    number = PhoneDirectory(town).find_number(person.name)
    assert people.one("select phone_id from tracing_case") == people.phone(number)
    assert "number_found no_phone agent-1" in people.changes("case", case)


def test_where_nothing_is_found_the_call_comes_back(
    store: str, vault: Vault, town: Town, people: People
) -> None:
    case = to_ring(people, without_number(town, found=False), NOON - timedelta(hours=3))
    ring(store, vault, town, people, "select count(*) > 0 from tracing_attempt")
    assert people.one("select phone_id from tracing_case") is None
    assert people.one("select outcome from tracing_attempt limit 1") == "no_answer"
    assert not any(change.startswith("number_found") for change in people.changes("case", case))
