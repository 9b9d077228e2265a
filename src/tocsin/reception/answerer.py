"""One mail in, at most one answer out: found, judged, written, handed over; nothing of it is kept."""

import hashlib
import logging
from collections import Counter
from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime
from typing import Literal, Protocol

from msgspec import Struct

from tocsin.charter.schema import Charter
from tocsin.evidence.model import Evidence
from tocsin.message.bounds import MESSAGE_BYTES
from tocsin.message.headers import Block, split
from tocsin.message.model import Message
from tocsin.reception.courtesy import Sender, Silence, whom
from tocsin.reception.forwarded import find
from tocsin.reception.ledger import Ledger
from tocsin.reception.letter import letter, letter_of_nothing
from tocsin.reception.reply import reply
from tocsin.reception.submission import NotTaken, Uncertain
from tocsin.tracing.logs import event
from tocsin.verdict.check import judge

Outcome = Literal["answered", "already", "too_many", "failed", "later"] | Silence
"""What became of a mail: ``later`` where it should come again, ``failed`` where an answer is not possible."""
_log = logging.getLogger("tocsin.mail")


class RegisterAway(Exception):
    """The register of the messages sent does not answer: the mail is for another time."""


class Way(Protocol):
    """A way out, such as ``Submission``."""

    def send(self, sender: str, to: str, message: bytes) -> None:
        """Hand one message over. Raises NotTaken, Uncertain."""


class Desk(Struct, frozen=True, kw_only=True):
    """What an answerer goes by."""

    address: str
    """Our own address, from which answers go out."""
    aliases: frozenset[str] = frozenset()
    """Other addresses of ours, in lower case."""
    trust_host: str
    charter: Charter
    dkim_keys: Mapping[str, bytes] = {}
    known: Callable[[Message], tuple[Evidence, ...]] = lambda message: ()
    """What the register of the messages sent knows of a message; it may raise RegisterAway."""
    now: Callable[[], datetime] = lambda: datetime.now(UTC)


class Answerer:
    """Answers mails, one after the other or several at once."""

    def __init__(self, desk: Desk, ledger: Ledger, way: Way) -> None:
        self.counts: Counter[str] = Counter()
        """Outcome -> how often."""
        self._desk = desk
        self._ledger = ledger
        self._way = way
        self._ours = frozenset({desk.address.lower(), *desk.aliases})

    def handle(self, raw: bytes, envelope: str | None) -> Outcome:
        """Answer a mail, or be silent; ``envelope`` as for :func:`tocsin.reception.courtesy.whom`.

        Never raises: what cannot be done is ``failed``, and logged without a word of the mail.
        """
        try:
            outcome = self._handle(raw, envelope)
        except Exception as error:  # a mail that breaks us must not come again and again
            event(_log, "mail broke us", level=logging.ERROR, error=type(error).__name__)
            outcome = "failed"
        self.counts[outcome] += 1
        event(_log, "mail", outcome=outcome, octets=len(raw))
        return outcome

    def _handle(self, raw: bytes, envelope: str | None) -> Outcome:
        raw = raw[: MESSAGE_BYTES + 1]
        block = split(raw.lstrip(b"\r\n"))
        sender = whom(block, envelope=envelope, ours=self._ours, trust_host=self._desk.trust_host)
        if not isinstance(sender, Sender):
            return sender
        name = _name(raw, block)
        taking = self._ledger.take(name, sender.address)
        if taking != "taken":
            return taking
        try:
            answer = written(raw, self._desk, sender.address, self._desk.now())
        except RegisterAway:
            event(_log, "register away", level=logging.WARNING)
            self._ledger.give_back(name, sender.address)
            return "later"
        return self._sent(answer, sender.address, name)

    def _sent(self, answer: bytes, to: str, name: bytes) -> Outcome:
        try:
            self._way.send("", to, answer)
        except NotTaken as error:
            event(_log, "answer not taken", level=logging.WARNING, reason=error.reason)
            if error.permanent:
                return "failed"
            self._ledger.give_back(name, to)
            return "later"
        except Uncertain as error:
            event(_log, "answer uncertain", level=logging.WARNING, reason=str(error))
        return "answered"


def written(raw: bytes, desk: Desk, to: str, now: datetime) -> bytes:
    """The source of the answer to a mail."""
    block = split(raw.lstrip(b"\r\n"))
    found = find(raw, today=_day(now), dkim_keys=desk.dkim_keys)
    if found.how == "nothing":
        said = letter_of_nothing(found)
    else:
        known = desk.known(found.message)
        said = letter(found, judge(found.message, desk.charter, lang=found.lang, known=known), desk.charter)
    return reply(said, block, sender=desk.address, to=to, now=now)


def _name(raw: bytes, block: Block) -> bytes:
    """What makes the same mail the same when it comes twice: its Message-ID, else all of it."""
    return block.first("message-id").strip() or hashlib.sha256(raw).digest()


def _day(now: datetime) -> date:
    return now.astimezone().date()
