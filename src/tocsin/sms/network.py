"""A simulated mobile network: an SMSC that speaks SMPP, and the handsets behind it.

Deterministic: the same seed, script and clock give the same run. With a ``VirtualClock`` a day passes in a
moment; with the real one and ``serve`` it is an SMSC on a socket. Its faults are switches that a test, a
demonstration or a rehearsal turns on.
"""

import asyncio
import ssl
from collections import deque
from collections.abc import Callable, Iterable
from heapq import heappop, heappush
from math import isfinite
from random import Random
from typing import Final

from msgspec import Struct

from tocsin.sms import parts, pdu
from tocsin.sms.clock import Alarm, Clock, RealClock
from tocsin.sms.gateway import State
from tocsin.sms.habits import Faults, Habits
from tocsin.sms.handset import Handset, Sms
from tocsin.sms.pace import Pace
from tocsin.sms.parts import Assembler

WORDS: Final = {
    State.DELIVERED: ("DELIVRD", 2, "000"),
    State.EXPIRED: ("EXPIRED", 3, "027"),
    State.UNDELIVERABLE: ("UNDELIV", 5, "001"),
}
"""How a receipt writes a state: word, message_state, error code."""


class _Held(Struct, frozen=True):
    """A part that the network is to deliver."""

    sm: pdu.Sm
    number: int
    """Of the message, in the order of acceptance."""
    until: float


class Network:
    """Handsets, and the SMSC that reaches them."""

    def __init__(
        self,
        handsets: Iterable[Handset] = (),
        *,
        seed: int = 1,
        clock: Clock | None = None,
        habits: Habits | None = None,
        faults: Faults | None = None,
        default: Callable[[str], Handset] = Handset,
    ) -> None:
        self.habits = habits or Habits()
        self.faults = faults or Faults()
        self.handsets = {handset.number: handset for handset in handsets}
        self.lines: list[Line] = []
        self.taken: list[pdu.Sm] = []
        """Every submit_sm taken charge of, in order."""
        self.keep_taken = True
        """False for a long run: ``taken`` stays empty."""
        self.clock = clock or RealClock()
        self._default = default
        """The handset of a number that is not in the script; it is not kept."""
        self._chance = Random(seed)
        self._assembler = Assembler(default=parts.GSM7)
        self._accepted = 0
        self._reference = 0
        self._numbered = 0
        self._due: list[tuple[float, int, Callable[[float], None]]] = []
        self._tickets = 0
        self._alarm: Alarm | None = None
        self._alarm_at = float("inf")
        self._to_client: deque[pdu.Sm] = deque()
        """Receipts and incoming messages that no line has taken yet."""

    # Lines

    def line(self, write: Callable[[bytes], None], cut: Callable[[], None]) -> "Line":
        """A new connection; ``write`` sends octets to the client, ``cut`` drops it."""
        line = Line(self, write, cut)
        self.lines.append(line)
        return line

    async def serve(
        self, host: str = "127.0.0.1", port: int = 0, tls: ssl.SSLContext | None = None
    ) -> asyncio.Server:
        """Listen for clients; the port is in ``server.sockets``."""
        loop = asyncio.get_running_loop()
        return await loop.create_server(lambda: _Socket(self), host, port, ssl=tls)

    # What a phone sends by itself

    def send_from(self, number: str, to: str, text: str, *, numbered: bool = False) -> None:
        """The holder of a phone writes to a short number.

        ``numbered``: with a user_message_reference (SMPP 3.4, 5.3.2.17), by which the same text written twice
        within seconds is not taken for one that the network hands over twice.
        """
        self._reference = (self._reference + 1) % 256
        self._numbered = (self._numbered + numbered) % 65_536
        mark = ((pdu.Tag.USER_MESSAGE_REFERENCE, self._numbered.to_bytes(2)),) if numbered else ()
        for part in parts.cut(text, self._reference):
            self._to_client.append(self._incoming(number, to, part, mark))
        self.hand_over()
        self.flush()

    def _incoming(
        self, number: str, to: str, part: parts.Part, mark: tuple[tuple[int, bytes], ...] = ()
    ) -> pdu.Sm:
        headed = part.headed and not self.habits.sar
        tlvs = _sar(part) if part.headed and self.habits.sar else ()
        return pdu.Sm(
            command=pdu.Command.DELIVER_SM,
            sequence=0,
            source_ton=pdu.Ton.INTERNATIONAL,
            source_npi=1,
            source=number.removeprefix("+"),
            dest=to,
            esm_class=pdu.UDH if headed else 0,
            coding=part.coding,
            payload=part.payload[6:] if tlvs else part.payload,
            tlvs=tlvs + mark,
        )

    def wake(self) -> None:
        """Look what is due now: the clock was moved on."""
        if self._alarm:
            self._alarm.cancel()
        self._ring()

    # What the lines call

    def take(self, sm: pdu.Sm) -> int:
        """Take charge of a part; gives its number."""
        self._accepted += 1
        if self.keep_taken:
            self.taken.append(sm)
        return self._accepted

    def answer_id(self, number: int) -> str:
        """Its reference, as the answer writes it."""
        return str(number) if self.habits.ids == "decimal" else f"{number:x}"

    def deliver(self, sm: pdu.Sm, number: int) -> None:
        """Set a part on its way to its handset."""
        habits, now = self.habits, self.clock.now()
        if habits.loss and self._chance.random() < habits.loss:
            return
        held = _Held(sm, number, now + _validity(sm.validity, habits.keeps))
        shortest, longest = habits.delay
        if longest:
            self._later(now + self._chance.uniform(shortest, longest), lambda at: self._reach(held, at))
        else:
            self._reach(held, now)

    def hand_over(self) -> None:
        """Give what waits to the lines that can take it."""
        while self._to_client:
            line = next((line for line in self.lines if line.open_to_messages), None)
            if line is None:
                return
            line.push(self._to_client.popleft())

    def flush(self) -> None:
        """Write what has gathered for every line."""
        for line in list(self.lines):
            line.flush()

    def lost(self, line: "Line") -> None:
        """A line is gone: what it had not answered for comes again on another."""
        if line in self.lines:
            self.lines.remove(line)
            self._to_client.extendleft(reversed(line.unanswered.values()))
            self.hand_over()

    # Inside

    def handset(self, number: str) -> Handset:
        """The phone of a number."""
        return self.handsets.get(number) or self._default(number)

    def _reach(self, held: _Held, now: float) -> None:
        handset = self.handset("+" + held.sm.dest)
        if not handset.exists:
            self._report(held, State.UNDELIVERABLE, now)
        elif now > held.until:
            self._report(held, State.EXPIRED, now)
        elif handset.on(now):
            self._arrive(held.sm, handset, now)
            self._report(held, State.DELIVERED, now)
        else:
            again = min(handset.off_until or now, held.until + 1.0)
            self._later(again, lambda at: self._reach(held, at))

    def _arrive(self, sm: pdu.Sm, handset: Handset, now: float) -> None:
        for whole in self._assembler.add(sm, sm.source, sm.dest, now):
            sms = Sms(whole.source, whole.text or "", now)
            for reply in handset.receive(sms, self._chance):
                self._later(now + reply.after, self._sending(handset.number, sm.source, reply.text))

    def _sending(self, number: str, to: str, text: str) -> Callable[[float], None]:
        return lambda _: self.send_from(number, to, text)

    def _report(self, held: _Held, state: State, now: float) -> None:
        if self.habits.receipts == "none" or not held.sm.registered & 1:
            return
        self._to_client.append(self._receipt(held, state))
        self.hand_over()

    def _receipt(self, held: _Held, state: State) -> pdu.Sm:
        word, number, error = WORDS[state]
        form = self.habits.receipts
        reference = f"{held.number:x}" if self.habits.ids == "hex" else str(held.number)
        delivered = "001" if state is State.DELIVERED else "000"
        said = f"id:{reference} sub:001 dlvrd:{delivered} submit date:2103040900 done date:2103040901"
        tlvs = (
            (pdu.Tag.RECEIPTED_MESSAGE_ID, reference.encode() + b"\0"),
            (pdu.Tag.MESSAGE_STATE, bytes((number,))),
        )
        return pdu.Sm(
            command=pdu.Command.DELIVER_SM,
            sequence=0,
            source_ton=held.sm.dest_ton,
            source_npi=held.sm.dest_npi,
            source=held.sm.dest,
            dest=held.sm.source,
            esm_class=pdu.RECEIPT,
            payload=b"" if form == "tlv" else f"{said} stat:{word} err:{error} text:".encode(),
            tlvs=() if form == "text" else tlvs,
        )

    def _later(self, when: float, action: Callable[[float], None]) -> None:
        self._tickets += 1
        heappush(self._due, (when, self._tickets, action))
        if when < self._alarm_at:
            if self._alarm:
                self._alarm.cancel()
            self._alarm_at = when
            self._alarm = self.clock.call_at(when, self._ring)

    def _ring(self) -> None:
        self._alarm, self._alarm_at = None, float("-inf")  # what is done now sets no alarm of its own
        now = self.clock.now()
        while self._due and self._due[0][0] <= now:
            heappop(self._due)[2](now)
        self._alarm_at = self._due[0][0] if self._due else float("inf")
        if self._due:
            self._alarm = self.clock.call_at(self._alarm_at, self._ring)
        self.flush()


class Line:
    """The SMSC's side of one connection."""

    def __init__(self, network: Network, write: Callable[[bytes], None], cut: Callable[[], None]) -> None:
        self._network = network
        self._write = write
        self._cut = cut
        self._out: list[bytes] = []
        self._framer = pdu.Framer()
        self._sequence = 0
        self._held: list[pdu.Sm] = []
        """Parts that a fault keeps without an answer."""
        rate, burst = network.habits.rate, network.habits.burst
        self._pace = Pace(rate, burst, network.clock.now()) if isfinite(rate) else None
        self.bound = 0
        """Command of the bind; 0 before and after."""
        self.gone = False
        self.unanswered: dict[int, pdu.Sm] = {}
        """Messages to the client that it has not answered for."""

    @property
    def open_to_messages(self) -> bool:
        """Whether the client may be sent one more."""
        receives = self.bound not in (0, pdu.Command.BIND_TRANSMITTER)
        return receives and not self.gone and len(self.unanswered) < self._network.habits.window

    def received(self, data: bytes) -> None:
        """Octets came from the client."""
        try:
            for frame in self._framer.feed(data):
                if not self.gone:
                    self._frame(frame)
        except pdu.BadLength:
            self.drop()
        self._network.flush()

    def push(self, sm: pdu.Sm) -> None:
        """Send a message to the client."""
        self._sequence += 1
        self.unanswered[self._sequence] = sm
        octets = pdu.encode(sm)
        self._out.append(octets[:12] + self._sequence.to_bytes(4) + octets[16:])
        if self._network.faults.answer_twice:
            self._sequence += 1
            self._out.append(octets[:12] + self._sequence.to_bytes(4) + octets[16:])

    def flush(self) -> None:
        """Write what has gathered."""
        if self._out and not self.gone:
            octets = b"".join(self._out)
            self._out.clear()
            self._write(octets)

    def drop(self) -> None:
        """Cut the line."""
        if not self.gone:
            self.flush()
            self.gone = True
            self._network.lost(self)
            self._cut()

    def lost(self) -> None:
        """The client cut the line."""
        self.gone = True
        self._network.lost(self)

    def _frame(self, frame: bytes) -> None:
        try:
            found = pdu.decode(frame)
        except pdu.Malformed:
            sequence = int.from_bytes(frame[12:16])
            self._signal(pdu.Command.GENERIC_NACK, sequence, pdu.Status.SYSTEM_ERROR)
            return
        if isinstance(found, pdu.Sm) and found.command == pdu.Command.SUBMIT_SM:
            self._submitted(found)
        elif isinstance(found, pdu.SmResp):
            self._answered(found)
        elif self._network.faults.hang:
            pass
        elif isinstance(found, pdu.Bind):
            self._bind(found)
        elif isinstance(found, pdu.Signal):
            self._signalled(found)

    def _answered(self, found: pdu.SmResp) -> None:
        self.unanswered.pop(found.sequence, None)
        self._network.hand_over()

    def _signalled(self, found: pdu.Signal) -> None:
        if found.command == pdu.Command.ENQUIRE_LINK:
            self._signal(pdu.Command.ENQUIRE_LINK_RESP, found.sequence)
        elif found.command == pdu.Command.UNBIND:
            self.bound = 0
            self._signal(pdu.Command.UNBIND_RESP, found.sequence)
        elif not found.command & pdu.RESPONSE:
            self._signal(pdu.Command.GENERIC_NACK, found.sequence, pdu.Status.INVALID_COMMAND)

    def _signal(self, command: int, sequence: int, status: int = pdu.Status.OK) -> None:
        self._out.append(pdu.encode(pdu.Signal(command=command, status=status, sequence=sequence)))

    def _bind(self, found: pdu.Bind) -> None:
        network = self._network
        status = pdu.Status.OK
        if (found.system_id, found.password) != (network.habits.system_id, network.habits.password):
            status = pdu.Status.INVALID_PASSWORD
        elif network.faults.refuse_binds:
            network.faults.refuse_binds -= 1
            status = pdu.Status.BIND_FAILED
        answer = pdu.BindResp(
            command=found.command | pdu.RESPONSE, status=status, sequence=found.sequence, system_id="smsc"
        )
        self._out.append(pdu.encode(answer))
        self.bound = found.command if status == pdu.Status.OK else 0
        network.hand_over()

    # Parts

    def _submitted(self, sm: pdu.Sm) -> None:
        faults = self._network.faults
        if not self.bound:
            self._answer(sm, pdu.Status.WRONG_STATE)
        elif faults.throttle or self._hurried():
            faults.throttle = max(0, faults.throttle - 1)
            self._answer(sm, pdu.Status.THROTTLED)
        elif faults.refuse:
            self._answer(sm, faults.refuse)
        elif faults.hang or faults.drop_at:
            self._hold(sm)
        else:
            self._accept(sm)

    def _hurried(self) -> bool:
        """Whether the client sends faster than it may; else this part is counted."""
        if self._pace is None:
            return False
        if not self._pace.room(self._network.clock.now()):
            return True
        self._pace.spend(1)
        return False

    def _accept(self, sm: pdu.Sm) -> None:
        network, faults = self._network, self._network.faults
        number = network.take(sm)
        if faults.receipt_first:
            network.deliver(sm, number)
        self._answer(sm, pdu.Status.OK, network.answer_id(number))
        if not faults.receipt_first:
            network.deliver(sm, number)

    def _hold(self, sm: pdu.Sm) -> None:
        network, faults = self._network, self._network.faults
        network.deliver(sm, network.take(sm))
        self._held.append(sm)
        if len(self._held) == faults.drop_at:
            faults.drop_at = 0
            self.drop()

    def _answer(self, sm: pdu.Sm, status: int, message_id: str = "") -> None:
        faults = self._network.faults
        answer = pdu.SmResp(
            command=pdu.Command.SUBMIT_SM_RESP, status=status, sequence=sm.sequence, message_id=message_id
        )
        octets = pdu.encode(answer)
        if faults.cut_pdu:
            faults.cut_pdu = False
            self._out.append(octets[: len(octets) // 2])
            self.drop()
            return
        self._out += [octets, octets] if faults.answer_twice else [octets]
        if faults.garbage:
            self._out.append(faults.garbage)
            faults.garbage = b""


class _Socket(asyncio.Protocol):
    """A line on a socket."""

    def __init__(self, network: Network) -> None:
        self._network = network

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self._line = self._network.line(transport.write, transport.close)

    def data_received(self, data: bytes) -> None:
        self._line.received(data)

    def connection_lost(self, exc: Exception | None) -> None:
        self._line.lost()


def _sar(part: parts.Part) -> tuple[tuple[int, bytes], ...]:
    return (
        (pdu.Tag.SAR_REFERENCE, bytes((0, part.payload[3]))),
        (pdu.Tag.SAR_TOTAL, bytes((part.of,))),
        (pdu.Tag.SAR_NUMBER, bytes((part.number,))),
    )


def _validity(written: str, otherwise: float) -> float:
    """Seconds of a relative validity_period; ``otherwise`` for one that is absent or absolute.

    >>> _validity("000000020000000R", 0.0)
    7200.0
    """
    if len(written) != 16 or written[-1] != "R" or not written[:15].isdigit():
        return otherwise
    days, hours, minutes, seconds = (int(written[i : i + 2]) for i in (4, 6, 8, 10))
    return float(((days * 24 + hours) * 60 + minutes) * 60 + seconds)
