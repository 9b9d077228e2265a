"""One mail in, at most one answer out: found, judged, written, handed over; nothing of it is kept."""

import hashlib
import logging
from collections import Counter
from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime
from typing import Literal, Protocol

from msgspec import Struct

from tocsin.answering.mail.answered_log import AnsweredLog
from tocsin.answering.mail.forwarded_message import find_forwarded_message
from tocsin.answering.mail.reply_body import build_help_body, build_reply_body
from tocsin.answering.mail.reply_mail import compose_reply
from tocsin.answering.mail.reply_policy import ProvenSender, Silence, sender_to_answer
from tocsin.answering.mail.submission import MailNotSent, MailUncertain
from tocsin.charter.loading import load_charter
from tocsin.charter.schema import Charter
from tocsin.evidence.model import Evidence
from tocsin.message.bounds import MESSAGE_BYTES
from tocsin.message.mail_headers import HeaderBlock, split_headers
from tocsin.message.model import Message
from tocsin.runtime.logs import log_event
from tocsin.verdict.check import judge

Outcome = Literal["answered", "already", "too_many", "failed", "later"] | Silence
"""What became of a mail: ``later`` where it should come again, ``failed`` where an answer is not possible."""
_log = logging.getLogger("tocsin.mail")


class RegisterUnreachable(Exception):
    """The register of the messages sent does not answer: the mail is for another time."""


class MailTransport(Protocol):
    """A way out, such as ``Submission``."""

    def send(self, sender: str, to: str, message: bytes) -> None:
        """Hand one message over. Raises MailNotSent, MailUncertain."""


class MailResponderSettings(Struct, frozen=True, kw_only=True):
    """What an answerer goes by."""

    address: str
    """Our own address, from which answers go out."""
    aliases: frozenset[str] = frozenset()
    """Other addresses of ours, in lower case."""
    trust_host: str
    charter: Charter | None = None
    """The one that every message is held against; None: that of the institution found in each."""
    dkim_keys: Mapping[str, bytes] = {}
    known: Callable[[Message], tuple[Evidence, ...]] = lambda message: ()
    """What the register of the messages sent knows of a message; it may raise RegisterAway."""
    now: Callable[[], datetime] = lambda: datetime.now(UTC)


class MailResponder:
    """Answers mails, one after the other or several at once."""

    def __init__(self, desk: MailResponderSettings, ledger: AnsweredLog, way: MailTransport) -> None:
        self.counts: Counter[str] = Counter()
        """Outcome -> how often."""
        self._desk = desk
        self._ledger = ledger
        self._way = way
        self._ours = frozenset({desk.address.lower(), *desk.aliases})

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
        sender = sender_to_answer(block, envelope=envelope, ours=self._ours, trust_host=self._desk.trust_host)
        if not isinstance(sender, ProvenSender):
            return sender
        name = _mail_key(raw, block)
        taking = self._ledger.claim_answer(name, sender.address)
        if taking != "taken":
            return taking
        try:
            answer = write_answer(raw, self._desk, sender.address, self._desk.now())
        except RegisterUnreachable:
            log_event(_log, "register away", level=logging.WARNING)
            self._ledger.release_claim(name, sender.address)
            return "later"
        return self._send_answer(answer, sender.address, name)

    def _send_answer(self, answer: bytes, to: str, name: bytes) -> Outcome:
        try:
            self._way.send("", to, answer)
        except MailNotSent as error:
            log_event(_log, "answer not taken", level=logging.WARNING, reason=error.reason)
            if error.permanent:
                return "failed"
            self._ledger.release_claim(name, to)
            return "later"
        except MailUncertain as error:
            log_event(_log, "answer uncertain", level=logging.WARNING, reason=str(error))
        return "answered"


def write_answer(raw: bytes, desk: MailResponderSettings, to: str, now: datetime) -> bytes:
    """The source of the answer to a mail."""
    block = split_headers(raw.lstrip(b"\r\n"))
    found = find_forwarded_message(raw, today=_local_date(now), dkim_keys=desk.dkim_keys)
    if found.how == "nothing":
        said = build_help_body(found)
    else:
        known = desk.known(found.message)
        verdict = judge(found.message, desk.charter, lang=found.lang, known=known)
        said = build_reply_body(found, verdict, desk.charter or load_charter(verdict.charter_id))
    return compose_reply(said, block, sender=desk.address, to=to, now=now)


def _mail_key(raw: bytes, block: HeaderBlock) -> bytes:
    """What makes the same mail the same when it comes twice: its Message-ID, else all of it."""
    return block.first_value("message-id").strip() or hashlib.sha256(raw).digest()


def _local_date(now: datetime) -> date:
    return now.astimezone().date()
