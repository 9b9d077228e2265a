"""What others' lists say of a message, for pages and an API that anybody reads: only what may be told to everybody."""

import logging
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Final

from tocsin.campaigns.exchange.feed_evidence import find_listed_evidence
from tocsin.campaigns.exchange.received_feed import BadFeedTable, FeedBook, read_feed_folder
from tocsin.campaigns.exchange.sharing_terms import TrafficLight
from tocsin.config import read_settings
from tocsin.evidence.model import Evidence
from tocsin.message.model import Message
from tocsin.runtime.logs import log_event

LOG: Final = logging.getLogger("tocsin.feeds")
AUDIENCE: Final[TrafficLight] = "clear"
_Stamp = tuple[tuple[str, int, int], ...]


def look_up_public_listings(message: Message, today: date) -> tuple[Evidence, ...]:
    """Who lists where a message leads, in the folder of ``TOCSIN_FEEDS``; nothing without one, or while it cannot be read."""
    folder = read_settings().feeds
    if folder is None:
        return ()
    return find_listed_evidence(_read_folder(folder, today, _stamp_folder(folder)), message, AUDIENCE)


def _stamp_folder(folder: Path) -> _Stamp:
    """Names, sizes and times of the files: where they are the same, nothing is read again."""
    try:
        stats = [(path.name, path.stat()) for path in folder.iterdir()]
    except OSError:
        return ()
    return tuple(sorted((name, stat.st_size, stat.st_mtime_ns) for name, stat in stats))


@lru_cache(maxsize=1)
def _read_folder(folder: Path, today: date, stamp: _Stamp) -> FeedBook:
    try:
        return read_feed_folder(folder, today)
    except BadFeedTable as error:  # a check is answered all the same
        log_event(LOG, "feeds_unreadable", level=logging.ERROR, error=str(error))
        return FeedBook(())
