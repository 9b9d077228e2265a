"""Whether a message that is checked has the words of a fraud that circulates, where there is a store of reports."""

from datetime import date
from typing import Final

from tocsin.campaigns.circulation import CirculatingTexts, load_circulating_texts
from tocsin.evidence.model import Evidence
from tocsin.message.model import Message
from tocsin.web import store_pool
from tocsin.web.timed_cache import TimedCache

FRESH: Final = 60.0
"""Seconds for which a worker holds what circulates: a decision of an analyst is on the pages at once, and here then."""


class CirculationLookup:
    """Holds messages against what circulates by a store, with what it read there a minute ago at most."""

    def __init__(self, store: store_pool.StorePool) -> None:
        self._store = store
        self._cache = TimedCache()

    def find_evidence(self, message: Message, today: date) -> tuple[Evidence, ...]:
        """That it does, with since when and how often; nothing without a store, or while it is away."""
        if not message.text or not self._store.is_configured():
            return ()
        texts = self._cache.get_or_compute("texts", FRESH, lambda: self._load_texts(today))
        return texts.find_evidence(message)

    def forget_texts(self) -> None:
        """Look anew at the next message."""
        self._cache.forget_all()

    def _load_texts(self, today: date) -> CirculatingTexts:
        try:
            with self._store.connection() as connection:
                return load_circulating_texts(connection, today)
        except store_pool.StoreUnavailable:
            return CirculatingTexts(())


OF_THE_PAGES: Final = CirculationLookup(store_pool.STORE_POOL)
"""That of a worker, by the store of its pages."""
