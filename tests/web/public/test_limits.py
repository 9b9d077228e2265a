"""Limits hold for one visitor, over all workers, and let others through."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import pytest
from django.test import RequestFactory
from hypothesis import given, settings
from hypothesis import strategies as st

from tocsin.jobs.cleanup import delete_expired_rows
from tocsin.web.rate_limits import BUCKETS, RateLimiter, RetryAfter, client_pseudonym, take_page_quota
from tocsin.web.store_pool import StorePool

NOON = datetime(2026, 11, 26, 12, tzinfo=UTC)
SECOND = timedelta(seconds=1)
LIMIT = BUCKETS["call"]


@pytest.fixture(params=["with_store", "without_store"])
def where(request):
    """With a store, and without one."""
    request.getfixturevalue(request.param)


def test_so_many_at_once_and_then_one_after_each_interval(where):
    assert [take_page_quota("call", b"a", NOON) for _ in range(LIMIT.most)] == [None] * LIMIT.most
    assert take_page_quota("call", b"a", NOON) == RetryAfter(60)
    assert take_page_quota("call", b"a", NOON + 59 * SECOND) == RetryAfter(1)
    assert take_page_quota("call", b"a", NOON + 60 * SECOND) is None
    assert take_page_quota("call", b"a", NOON + 60 * SECOND) == RetryAfter(60)


def test_who_comes_back_when_told_is_let_in(where):
    for _ in range(LIMIT.most):
        take_page_quota("call", b"a", NOON)
    wait = take_page_quota("call", b"a", NOON + 7.5 * SECOND)
    assert wait
    assert take_page_quota("call", b"a", NOON + 7.5 * SECOND + wait.seconds * SECOND) is None


def test_refused_questions_cost_nothing(where):
    for _ in range(LIMIT.most + 50):
        take_page_quota("call", b"a", NOON)
    assert take_page_quota("call", b"a", NOON + LIMIT.each) is None


def test_another_visitor_and_another_limit_are_others(where):
    for _ in range(LIMIT.most):
        take_page_quota("call", b"a", NOON)
    assert take_page_quota("call", b"b", NOON) is None
    assert take_page_quota("verify", b"a", NOON) is None


def test_after_the_window_everything_is_given_back(where):
    for _ in range(LIMIT.most):
        take_page_quota("call", b"a", NOON)
    later = NOON + LIMIT.window
    assert [take_page_quota("call", b"a", later) for _ in range(LIMIT.most)] == [None] * LIMIT.most


def test_workers_that_share_a_store_share_the_limit(with_store):
    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(lambda _: take_page_quota("call", b"a", NOON), range(40)))
    assert sum(answer is None for answer in answers) == LIMIT.most


@settings(max_examples=30)
@given(st.lists(st.integers(0, 200), max_size=60))
def test_in_no_window_is_more_given_than_twice_the_limit(pauses):
    worker = RateLimiter(StorePool(""))
    now, given_at = NOON, []
    for pause in pauses:
        now += pause * SECOND
        if worker.take_tokens("call", b"a", LIMIT, now).allowed:
            given_at.append(now)
    for start in given_at:
        inside = [at for at in given_at if start <= at < start + LIMIT.window]
        assert len(inside) <= 2 * LIMIT.most


def test_an_address_is_hashed_under_the_day_and_an_ipv6_network_is_one_visitor(with_store):
    ask = RequestFactory().get
    one = client_pseudonym(ask("/", REMOTE_ADDR="2001:db8:1:2::7"), NOON)
    assert one == client_pseudonym(ask("/", REMOTE_ADDR="2001:db8:1:2:ffff::1"), NOON)
    assert one != client_pseudonym(ask("/", REMOTE_ADDR="2001:db8:1:3::7"), NOON)
    assert one != client_pseudonym(ask("/", REMOTE_ADDR="2001:db8:1:2::7"), NOON + timedelta(days=1))
    assert b"2001" not in one


def test_what_a_visitor_writes_as_their_address_counts_only_behind_a_proxy_of_ours(with_store, settings_of):
    through = {"REMOTE_ADDR": "192.0.2.1", "HTTP_X_FORWARDED_FOR": "203.0.113.9, 198.51.100.7"}
    proxy = client_pseudonym(RequestFactory().get("/", REMOTE_ADDR="192.0.2.1"), NOON)
    visitor = client_pseudonym(RequestFactory().get("/", REMOTE_ADDR="198.51.100.7"), NOON)
    assert client_pseudonym(RequestFactory().get("/", **through), NOON) == proxy
    settings_of(SITE_PROXIES=1)
    assert client_pseudonym(RequestFactory().get("/", **through), NOON) == visitor


@pytest.fixture
def settings_of():
    from django.test.utils import override_settings

    held = []

    def change(**values):
        one = override_settings(**values)
        one.enable()
        held.append(one)

    yield change
    for one in reversed(held):
        one.disable()


def test_what_was_given_back_long_ago_is_removed(with_store, db):
    take_page_quota("call", b"old", NOON - timedelta(days=2))
    take_page_quota("call", b"new", NOON)
    assert delete_expired_rows(db, NOON, NOON)["visitors"] == 1
