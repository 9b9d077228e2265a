"""What the sessions of one account share: the queue, the ledger, the events, and what was seen lately."""

from collections import Counter
from collections.abc import Callable
from typing import Final

from msgspec import Struct
from msgspec.structs import replace

from tocsin.sms import pdu
from tocsin.sms.gateway import DeliveryReceipt, Event, IncomingSms, PartRefused, utc_datetime
from tocsin.sms.message_parts import AssembledMessage, MessageAssembler
from tocsin.sms.part_queue import PartQueue, QueuedPart
from tocsin.sms.receipt_matching import AcceptedPart, ReceiptMatcher, national_digits
from tocsin.sms.receipt_parsing import ParsedReceipt, canonical_reference
from tocsin.sms.smpp_account import SmppAccount, TrafficCounters

TWICE_WITHIN: Final = 10.0
"""Seconds within which the same text from the same phone is taken for one message that came twice."""
RESENT_WITHIN: Final = 86_400.0
"""Seconds within which a network sends again what was not confirmed on a line that dropped."""
PIECES_FOR: Final = 20.0
"""Seconds that a piece of a long message waits for the others before the network is told that it is safe."""
PIECES: Final = 200
"""Pieces that wait so, at most: beyond, nobody is kept waiting for what may never come."""
SEEN: Final = 10_000
"""Messages from people that are remembered, to know a repetition."""


Piece = tuple[str, str, int, int]
"""Of which message: sender, destination, reference, number of parts."""


class _PendingConfirmation(Struct, frozen=True):
    """A piece of which the network is not told yet."""

    confirm: Callable[[], None]
    until: float


class AccountState:
    def __init__(self, account: SmppAccount, first_reference: int = 0) -> None:
        self.account = account
        self.tally = TrafficCounters()
        self.outbox = PartQueue(first_reference, account.long_texts)
        self._in_flight: Counter[str] = Counter()
        """Parts without an answer, by phone."""
        self.ledger = ReceiptMatcher(
            self.tally, account.receipts_in, patience=account.patience, expects=self._awaits_answer
        )
        self.assembler = MessageAssembler(default=account.default_alphabet)
        self.events: list[tuple[Event, Callable[[], None] | None]] = []
        """What happened, in order, each with the answer that the network waits for."""
        self._pieces: dict[Piece, list[_PendingConfirmation]] = {}
        self._early: dict[str, list[Callable[[], None]]] = {}
        """By reference: how to tell the network that a receipt is safe which waits for its part."""
        self._seen: dict[pdu.ShortMessage, float] = {}
        """Messages from people, by content: until when the same again is taken for a repetition."""

    def record_event(self, event: Event, confirm: Callable[[], None] | None = None) -> None:
        self.events.append((event, confirm))

    def refuse_part(self, pending: QueuedPart, reason: str, permanent: bool, now: float) -> None:
        """A part will not leave; nor, then, what waits of the same message."""
        self.tally.expired += reason == "expired"
        self._record_refusal(pending, reason, permanent, now)
        for sibling in self.outbox.remove_message(pending.message.id) if pending.part.of > 1 else ():
            self._record_refusal(sibling, "sibling_refused", permanent, now)

    def refuse_expired_parts(self, now: float) -> None:
        """While no line is up: what has lost its worth is told, so that somebody calls instead."""
        for pending in self.outbox.remove_expired(now):
            self.tally.expired += 1
            self._record_refusal(pending, "expired", True, now)

    def refuse_waiting_parts(self, now: float) -> None:
        """The gateway stops: what never left is given back."""
        while pending := self.outbox.pop_next():
            self._record_refusal(pending, "stopped", False, now)

    def _record_refusal(self, pending: QueuedPart, reason: str, permanent: bool, now: float) -> None:
        part = pending.part
        self.tally.refused += 1
        self.record_event(
            PartRefused(pending.message.id, part.number, part.of, reason, permanent, utc_datetime(now))
        )

    def note_part_sent(self, phone: str) -> None:
        """A part left, and has no answer yet."""
        self._in_flight[national_digits(phone)] += 1

    def note_part_answered(self, phone: str) -> None:
        """It has one, or none is waited for any more."""
        key = national_digits(phone)
        self._in_flight[key] -= 1
        if not self._in_flight[key]:
            del self._in_flight[key]

    def _awaits_answer(self, phone: str) -> bool:
        return not phone or national_digits(phone) in self._in_flight

    def record_accepted_part(self, sent: AcceptedPart, now: float) -> None:
        """The network has a part: receipts that were faster than its answer speak now."""
        self._record_matched_receipts(
            canonical_reference(sent.remote_id), self.ledger.add_accepted_part(sent, now)
        )

    def record_receipt(self, report: ParsedReceipt, now: float, confirm: Callable[[], None]) -> None:
        """A receipt came. The network hears that it is safe once the caller has it, and not while it waits
        here: whoever dies meanwhile is told again."""
        told = self.ledger.match_receipt(report, now)
        for event in told:
            self.tally.receipts += 1
            self.record_event(event, confirm)
        if told:
            return
        if self.ledger.is_waiting(report):
            self._early.setdefault(self.ledger.matching_key(report.remote_id), []).append(confirm)
        else:
            self.confirm_with_last_event(confirm)

    def confirm_with_last_event(self, confirm: Callable[[], None]) -> None:
        """What came says nothing new; but what it repeats may still wait to be stored, and is safe then."""
        if not self.events:
            confirm()
            return
        event, before = self.events[-1]

        def both() -> None:
            if before:
                before()
            confirm()

        self.events[-1] = event, both

    def _record_matched_receipts(self, key: str, receipts: list[DeliveryReceipt]) -> None:
        if not receipts:
            return
        confirms = self._early.pop(key, [])

        def confirm() -> None:
            for one in confirms:
                one()

        for found in receipts:
            self.tally.receipts += found.id is not None
            self.record_event(found, confirm)

    def expire_waiting(self, now: float) -> None:
        """Give out what waited too long for its other half."""
        for found in self.ledger.expire_unmatched(now):
            self._record_matched_receipts(self.ledger.matching_key(found.remote_id), [found])
        for whole in self.assembler.expire_incomplete(now):
            self.record_incoming(whole, False, now)
        for piece in [key for key, waiting in self._pieces.items() if waiting[0].until <= now]:
            self.confirm_fragments(piece)

    def record_incoming(
        self, whole: AssembledMessage, repeated: bool, now: float, confirm: Callable[[], None] | None = None
    ) -> None:
        self.tally.incoming += 1
        self.tally.repeated += repeated
        event = IncomingSms(
            sender=whole.source,
            to=whole.dest,
            text=whole.text or "",
            at=utc_datetime(now),
            missing=whole.missing,
            repeated=repeated,
            readable=whole.text is not None,
        )
        self.record_event(event, confirm)

    def hold_confirmation(self, piece: Piece, confirm: Callable[[], None], now: float) -> None:
        """A piece came and its message is not whole: the network hands it over again if we die meanwhile."""
        self._pieces.setdefault(piece, []).append(_PendingConfirmation(confirm, now + PIECES_FOR))
        while sum(map(len, self._pieces.values())) > PIECES:
            self.confirm_fragments(next(iter(self._pieces)))

    def combine_confirmations(self, piece: Piece, confirm: Callable[[], None]) -> Callable[[], None]:
        """Confirms the last piece of a message, and with it those that waited for it."""
        others = self._pieces.pop(piece, ())
        if not others:
            return confirm

        def whole() -> None:
            for one in others:
                one.confirm()
            confirm()

        return whole

    def confirm_fragments(self, piece: Piece) -> None:
        """The network is told that the pieces of this message are safe."""
        for waiting in self._pieces.pop(piece, ()):
            waiting.confirm()

    def remember_message(self, sm: pdu.ShortMessage, until: float) -> None:
        self._seen[replace(sm, sequence=0)] = until
        if len(self._seen) > SEEN:
            del self._seen[next(iter(self._seen))]

    def is_repetition(self, sm: pdu.ShortMessage, now: float) -> bool:
        """Whether the same message came a moment ago, or on a line that dropped before it was confirmed."""
        return self._seen.pop(replace(sm, sequence=0), now) > now

    def next_expiry(self) -> float | None:
        """When ``expire`` next has something to do."""
        first = next(iter(self._pieces.values()), None)
        times = (
            self.ledger.next_expiry(),
            self.assembler.next_expiry(),
            first[0].until if first else None,
        )
        return min((t for t in times if t is not None), default=None)
