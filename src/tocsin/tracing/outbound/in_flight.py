"""The messages of one gateway that are in flight: claimed, and not yet answered for. Events in, outcome out.

Every part is waiting -> accepted, refused or in doubt; a late answer may still lift the doubt.
A message is in flight no more once every part has its answer.
"""

from collections.abc import Callable, Iterable
from datetime import datetime
from typing import Final

from msgspec import Struct

from tocsin.sms.gateway import (
    DeliveryReceipt,
    Event,
    IncomingSms,
    LinkChange,
    PartAccepted,
    PartRefused,
    PartUncertain,
)
from tocsin.sms.receipt_parsing import Form, answered_reference, canonical_reference
from tocsin.tracing.outbound.batch_outcome import BatchOutcome, PartOutcome, SubmittedPart, TimestampedSms

MOST_UNCERTAIN: Final = 10_000
"""Messages in doubt that are remembered, for an answer that comes late."""


class InFlightMessage(Struct):
    """A message handed over; sets of parts are bits, bit n - 1 for part n."""

    message_id: int
    of: int
    waiting: int
    accepted: int = 0
    uncertain: int = 0
    refusal: str = ""
    permanent: bool = False


class InFlightMessages:
    """Messages handed over, by the reference that their events bear."""

    def __init__(self, receipts_in: Form = "same") -> None:
        self._form: Form = receipts_in
        self._held: dict[str, InFlightMessage] = {}
        self._uncertain: dict[str, InFlightMessage] = {}
        """In doubt as a whole: they wait for nothing, and take no room."""
        self.parts = 0
        """Parts without an answer: never more than the window."""
        self.links: set[str] = set()
        """Connections that are up."""

    def __len__(self) -> int:
        return len(self._held)

    @property
    def waiting_message_ids(self) -> list[int]:
        return [held.message_id for held in self._held.values()]

    def add_claimed(self, message_id: int, resent: int, parts: int) -> str:
        """A message was claimed; gives the reference under which to hand it over."""
        ref = format_reference(message_id, resent)
        self._held[ref] = InFlightMessage(message_id, parts, _all_bits(parts))
        self.parts += parts
        return ref

    def apply_events(self, events: Iterable[Event], when: Callable[[datetime], datetime]) -> BatchOutcome:
        """What the events come to; ``when`` turns the time of the network into that of the service."""
        out = BatchOutcome()
        for event in events:
            self._apply_event(event, when(event.at), out)
        return out

    def _apply_event(self, event: Event, at: datetime, out: BatchOutcome) -> None:
        match event:
            case PartAccepted():
                self._apply_acceptance(event, at, out)
            case DeliveryReceipt():
                self._apply_receipt(event, at, out)
            case PartRefused():
                self._apply_refusal(event, at, out)
            case PartUncertain():
                self._apply_uncertainty(event, at, out)
            case IncomingSms():
                out.incoming.append(TimestampedSms(event, at))
            case LinkChange():
                self._apply_link_change(event)

    # One kind of event each

    def _apply_acceptance(self, event: PartAccepted, at: datetime, out: BatchOutcome) -> None:
        message_id = message_id_of(event.id)
        if event.remote_id:
            remote_id = canonical_reference(event.remote_id)
            out.accepted_parts[remote_id] = SubmittedPart(message_id, event.part, event.of, remote_id, at)
        out.submitted.setdefault(message_id, at)
        held = self._mark_answered(event.id, event.part, event.of)
        if held is None:
            if event.of == 1:
                out.completed.append(message_id)
            return
        held.accepted |= _part_bit(event.part, held.of)
        self._settle_message(event.id, held, at, out)

    def _apply_refusal(self, event: PartRefused, at: datetime, out: BatchOutcome) -> None:
        held = self._mark_answered(event.id, event.part, event.of)
        if held is None:
            return
        if not held.refusal or (event.permanent and not held.permanent):
            held.refusal, held.permanent = event.reason, event.permanent
        self._settle_message(event.id, held, at, out)

    def _apply_uncertainty(self, event: PartUncertain, at: datetime, out: BatchOutcome) -> None:
        held = self._mark_answered(event.id, event.part, event.of)
        if held is None:
            return
        held.uncertain |= _part_bit(event.part, held.of)
        out.uncertain.setdefault(held.message_id, (event.reason, at))
        self._settle_message(event.id, held, at, out)

    def _apply_receipt(self, event: DeliveryReceipt, at: datetime, out: BatchOutcome) -> None:
        if not event.state.is_final:
            return
        form = self._form if event.id is None else "same"  # a known one bears the reference of its answer
        remote_id = answered_reference(event.remote_id, form)
        message_id = message_id_of(event.id) if event.id is not None else None
        if message_id is not None and remote_id in out.accepted_parts:
            del out.accepted_parts[remote_id]  # taken charge of and settled in one batch: it need not be kept
        out.receipts.append(PartOutcome(message_id, event.part, event.of, remote_id, event.state, at))

    def _apply_link_change(self, event: LinkChange) -> None:
        (self.links.add if event.up else self.links.discard)(event.link)

    # What they come to

    def _mark_answered(self, ref: str, part: int, of: int) -> InFlightMessage | None:
        """The message of a part that has its answer now; None where it was in flight no more."""
        held = self._held.get(ref)
        if held is None:
            held = self._uncertain.get(ref)
            if held is not None:
                held.uncertain &= ~_part_bit(part, held.of)
            return held
        if of != held.of:  # what the store says of its length is a forecast
            answered = _all_bits(held.of) & ~held.waiting
            self.parts += of - held.of
            held.of, held.waiting = of, _all_bits(of) & ~answered
        bit = _part_bit(part, of) & held.waiting
        self.parts -= bit.bit_count()
        held.waiting &= ~bit
        held.uncertain &= ~_part_bit(part, of)
        return held

    def _settle_message(self, ref: str, held: InFlightMessage, at: datetime, out: BatchOutcome) -> None:
        """Once no part waits any more, the message has an outcome, or stays in doubt."""
        if held.waiting:
            return
        was_uncertain = self._held.pop(ref, None) is None
        if was_uncertain:
            del self._uncertain[ref]
        if held.uncertain:
            self._remember_uncertain(ref, held)
        elif held.accepted == _all_bits(held.of):
            out.completed.append(held.message_id)
            self._clear_uncertainty(held, out)
        elif held.permanent:
            out.failed.setdefault(held.message_id, (held.refusal, at))
            self._clear_uncertainty(held, out)
        elif held.accepted:
            # Half of it is on its way: to send the whole again is a decision, as in doubt.
            out.uncertain.setdefault(held.message_id, ("partly", at))
        else:
            out.to_retry[held.message_id] = held.refusal == "stopped"
            self._clear_uncertainty(held, out)

    def _remember_uncertain(self, ref: str, held: InFlightMessage) -> None:
        self._uncertain[ref] = held
        if len(self._uncertain) > MOST_UNCERTAIN:
            del self._uncertain[next(iter(self._uncertain))]

    def _clear_uncertainty(self, held: InFlightMessage, out: BatchOutcome) -> None:
        """Whatever was in doubt, here or in this batch, is known now."""
        out.uncertain.pop(held.message_id, None)
        out.resolved.add(held.message_id)


def format_reference(message_id: int, resent: int) -> str:
    """Of one handing over: a second one has another, so that late answers are told apart."""
    return f"{message_id}.{resent}"


def message_id_of(ref: str) -> int:
    """The message of a reference.

    >>> message_id_of(format_reference(17, 1))
    17
    """
    return int(ref.partition(".")[0])


def _part_bit(part: int, of: int) -> int:
    return 1 << part - 1 if part else _all_bits(of)


def _all_bits(of: int) -> int:
    return (1 << of) - 1
