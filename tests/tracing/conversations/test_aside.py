"""An event that no engine can take is set aside, and the others go on."""

import threading

import msgspec
import pytest

from tests.tracing.conversations.office import KARIM, LEA
from tocsin.store.health import find_problems
from tocsin.store.queries import query
from tocsin.store.schema import read_schema_state
from tocsin.store.statements import draw_ids
from tocsin.tracing.conversations import engine_loop, step_decision
from tocsin.tracing.conversations.engine import StepTotals
from tocsin.tracing.conversations.engine_loop import BATCH, ENOUGH, AdaptiveBatchSize, _take_steps
from tocsin.tracing.inbox import PLACE

ZOE = "+33639981203"


class Story:
    """The office's time; the engine is told to stop once nothing is left that it could take."""

    def __init__(self, office, stop):
        self.office, self.stop = office, stop

    def now(self):
        left = self.office.all("select count(*) from tracing_inbox where shard >= 0")[0][0]
        due = self.office.all(
            "select count(*) from tracing_timer where shard >= 0 and due <= %s", self.office.now
        )[0][0]
        if not left and not due:
            self.stop.set()
        return self.office.now


def works(office):
    """The life of an engine, until it has nothing to do."""
    stop = threading.Event()
    _take_steps(office.engine, office.db, Story(office, stop), stop)


def spoiled(office, number):
    """An event that cannot be read: a row that was damaged."""
    phone, shard = office.phone(number)
    (id,) = draw_ids(office.db, "tracing_inbox", 1)
    damaged = msgspec.json.encode({"kind": "nobody knows"})
    sealed = office.vault.seal(damaged, PLACE, office.day, id, phone)
    office.db.execute(
        """insert into tracing_inbox (id, shard, phone_id, key, at, sealed, collected_on)
           values (%s, %s, %s, %s, %s, %s, %s)""",
        (id, shard, phone, f"spoiled:{phone}", office.now, sealed, office.day),
    )
    office.db.commit()


def test_the_others_are_written_to_and_whoever_is_concerned_is_rung(office):
    lea = office.case("Léa", LEA)
    spoiled(office, LEA)
    office.case("Zoé", ZOE)
    works(office)
    assert len(office.texts(ZOE)) == 1
    assert len(office.texts(LEA)) == 1
    assert office.all("select key, shard < 0 from tracing_inbox") == [
        (f"spoiled:{office.phone(LEA)[0]}", True)
    ]
    assert ("fault",) in office.all("select reason from tracing_calltask where case_id = %s", lea)


def test_the_operator_is_told_and_gives_it_back_once_it_can_be_taken(office, store):
    office.case("Léa", LEA)
    spoiled(office, LEA)
    works(office)
    said = [
        trouble for trouble in find_problems(office.db, read_schema_state(store)) if "set aside" in trouble
    ]
    assert said[0].startswith("1 events were set aside")
    assert "tocsin db again" in said[0]
    assert office.all(query("engine.again")) == [(1,)]
    assert office.all("select count(*) from tracing_inbox where shard >= 0") == [(1,)]
    works(office)
    assert office.all("select count(*) from tracing_inbox where shard < 0") == [(1,)]


def test_what_is_due_and_cannot_be_written_is_set_aside_like_an_event(office, monkeypatch):
    office.case("Léa", LEA)
    office.case("Zoé", ZOE)
    works(office)
    office.later(hours=0)
    broken, _ = office.phone(LEA)
    written = office.engine._writer.write_step

    def breaks(connection, taken, rows, now):
        if any(one.phone.phone_id == broken for one in taken):
            raise ValueError("this thread cannot be written")
        return written(connection, taken, rows, now)

    monkeypatch.setattr(office.engine._writer, "write_step", breaks)
    office.now = office.all("select max(due) from tracing_timer")[0][0]
    before = len(office.texts(ZOE))
    works(office)
    assert len(office.texts(ZOE)) > before
    assert office.all("select phone_id from tracing_timer where shard < 0") == [(broken,)]
    monkeypatch.undo()
    office.all(query("engine.again"))
    works(office)
    assert office.all("select count(*) from tracing_timer where shard < 0") == [(0,)]


def test_a_tick_that_fails_is_not_due_for_ever(office, monkeypatch):
    case = office.case("Léa", LEA)
    office.step()
    monkeypatch.setattr(step_decision, "apply_event", lambda *_: 1 / 0)
    office.now = office.all("select max(due) from tracing_timer")[0][0]
    office.engine.lease_shards(office.db)
    assert office.engine.take_step(office.db, office.now).timers == 1
    assert office.engine.take_step(office.db, office.now) == StepTotals()
    assert ("fault",) in office.all("select reason from tracing_calltask where case_id = %s", case)


def test_where_everything_fails_the_engine_ends_with_what_it_saw(office, monkeypatch):
    for n in range(ENOUGH + 5):
        office.case("Léa", f"+336399813{n:02}")

    def breaks(*_):
        raise ValueError("a mistake of ours")

    monkeypatch.setattr(office.engine._writer, "write_step", breaks)
    with pytest.raises(ValueError, match="a mistake of ours"):
        works(office)
    assert office.all("select count(*) from tracing_inbox where shard < 0") == [(ENOUGH,)]


def test_care_halves_and_doubles():
    care, seen = AdaptiveBatchSize(), []
    while not care.record_failure():
        seen.append(care.limit)
    assert seen == [250, 31, 3, 1]
    for _ in range(20):
        care.record_success(StepTotals(events=1))
    assert (care.limit, care.aside) == (BATCH, 0)
    care.record_success(StepTotals())
    assert care.limit == BATCH
    assert engine_loop.ONE_OF_THEM
    assert KARIM
