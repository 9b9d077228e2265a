"""A message was judged on a page: that is counted, by day and verdict, where the site has a store."""

from functools import cache

from tocsin.runtime.clock import read_clock_from_environment
from tocsin.web import store_pool
from tocsin.webhooks.verdict_counts import VerdictCounter


def count_page_verdict(verdict: str) -> None:
    """One more verdict on a page."""
    _verdict_counter().count_verdict("page", verdict, read_clock_from_environment().now())


@cache
def _verdict_counter() -> VerdictCounter:
    return VerdictCounter(store_pool.store_connection, (store_pool.StoreUnavailable,))
