"""One mail in, at most one answer out: found, judged, written, handed over; nothing of it is kept."""

import hashlib
import logging
from collections import Counter
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from typing import Literal, Protocol

from msgspec import Struct

from tocsin.answering.mail.answered_log import AnsweredLog
from tocsin.answering.mail.forwarded_message import ForwardedMessage, find_forwarded_message
from tocsin.answering.mail.reply_body import KeptReply, build_help_body, build_reply_body
from tocsin.answering.mail.reply_mail import compose_reply
from tocsin.answering.mail.reply_policy import ProvenSender, Silence, sender_to_answer
from tocsin.answering.mail.submission import MailNotSent, MailUncertain
from tocsin.campaigns.fingerprint import TextFingerprint
from tocsin.campaigns.reported_message import ReportedMessage, describe_reported_message, may_be_reported
from tocsin.charter.loading import load_charter
from tocsin.charter.schema import Charter
from tocsin.evidence.model import Evidence
from tocsin.message.bounds import MESSAGE_BYTES
from tocsin.message.mail_headers import HeaderBlock, split_headers
from tocsin.message.model import Message
from tocsin.runtime.logs import log_event
from tocsin.verdict.check import judge
from tocsin.verdict.model import Verdict

Outcome = Literal["answered", "already", "too_many", "failed", "later"] | Silence
"""What became of a mail: ``later`` where it should come again, ``failed`` where an answer is not possible."""
_log = logging.getLogger("tocsin.mail")


class RegisterUnreachable(Exception):
    """The register of the messages sent, or the store of reports, does not answer: the mail is for another time."""


class MailTransport(Protocol):
    """A way out, such as ``SubmissionServer``."""

    def send(self, sender: str, to: str, message: bytes) -> None:
        """Hand one message over. Raises MailNotSent, MailUncertain."""


class ReportKeeper(Protocol):
    """Keeps reports, such as ``StoredReports``. Its methods raise RegisterUnreachable."""

    months: int
    """For how long they are kept."""
    weeks: int
    """For how long an address is kept at most, to write what becomes of one."""

    def keep_report(self, reported: ReportedMessage, to: str = "", lang: str = "fr") -> str:
        """Keep one; the code of its receipt. ``to``: who is written to, in ``lang``, about what becomes of it."""

    def withdraw_report(self, receipt: str) -> None:
        """Take it back: the answer with its receipt did not leave."""


class WrittenAnswer(Struct, frozen=True):
    source: bytes
    receipt: str = ""
    """Of the report that was kept; empty where none was."""


class MailResponderSettings(Struct, frozen=True, kw_only=True):
    address: str
    """Our own address, from which answers go out."""
    aliases: frozenset[str] = frozenset()
    """Other addresses of ours, in lower case."""
    trust_host: str
    charter: Charter | None = None
    """The one that every message is held against; None: that of the institution found in each."""
    dkim_keys: Mapping[str, bytes] = {}
    known: Callable[[Message], tuple[Evidence, ...]] = lambda message: ()
    """What the register of the messages sent knows of a message; it may raise RegisterUnreachable."""
    reports: ReportKeeper | None = None
    """Where reports are kept; None: none are taken."""
    now: Callable[[], datetime] = lambda: datetime.now(UTC)


class MailResponder:
    """Answers mails, one after the other or several at once."""

    def __init__(self, settings: MailResponderSettings, ledger: AnsweredLog, way: MailTransport) -> None:
        self.counts: Counter[str] = Counter()
        """Outcome -> how often."""
        self._settings = settings
        self._ledger = ledger
        self._way = way
        self._ours = frozenset({settings.address.lower(), *settings.aliases})

    def handle_mail(self, raw: bytes, envelope: str | None) -> Outcome:
        """Answer a mail, or be silent; ``envelope`` as for :func:`reply_policy.sender_to_answer`.

        Never raises: what cannot be done is ``failed``, and logged without a word of the mail.
        """
        try:
            outcome = self._answer_mail(raw, envelope)
        except Exception as error:  # a mail that breaks us must not come again and again
            log_event(_log, "mail broke us", level=logging.ERROR, error=type(error).__name__)
            outcome = "failed"
        self.counts[outcome] += 1
        log_event(_log, "mail", outcome=outcome, octets=len(raw))
        return outcome

    def _answer_mail(self, raw: bytes, envelope: str | None) -> Outcome:
        raw = raw[: MESSAGE_BYTES + 1]
        block = split_headers(raw.lstrip(b"\r\n"))
        sender = sender_to_answer(
            block, envelope=envelope, ours=self._ours, trust_host=self._settings.trust_host
        )
        if not isinstance(sender, ProvenSender):
            return sender
        names, now = [_mail_key(raw, block)], self._settings.now()
        taking = self._ledger.claim_answer(names[0], sender.address)
        if taking != "taken":
            return taking
        found = find_forwarded_message(raw, today=now.astimezone().date(), dkim_keys=self._settings.dkim_keys)
        if self._settings.reports and found.reports:  # the same words, in whatever mail
            names.append(b"report " + TextFingerprint(found.message.text).key.encode())
            taking = self._ledger.claim_answer(names[1], sender.address)
            if taking != "taken":
                return taking
        try:
            answer = write_answer(found, block, self._settings, sender.address, now)
        except RegisterUnreachable:
            log_event(_log, "register away", level=logging.WARNING)
            self._release_claims(names, sender.address)
            return "later"
        return self._send_answer(answer, sender.address, names)

    def _send_answer(self, answer: WrittenAnswer, to: str, names: list[bytes]) -> Outcome:
        try:
            self._way.send("", to, answer.source)
        except MailNotSent as error:
            log_event(_log, "answer not taken", level=logging.WARNING, reason=error.reason)
            if answer.receipt and self._settings.reports:
                self._settings.reports.withdraw_report(answer.receipt)
            if error.permanent:
                return "failed"
            self._release_claims(names, to)
            return "later"
        except MailUncertain as error:
            log_event(_log, "answer uncertain", level=logging.WARNING, reason=str(error))
        return "answered"

    def _release_claims(self, names: list[bytes], sender: str) -> None:
        for name in names:
            self._ledger.release_claim(name, sender)


def write_answer(
    found: ForwardedMessage, block: HeaderBlock, settings: MailResponderSettings, to: str, now: datetime
) -> WrittenAnswer:
    """The answer to a mail, in which this was found under these headers; a report that it makes is kept."""
    kept: KeptReply | None = None
    if found.how == "nothing":
        said = build_help_body(found)
    else:
        known = settings.known(found.message)
        verdict = judge(found.message, settings.charter, lang=found.lang, known=known)
        kept = _keep_report(found, verdict, settings.reports, to if found.follows else "")
        said = build_reply_body(found, verdict, settings.charter or load_charter(verdict.charter_id), kept)
    source = compose_reply(said, block, sender=settings.address, to=to, now=now)
    return WrittenAnswer(source, kept.receipt if kept else "")


def _keep_report(
    found: ForwardedMessage, verdict: Verdict, reports: ReportKeeper | None, to: str
) -> KeptReply | None:
    """What is said of reports: the receipt where the person wrote the word for it, else how to make one."""
    if reports is None or not may_be_reported(verdict):
        return None
    if not found.reports:
        return KeptReply(months=reports.months, weeks=reports.weeks)
    reported = describe_reported_message(found.message, verdict)
    receipt = reports.keep_report(reported, to, found.lang)
    return KeptReply(
        receipt=receipt, reported=reported, months=reports.months, weeks=reports.weeks, follows=bool(to)
    )


def _mail_key(raw: bytes, block: HeaderBlock) -> bytes:
    """What makes the same mail the same when it comes twice: its Message-ID, else all of it."""
    return block.first_value("message-id").strip() or hashlib.sha256(raw).digest()
