"""A machine so slow that the server ends its engine's steps: it takes smaller ones, and comes through."""

import threading

import pytest

from tests.tracing.conversations.office import MORNING, Office
from tocsin.store import database as stores
from tocsin.tracing.conversations.engine import Engine
from tocsin.tracing.conversations.engine_loop import BATCH, AdaptiveBatchSize, run_engine_loop

NUMBERS = [f"+3363998{n:04}" for n in range(6000, 6012)]
MANY = 3
"""Phones of one step that are too many for this machine."""


class Slow(Engine):
    """Comes to nothing with a step that is long: the server has ended it before it is done."""

    def __init__(self, *given, store, **named):
        super().__init__(*given, **named)
        self.store, self.steps = store, []

    def _read_work_items(self, connection, phones, arrivals):
        self.steps.append(len(phones))
        if len(phones) > MANY:
            with stores.open_connection(self.store, autocommit=True) as witness:
                while lives(witness, connection.info.backend_pid):
                    pass
        return super()._read_work_items(connection, phones, arrivals)


def lives(witness, pid):
    return bool(witness.execute("select 1 from pg_stat_activity where pid = %s", (pid,)).fetchone())


class Until:
    """The time of the story; once everybody is written to, the engine is told to stop."""

    speed = 1.0

    def __init__(self, office, stop):
        self.office, self.stop = office, stop

    def now(self):
        if not self.office.one("select count(*) from tracing_inbox"):
            self.stop.set()
        return MORNING


@pytest.fixture
def office(db, vault):
    db.autocommit = True
    made = Office(db, vault, "nobody")
    made.engine.release_shards(db)
    return made


def test_a_step_that_the_server_ends_is_taken_in_smaller_ones(office, store, vault):
    for number in NUMBERS:
        office.case("Léa", number)
    engine, stop = Slow("engine-1", vault, machine=lambda: MORNING, store=store), threading.Event()
    run_engine_loop(engine, lambda: stores.open_connection(store), Until(office, stop), stop, frozen=20)
    assert engine.steps[0] == len(NUMBERS)
    assert all(len(office.texts(number)) == 1 for number in NUMBERS)


def test_steps_grow_again_once_the_machine_is_fast():
    care = AdaptiveBatchSize()
    for _ in range(40):
        care.record_slow_step()
    assert care.limit == 1
    assert not care.aside
    for _ in range(40):
        care.record_success(done=None)
    assert care.limit == BATCH
