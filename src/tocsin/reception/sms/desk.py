"""One SMS in, at most one out: decided, guarded, registered and noted in one transaction of the store.

What somebody forwards is read and forgotten; the store keeps, for a day, that somebody asked.
"""

import logging
from datetime import date, datetime, timedelta
from functools import lru_cache
from typing import Any, Final, Literal

import psycopg
from msgspec import Struct

from tocsin.charter.schema import Charter
from tocsin.charter.view import View, as_of
from tocsin.conversation import quiet
from tocsin.conversation.phones import e164
from tocsin.evidence.codes import find_codes
from tocsin.guard import Draft, guard
from tocsin.reception.sms import statements as sql
from tocsin.reception.sms.answer import PREFIX, answer, help_answer
from tocsin.reception.sms.asked import Asked, asked
from tocsin.reception.sms.ceilings import AnswerCeilings, Overuse, is_answered_there, overused, prefix
from tocsin.register.book import Register
from tocsin.register.issue import issue
from tocsin.register.keys import recipient_hash
from tocsin.register.known import known
from tocsin.register.template import Template
from tocsin.sms.gateway import Incoming, Outgoing, Priority
from tocsin.tracing.logs import event
from tocsin.tracing.shelf import StoreRegister
from tocsin.tracing.vault import Vault
from tocsin.tracing.wording.doubts import Recogniser, doubted
from tocsin.verdict.check import judge

Silence = Literal["no_phone", "already", "too_many", "stop", "ourselves", "held"] | Overuse
"""Why there is no answer: stable words."""
HOUR: Final = 6
DAY: Final = 20
"""Answers that a number gets within an hour, within a day."""
WORTH: Final = timedelta(minutes=30)
"""After which an answer is worth nothing any more: the person has asked elsewhere."""
ZONE: Final = "Europe/Paris"
_log = logging.getLogger("tocsin.checks")


class Answered(Struct, frozen=True):
    """An answer that may leave: it stands in the register."""

    code: str
    outgoing: Outgoing


class Held(ValueError):
    """The guard does not let answers leave from this lane."""


def check(charter: Charter, lane: str, now: datetime) -> None:
    """See that answers may leave from a lane. Raises Held."""
    view = as_of(charter, quiet.local(now, ZONE).date())
    for lang in ("fr", "en"):
        if kinds := _blocked(help_answer(view, lang), lane, view):
            raise Held(f"{str(Held.__doc__).rstrip('.')}: {lane} ({', '.join(kinds)})")


def _blocked(wording: Template, lane: str, view: View) -> tuple[str, ...]:
    """Kinds of reason for which the guard does not let a wording leave; empty where it does."""
    draft = Draft(id=wording.id, sender=lane, flow="other", text=wording.text, lang=wording.lang)
    ruling = guard(draft, view)
    return tuple(r.kind for r in ruling.reasons) if ruling.result == "block" else ()


class Desk:
    """Answers the SMS of one lane."""

    def __init__(
        self, charter: Charter, vault: Vault, lane: str, ceilings: AnswerCeilings | None = None
    ) -> None:
        self._ceilings = ceilings or AnswerCeilings()
        self._charter = charter
        self._vault = vault
        self.lane = lane
        self._view = lru_cache(maxsize=4)(lambda day: as_of(charter, day))
        self._blocked = lru_cache(maxsize=1_000)(self._rule)
        self._recogniser = Recogniser()

    def is_for_us(self, said: Incoming) -> bool:
        """Whether an SMS was sent to this lane: one account may serve several numbers."""
        return not said.to or _plain(said.to) == _plain(self.lane)

    def take(self, db: psycopg.Connection[Any], said: Incoming, now: datetime) -> Answered | Silence:
        """What is answered to an SMS, in a transaction of its own; or why nothing is.

        1. Who can be answered: a telephone. 2. The same again, too often, and our own answer that comes back
        get none. 3. The wording is guarded, registered with its code, and may leave once this has returned.
        """
        number = e164(said.sender)
        if number is None:
            return self._silent("no_phone")
        with db.transaction():
            found = self._answered(db, said, number, now)
        return self._silent(found) if isinstance(found, str) else found

    def _answered(
        self, db: psycopg.Connection[Any], said: Incoming, number: str, now: datetime
    ) -> Answered | Silence:
        text = said.text if said.readable else ""
        row: dict[str, Any] = {
            "who": self._vault.index("number", number, now.date()),
            "prefix": self._vault.index("source", f"prefix\n{prefix(number)}"),
            "digest": self._vault.index("sms", f"check\n{number}\n{self.lane}\n{text}", now.date()),
            "now": now,
        }
        db.execute(sql.ALONE, row)
        again, hour, day, helped = db.execute(sql.BEFORE, row).fetchone() or (False, 0, 0, 0)
        register = StoreRegister(db)
        today = self._today(now)
        what = asked(text, today=today.on)
        silence = self._overuse(db, row, number) or _silence(
            what, register, again=again, hour=hour, day=day, helped=helped
        )
        if silence is None:
            wording = self._wording(db, what, register, today, now)
            if kinds := self._blocked(wording, today.on):
                event(_log, "answer held", level=logging.ERROR, template=wording.id, kinds=",".join(kinds))
                silence = "held"
        outcome = silence or ("help" if what.what == "help" else "answered")
        (id,) = db.execute(sql.NOTE, row | {"outcome": outcome}).fetchone() or (0,)
        return silence or self._issued(register, wording, number, f"check-{id}", now)

    def _overuse(self, db: psycopg.Connection[Any], row: dict[str, Any], number: str) -> Overuse | None:
        """Whether answers here would be paid for nothing; logged as an alarm where a ceiling is reached."""
        if not is_answered_there(number, self._ceilings.countries):
            return "abroad"
        found = overused(db, row, self._ceilings)
        if found in ("prefix_full", "all_full"):
            event(_log, "answers_at_ceiling", level=logging.ERROR, which=found)
        return found

    def _wording(
        self, db: psycopg.Connection[Any], what: Asked, register: Register, today: View, now: datetime
    ) -> Template:
        if what.message is None:
            return help_answer(today, what.lang)
        self._count(db, what.message.text, now)
        evidence = known(register, what.message, dated=False)
        verdict = judge(what.message, self._charter, lang=what.lang, known=evidence)
        event(_log, "checked", verdict=verdict.level, channel=what.message.channel)
        return answer(verdict, what.message, today, what.lang)

    def _count(self, db: psycopg.Connection[Any], text: str, now: datetime) -> None:
        """Whether they doubt one of our own texts; the answer does not depend on it."""
        try:
            with db.transaction():
                doubted(db, self._recogniser, text, now)
        except psycopg.DatabaseError as error:
            event(_log, "doubt not counted", level=logging.WARNING, error=type(error).__name__)

    def _issued(self, register: Register, wording: Template, number: str, id: str, now: datetime) -> Answered:
        keys = self._vault.register_keys
        issued = issue(
            register,
            keys.codes,
            message_id=id,
            template=wording,
            values={},
            sender=self.lane,
            channel="sms",
            recipient=recipient_hash(self._vault.recipients_key(now.date()), number),
            now=now,
            expires=now + WORTH,
        )
        return Answered(
            issued.code,
            Outgoing(id=issued.code, to=number, sender=self.lane, text=issued.text, priority=Priority.REPLY),
        )

    def _rule(self, wording: Template, on: date) -> tuple[str, ...]:
        return _blocked(wording, self.lane, self._view(on))

    def _today(self, now: datetime) -> View:
        return self._view(quiet.local(now, ZONE).date())

    @staticmethod
    def _silent(why: Silence) -> Silence:
        event(_log, "no answer", why=why)
        return why


def _silence(
    what: Asked, register: Register, *, again: bool, hour: int, day: int, helped: int
) -> Silence | None:
    """Why nothing is answered; None where something is."""
    if again:
        return "already"
    if what.what == "stop":
        return "stop"
    if hour >= HOUR or day >= DAY:
        return "too_many"
    if what.what == "help":
        return "too_many" if helped else None
    assert what.message is not None
    return "ourselves" if _ours(what, register) else None


def _plain(number: str) -> str:
    return e164(number) or number.strip().removeprefix("+")


def _ours(what: Asked, register: Register) -> bool:
    """Whether it is an answer of ours that comes back: then a machine sent it."""
    assert what.message is not None
    for code, *_ in find_codes(what.message.text)[:5]:
        entry = register.find(code)
        if entry is not None and entry.template.startswith(PREFIX):
            return True
    return False
