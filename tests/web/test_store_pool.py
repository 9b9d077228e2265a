"""The store as pages and the API have it: one for a worker, and nobody waits for one that is away."""

import threading
from collections.abc import Iterator

import psycopg
import pytest

from tocsin.store import embedded
from tocsin.web import store_pool as stores
from tocsin.web.store_pool import StorePool, StoreUnavailable

NOWHERE = "postgresql://nobody@127.0.0.1:1/none"


@pytest.fixture
def ours(store: str) -> Iterator[StorePool]:
    made = StorePool(store)
    yield made
    made.close_connections()


def one(connection: psycopg.Connection) -> object:
    row = connection.execute("select pg_backend_pid()").fetchone()
    assert row
    return row[0]


def test_a_connection_is_used_again_and_again(ours):
    seen = set()
    for _ in range(5):
        with ours.connection() as connection:
            seen.add(one(connection))
    assert len(seen) == 1


def test_who_asks_again_within_gets_the_same_and_is_in_the_same_transaction(ours):
    with ours.transaction() as outer:
        outer.execute("create temporary table seen (n int) on commit drop")
        with ours.connection() as inner:
            assert one(inner) == one(outer)
            inner.execute("insert into seen values (1)")
        assert outer.execute("select count(*) from seen").fetchone() == (1,)
    with ours.connection() as later:
        assert later.execute("select to_regclass('seen')").fetchone() == (None,)


def test_another_thread_has_another(ours):
    found = []

    def ask():
        with ours.connection() as connection:
            found.append(one(connection))

    with ours.connection() as mine:
        other = threading.Thread(target=ask)
        other.start()
        other.join()
        assert found != [one(mine)]


def test_what_fails_in_a_transaction_is_undone(ours):
    def fails():
        with ours.transaction() as connection:
            connection.execute(PAGE_USE)
            raise ValueError("no")

    with pytest.raises(ValueError, match="no"):
        fails()
    with ours.connection() as connection:
        assert connection.execute("select count(*) from tracing_pageuse").fetchone() == (0,)


PAGE_USE = "insert into tracing_pageuse (bucket, digest, until) values ('x', '\\x00', now())"


def test_a_store_that_is_away_is_left_alone_for_a_while_and_nobody_waits(monkeypatch):
    monkeypatch.setattr(stores, "_create_pool", lambda _: pytest.fail("somebody would wait for it"))
    tried = []
    connect = psycopg.connect
    monkeypatch.setattr(stores.psycopg, "connect", lambda *a, **k: tried.append(1) or connect(*a, **k))
    now = [0.0]
    away = StorePool(NOWHERE, clock=lambda: now[0])
    for moment in (0.0, 1.0, 4.9, 5.1):
        now[0] = moment
        with pytest.raises(StoreUnavailable), away.connection():
            raise AssertionError("there is none")
    assert len(tried) == 2  # at once, and after five seconds
    away.forget_failure()
    with pytest.raises(StoreUnavailable), away.connection():
        raise AssertionError("there is none")
    assert len(tried) == 3


def test_the_embedded_store_is_found_where_it_runs_and_not_looked_for_at_each_question(
    store,
    monkeypatch,
):
    monkeypatch.delenv("TOCSIN_DATABASE_URL", raising=False)
    where, looks, now = [None], [], [0.0]
    monkeypatch.setattr(embedded, "find_store_url", lambda: looks.append(1) or where[0])
    found = StorePool(clock=lambda: now[0])
    assert [found.is_configured() for _ in range(20)] == [False] * 20
    assert len(looks) == 1
    where[0], now[0] = store, 1.5
    assert found.is_configured()
    with found.connection() as connection:
        assert connection.execute("select 1").fetchone() == (1,)
    found.close_connections()


def test_a_worker_that_is_told_of_another_store_goes_there(store, monkeypatch):
    monkeypatch.setenv("TOCSIN_DATABASE_URL", NOWHERE)
    found = StorePool()
    with pytest.raises(StoreUnavailable), found.connection():
        raise AssertionError("there is none")
    monkeypatch.setenv("TOCSIN_DATABASE_URL", store)
    with found.connection() as connection:
        assert connection.execute("select 1").fetchone() == (1,)
    found.close_connections()


def test_no_store_at_all_is_no_store():
    assert not StorePool("").is_configured()
    with pytest.raises(StoreUnavailable), StorePool("").connection():
        raise AssertionError("there is none")
