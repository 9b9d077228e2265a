"""The agents of the town on a real store: where no number is known they look for one, and ring it at once."""

import asyncio
import time
from datetime import datetime, timedelta

import psycopg
import pytest

from tests.tracing.calls.people import NOON, People
from tocsin.tracing import db as stores
from tocsin.tracing.clock import StoryClock
from tocsin.tracing.town.agents import Agents
from tocsin.tracing.town.people import Person, Town
from tocsin.tracing.town.spoken import Directory
from tocsin.tracing.vault import Vault

HURRY = 3_600.0
"""An hour of the story in a second: a call takes as long as its statements."""


@pytest.fixture(scope="module")
def town() -> Town:
    return Town(3_000, seed=2)


@pytest.fixture
def people(db: psycopg.Connection, vault: Vault) -> People:
    db.autocommit = True
    return People(db, vault)


def without_number(town: Town, *, found: bool) -> Person:
    """Somebody of whom no number is known, and for whom an agent finds one, or none."""
    directory = Directory(town)
    everybody = (p for p in map(town.person, range(town.people)) if p.phone == "none" and p.guardian is None)
    return next(p for p in everybody if bool(directory.number_of(p.name)) is found)


def ring(store: str, vault: Vault, town: Town, people: People, what: str) -> None:
    """One agent works until what is asked for has happened."""
    clock = StoryClock(NOON - timedelta(hours=2), HURRY, time.time())
    agents = Agents(lambda: stores.connect(store, autocommit=True), vault, town, clock, 1)

    async def work() -> None:
        shift = asyncio.create_task(agents.work())
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


def to_ring(people: People, person: Person, since: datetime) -> int:
    case = people.case(person.given, family=person.family, at=since)
    people.task(case=case, reason="no_phone", since=since)
    return case


def test_a_number_that_was_found_is_rung(store: str, vault: Vault, town: Town, people: People) -> None:
    person = without_number(town, found=True)
    case = to_ring(people, person, NOON - timedelta(hours=3))
    ring(store, vault, town, people, "select count(*) > 0 from tracing_attempt")
    number = Directory(town).number_of(person.name)
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
