"""Somebody has a message checked on the site: where it is one of our own texts, that is counted."""

from functools import cache

from tocsin.message.model import Message
from tocsin.tracing.clock import from_environment
from tocsin.tracing.wording.doubts import Doubts
from tocsin.web import store


def count(message: Message) -> None:
    """One more doubt, where the site has a store and the message is one of ours."""
    _doubts().count(message.text, from_environment().now())


@cache
def _doubts() -> Doubts:
    return Doubts(store.connection, (store.Away,))
