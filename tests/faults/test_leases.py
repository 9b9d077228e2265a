"""Two engines and one shard: whoever has not the lease undoes its step, and nobody is written to twice."""

import os
import random
import signal
import subprocess
import sys
import threading
import time
from collections import Counter
from contextlib import contextmanager

import pytest

from tests.faults.invariants import Checks
from tests.faults.seen import Seen
from tests.faults.service import GUARD, ROOT
from tests.faults.shared import CLOCK, FROZEN, SharedClock
from tests.tracing.conversations.office import KARIM, LEA, MORNING, Office
from tocsin.privacy.vault import Vault
from tocsin.store import database as stores
from tocsin.tracing.conversations.engine import LEASE, Engine, LeaseLost, StepTotals
from tocsin.tracing.inbox import ReplyReceived


@pytest.fixture
def office(db, vault):
    db.autocommit = True  # another connection sees what happens
    return Office(db, vault)


@pytest.fixture
def other(store, vault, office):
    """A second engine, with a connection of its own."""
    with stores.open_connection(store) as connection:
        yield Engine("engine-2", vault, machine=lambda: office.now), connection


def past(office):
    office.now += LEASE
    return office.now


# ---- one after the other


def test_an_engine_that_slept_past_its_lease_undoes_its_step(office, other):
    engine, connection = other
    office.case("Léa", LEA)
    past(office)
    engine.lease_shards(connection)
    assert len(engine.shards) == 256
    with pytest.raises(LeaseLost):
        office.engine.take_step(office.db, office.now)
    assert office.one("select count(*) from tracing_inbox") == 1
    assert office.texts(LEA) == []
    assert engine.take_step(connection, office.now).messages == 1
    office.engine.lease_shards(office.db)
    assert office.engine.take_step(office.db, office.now) == StepTotals()
    assert len(office.texts(LEA)) == 1


def test_a_lease_that_ended_is_no_lease_even_where_nobody_took_it(office):
    office.case("Léa", LEA)
    past(office)
    with pytest.raises(LeaseLost):
        office.engine.take_step(office.db, office.now)
    office.step()  # which renews
    assert len(office.texts(LEA)) == 1


def test_nobody_takes_a_shard_in_the_middle_of_a_step(office, other):
    """The step holds its leases until it is done, however long that takes."""
    engine, connection = other
    office.case("Léa", LEA)
    with office.db.transaction():
        office.engine.take_step(office.db, office.now)
        past(office)
        engine.lease_shards(connection)
        assert engine.shards == []
    past(office)
    engine.lease_shards(connection)
    assert len(engine.shards) == 256
    assert engine.take_step(connection, office.now) == StepTotals()
    assert len(office.texts(LEA)) == 1


def test_a_clock_set_back_makes_no_shard_wait_for_its_hour(office, other):
    """The dead engine's leases, and its last sign of life, lie an hour ahead."""
    engine, connection = other
    office.case("Léa", LEA)
    office.now -= LEASE * 120
    engine.lease_shards(connection)
    assert len(engine.shards) == 256
    assert engine.take_step(connection, office.now).messages == 1


def test_a_story_that_runs_fast_leases_by_the_clock_of_the_machine(db, vault):
    """A step may lie hours after the one before it: the lease is still that of a process that lives."""
    db.autocommit = True
    office = Office(db, vault)
    office.case("Léa", LEA)
    assert office.engine.take_step(db, MORNING + LEASE * 200).messages == 1


# ---- at once


def test_two_engines_fight_for_every_shard_while_people_write(office, store, vault):
    """Leases are moved by force while steps are taken: each reply is taken once, each text sent once."""
    numbers = [f"+3363998{n:04}" for n in range(5000, 5024)]
    for number in numbers:
        office.case("Léa", number)
    stop, undone = threading.Event(), Counter()
    threads = [
        threading.Thread(target=_work, args=(name, store, vault, office, stop, undone))
        for name in ("engine-a", "engine-b")
    ]
    for thread in threads:
        thread.start()
    chance, said = random.Random(4), 0
    phones = {number: office.phone(number) for number in numbers}
    try:
        for turn in range(6):
            for number in numbers:
                phone, shard = phones[number]
                office.post(phone, shard, f"sms:{turn}:{number}", ReplyReceived(f"oui {turn}"))
                said += 1
                if chance.random() < 0.4:
                    _force(office, chance.choice(("engine-a", "engine-b")))
            _until(
                lambda: office.one("select count(*) from tracing_inbox") < len(numbers), "an emptier inbox"
            )
        _force(office, "engine-a")
        _until(lambda: office.one("select count(*) from tracing_inbox") == 0, "an empty inbox")
    finally:
        stop.set()
        for thread in threads:
            thread.join()
    assert undone["engine-a"] + undone["engine-b"] > 0
    heard = office.all("select phone_id, int8send(id) || int8send(phone_id) || sealed from tracing_heard")
    assert len(heard) == said
    assert len({(phone, vault.open(bytes(text), "heard.sealed")) for phone, text in heard}) == said
    checks = Checks(office.db, vault, Seen.of([]), office.now)
    assert [*checks.threads_and_messages_agree(), *checks.calls()] == []


def _work(name, store, vault, office, stop, undone):
    """An engine that believes that every shard is its own, whatever the leases say."""
    engine = Engine(name, vault, machine=lambda: office.now)
    engine.shards = list(range(256))
    with stores.open_connection(store) as connection:
        while not stop.is_set():
            try:
                if engine.take_step(connection, office.now, limit=7) == StepTotals():
                    time.sleep(0)
            except LeaseLost:
                undone[name] += 1


def _force(office, name):
    office.db.execute("update tracing_shardlease set worker = %s, until = %s", (name, office.now + LEASE))


def _until(condition, what):
    end = time.monotonic() + GUARD
    while not condition():
        assert time.monotonic() < end, f"{what} did not come"
        time.sleep(0.005)


# ---- frozen in the middle


class Machine:
    """Engines in processes of their own, on a clock that the test moves."""

    def __init__(self, db, store, folder):
        db.autocommit = True
        self.store, self.folder = store, folder
        self.clock = SharedClock.make(folder / "clock", MORNING)
        self.vault = Vault.load(folder / "keys.json", make=True)
        self.office = Office(db, self.vault, "nobody")
        db.execute("update tracing_shardlease set worker = null, until = null")
        db.execute("delete from tracing_worker")

    @contextmanager
    def engine(self, name):
        environment = {
            **os.environ, "PYTHONPATH": f"{ROOT}{os.pathsep}{ROOT / 'src'}",
            CLOCK: str(self.folder / "clock"),
            FROZEN: "300", stores.URL: self.store, "TOCSIN_KEYS": str(self.folder / "keys.json"),
        }  # fmt: skip
        command = [sys.executable, "-m", "tests.faults.engine", name]
        process = subprocess.Popen(command, env=environment, stderr=(self.folder / name).open("ab"))
        try:
            yield process
        finally:
            process.kill()
            process.wait()

    def said(self, name):
        return (self.folder / name).read_text()


WAITING = (
    "select count(*) from pg_stat_activity where wait_event_type = 'Lock' and datname = current_database()"
)


@pytest.fixture
def machine(db, store, tmp_path):
    return Machine(db, store, tmp_path)


@pytest.mark.parametrize("table", ["tracing_timer", "tracing_wording"])
def test_an_engine_is_frozen_in_the_middle_of_a_step(machine, store, table):
    """Before and after it looked at its leases: the server ends its step, and others go on.

    ``timer`` is read between the events and the leases, ``wording`` written after them.
    """
    office = machine.office
    with machine.engine("engine-1") as first, stores.open_connection(store) as gate:
        _until(
            lambda: office.one("select count(*) from tracing_shardlease where worker = 'engine-1'") == 256,
            "leases",
        )
        gate.execute(f"lock table {table} in access exclusive mode".encode())
        office.case("Léa", LEA)
        office.case("Karim", KARIM)
        _until(lambda: office.one(WAITING) == 1, "an engine in the middle of its step")
        first.send_signal(signal.SIGSTOP)
        gate.rollback()
        machine.clock.jump(seconds=LEASE.total_seconds() + 1)
        with machine.engine("engine-2"):
            _until(lambda: office.one("select count(*) from tracing_outbox") == 2, "the messages of engine-2")
            first.send_signal(signal.SIGCONT)
            _until(lambda: '"event"' in machine.said("engine-1"), "a word of engine-1")
            office.case("Nadia", "+33639981203")
            _until(lambda: office.one("select count(*) from tracing_outbox") == 3, "the next message")
        assert first.poll() is None
    for number in (LEA, KARIM):
        assert len(office.texts(number)) == 1
