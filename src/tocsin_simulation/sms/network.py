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

from tocsin.sms import message_parts, pdu, pdu_codec
from tocsin.sms.gateway import DeliveryState
from tocsin.sms.message_parts import MessageAssembler
from tocsin.sms.pacing import TokenBucket
from tocsin.sms.timer_clock import MonotonicClock, TimerClock, TimerHandle
from tocsin_simulation.sms.handset import Handset, HandsetSms
from tocsin_simulation.sms.network_pdus import (
    PartInTransit,
    build_incoming_part,
    build_receipt,
    read_validity_seconds,
)
from tocsin_simulation.sms.network_profile import NetworkFaults, NetworkProfile


class SimulatedNetwork:
    """Handsets, and the SMSC that reaches them."""

    def __init__(
        self,
        handsets: Iterable[Handset] = (),
        *,
        seed: int = 1,
        clock: TimerClock | None = None,
        habits: NetworkProfile | None = None,
        faults: NetworkFaults | None = None,
        default: Callable[[str], Handset] = Handset,
    ) -> None:
        self.habits = habits or NetworkProfile()
        self.faults = faults or NetworkFaults()
        self.handsets = {handset.number: handset for handset in handsets}
        self.lines: list[SmscLine] = []
        self.taken: list[pdu.ShortMessage] = []
        """Every submit_sm taken charge of, in order."""
        self.keep_taken = True
        """False for a long run: ``taken`` stays empty."""
        self.clock = clock or MonotonicClock()
        self._default = default
        """The handset of a number that is not in the script; it is not kept."""
        self._chance = Random(seed)
        self._assembler = MessageAssembler(default=message_parts.GSM7)
        self._accepted = 0
        self._reference = 0
        self._numbered = 0
        self._due: list[tuple[float, int, Callable[[float], None]]] = []
        self._tickets = 0
        self._alarm: TimerHandle | None = None
        self._alarm_at = float("inf")
        self._to_client: deque[pdu.ShortMessage] = deque()
        """Receipts and incoming messages that no line has taken yet."""

    # Lines

    def open_line(self, write: Callable[[bytes], None], cut: Callable[[], None]) -> "SmscLine":
        """A new connection; ``write`` sends octets to the client, ``cut`` drops it."""
        line = SmscLine(self, write, cut)
        self.lines.append(line)
        return line

    async def serve(
        self, host: str = "127.0.0.1", port: int = 0, tls: ssl.SSLContext | None = None
    ) -> asyncio.Server:
        """Listen for clients; the port is in ``server.sockets``."""
        loop = asyncio.get_running_loop()
        return await loop.create_server(lambda: _SmscProtocol(self), host, port, ssl=tls)

    # What a phone sends by itself

    def send_from(self, number: str, to: str, text: str, *, numbered: bool = False) -> None:
        """The holder of a phone writes to a short number.

        ``numbered``: with a user_message_reference (SMPP 3.4, 5.3.2.17), by which the same text written twice
        within seconds is not taken for one that the network hands over twice.
        """
        self._reference = (self._reference + 1) % 256
        self._numbered = (self._numbered + numbered) % 65_536
        mark = ((pdu.ParameterTag.USER_MESSAGE_REFERENCE, self._numbered.to_bytes(2)),) if numbered else ()
        for part in message_parts.split_into_parts(text, self._reference):
            self._to_client.append(build_incoming_part(self.habits, number, to, part, mark))
        self.send_waiting()
        self.flush()

    def run_due_actions(self) -> None:
        """Look what is due now: the clock was moved on."""
        if self._alarm:
            self._alarm.cancel()
        self._run_due_actions()

    # What the lines call

    def accept_part(self, sm: pdu.ShortMessage) -> int:
        """Take charge of a part; gives its number."""
        self._accepted += 1
        if self.keep_taken:
            self.taken.append(sm)
        return self._accepted

    def format_answer_id(self, number: int) -> str:
        return str(number) if self.habits.ids == "decimal" else f"{number:x}"

    def deliver_part(self, sm: pdu.ShortMessage, number: int) -> None:
        """Set a part on its way to its handset."""
        habits, now = self.habits, self.clock.now()
        if habits.loss and self._chance.random() < habits.loss:
            return
        held = PartInTransit(sm, number, now + read_validity_seconds(sm.validity, habits.keeps))
        shortest, longest = habits.delay
        if longest:
            self._schedule_action(
                now + self._chance.uniform(shortest, longest), lambda at: self._try_handset(held, at)
            )
        else:
            self._try_handset(held, now)

    def send_waiting(self) -> None:
        """Give what waits to the lines that can take it."""
        while self._to_client:
            line = next((line for line in self.lines if line.can_receive), None)
            if line is None:
                return
            line.send_message(self._to_client.popleft())

    def flush(self) -> None:
        """Write what has gathered for every line."""
        for line in list(self.lines):
            line.flush()

    def remove_line(self, line: "SmscLine") -> None:
        """A line is gone: what it had not answered for comes again on another."""
        if line in self.lines:
            self.lines.remove(line)
            self._to_client.extendleft(reversed(line.unanswered.values()))
            self.send_waiting()

    # Inside

    def find_handset(self, number: str) -> Handset:
        return self.handsets.get(number) or self._default(number)

    def _try_handset(self, held: PartInTransit, now: float) -> None:
        handset = self.find_handset("+" + held.sm.dest)
        if not handset.exists:
            self._queue_receipt(held, DeliveryState.UNDELIVERABLE, now)
        elif now > held.until:
            self._queue_receipt(held, DeliveryState.EXPIRED, now)
        elif handset.is_on(now):
            self._deliver_to_handset(held.sm, handset, now)
            self._queue_receipt(held, DeliveryState.DELIVERED, now)
        else:
            again = min(handset.off_until or now, held.until + 1.0)
            self._schedule_action(again, lambda at: self._try_handset(held, at))

    def _deliver_to_handset(self, sm: pdu.ShortMessage, handset: Handset, now: float) -> None:
        for whole in self._assembler.add_part(sm, sm.source, sm.dest, now):
            sms = HandsetSms(whole.source, whole.text or "", now)
            for reply in handset.receive(sms, self._chance):
                self._schedule_action(
                    now + reply.after, self._reply_action(handset.number, sm.source, reply.text)
                )

    def _reply_action(self, number: str, to: str, text: str) -> Callable[[float], None]:
        return lambda _: self.send_from(number, to, text)

    def _queue_receipt(self, held: PartInTransit, state: DeliveryState, now: float) -> None:
        if self.habits.receipts == "none" or not held.sm.registered & 1:
            return
        self._to_client.append(build_receipt(self.habits, held, state))
        self.send_waiting()

    def _schedule_action(self, when: float, action: Callable[[float], None]) -> None:
        self._tickets += 1
        heappush(self._due, (when, self._tickets, action))
        if when < self._alarm_at:
            if self._alarm:
                self._alarm.cancel()
            self._alarm_at = when
            self._alarm = self.clock.call_at(when, self._run_due_actions)

    def _run_due_actions(self) -> None:
        self._alarm, self._alarm_at = None, float("-inf")  # what is done now sets no alarm of its own
        now = self.clock.now()
        while self._due and self._due[0][0] <= now:
            heappop(self._due)[2](now)
        self._alarm_at = self._due[0][0] if self._due else float("inf")
        if self._due:
            self._alarm = self.clock.call_at(self._alarm_at, self._run_due_actions)
        self.flush()


class SmscLine:
    """The SMSC's side of one connection."""

    def __init__(
        self, network: SimulatedNetwork, write: Callable[[bytes], None], cut: Callable[[], None]
    ) -> None:
        self._network = network
        self._write = write
        self._cut = cut
        self._out: list[bytes] = []
        self._framer = pdu_codec.FrameSplitter()
        self._sequence = 0
        self._held: list[pdu.ShortMessage] = []
        """Parts that a fault keeps without an answer."""
        rate, burst = network.habits.rate, network.habits.burst
        self._pace = TokenBucket(rate, burst, network.clock.now()) if isfinite(rate) else None
        self.bound = 0
        """Command of the bind; 0 before and after."""
        self.gone = False
        self.unanswered: dict[int, pdu.ShortMessage] = {}
        """Messages to the client that it has not answered for."""

    @property
    def can_receive(self) -> bool:
        """Whether the client may be sent one more."""
        receives = self.bound not in (0, pdu.CommandId.BIND_TRANSMITTER)
        return receives and not self.gone and len(self.unanswered) < self._network.habits.window

    def receive_data(self, data: bytes) -> None:
        try:
            for frame in self._framer.split_frames(data):
                if not self.gone:
                    self._handle_frame(frame)
        except pdu_codec.BadPduLength:
            self.drop()
        self._network.flush()

    def send_message(self, sm: pdu.ShortMessage) -> None:
        self._sequence += 1
        self.unanswered[self._sequence] = sm
        octets = pdu_codec.encode_pdu(sm)
        self._out.append(octets[:12] + self._sequence.to_bytes(4) + octets[16:])
        if self._network.faults.answer_twice:
            self._sequence += 1
            self._out.append(octets[:12] + self._sequence.to_bytes(4) + octets[16:])

    def flush(self) -> None:
        if self._out and not self.gone:
            octets = b"".join(self._out)
            self._out.clear()
            self._write(octets)

    def drop(self) -> None:
        if not self.gone:
            self.flush()
            self.gone = True
            self._network.remove_line(self)
            self._cut()

    def mark_lost(self) -> None:
        self.gone = True
        self._network.remove_line(self)

    def _handle_frame(self, frame: bytes) -> None:
        try:
            found = pdu_codec.decode_pdu(frame)
        except pdu_codec.MalformedPdu:
            sequence = int.from_bytes(frame[12:16])
            self._send_signal(pdu.CommandId.GENERIC_NACK, sequence, pdu.CommandStatus.SYSTEM_ERROR)
            return
        if isinstance(found, pdu.ShortMessage) and found.command == pdu.CommandId.SUBMIT_SM:
            self._handle_submit(found)
        elif isinstance(found, pdu.ShortMessageResponse):
            self._handle_answer(found)
        elif self._network.faults.hang:
            pass
        elif isinstance(found, pdu.BindRequest):
            self._handle_bind(found)
        elif isinstance(found, pdu.HeaderOnlyPdu):
            self._handle_signal(found)

    def _handle_answer(self, found: pdu.ShortMessageResponse) -> None:
        self.unanswered.pop(found.sequence, None)
        self._network.send_waiting()

    def _handle_signal(self, found: pdu.HeaderOnlyPdu) -> None:
        if found.command == pdu.CommandId.ENQUIRE_LINK:
            self._send_signal(pdu.CommandId.ENQUIRE_LINK_RESP, found.sequence)
        elif found.command == pdu.CommandId.UNBIND:
            self.bound = 0
            self._send_signal(pdu.CommandId.UNBIND_RESP, found.sequence)
        elif not found.command & pdu.RESPONSE:
            self._send_signal(pdu.CommandId.GENERIC_NACK, found.sequence, pdu.CommandStatus.INVALID_COMMAND)

    def _send_signal(self, command: int, sequence: int, status: int = pdu.CommandStatus.OK) -> None:
        self._out.append(
            pdu_codec.encode_pdu(pdu.HeaderOnlyPdu(command=command, status=status, sequence=sequence))
        )

    def _handle_bind(self, found: pdu.BindRequest) -> None:
        network = self._network
        status = pdu.CommandStatus.OK
        if (found.system_id, found.password) != (network.habits.system_id, network.habits.password):
            status = pdu.CommandStatus.INVALID_PASSWORD
        elif network.faults.refuse_binds:
            network.faults.refuse_binds -= 1
            status = pdu.CommandStatus.BIND_FAILED
        answer = pdu.BindResponse(
            command=found.command | pdu.RESPONSE, status=status, sequence=found.sequence, system_id="smsc"
        )
        self._out.append(pdu_codec.encode_pdu(answer))
        self.bound = found.command if status == pdu.CommandStatus.OK else 0
        network.send_waiting()

    # Parts

    def _handle_submit(self, sm: pdu.ShortMessage) -> None:
        faults = self._network.faults
        if not self.bound:
            self._send_answer(sm, pdu.CommandStatus.WRONG_STATE)
        elif faults.throttle or self._exceeds_rate():
            faults.throttle = max(0, faults.throttle - 1)
            self._send_answer(sm, pdu.CommandStatus.THROTTLED)
        elif faults.refuse:
            self._send_answer(sm, faults.refuse)
        elif faults.hang or faults.drop_at:
            self._hold_part(sm)
        else:
            self._accept_part(sm)

    def _exceeds_rate(self) -> bool:
        """Whether the client sends faster than it may; else this part is counted."""
        if self._pace is None:
            return False
        if not self._pace.available_parts(self._network.clock.now()):
            return True
        self._pace.spend(1)
        return False

    def _accept_part(self, sm: pdu.ShortMessage) -> None:
        network, faults = self._network, self._network.faults
        number = network.accept_part(sm)
        if faults.receipt_first:
            network.deliver_part(sm, number)
        self._send_answer(sm, pdu.CommandStatus.OK, network.format_answer_id(number))
        if not faults.receipt_first:
            network.deliver_part(sm, number)

    def _hold_part(self, sm: pdu.ShortMessage) -> None:
        network, faults = self._network, self._network.faults
        network.deliver_part(sm, network.accept_part(sm))
        self._held.append(sm)
        if len(self._held) == faults.drop_at:
            faults.drop_at = 0
            self.drop()

    def _send_answer(self, sm: pdu.ShortMessage, status: int, message_id: str = "") -> None:
        faults = self._network.faults
        answer = pdu.ShortMessageResponse(
            command=pdu.CommandId.SUBMIT_SM_RESP, status=status, sequence=sm.sequence, message_id=message_id
        )
        octets = pdu_codec.encode_pdu(answer)
        if faults.cut_pdu:
            faults.cut_pdu = False
            self._out.append(octets[: len(octets) // 2])
            self.drop()
            return
        self._out += [octets, octets] if faults.answer_twice else [octets]
        if faults.garbage:
            self._out.append(faults.garbage)
            faults.garbage = b""


class _SmscProtocol(asyncio.Protocol):
    def __init__(self, network: SimulatedNetwork) -> None:
        self._network = network

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self._line = self._network.open_line(transport.write, transport.close)

    def data_received(self, data: bytes) -> None:
        self._line.receive_data(data)

    def connection_lost(self, exc: Exception | None) -> None:
        self._line.mark_lost()
