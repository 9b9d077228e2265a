"""What judges messages here: for each charter and language, with the register where there is a store."""

import threading
from datetime import date, datetime
from typing import Final
from zoneinfo import ZoneInfo

from tocsin.charter.load import load
from tocsin.evidence.model import Evidence
from tocsin.message.model import Message
from tocsin.register.known import count_codes, known
from tocsin.verdict.rows import Judge
from tocsin.web.api.asked import Asked
from tocsin.web.api.shelf import Shelf
from tocsin.web.store import Away

HERE: Final = ZoneInfo("Europe/Paris")
"""Where today is, for a message that does not say when it came."""


class Judges:
    """The judges of one worker."""

    def __init__(self, shelf: Shelf) -> None:
        self._shelf = shelf
        self._judges: dict[tuple[str, str], Judge] = {}
        self._day: date | None = None
        self._here = threading.local()

    def judge(self, institution: str, lang: str, now: datetime) -> Judge:
        """What judges under this charter, in this language, today."""
        today = now.astimezone(HERE).date()
        if today != self._day:
            self._judges, self._day = {}, today
        found = self._judges.get((institution, lang))
        if found is None:
            found = self._judges[institution, lang] = Judge(
                load(institution), lang, today, None, self._in_register, strict=True
            )
        return found

    def charge(self, asked: Asked) -> None:
        """Who pays for the codes that this thread has looked up from now on."""
        self._here.asked = asked

    def told(self) -> tuple[tuple[str, str], ...]:
        """What the answer to this thread's last message should say beside it."""
        why = getattr(self._here, "unheard", "")
        self._here.unheard = ""
        return (("Tocsin-Register", why),) if why else ()

    def _in_register(self, message: Message, dated: bool) -> tuple[Evidence, ...]:
        """What the store's register knows; nothing while it is away: the check is answered all the same."""
        if not self._shelf.there():
            return ()
        asked: Asked | None = getattr(self._here, "asked", None)
        codes = count_codes(message)
        if codes and asked and not asked.spend_codes(codes):
            self._here.unheard = "limit"
            return ()
        try:
            return known(self._shelf, message, dated=dated)
        except Away:
            self._here.unheard = "away"
            return ()
