"""What judges messages here: for each charter and language, with the register and what circulates where there is a store."""

import logging
import threading
from collections.abc import Callable
from datetime import date, datetime
from functools import lru_cache
from pathlib import Path
from typing import Final

from tocsin.campaigns.exchange.feed_evidence import find_listed_evidence
from tocsin.campaigns.exchange.received_feed import BadFeedTable, FeedBook, read_feed_folder
from tocsin.campaigns.exchange.sharing_terms import TrafficLight
from tocsin.charter.loading import load_charter
from tocsin.config import read_settings
from tocsin.evidence.model import Evidence
from tocsin.locale.paris_time import find_paris_day
from tocsin.message.model import Message
from tocsin.register.code_evidence import count_codes, find_code_evidence
from tocsin.register.entry import PublishedTemplate, RegisterEntry
from tocsin.runtime.logs import log_event
from tocsin.store.postgres_register import PostgresRegister
from tocsin.verdict.batch_check import RowJudge
from tocsin.web.circulation_lookup import CirculationLookup
from tocsin.web.store_pool import StorePool, StoreUnavailable


class PooledRegister:
    """Reads the register; each call may raise Away."""

    def __init__(self, store: StorePool) -> None:
        self._store = store

    def is_configured(self) -> bool:
        """Whether there is a register at all."""
        return self._store.is_configured()

    def find(self, code: str) -> RegisterEntry | None:
        """The entry of a code, as printed."""
        with self._store.connection() as connection:
            return PostgresRegister(connection).find(code)

    def template(self, id: str, version: str, lang: str) -> PublishedTemplate | None:
        """A published wording."""
        with self._store.connection() as connection:
            return PostgresRegister(connection).template(id, version, lang)


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


class MessageJudges:
    """The judges of one worker."""

    def __init__(self, shelf: PooledRegister, circulation: CirculationLookup) -> None:
        self._shelf = shelf
        self._circulation = circulation
        self._judges: dict[tuple[str | None, str], RowJudge] = {}
        self._day: date | None = None
        self._here = threading.local()

    def judge_for(self, institution: str | None, lang: str, now: datetime) -> RowJudge:
        """What judges under this charter, or that of the institution found in each message, in this language, today."""
        today = find_paris_day(now)
        if today != self._day:
            self._judges, self._day = {}, today
        found = self._judges.get((institution, lang))
        if found is None:
            named = load_charter(institution) if institution else None
            found = self._judges[institution, lang] = RowJudge(
                named, lang, today, None, self._look_up, strict=True
            )
        return found

    def charge_code_lookups_to(self, spend: Callable[[int], bool]) -> None:
        """What pays for the codes that this thread looks up from now on: so many; whether it was there."""
        self._here.spend = spend

    def take_register_headers(self) -> tuple[tuple[str, str], ...]:
        """What the answer to this thread's last message should say beside it."""
        why = getattr(self._here, "unheard", "")
        self._here.unheard = ""
        return (("Tocsin-Register", why),) if why else ()

    def _look_up(self, message: Message, dated: bool) -> tuple[Evidence, ...]:
        codes = self._look_up_codes(message, dated)
        if self._day is None:
            return codes
        listed = look_up_public_listings(message, self._day)
        return (*codes, *listed, *self._circulation.find_evidence(message, self._day))

    def _look_up_codes(self, message: Message, dated: bool) -> tuple[Evidence, ...]:
        """What the store's register knows; nothing while it is away: the check is answered all the same."""
        if not self._shelf.is_configured():
            return ()
        spend: Callable[[int], bool] | None = getattr(self._here, "spend", None)
        codes = count_codes(message)
        if codes and spend and not spend(codes):
            self._here.unheard = "limit"
            return ()
        try:
            return find_code_evidence(self._shelf, message, dated=dated)
        except StoreUnavailable:
            self._here.unheard = "away"
            return ()
