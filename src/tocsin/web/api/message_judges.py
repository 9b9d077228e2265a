"""What judges messages here: for each charter and language, with the register and what circulates where there is a store."""

import threading
from collections.abc import Callable
from datetime import date, datetime
from typing import Final
from zoneinfo import ZoneInfo

from tocsin.charter.loading import load_charter
from tocsin.evidence.model import Evidence
from tocsin.message.model import Message
from tocsin.register.code_evidence import count_codes, find_code_evidence
from tocsin.verdict.batch_check import RowJudge
from tocsin.web.api.register_access import PooledRegister
from tocsin.web.circulation_lookup import CirculationLookup
from tocsin.web.public_listings import look_up_public_listings
from tocsin.web.store_pool import StoreUnavailable

HERE: Final = ZoneInfo("Europe/Paris")
"""Where today is, for a message that does not say when it came."""


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
        today = now.astimezone(HERE).date()
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
