"""Whether a message that is checked has the words of a fraud that circulates, where the site has a store of reports."""

from tocsin.campaigns.circulation import CirculatingTexts, load_circulating_texts
from tocsin.campaigns.report_store import ZONE
from tocsin.campaigns.reported_message import describe_reported_message
from tocsin.evidence.model import Evidence
from tocsin.message.model import Message
from tocsin.runtime.clock import read_clock_from_environment
from tocsin.verdict.check import judge
from tocsin.web import store_pool
from tocsin.web.api.timed_cache import TimedCache

FRESH = 60.0
"""Seconds for which a worker holds what circulates: a decision of an analyst is on the pages at once, and here then."""
_CACHE = TimedCache()


def find_circulation_evidence(message: Message) -> tuple[Evidence, ...]:
    """That it does, with since when and how often; nothing without a store, or while it is away."""
    if not message.text or not store_pool.is_store_configured():
        return ()
    texts = _CACHE.get_or_compute("texts", FRESH, _load_texts)
    text = f"{message.subject}\n{message.text}" if message.subject else message.text
    return texts.find_evidence(text, lambda: _leads_elsewhere(message))


def _load_texts() -> CirculatingTexts:
    today = read_clock_from_environment().now().astimezone(ZONE).date()
    try:
        with store_pool.store_connection() as connection:
            return load_circulating_texts(connection, today)
    except store_pool.StoreUnavailable:
        return CirculatingTexts(())


def _leads_elsewhere(message: Message) -> bool:
    """Whether it leads to a host or a number that is no institution's."""
    found = describe_reported_message(message, judge(message))
    return bool(found.hosts or found.numbers)


def forget_circulating_texts() -> None:
    """Look anew at the next message."""
    _CACHE.forget_all()
