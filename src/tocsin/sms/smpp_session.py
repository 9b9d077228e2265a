"""One SMPP session as a state machine: octets and time go in, octets and events come out. No I/O, no clock.

``SmppGateway`` gives it a socket; the tests give it a script. Source: SMPP 3.4, sections 2.2 (states),
2.7 (timers) and 4.

What a part goes through: waiting in the ``PartQueue`` -> in flight, at most ``window`` of them -> accepted,
refused, put back (throttled), or uncertain (the line dropped, or no answer came). Nothing is lost silently.
"""

from collections.abc import Callable
from enum import Enum, auto
from typing import Final

from msgspec import Struct
from msgspec.structs import replace

from tocsin.sms import pdu, pdu_codec
from tocsin.sms.account_state import AccountState
from tocsin.sms.gateway import LinkChange, PartAccepted, PartUncertain, utc_datetime
from tocsin.sms.network_deliveries import NetworkDeliveries
from tocsin.sms.pacing import TokenBucket
from tocsin.sms.part_queue import QueuedPart
from tocsin.sms.receipt_matching import AcceptedPart
from tocsin.sms.smpp_requests import build_bind_transceiver, build_submit_sm

HASTE: Final = (pdu.CommandStatus.THROTTLED, pdu.CommandStatus.QUEUE_FULL)
"""Statuses that slow the whole bind."""
PASSING: Final = (pdu.CommandStatus.SYSTEM_ERROR, pdu.CommandStatus.TEMPORARY)
"""Statuses after which the same part is tried again, slower, ``TRIES`` times in all."""
TRIES: Final = 3
LATE: Final = 10_000
"""Parts without an answer that are remembered, for an answer that comes late."""
MALFORMED_ENOUGH: Final = 100
"""Unreadable PDUs after which the line is given up."""


class SessionPhase(Enum):
    """Where a session stands (SMPP 3.4, 2.2)."""

    OPEN = auto()
    """Connected, bind sent."""
    BOUND = auto()
    STOPPING = auto()
    """Bound; waits for the answers in flight, sends nothing more."""
    UNBINDING = auto()
    CLOSED = auto()


class PartInFlight(Struct, frozen=True):
    """A part that has left and has no answer yet."""

    pending: QueuedPart
    sent_at: float


class SmppSession:
    """One bind, from the connection to its end."""

    def __init__(self, exchange: AccountState, pace: TokenBucket, name: str, now: float) -> None:
        self._exchange = exchange
        self._account = exchange.account
        self._outbox = exchange.outbox
        self._tally = exchange.tally
        self._pace = pace
        self.name = name
        self.phase = SessionPhase.OPEN
        self.why = ""
        """Reason of the end, once closed."""
        self._out: list[bytes] = []
        self._framer = pdu_codec.FrameSplitter()
        self._sequence = 0
        self._flights: dict[int, PartInFlight] = {}
        self._late: dict[int, PartInFlight] = {}
        self._deliveries = NetworkDeliveries(exchange, self._write_pdu)
        self._malformed = 0
        self._probing = False
        """After a throttle, one part at a time until one is accepted: the others keep their order."""
        self._heard_at = now
        self._opened_at = now
        self._asked_at: float | None = None
        """When the enquire_link that has no answer was sent."""
        self._stop_at: float | None = None
        self._handlers: dict[type, Callable[..., None]] = {
            pdu.ShortMessageResponse: self._handle_answer,
            pdu.ShortMessage: self._handle_delivery,
            pdu.HeaderOnlyPdu: self._handle_signal,
            pdu.BindResponse: self._handle_bind_response,
            pdu.BindRequest: self._reject_unexpected,
        }
        self._write_pdu(build_bind_transceiver(exchange.account, self._next_sequence()))

    @property
    def parts_in_flight(self) -> int:
        return len(self._flights)

    @property
    def _window_size(self) -> int:
        return 1 if self._probing else self._account.window

    @property
    def is_closed(self) -> bool:
        return self.phase is SessionPhase.CLOSED

    def take_output(self) -> bytes:
        """What is to be written to the line now; what is taken counts as sent."""
        written = b"".join(self._out)
        self._out.clear()
        return written

    # What comes in

    def receive_data(self, data: bytes, now: float) -> None:
        self._heard_at = now
        try:
            for frame in self._framer.split_frames(data):
                if self.is_closed:
                    return
                self._handle_frame(frame, now)
        except pdu_codec.BadPduLength:
            self._tally.malformed += 1
            self._send_signal(pdu.CommandId.GENERIC_NACK, 0, pdu.CommandStatus.INVALID_LENGTH)
            self.end_session("garbage", now)
        self.send_waiting(now)

    def handle_timeouts(self, now: float) -> None:
        if self.is_closed:
            return
        self._give_up_flights(now)
        self._check_link(now)
        self.send_waiting(now)

    def next_timeout(self, now: float) -> float:
        """When ``wake`` is next useful."""
        if self.phase is SessionPhase.OPEN:
            return self._opened_at + self._account.answer_within
        times = [self._heard_at + self._account.enquire_every]
        if self._asked_at is not None:
            times = [self._asked_at + self._account.answer_within]
        if self._flights:
            times.append(next(iter(self._flights.values())).sent_at + self._account.answer_within)
        if self._stop_at is not None:
            times.append(self._stop_at)
        if self.phase is SessionPhase.BOUND and len(self._outbox) and len(self._flights) < self._window_size:
            times.append(self._pace.ready_at(now))
        return min(times)

    def stop_sending(self, now: float) -> None:
        """Send nothing more; unbind once nothing is in flight."""
        if self.phase is SessionPhase.OPEN:
            self.end_session("stopped", now)
        elif self.phase is SessionPhase.BOUND:
            self.phase = SessionPhase.STOPPING
            self._stop_at = now + self._account.stop_within
            self._unbind_if_idle(now)

    def end_session(self, why: str, now: float) -> None:
        """The line is gone, or is to be closed: every part in flight is uncertain."""
        if self.is_closed:
            return
        was_up = self.phase is not SessionPhase.OPEN
        self.phase = SessionPhase.CLOSED
        self.why = why
        for flight in self._flights.values():
            self._exchange.note_part_answered(flight.pending.message.to)
            self._record_uncertainty(flight, "line_dropped", now)
        self._flights.clear()
        self._deliveries.give_up_unconfirmed(now)
        if was_up or why != "stopped":
            self._exchange.record_event(LinkChange(self.name, False, why, utc_datetime(now)))

    # What goes out

    def send_waiting(self, now: float) -> None:
        """Send what window and pace allow."""
        if self.phase is not SessionPhase.BOUND:
            return
        window, room = self._window_size - len(self._flights), self._pace.available_parts(now)
        while window > 0 and room > 0 and (pending := self._outbox.pop_next()):
            if pending.is_expired(now):
                self._exchange.refuse_part(pending, "expired", True, now)
                continue
            self._submit_part(pending, now)
            self._pace.spend(pending.part.sms)
            window -= 1
            room -= pending.part.sms

    def _submit_part(self, pending: QueuedPart, now: float) -> None:
        sequence = self._next_sequence()
        self._flights[sequence] = PartInFlight(pending, now)
        self._exchange.note_part_sent(pending.message.to)
        self._tally.submitted += 1
        self._write_pdu(build_submit_sm(pending, sequence, now))

    def _write_pdu(self, sent: pdu.Pdu) -> None:
        self._out.append(pdu_codec.encode_pdu(sent))

    def _send_signal(self, command: int, sequence: int, status: int = pdu.CommandStatus.OK) -> None:
        self._write_pdu(pdu.HeaderOnlyPdu(command=command, status=status, sequence=sequence))

    def _next_sequence(self) -> int:
        self._sequence = self._sequence % 0x7FFFFFFF + 1
        return self._sequence

    # Frames

    def _handle_frame(self, frame: bytes, now: float) -> None:
        try:
            found = pdu_codec.decode_pdu(frame)
        except pdu_codec.MalformedPdu:
            self._handle_unreadable(frame, now)
        else:
            self._handlers[type(found)](found, now)

    def _handle_unreadable(self, frame: bytes, now: float) -> None:
        self._tally.malformed += 1
        self._malformed += 1
        _, command, _, sequence = pdu_codec.HEADER.unpack_from(frame)
        if not command & pdu.RESPONSE:
            self._send_signal(pdu.CommandId.GENERIC_NACK, sequence, pdu.CommandStatus.SYSTEM_ERROR)
        if self._malformed >= MALFORMED_ENOUGH:
            self.end_session("garbage", now)

    def _reject_unexpected(self, found: pdu.Pdu, now: float) -> None:
        self._send_signal(pdu.CommandId.GENERIC_NACK, found.sequence, pdu.CommandStatus.INVALID_COMMAND)

    def _handle_delivery(self, found: pdu.ShortMessage, now: float) -> None:
        if found.command == pdu.CommandId.SUBMIT_SM or self.phase is SessionPhase.OPEN:
            self._reject_unexpected(found, now)
        else:
            self._deliveries.receive_delivery(found, now)

    def _handle_bind_response(self, found: pdu.BindResponse, now: float) -> None:
        if self.phase is not SessionPhase.OPEN:
            self._tally.stray += 1
        elif found.status != pdu.CommandStatus.OK:
            self.end_session(f"bind_refused_0x{found.status:08x}", now)
        else:
            self.phase = SessionPhase.BOUND
            self._tally.lines += 1
            self._exchange.record_event(LinkChange(self.name, True, "", utc_datetime(now)))

    def _handle_signal(self, found: pdu.HeaderOnlyPdu, now: float) -> None:
        match found.command:
            case pdu.CommandId.ENQUIRE_LINK:
                self._send_signal(pdu.CommandId.ENQUIRE_LINK_RESP, found.sequence)
            case pdu.CommandId.ENQUIRE_LINK_RESP:
                self._asked_at = None
            case pdu.CommandId.UNBIND:
                self._send_signal(pdu.CommandId.UNBIND_RESP, found.sequence)
                self.end_session("unbound_by_network", now)
            case pdu.CommandId.UNBIND_RESP:
                self.end_session("stopped", now)
            case pdu.CommandId.GENERIC_NACK:
                self._handle_nack(found, now)
            case command if command & pdu.RESPONSE:
                self._tally.stray += 1
            case _:
                self._reject_unexpected(found, now)

    def _handle_nack(self, found: pdu.HeaderOnlyPdu, now: float) -> None:
        """The SMSC could not read what bears this number: a part, or the bind itself."""
        if self.phase is SessionPhase.OPEN:
            self.end_session(f"bind_refused_0x{found.status:08x}", now)
        elif flight := self._take_flight(found.sequence):
            self._handle_refusal(flight, found.status, now)
        else:
            self._tally.stray += 1

    # Answers to submit_sm

    def _handle_answer(self, found: pdu.ShortMessageResponse, now: float) -> None:
        if flight := self._take_flight(found.sequence):
            if found.status == pdu.CommandStatus.OK:
                self._probing = False
                self._record_acceptance(flight.pending, found.message_id, now)
            else:
                self._handle_refusal(flight, found.status, now)
            self._unbind_if_idle(now)
        elif flight := self._late.pop(found.sequence, None):
            self._handle_late_answer(flight, found, now)
        else:
            self._tally.stray += 1

    def _take_flight(self, sequence: int) -> PartInFlight | None:
        flight = self._flights.pop(sequence, None)
        if flight:
            self._exchange.note_part_answered(flight.pending.message.to)
        return flight

    def _handle_late_answer(self, flight: PartInFlight, found: pdu.ShortMessageResponse, now: float) -> None:
        """The part was given out as uncertain: it is not tried again, whatever the answer."""
        if found.status == pdu.CommandStatus.OK:
            self._record_acceptance(flight.pending, found.message_id, now)
        else:
            passing = found.status in (*HASTE, *PASSING)
            self._exchange.refuse_part(flight.pending, f"smpp_0x{found.status:08x}", not passing, now)

    def _record_acceptance(self, pending: QueuedPart, remote_id: str, now: float) -> None:
        message, part = pending.message, pending.part
        self._tally.accepted += 1
        self._exchange.record_event(
            PartAccepted(message.id, part.number, part.of, remote_id, utc_datetime(now))
        )
        if remote_id:
            sent = AcceptedPart(message.id, part.number, part.of, message.to, remote_id)
            self._exchange.record_accepted_part(sent, now)

    def _handle_refusal(self, flight: PartInFlight, status: int, now: float) -> None:
        pending = flight.pending
        if status in HASTE:
            self._tally.throttled += 1
            self._slow_down(flight, now)
            self._outbox.requeue(pending)
        elif status in PASSING and pending.tries + 1 < TRIES:
            self._slow_down(flight, now)
            self._outbox.requeue(replace(pending, tries=pending.tries + 1))
        else:
            self._exchange.refuse_part(pending, f"smpp_0x{status:08x}", status not in PASSING, now)

    def _slow_down(self, flight: PartInFlight, now: float) -> None:
        self._probing = True
        self._pace.slow_down(now, flight.sent_at)

    def _record_uncertainty(self, flight: PartInFlight, reason: str, now: float) -> None:
        message, part = flight.pending.message, flight.pending.part
        self._tally.uncertain += 1
        self._exchange.record_event(
            PartUncertain(message.id, part.number, part.of, reason, utc_datetime(now))
        )

    # Time

    def _give_up_flights(self, now: float) -> None:
        """Parts whose answer is overdue leave the window; the flights are in the order of their departure."""
        overdue = []
        for sequence, flight in self._flights.items():
            if flight.sent_at + self._account.answer_within > now:
                break
            overdue.append(sequence)
        for sequence in overdue:
            if given_up := self._take_flight(sequence):
                self._record_uncertainty(given_up, "no_answer", now)
                self._late[sequence] = given_up
        while len(self._late) > LATE:
            del self._late[next(iter(self._late))]
        self._unbind_if_idle(now)

    def _check_link(self, now: float) -> None:
        """Close what does not answer, ask a line that is silent whether it lives."""
        account = self._account
        if self.phase is SessionPhase.OPEN:
            if now >= self._opened_at + account.answer_within:
                self.end_session("bind_not_answered", now)
        elif self._asked_at is not None:
            if now >= self._asked_at + account.answer_within:
                self.end_session("silent", now)
        elif now >= self._heard_at + account.enquire_every:
            self._asked_at = now
            self._send_signal(pdu.CommandId.ENQUIRE_LINK, self._next_sequence())
        if self._stop_at is not None and now >= self._stop_at:
            self.end_session("stopped", now)

    def _unbind_if_idle(self, now: float) -> None:
        if self.phase is SessionPhase.STOPPING and not self._flights:
            self.phase = SessionPhase.UNBINDING
            self._send_signal(pdu.CommandId.UNBIND, self._next_sequence())
