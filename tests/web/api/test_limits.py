"""Clients, partners and strangers ask; each gets its share, whatever the number of workers."""

import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.web.api.wire import NOON, Clock
from tocsin.web import client_pseudonyms as clients
from tocsin.web.api import api_keys
from tocsin.web.api.authentication import TRIES
from tocsin.web.client_pseudonyms import (
    ClientPseudonyms,
    client_address,
    client_network,
    is_local_request,
)
from tocsin.web.rate_limits import RateLimit, RateLimiter, limit_per_minute
from tocsin.web.store_pool import StorePool

ZOE, YANN = b"zoe", b"yann"


@pytest.fixture
def shared(store):
    """Makes workers that share a store."""
    made = []

    def worker():
        made.append(StorePool(store))
        return RateLimiter(made[-1])

    yield worker
    for one in made:
        one.close_connections()


def alone():
    """A worker that has no store."""
    return RateLimiter(StorePool(""))


def granted(limits, subject, tries, limit, now=NOON):
    return sum(limits.take_tokens("api", subject, limit_per_minute(limit), now).allowed for _ in range(tries))


# ---- one worker


def test_a_client_gets_its_limit_at_once_and_then_one_after_the_other():
    limits = alone()
    assert granted(limits, ZOE, 30, 10) == 10
    assert granted(limits, YANN, 5, 10) == 5
    assert granted(limits, ZOE, 5, 10, NOON + timedelta(seconds=5)) == 0
    assert granted(limits, ZOE, 5, 10, NOON + timedelta(seconds=6)) == 1
    assert granted(limits, ZOE, 30, 10, NOON + timedelta(seconds=66)) == 10


def test_what_is_left_and_until_when_is_told():
    limits = alone()
    left = [limits.take_tokens("api", ZOE, limit_per_minute(3), NOON) for _ in range(4)]
    assert [(one.allowed, one.remaining) for one in left] == [(True, 2), (True, 1), (True, 0), (False, 0)]
    assert [one.reset for one in left] == [20, 40, 60, 60]
    assert [one.retry for one in left] == [0, 0, 0, 20]
    assert limits.take_tokens("other", ZOE, limit_per_minute(3), NOON).allowed


def test_what_costs_more_than_is_left_is_refused_and_costs_nothing():
    limits = alone()
    assert limits.take_tokens("api", ZOE, limit_per_minute(60), NOON, cost=50).remaining == 10
    refused = limits.take_tokens("api", ZOE, limit_per_minute(60), NOON, cost=30)
    assert (refused.allowed, refused.remaining, refused.retry) == (False, 10, 20)
    assert limits.take_tokens("api", ZOE, limit_per_minute(60), NOON, cost=10).allowed
    assert (
        limits.take_tokens("api", ZOE, limit_per_minute(60), NOON + timedelta(seconds=20), cost=61).allowed
        is False
    )


@given(st.lists(st.integers(1, 12), max_size=40), st.integers(1, 60))
def test_never_more_than_the_limit_is_given_at_once_whatever_is_asked(costs, limit):
    limits = alone()
    asked = [(cost, limits.take_tokens("api", ZOE, limit_per_minute(limit), NOON, cost)) for cost in costs]
    given = sum(cost for cost, left in asked if left.allowed)
    assert given <= limit
    assert all(left.remaining <= limit - given for _, left in asked[-1:])


@given(st.lists(st.integers(0, 9), min_size=1, max_size=60), st.sampled_from([10, 40, 200]))
def test_over_any_time_no_more_is_given_than_the_limit_and_what_was_given_back(pauses, most):
    """A block that is held while its part is given back to all adds a twentieth at most."""
    limits, limit, now, given = alone(), RateLimit(most, timedelta(seconds=1)), NOON, 0
    for pause in pauses:
        now += timedelta(seconds=pause)
        given += sum(limits.take_tokens("api", ZOE, limit, now).allowed for _ in range(most // 3))
    assert given <= most * (1 + 1 / 20) + (now - NOON).total_seconds()


# ---- several workers, one store


def test_two_workers_give_no_more_than_one(shared):
    first, second = shared(), shared()
    given = 0
    for _ in range(40):
        given += granted(first, ZOE, 1, 30) + granted(second, ZOE, 1, 30)
    assert given == 30


def test_many_threads_of_many_workers_give_exactly_the_limit(shared):
    workers = [shared() for _ in range(4)]
    begin = threading.Barrier(8)

    def ask(worker):
        begin.wait()
        return granted(worker, ZOE, 200, 500)

    with ThreadPoolExecutor(8) as pool:
        given = list(pool.map(ask, workers * 2))
    assert 500 - 4 * 500 // 20 <= sum(given) <= 500


def test_not_every_request_is_a_statement(shared, monkeypatch):
    limits = shared()
    asked = []
    taken = RateLimiter._take_from_store
    monkeypatch.setattr(
        RateLimiter, "_take_from_store", lambda self, *args: asked.append(args) or taken(self, *args)
    )
    assert granted(limits, ZOE, 2_500, 1_000) == 1_000
    assert len(asked) <= 21


def test_a_block_that_is_taken_in_part_is_given_in_part(shared):
    first, second = shared(), shared()
    assert granted(first, ZOE, 58, 60) == 58
    assert granted(second, ZOE, 10, 60) <= 2
    left = second.take_tokens("api", YANN, limit_per_minute(60), NOON, cost=60)
    assert (left.allowed, left.remaining) == (True, 0)


def test_what_is_over_is_taken_out(shared, db):
    limits = shared()
    granted(limits, ZOE, 1, 60)
    granted(limits, YANN, 1, 60, NOON + timedelta(hours=1))
    limits.delete_expired(NOON + timedelta(hours=1, seconds=30))
    assert db.execute("select digest from tracing_pageuse").fetchall() == [(YANN,)]


def test_while_the_store_is_away_each_worker_counts_for_itself():
    away = StorePool("postgresql://nobody@127.0.0.1:1/none")
    limits = RateLimiter(away)
    assert granted(limits, ZOE, 20, 10) == 10
    assert limits.local
    away.close_connections()


def test_counts_are_not_written_to_the_log_of_the_store(db):
    (kind,) = db.execute("select relpersistence from pg_class where relname = 'tracing_pageuse'").fetchone()
    assert kind in ("u", b"u")


# ---- who asks


def test_an_address_is_never_kept(shared, db, store):
    one = ClientPseudonyms(StorePool(store))
    subject = one.pseudonym_of("192.0.2.77", NOON.date())
    granted(shared(), subject, 1, 60)
    rows = db.execute("select digest from tracing_pageuse").fetchall()
    assert bytes(rows[0][0]) == subject
    assert b"192.0.2.77" not in subject
    one._store.close_connections()


def test_workers_agree_on_a_client_for_a_day_and_the_day_after_nobody_can_tell(store, db):
    first, second = ClientPseudonyms(StorePool(store)), ClientPseudonyms(StorePool(store))
    today, tomorrow = NOON.date(), NOON.date() + timedelta(days=1)
    assert first.pseudonym_of("192.0.2.77", today) == second.pseudonym_of("192.0.2.77", today)
    assert first.pseudonym_of("192.0.2.77", today) != first.pseudonym_of("192.0.2.78", today)
    assert first.pseudonym_of("192.0.2.77", tomorrow) != second.pseudonym_of("192.0.2.77", today)
    second.pseudonym_of("192.0.2.77", today + timedelta(days=2))
    days = [day for (day,) in db.execute("select day from api_daysecret").fetchall()]
    assert today not in days
    for one in (first, second):
        one._store.close_connections()


def test_without_a_store_each_worker_has_a_secret_of_its_own():
    today = NOON.date()
    first, second = ClientPseudonyms(StorePool("")), ClientPseudonyms(StorePool(""))
    assert first.pseudonym_of("192.0.2.77", today) == first.pseudonym_of("192.0.2.77", today)
    assert first.pseudonym_of("192.0.2.77", today) != second.pseudonym_of("192.0.2.77", today)


def test_a_line_with_ipv6_is_one_client():
    today, one = NOON.date(), ClientPseudonyms(StorePool(""))
    assert one.pseudonym_of("2001:db8:1:2::1", today) == one.pseudonym_of("2001:db8:1:2:ffff::9", today)
    assert one.pseudonym_of("2001:db8:1:2::1", today) != one.pseudonym_of("2001:db8:1:3::1", today)


@pytest.mark.parametrize(
    ("forwarded", "proxies", "expected"),
    [
        ("", 0, "192.0.2.1"), ("203.0.113.9", 0, "192.0.2.1"), ("203.0.113.9", 1, "203.0.113.9"),
        ("1.2.3.4, 203.0.113.9", 1, "203.0.113.9"), ("1.2.3.4, 203.0.113.9, 198.51.100.1", 2, "203.0.113.9"),
        ("nonsense", 1, "192.0.2.1"), ("203.0.113.9", 2, "192.0.2.1"),
    ],
)  # fmt: skip
def test_only_our_own_proxies_are_believed(forwarded, proxies, expected):
    environ = {"REMOTE_ADDR": "192.0.2.1:54321", "HTTP_X_FORWARDED_FOR": forwarded}
    assert client_address(environ, proxies) == expected


def test_this_machine_is_told_from_what_comes_through_a_proxy_on_it():
    assert is_local_request({"REMOTE_ADDR": "127.0.0.1"})
    assert is_local_request({"REMOTE_ADDR": "::1"})
    assert not is_local_request({"REMOTE_ADDR": "127.0.0.1", "HTTP_X_FORWARDED_FOR": "203.0.113.9"})
    assert not is_local_request({"REMOTE_ADDR": "192.0.2.1"})
    assert not is_local_request({"REMOTE_ADDR": ""})


@given(st.text(max_size=60))
def test_what_is_no_address_is_nobody(text):
    assert isinstance(client_network(text), str)
    assert clients.parse_ip_address(text) is None or client_network(text)


# ---- keys


def test_a_key_has_a_limit_of_its_own(opened, new_key):
    client = opened(anonymous=1)
    key = new_key(limit=50)
    assert [client.check().status for _ in range(2)] == [200, 429]
    client.key = key
    statuses = [client.check().status for _ in range(60)]
    assert statuses == [200] * 50 + [429] * 10


def test_a_key_is_the_same_client_at_every_worker(opened, new_key):
    key = new_key(limit=20)
    workers = [opened(), opened()]
    for one in workers:
        one.key = key
    assert sum(one.check().status == 200 for _ in range(20) for one in workers) == 20


def test_what_is_kept_is_no_key(new_key, db):
    key = new_key()
    row = db.execute("select name, digest from api_apikey").fetchone()
    assert row[0] == "a partner"
    assert key.encode() not in bytes(row[1])
    assert (len(key), len(bytes(row[1]))) == (api_keys.LENGTH, 32)
    assert key.startswith("tocsin_")


def test_a_revoked_key_is_refused_within_half_a_minute(store, new_key, db):
    clock = [0.0]
    known = api_keys.ApiKeyCache(StorePool(store), lambda: clock[0])
    key = new_key()
    assert known.find_key(key, NOON).name == "a partner"
    assert api_keys.revoke_api_key(db, "a partner", NOON) is True
    db.commit()
    assert known.find_key(key, NOON) is not None
    clock[0] += api_keys.KNOWN_FOR
    assert known.find_key(key, NOON) is None
    known._store.close_connections()


def test_a_key_that_has_expired_is_refused_at_once(client, new_key, clock):
    client.key = new_key(expires=NOON + timedelta(minutes=1))
    assert client.check().status == 200
    clock.pass_by(minutes=1)
    assert client.check().kind == "unknown_key"


def test_that_a_key_is_used_is_known_by_the_day(client, new_key, db):
    client.key = new_key()
    client.check()
    assert db.execute("select used_on from api_apikey").fetchone() == (NOON.date(),)


def test_trying_keys_out_ends_at_the_limit_of_an_address(opened):
    client = opened()
    kinds = []
    for number in range(TRIES + 3):
        client.key = f"tocsin_{number:043}"
        kinds.append(client.check().kind)
    assert kinds == ["unknown_key"] * TRIES + ["limit"] * 3
    client.key = ""
    assert client.check().status == 200


def test_the_clock_of_the_tests_stands_still():
    assert Clock().now() == NOON
