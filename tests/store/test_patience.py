"""The store goes away for a minute, and comes back."""

import psycopg
import pytest

from tests.store.patience import open_connection_patiently
from tocsin.store import database as stores


class Time:
    """A clock that moves only when somebody sleeps."""

    def __init__(self):
        self.now, self.slept = 0.0, []

    def clock(self):
        return self.now

    def sleep(self, seconds):
        self.now += seconds
        self.slept.append(seconds)


def patient(action, time, opens, **more):
    return open_connection_patiently(action, clock=time.clock, sleep=time.sleep, opens=opens, **more)


def test_a_whole_transaction_is_done_again(store):
    """The first try breaks after its insert: nothing of it stays, and the second is whole."""
    time, tries = Time(), []

    def action(connection):
        tries.append(connection)
        connection.execute("insert into tracing_worker values (%s, 'engine', now(), now(), '{}')", ["one"])
        if len(tries) == 1:
            raise psycopg.OperationalError("gone")
        return connection.execute("select count(*) from tracing_worker").fetchone()[0]

    assert patient(action, time, lambda: stores.open_connection(store)) == 1
    assert len(tries) == 2
    assert tries[0] is not tries[1]


def test_a_connection_cut_by_the_server_is_made_anew(store):
    time, tries = Time(), []

    def action(connection):
        tries.append(1)
        if len(tries) == 1:
            with stores.open_connection(store, autocommit=True) as other:
                other.execute("select pg_terminate_backend(%s)", [connection.info.backend_pid])
        return connection.execute("select 'here'").fetchone()[0]

    assert patient(action, time, lambda: stores.open_connection(store)) == "here"
    assert len(tries) == 2


def test_away_for_a_minute(store):
    time = Time()

    def opens():
        if time.now < 50:
            raise stores.NoStore("does not answer")
        return stores.open_connection(store)

    assert patient(lambda connection: connection.execute("select 1").fetchone()[0], time, opens) == 1
    assert time.slept[:4] == [0.1, 0.2, 0.4, 0.8]
    assert max(time.slept) == 5.0


def test_away_for_too_long_is_told_before_the_deadline_passes():
    time = Time()

    def opens():
        raise stores.NoStore("does not answer")

    with pytest.raises(stores.NoStore):
        patient(lambda _: None, time, opens, seconds=30)
    assert 25 <= time.now <= 30


def test_a_mistake_is_not_tried_again(store):
    time, tries = Time(), []

    def action(connection):
        tries.append(1)
        connection.execute("select no_such_column from tracing_case")

    with pytest.raises(psycopg.errors.UndefinedColumn):
        patient(action, time, lambda: stores.open_connection(store))
    assert tries == [1]


def test_a_wrong_address_is_not_waited_for():
    time = Time()
    with pytest.raises(stores.NotAStoreAddress):
        patient(lambda _: None, time, lambda: stores.open_connection("mysql://a/b"))
    assert time.slept == []
