"""One SMPP session as a state machine: octets and time go in, octets and events come out. No I/O, no clock.

``smpp.SmppGateway`` gives it a socket; the tests give it a script. Source: SMPP 3.4, sections 2.2 (states),
2.7 (timers) and 4.

What a part goes through: waiting in the ``Outbox`` -> in flight, at most ``window`` of them -> accepted,
refused, put back (throttled), or uncertain (the line dropped, or no answer came). Nothing is lost silently.
"""

from collections.abc import Callable
from enum import Enum, auto
from functools import partial
from typing import Final

from msgspec import Struct
from msgspec.structs import replace

from tocsin.sms import pdu, receipt
from tocsin.sms.exchange import RESENT_WITHIN, TWICE_WITHIN, Exchange
from tocsin.sms.gateway import Accepted, LinkChange, Uncertain, moment
from tocsin.sms.ledger import Sent
from tocsin.sms.outbox import Pending
from tocsin.sms.pace import Pace
from tocsin.sms.parts import fragment
from tocsin.sms.request import bind_transceiver, submit_sm

HASTE: Final = (pdu.Status.THROTTLED, pdu.Status.QUEUE_FULL)
"""Statuses that slow the whole bind."""
PASSING: Final = (pdu.Status.SYSTEM_ERROR, pdu.Status.TEMPORARY)
"""Statuses after which the same part is tried again, slower, ``TRIES`` times in all."""
TRIES: Final = 3
LATE: Final = 10_000
"""Parts without an answer that are remembered, for an answer that comes late."""
MALFORMED_ENOUGH: Final = 100
"""Unreadable PDUs after which the line is given up."""


class Phase(Enum):
    """Where a session stands (SMPP 3.4, 2.2)."""

    OPEN = auto()
    """Connected, bind sent."""
    BOUND = auto()
    STOPPING = auto()
    """Bound; waits for the answers in flight, sends nothing more."""
    UNBINDING = auto()
    CLOSED = auto()


class Flight(Struct, frozen=True):
    """A part that has left and has no answer yet."""

    pending: Pending
    sent_at: float


class Session:
    """One bind, from the connection to its end."""

    def __init__(self, exchange: Exchange, pace: Pace, name: str, now: float) -> None:
        self._exchange = exchange
        self._account = exchange.account
        self._outbox = exchange.outbox
        self._tally = exchange.tally
        self._pace = pace
        self.name = name
        self.phase = Phase.OPEN
        self.why = ""
        """Reason of the end, once closed."""
        self._out: list[bytes] = []
        self._framer = pdu.Framer()
        self._sequence = 0
        self._flights: dict[int, Flight] = {}
        self._late: dict[int, Flight] = {}
        self._unconfirmed: dict[int, pdu.Sm] = {}
        self._malformed = 0
        self._probing = False
        """After a throttle, one part at a time until one is accepted: the others keep their order."""
        self._heard_at = now
        self._opened_at = now
        self._asked_at: float | None = None
        """When the enquire_link that has no answer was sent."""
        self._stop_at: float | None = None
        self._handlers: dict[type, Callable[..., None]] = {
            pdu.SmResp: self._answered,
            pdu.Sm: self._delivered,
            pdu.Signal: self._signalled,
            pdu.BindResp: self._bind_answered,
            pdu.Bind: self._unexpected,
        }
        self._write(bind_transceiver(exchange.account, self._next()))

    @property
    def in_flight(self) -> int:
        """Parts without an answer."""
        return len(self._flights)

    @property
    def _window(self) -> int:
        return 1 if self._probing else self._account.window

    @property
    def closed(self) -> bool:
        """Whether the line is to be closed, or is."""
        return self.phase is Phase.CLOSED

    def output(self) -> bytes:
        """What is to be written to the line now; what is taken counts as sent."""
        written = b"".join(self._out)
        self._out.clear()
        return written

    # What comes in

    def received(self, data: bytes, now: float) -> None:
        """Octets came from the line."""
        self._heard_at = now
        try:
            for frame in self._framer.feed(data):
                if self.closed:
                    return
                self._frame(frame, now)
        except pdu.BadLength:
            self._tally.malformed += 1
            self._signal(pdu.Command.GENERIC_NACK, 0, pdu.Status.INVALID_LENGTH)
            self.end("garbage", now)
        self.fill(now)

    def wake(self, now: float) -> None:
        """Time has passed."""
        if self.closed:
            return
        self._give_up_flights(now)
        self._watch(now)
        self.fill(now)

    def wake_at(self, now: float) -> float:
        """When ``wake`` is next useful."""
        if self.phase is Phase.OPEN:
            return self._opened_at + self._account.answer_within
        times = [self._heard_at + self._account.enquire_every]
        if self._asked_at is not None:
            times = [self._asked_at + self._account.answer_within]
        if self._flights:
            times.append(next(iter(self._flights.values())).sent_at + self._account.answer_within)
        if self._stop_at is not None:
            times.append(self._stop_at)
        if self.phase is Phase.BOUND and len(self._outbox) and len(self._flights) < self._window:
            times.append(self._pace.ready_at(now))
        return min(times)

    def stop(self, now: float) -> None:
        """Send nothing more; unbind once nothing is in flight."""
        if self.phase is Phase.OPEN:
            self.end("stopped", now)
        elif self.phase is Phase.BOUND:
            self.phase = Phase.STOPPING
            self._stop_at = now + self._account.stop_within
            self._unbind_if_idle(now)

    def end(self, why: str, now: float) -> None:
        """The line is gone, or is to be closed: every part in flight is uncertain."""
        if self.closed:
            return
        was_up = self.phase is not Phase.OPEN
        self.phase = Phase.CLOSED
        self.why = why
        for flight in self._flights.values():
            self._exchange.landed(flight.pending.message.to)
            self._uncertain(flight, "line_dropped", now)
        self._flights.clear()
        for sm in self._unconfirmed.values():
            self._exchange.remember(sm, now + RESENT_WITHIN)
        self._unconfirmed.clear()
        if was_up or why != "stopped":
            self._exchange.tell(LinkChange(self.name, False, why, moment(now)))

    # What goes out

    def fill(self, now: float) -> None:
        """Send what window and pace allow."""
        if self.phase is not Phase.BOUND:
            return
        window, room = self._window - len(self._flights), self._pace.room(now)
        while window > 0 and room > 0 and (pending := self._outbox.take()):
            if pending.overdue(now):
                self._exchange.refuse(pending, "expired", True, now)
                continue
            self._submit(pending, now)
            self._pace.spend(pending.part.sms)
            window -= 1
            room -= pending.part.sms

    def _submit(self, pending: Pending, now: float) -> None:
        sequence = self._next()
        self._flights[sequence] = Flight(pending, now)
        self._exchange.departed(pending.message.to)
        self._tally.submitted += 1
        self._write(submit_sm(pending, sequence, now))

    def _write(self, sent: pdu.Pdu) -> None:
        self._out.append(pdu.encode(sent))

    def _signal(self, command: int, sequence: int, status: int = pdu.Status.OK) -> None:
        self._write(pdu.Signal(command=command, status=status, sequence=sequence))

    def _next(self) -> int:
        self._sequence = self._sequence % 0x7FFFFFFF + 1
        return self._sequence

    # Frames

    def _frame(self, frame: bytes, now: float) -> None:
        try:
            found = pdu.decode(frame)
        except pdu.Malformed:
            self._unreadable(frame, now)
        else:
            self._handlers[type(found)](found, now)

    def _unreadable(self, frame: bytes, now: float) -> None:
        self._tally.malformed += 1
        self._malformed += 1
        _, command, _, sequence = pdu.HEADER.unpack_from(frame)
        if not command & pdu.RESPONSE:
            self._signal(pdu.Command.GENERIC_NACK, sequence, pdu.Status.SYSTEM_ERROR)
        if self._malformed >= MALFORMED_ENOUGH:
            self.end("garbage", now)

    def _unexpected(self, found: pdu.Pdu, now: float) -> None:
        self._signal(pdu.Command.GENERIC_NACK, found.sequence, pdu.Status.INVALID_COMMAND)

    def _bind_answered(self, found: pdu.BindResp, now: float) -> None:
        if self.phase is not Phase.OPEN:
            self._tally.stray += 1
        elif found.status != pdu.Status.OK:
            self.end(f"bind_refused_0x{found.status:08x}", now)
        else:
            self.phase = Phase.BOUND
            self._tally.lines += 1
            self._exchange.tell(LinkChange(self.name, True, "", moment(now)))

    def _signalled(self, found: pdu.Signal, now: float) -> None:
        match found.command:
            case pdu.Command.ENQUIRE_LINK:
                self._signal(pdu.Command.ENQUIRE_LINK_RESP, found.sequence)
            case pdu.Command.ENQUIRE_LINK_RESP:
                self._asked_at = None
            case pdu.Command.UNBIND:
                self._signal(pdu.Command.UNBIND_RESP, found.sequence)
                self.end("unbound_by_network", now)
            case pdu.Command.UNBIND_RESP:
                self.end("stopped", now)
            case pdu.Command.GENERIC_NACK:
                self._nacked(found, now)
            case command if command & pdu.RESPONSE:
                self._tally.stray += 1
            case _:
                self._unexpected(found, now)

    def _nacked(self, found: pdu.Signal, now: float) -> None:
        """The SMSC could not read what bears this number: a part, or the bind itself."""
        if self.phase is Phase.OPEN:
            self.end(f"bind_refused_0x{found.status:08x}", now)
        elif flight := self._land(found.sequence):
            self._part_refused(flight, found.status, now)
        else:
            self._tally.stray += 1

    # Answers to submit_sm

    def _answered(self, found: pdu.SmResp, now: float) -> None:
        if flight := self._land(found.sequence):
            if found.status == pdu.Status.OK:
                self._probing = False
                self._accept(flight.pending, found.message_id, now)
            else:
                self._part_refused(flight, found.status, now)
            self._unbind_if_idle(now)
        elif flight := self._late.pop(found.sequence, None):
            self._answered_late(flight, found, now)
        else:
            self._tally.stray += 1

    def _land(self, sequence: int) -> Flight | None:
        """The part that an answer is for."""
        flight = self._flights.pop(sequence, None)
        if flight:
            self._exchange.landed(flight.pending.message.to)
        return flight

    def _answered_late(self, flight: Flight, found: pdu.SmResp, now: float) -> None:
        """The part was given out as uncertain: it is not tried again, whatever the answer."""
        if found.status == pdu.Status.OK:
            self._accept(flight.pending, found.message_id, now)
        else:
            passing = found.status in (*HASTE, *PASSING)
            self._exchange.refuse(flight.pending, f"smpp_0x{found.status:08x}", not passing, now)

    def _accept(self, pending: Pending, remote_id: str, now: float) -> None:
        message, part = pending.message, pending.part
        self._tally.accepted += 1
        self._exchange.tell(Accepted(message.id, part.number, part.of, remote_id, moment(now)))
        if remote_id:
            sent = Sent(message.id, part.number, part.of, message.to, remote_id)
            self._exchange.accepted(sent, now)

    def _part_refused(self, flight: Flight, status: int, now: float) -> None:
        pending = flight.pending
        if status in HASTE:
            self._tally.throttled += 1
            self._slow(flight, now)
            self._outbox.put_back(pending)
        elif status in PASSING and pending.tries + 1 < TRIES:
            self._slow(flight, now)
            self._outbox.put_back(replace(pending, tries=pending.tries + 1))
        else:
            self._exchange.refuse(pending, f"smpp_0x{status:08x}", status not in PASSING, now)

    def _slow(self, flight: Flight, now: float) -> None:
        self._probing = True
        self._pace.slow(now, flight.sent_at)

    def _uncertain(self, flight: Flight, reason: str, now: float) -> None:
        message, part = flight.pending.message, flight.pending.part
        self._tally.uncertain += 1
        self._exchange.tell(Uncertain(message.id, part.number, part.of, reason, moment(now)))

    # Time

    def _give_up_flights(self, now: float) -> None:
        """Parts whose answer is overdue leave the window; the flights are in the order of their departure."""
        overdue = []
        for sequence, flight in self._flights.items():
            if flight.sent_at + self._account.answer_within > now:
                break
            overdue.append(sequence)
        for sequence in overdue:
            if given_up := self._land(sequence):
                self._uncertain(given_up, "no_answer", now)
                self._late[sequence] = given_up
        while len(self._late) > LATE:
            del self._late[next(iter(self._late))]
        self._unbind_if_idle(now)

    def _watch(self, now: float) -> None:
        """Close what does not answer, ask a line that is silent whether it lives."""
        account = self._account
        if self.phase is Phase.OPEN:
            if now >= self._opened_at + account.answer_within:
                self.end("bind_not_answered", now)
        elif self._asked_at is not None:
            if now >= self._asked_at + account.answer_within:
                self.end("silent", now)
        elif now >= self._heard_at + account.enquire_every:
            self._asked_at = now
            self._signal(pdu.Command.ENQUIRE_LINK, self._next())
        if self._stop_at is not None and now >= self._stop_at:
            self.end("stopped", now)

    def _unbind_if_idle(self, now: float) -> None:
        if self.phase is Phase.STOPPING and not self._flights:
            self.phase = Phase.UNBINDING
            self._signal(pdu.Command.UNBIND, self._next())

    # From the network

    def _delivered(self, found: pdu.Sm, now: float) -> None:
        if found.command == pdu.Command.SUBMIT_SM or self.phase is Phase.OPEN:
            self._unexpected(found, now)
            return
        self._unconfirmed[found.sequence] = found
        report = receipt.read(found)
        if report is None:
            self._from_person(found, now)
        else:
            self._exchange.reported(report, now, partial(self._confirm, found))

    def _from_person(self, found: pdu.Sm, now: float) -> None:
        repeated = self._exchange.repeats(found, now)
        self._exchange.remember(found, now + TWICE_WITHIN)
        sender = _number(found.source_ton, found.source)
        wholes = self._exchange.assembler.add(found, sender, found.dest, now)
        for whole in wholes[:-1]:
            self._exchange.tell_incoming(whole, False, now)
        place = fragment(found)
        piece = (sender, found.dest, place.reference, place.of)
        confirm = partial(self._confirm, found)
        if not wholes and self._exchange.assembler.waits(found, sender, found.dest):
            self._exchange.hold(piece, confirm, now)
        elif not wholes:
            self._exchange.confirm_with_the_last(confirm)
        else:
            together = self._exchange.together(piece, confirm)
            self._exchange.tell_incoming(wholes[-1], repeated, now, together)

    def _confirm(self, found: pdu.Sm) -> None:
        """Tell the network that a message is safe here, if the line is still there."""
        if self._unconfirmed.pop(found.sequence, None) is None:
            return
        command = found.command | pdu.RESPONSE
        self._write(pdu.SmResp(command=command, sequence=found.sequence))


def _number(ton: int, address: str) -> str:
    """A phone number with its plus sign, where the network says that it is international."""
    return f"+{address}" if ton == pdu.Ton.INTERNATIONAL and not address.startswith("+") else address
