"""A look at the town in a real store, and agents who ring its people."""

import asyncio
import contextlib
from datetime import UTC, datetime, timedelta
from functools import partial

import psycopg
import pytest

from tests.tracing.town_builder import BEGIN, Story
from tests.tracing.village import Village
from tocsin.privacy.vault import Vault
from tocsin.store import database as stores
from tocsin_simulation.simulated_clock import SimulatedClock, parse_simulated_clock
from tocsin_simulation.town.lab_results import is_positive
from tocsin_simulation.town.people import DAY, Town, TownPerson
from tocsin_simulation.town.simulated_agents import SimulatedAgents, record_call
from tocsin_simulation.town.simulated_calls import TOLD, SimulatedCall, simulate_call
from tocsin_simulation.town.simulated_contacts import contacts_named_by
from tocsin_simulation.town.snapshot import RecentSms, count_town, forecast_misses, read_recent_sms

Db = psycopg.Connection


@pytest.fixture(scope="module")
def town() -> Town:
    return Town(2_000, seed=4)


def talker(town: Town) -> TownPerson:
    """A case who picks up at once, and names people with their numbers."""
    people = (town.person(i) for i in range(town.people) if is_positive(town, i))
    return next(
        person
        for person in people
        if person.phone == "mobile"
        and person.age >= 18
        and simulate_call(town, person, case=True, attempt=0).contacts
        and all(naming.known for naming in contacts_named_by(town, person.index))
    )


# ---- the look


def test_an_empty_store_counts_nothing(db: Db) -> None:
    seen = count_town(db, BEGIN)
    assert set(map(int, [seen.received, seen.cases, seen.sms, seen.calls, seen.open])) == {0}


def test_cases_are_kept_running_at_risk_or_missed_and_never_two_of_them(db: Db) -> None:
    told = Story(db)
    told.case(result=0, submitted=0.1, delivered=0.2, answered=3)  # kept
    told.case(result=0, submitted=0.1, answered=25)  # too late
    told.case(result=0)  # never
    told.case(result=6)  # at risk, at hour 26
    told.case(result=20)  # running
    told.case(result=20, outcome="void", closed=21)  # withdrawn: counts nowhere
    seen = count_town(db, BEGIN + timedelta(hours=26))
    assert (seen.cases, seen.kept, seen.missed, seen.at_risk, seen.open) == (5, 1, 2, 1, 1)
    assert (seen.written, seen.delivered, seen.answered) == (2, 1, 2)


def test_contacts_messages_and_calls_are_counted(db: Db) -> None:
    told = Story(db)
    case = told.case(result=0)
    told.contact(case, named=1, submitted=1.2, answered=2)
    told.contact(case, named=1, became=case)
    told.message(submitted=1, delivered=1.1)
    told.message(submitted=1, failed=2, failure="undeliverable")
    told.message(waits=True)
    task = told.call(case=case, leased=3)
    told.attempt(task, 1, "voicemail")
    told.attempt(told.call(case=told.case(), done=2, outcome="reached"), 2, "reached")
    seen = count_town(db, BEGIN + timedelta(hours=2.5))
    assert (seen.contacts, seen.contacts_written, seen.contacts_answered, seen.became_cases) == (2, 1, 1, 1)
    assert (seen.sms, seen.sms_delivered, seen.sms_failed, seen.waiting) == (2, 1, 1, 1)
    assert (seen.calls, seen.calls_held, seen.calls_made, seen.calls_reached) == (1, 1, 2, 1)


def test_every_result_of_every_file_is_counted(db: Db) -> None:
    told = Story(db)
    files = (
        '{"received": 5, "opened": 3, "negative": 1, "quarantined": 1}',
        '{"received": 5, "known": 1, "corrected": 1, "void": 1, "ignored": 2, "reasons": {}}',
    )
    for n, found in enumerate(files):
        told.insert("intakefile", name=f"{n}", digest=bytes([n]), format="csv", began_at=BEGIN, counts=found)
    seen = count_town(db, BEGIN)
    assert (seen.received, seen.opened, seen.known, seen.negative) == (10, 3, 1, 1)
    assert (seen.corrected, seen.ignored, seen.quarantined) == (2, 2, 1)
    parts = seen.opened, seen.known, seen.negative, seen.corrected, seen.ignored, seen.quarantined
    assert sum(parts) == seen.received


def test_the_last_sms_are_shown_with_the_name_of_who_has_the_telephone(
    db: Db, vault: Vault, town: Town
) -> None:
    village, person = Village(db, vault), talker(town)
    phone = village.phone(person.number, DAY)
    noon = datetime(DAY.year, DAY.month, DAY.day, 12, tzinfo=UTC)
    village.message("case-1.1", "Est-ce bien vous ?", phone, person.number, DAY, issued_at=noon)
    village.insert(
        "heard", phone_id=phone, at=noon + timedelta(minutes=2), collected_on=DAY, signals="",
        sealed=village.seal("oui", "heard.sealed", DAY),
    )  # fmt: skip
    late = noon + timedelta(hours=1)
    assert read_recent_sms(db, vault, town, late) == (
        RecentSms(noon, True, person.given, "Est-ce bien vous ?"),
        RecentSms(noon + timedelta(minutes=2), False, person.given, "oui"),
    )
    assert [sms.text for sms in read_recent_sms(db, vault, town, late, many=1)] == ["oui"]


def test_a_forecast_is_there_from_the_beginning(db: Db) -> None:
    assert forecast_misses(db, BEGIN, 100.0).misses == 0


# ---- the agents


def task_of(village: Village, person: TownPerson, at: datetime) -> int:
    """Somebody of the town tested positive, and is to be rung."""
    case = village.case(
        village.person(person.family, person.given, DAY, born=person.birth_date.isoformat()),
        village.phone(person.number, DAY),
        at,
    )
    phone = village.value("phone_id", "case", case)
    return village.insert(
        "calltask", case_id=case, phone_id=phone, reason="silent", created_at=at, urgent=False,
        not_before=at, deadline=at + timedelta(days=1), territory="", attempts=0, outcome="",
    )  # fmt: skip


def test_an_agent_of_the_town_rings_writes_down_and_the_contacts_are_there(
    store: str, db: Db, vault: Vault, town: Town
) -> None:
    village, person = Village(db, vault), talker(town)
    begins = datetime(DAY.year, DAY.month, DAY.day, 9, tzinfo=UTC)
    task_of(village, person, begins)
    db.commit()
    clock = parse_simulated_clock(f"{begins.isoformat()}@3600")
    agents = SimulatedAgents(partial(stores.open_connection, store, autocommit=True), vault, town, clock, 1)

    asyncio.run(_until(agents, lambda: agents.tally.made >= 1))

    assert (agents.tally.made, agents.tally.reached, agents.tally.talking) == (1, 1, 0)
    assert village.count("calltask", "outcome = 'reached'") == 1
    assert village.count("contact") == len(contacts_named_by(town, person.index))


async def _until(agents: SimulatedAgents, enough) -> None:  # type: ignore[no-untyped-def]
    work = asyncio.create_task(agents.work_shifts())
    async with asyncio.timeout(300):
        while not enough():
            await asyncio.sleep(0.01)
    work.cancel()
    with contextlib.suppress(asyncio.CancelledError):
        await work


def test_what_cannot_be_read_does_not_lose_the_call(db: Db, vault: Vault, town: Town) -> None:
    village = Village(db, vault)
    begins = datetime(DAY.year, DAY.month, DAY.day, 9, tzinfo=UTC)
    task = task_of(village, talker(town), begins)
    spoken = SimulatedCall(outcome="reached", seconds=60, contacts="...", facts=TOLD)
    record_call(db, vault, "agent-1", begins, task, spoken)
    assert village.count("calltask", "outcome = 'reached'") == 1
    assert village.count("contact") == 0


def test_outside_their_shift_agents_ring_nobody(store: str, db: Db, vault: Vault, town: Town) -> None:
    village = Village(db, vault)
    night = datetime(DAY.year, DAY.month, DAY.day, 2, tzinfo=UTC)
    task_of(village, talker(town), night)
    db.commit()
    clock = SimulatedClock(night, 3600.0, 0.0, lambda: 0.0)
    agents = SimulatedAgents(partial(stores.open_connection, store, autocommit=True), vault, town, clock, 1)
    looks = iter(range(5))
    asyncio.run(_until(agents, lambda: next(looks, None) is None))
    assert agents.tally.made == 0
    assert village.count("calltask", "leased_by is not null") == 0
