"""One SMS in, at most one out: decided, guarded, registered and noted in one transaction of the store.

What somebody forwards is read and forgotten; the store keeps, for a day, that somebody asked. What they report by
the word for it is kept masked, with nothing of them: not even the register knows to whom that answer went.
"""

import logging
from datetime import date, datetime, timedelta
from functools import lru_cache
from typing import Any, Final, Literal

import psycopg
from msgspec import Struct

from tocsin.answering.sms.answer_ceilings import (
    AnswerCeilings,
    Overuse,
    find_overuse,
    is_answered_there,
    number_prefix,
)
from tocsin.answering.sms.answer_text import (
    PREFIX,
    compose_help_answer,
    compose_report_answer,
    compose_sms_answer,
    judge_forwarded,
)
from tocsin.answering.sms.check_request import CheckRequest, parse_check_request
from tocsin.campaigns.fingerprint import TextFingerprint
from tocsin.campaigns.report_receipts import ReceiptKeys
from tocsin.campaigns.report_store import keep_report
from tocsin.campaigns.reported_message import ReportedMessage, describe_reported_message, may_be_reported
from tocsin.charter.schema import Charter
from tocsin.charter.view import DatedCharter, view_as_of
from tocsin.evidence.issue_codes import find_issue_codes
from tocsin.guard import MessageDraft, guard_draft
from tocsin.locale.languages import ORIGINALS
from tocsin.locale.paris_time import find_paris_day
from tocsin.message_templates.doubt_counts import TextRecogniser, count_doubted_text
from tocsin.phone_numbers.e164 import to_e164
from tocsin.privacy.vault import Vault
from tocsin.register.code_evidence import find_code_evidence
from tocsin.register.entry import PublishedTemplate
from tocsin.register.issue import issue_message
from tocsin.register.message_register import MessageRegister
from tocsin.register.register_keys import hash_recipient
from tocsin.runtime.logs import log_event
from tocsin.sms.gateway import IncomingSms, OutgoingSms, SendPriority
from tocsin.store.postgres_register import PostgresRegister
from tocsin.store.statements import execute_statement, fetch_row

Silence = Literal["no_phone", "already", "too_many", "stop", "ourselves", "held"] | Overuse
"""Why there is no answer: stable words."""
HOUR: Final = 6
DAY: Final = 20
"""Answers that a number gets within an hour, within a day."""
KEPT: Final = timedelta(days=1)
"""For how long it is known that somebody asked."""
WORTH: Final = timedelta(minutes=30)
"""After which an answer is worth nothing any more: the person has asked elsewhere."""
_log = logging.getLogger("tocsin.checks")


class ChosenAnswer(Struct, frozen=True):
    wording: PublishedTemplate
    reported: ReportedMessage | None = None
    """What is to be kept as a report, where the wording has a place for its receipt."""


class RegisteredAnswer(Struct, frozen=True):
    """An answer that may leave: it stands in the register."""

    code: str
    outgoing: OutgoingSms


class LaneBlocked(ValueError):
    """The guard does not let answers leave from this lane."""


def check_lane(charter: Charter, lane: str, now: datetime) -> None:
    """See that answers may leave from a lane. Raises LaneBlocked."""
    view = view_as_of(charter, find_paris_day(now))
    for lang in ORIGINALS:
        if kinds := _blocking_kinds(compose_help_answer(view, lang), lane, view):
            raise LaneBlocked(f"{str(LaneBlocked.__doc__).rstrip('.')}: {lane} ({', '.join(kinds)})")


def _blocking_kinds(wording: PublishedTemplate, lane: str, view: DatedCharter) -> tuple[str, ...]:
    """Kinds of reason for which the guard does not let a wording leave; empty where it does."""
    draft = MessageDraft(id=wording.id, sender=lane, flow="other", text=wording.text, lang=wording.lang)
    ruling = guard_draft(draft, view)
    return tuple(r.kind for r in ruling.reasons) if ruling.result == "block" else ()


class SmsResponder:
    """Answers the SMS of one lane."""

    def __init__(
        self, charter: Charter, vault: Vault, lane: str, ceilings: AnswerCeilings | None = None
    ) -> None:
        self._ceilings = ceilings or AnswerCeilings()
        self._charter = charter
        self._vault = vault
        self.lane = lane
        self._view = lru_cache(maxsize=4)(lambda day: view_as_of(charter, day))
        self._blocked = lru_cache(maxsize=1_000)(self._guard_wording)
        self._recogniser = TextRecogniser()
        self._receipts = ReceiptKeys.derive(vault.lasting_key)

    def is_for_us(self, said: IncomingSms) -> bool:
        """Whether an SMS was sent to this lane: one account may serve several numbers."""
        return not said.to or _comparable_number(said.to) == _comparable_number(self.lane)

    def answer_sms(
        self, db: psycopg.Connection[Any], said: IncomingSms, now: datetime
    ) -> RegisteredAnswer | Silence:
        """What is answered to an SMS, in a transaction of its own; or why nothing is.

        1. Who can be answered: a telephone. 2. The same again, too often, and our own answer that comes back
        get none. 3. The wording is guarded, registered with its code, and may leave once this has returned.
        """
        number = to_e164(said.sender)
        if number is None:
            return self._log_silence("no_phone")
        with db.transaction():
            found = self._decide_answer(db, said, number, now)
        return self._log_silence(found) if isinstance(found, str) else found

    def _decide_answer(
        self, db: psycopg.Connection[Any], said: IncomingSms, number: str, now: datetime
    ) -> RegisteredAnswer | Silence:
        today = self._view(find_paris_day(now))
        what = parse_check_request(said.text if said.readable else "", today=today.on)
        row: dict[str, Any] = {
            "who": self._vault.index("number", number, now.date()),
            "prefix": self._vault.index("source", f"prefix\n{number_prefix(number)}"),
            "digest": self._vault.index("sms", self._name_request(said, number, what), now.date()),
            "reports": what.reports,
            "now": now,
        }
        execute_statement(db, "answers.lock_number", **row)
        before = fetch_row(db, "answers.asked_before", **row)
        register = PostgresRegister(db)
        silence = self._find_overuse(db, row, number) or _silence_reason(what, register, **before._asdict())
        if silence is None:
            chosen = self._choose_answer(db, what, register, today, now)
            if kinds := self._blocked(chosen.wording, today.on):
                held = chosen.wording.id
                log_event(_log, "answer held", level=logging.ERROR, template=held, kinds=",".join(kinds))
                silence = "held"
        outcome = silence or ("help" if what.what == "help" else "answered")
        id = fetch_row(db, "answers.note", **row, outcome=outcome).id
        if silence:
            return silence
        values, recipient = {}, hash_recipient(self._vault.find_recipient_key(now.date()), number)
        if chosen.reported:
            values["receipt"] = keep_report(db, self._receipts, chosen.reported, "sms", now)
            recipient = ""
        issued = issue_message(
            register,
            self._vault.register_keys.codes,
            message_id=f"check-{id}",
            template=chosen.wording,
            values=values,
            sender=self.lane,
            channel="sms",
            recipient=recipient,
            now=now,
            expires=now + WORTH,
        )
        return RegisteredAnswer(
            issued.code,
            OutgoingSms(
                id=issued.code, to=number, sender=self.lane, text=issued.text, priority=SendPriority.REPLY
            ),
        )

    def _name_request(self, said: IncomingSms, number: str, what: CheckRequest) -> str:
        """What makes the same request the same: its text; of a report its words, whatever the link."""
        if what.reports and what.message:
            return f"report\n{number}\n{TextFingerprint(what.message.text).key}"
        return f"check\n{number}\n{self.lane}\n{said.text if said.readable else ''}"

    def _find_overuse(self, db: psycopg.Connection[Any], row: dict[str, Any], number: str) -> Overuse | None:
        """Whether answers here would be paid for nothing; logged as an alarm where a ceiling is reached."""
        if not is_answered_there(number, self._ceilings.countries):
            return "abroad"
        found = find_overuse(db, row, self._ceilings)
        if found in ("prefix_full", "all_full"):
            log_event(_log, "answers_at_ceiling", level=logging.ERROR, which=found)
        return found

    def _choose_answer(
        self,
        db: psycopg.Connection[Any],
        what: CheckRequest,
        register: MessageRegister,
        today: DatedCharter,
        now: datetime,
    ) -> ChosenAnswer:
        if what.message is None:
            return ChosenAnswer(compose_help_answer(today, what.lang, reports=what.reports))
        self._count_doubt(db, what.message.text, now)
        evidence = find_code_evidence(register, what.message, dated=False)
        verdict = judge_forwarded(what.message, self._charter, what.lang, evidence)
        log_event(_log, "checked", verdict=verdict.level, channel=what.message.channel)
        if what.reports and may_be_reported(verdict):
            wording = compose_report_answer(verdict, what.message, today, what.lang)
            if not self._blocked(wording, today.on):
                return ChosenAnswer(wording, describe_reported_message(what.message, verdict))
        wording = compose_sms_answer(verdict, what.message, today, what.lang)
        if self._blocked(wording, today.on):
            wording = compose_sms_answer(verdict, what.message, today, what.lang, named=False)
        return ChosenAnswer(wording)

    def _count_doubt(self, db: psycopg.Connection[Any], text: str, now: datetime) -> None:
        """Whether they doubt one of our own texts; the answer does not depend on it."""
        try:
            with db.transaction():
                count_doubted_text(db, self._recogniser, text, now)
        except psycopg.DatabaseError as error:
            log_event(_log, "doubt not counted", level=logging.WARNING, error=type(error).__name__)

    def _guard_wording(self, wording: PublishedTemplate, on: date) -> tuple[str, ...]:
        return _blocking_kinds(wording, self.lane, self._view(on))

    @staticmethod
    def _log_silence(why: Silence) -> Silence:
        log_event(_log, "no answer", why=why)
        return why


def _silence_reason(
    what: CheckRequest, register: MessageRegister, *, again: bool, hour: int, day: int, helped: int
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
    return "ourselves" if _is_own_answer(what, register) else None


def _comparable_number(number: str) -> str:
    return to_e164(number) or number.strip().removeprefix("+")


def _is_own_answer(what: CheckRequest, register: MessageRegister) -> bool:
    """Whether it is an answer of ours that comes back: then a machine sent it."""
    assert what.message is not None
    for code, *_ in find_issue_codes(what.message.text)[:5]:
        entry = register.find(code)
        if entry is not None and entry.template.startswith(PREFIX):
            return True
    return False
