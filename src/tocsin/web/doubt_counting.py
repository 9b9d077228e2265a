"""Somebody has a message checked on the site: where it is one of our own texts, that is counted."""

from functools import cache

from tocsin.message.model import Message
from tocsin.message_templates.doubt_counts import DoubtCounter
from tocsin.runtime.clock import read_clock_from_environment
from tocsin.web import store_pool


def count_doubt(message: Message) -> None:
    """One more doubt, where the site has a store and the message is one of ours."""
    _doubt_counter().count_message(message.text, read_clock_from_environment().now())


@cache
def _doubt_counter() -> DoubtCounter:
    return DoubtCounter(store_pool.store_connection, (store_pool.StoreUnavailable,))
