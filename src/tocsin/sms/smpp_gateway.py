"""The SMPP gateway: sessions on sockets, kept up, fed from one queue.

The protocol itself is in ``session``; here are connections, reconnection, waiting and back-pressure.
"""

import asyncio
import random
import ssl
from collections.abc import Callable

from tocsin.sms import pdu_codec
from tocsin.sms.account_state import AccountState
from tocsin.sms.event_queue import EventQueue
from tocsin.sms.gateway import EventBatch, LinkChange, OutgoingSms, SmsGateway, check_sendable, utc_datetime
from tocsin.sms.pacing import Backoff, TokenBucket
from tocsin.sms.smpp_account import SmppAccount, TrafficCounters
from tocsin.sms.smpp_requests import build_bind_transceiver
from tocsin.sms.smpp_session import SessionPhase, SmppSession
from tocsin.sms.timer_clock import MonotonicClock, TimerClock, TimerHandle


class SmppGateway(SmsGateway):
    """A ``SmsGateway`` to one SMPP account; ``pdu_codec.FieldTooLong`` where SMPP cannot write its credentials."""

    def __init__(
        self,
        account: SmppAccount,
        *,
        clock: TimerClock | None = None,
        chance: random.Random | None = None,
        name: str = "smpp",
    ) -> None:
        pdu_codec.encode_pdu(build_bind_transceiver(account, 1))
        self._account = account
        self._clock = clock or MonotonicClock()
        self._chance = chance or random.SystemRandom()
        self._name = name
        self._exchange = AccountState(account, first_reference=self._chance.randrange(256))
        self._inbox = EventQueue()
        self._inbox.waiting = self._exchange.events
        self._lines: dict[int, _SmppProtocol] = {}
        self._keepers: list[asyncio.Task[None]] = []
        self._stopping = False
        self._stopped = asyncio.Event()
        self._pump_due = False
        self._room = asyncio.Event()
        self._expiry: TimerHandle | None = None
        self._expiry_at = float("inf")

    @property
    def tally(self) -> TrafficCounters:
        """Counts since the start."""
        return self._exchange.tally

    @property
    def queued_parts(self) -> int:
        return len(self._exchange.outbox)

    @property
    def parts_in_flight(self) -> int:
        return sum(line.session.parts_in_flight for line in self._lines.values())

    async def start(self) -> None:
        """Keep every bind up from now on."""
        self._keepers = [asyncio.create_task(self._keep_bound(n)) for n in range(self._account.binds)]

    async def send(self, message: OutgoingSms) -> None:
        """Queue a message; waits while the queue is full. Raises if it can never be sent."""
        check_sendable(message)
        while len(self._exchange.outbox) >= self._account.queue:
            self._room.clear()
            await self._room.wait()
        self._exchange.outbox.add_message(message)
        if not self._pump_due:
            self._pump_due = True
            asyncio.get_running_loop().call_soon(self._send_queued)

    async def receive(self) -> EventBatch:
        batch = await self._inbox.receive_batch(self._flush_lines)
        for line in self._lines.values():
            line.resume_reading()
        return batch

    async def stop(self) -> None:
        """Send nothing more, wait for what is in flight, unbind, close; what still waits is refused (``PartRefused``)."""
        self._stopping = True
        self._stopped.set()
        for line in list(self._lines.values()):
            line.session.stop_sending(self._clock.now())
            line.flush_output()
        await asyncio.gather(*self._keepers)
        if self._expiry:
            self._expiry.cancel()
        self._exchange.refuse_waiting_parts(self._clock.now())
        self._room.set()
        self._inbox.close()

    # Keeping the binds up

    async def _keep_bound(self, number: int) -> None:
        account, name = self._account, f"{self._name}-{number + 1}"
        backoff = Backoff(account.retry_first, account.retry_most, self._chance)
        pace = TokenBucket(account.rate, account.burst, self._clock.now())
        while not self._stopping:
            up_since = self._clock.now()
            await self._run_connection(number, name, pace)
            if not self._lines:
                self._exchange.refuse_expired_parts(self._clock.now())
                self._wake_waiters()
            if self._clock.now() - up_since >= account.retry_most:
                backoff.reset()
            await self._wait_seconds(backoff.next_delay())

    async def _run_connection(self, number: int, name: str, pace: TokenBucket) -> None:
        loop = asyncio.get_running_loop()
        ended: asyncio.Future[None] = loop.create_future()
        context = self._tls_context()
        try:
            async with asyncio.timeout(self._account.answer_within):
                await loop.create_connection(
                    lambda: _SmppProtocol(self, number, name, pace, ended),
                    self._account.host,
                    self._account.port,
                    ssl=context,
                    server_hostname=self._account.host if context else None,
                )
        except (OSError, TimeoutError) as error:
            reason = f"not_connected: {type(error).__name__}"
            self._exchange.record_event(LinkChange(name, False, reason, utc_datetime(self._clock.now())))
            self._inbox.wake_receiver()
            return
        await ended

    def _tls_context(self) -> ssl.SSLContext | None:
        if not self._account.tls:
            return None
        return self._account.tls_context or ssl.create_default_context()

    async def _wait_seconds(self, seconds: float) -> None:
        if self._stopping:
            return
        over = asyncio.Event()
        alarm = self._clock.call_at(self._clock.now() + seconds, over.set)
        waits = [asyncio.ensure_future(over.wait()), asyncio.ensure_future(self._stopped.wait())]
        await asyncio.wait(waits, return_when=asyncio.FIRST_COMPLETED)
        alarm.cancel()
        for wait in waits:
            wait.cancel()

    # What the lines call

    def _send_queued(self) -> None:
        self._pump_due = False
        now = self._clock.now()
        for line in list(self._lines.values()):
            line.session.send_waiting(now)
            line.flush_output()

    def _flush_lines(self) -> None:
        for line in list(self._lines.values()):
            line.flush_output()

    def _wake_waiters(self) -> None:
        """A session did something: tell who waits, on either side."""
        self._inbox.wake_receiver()
        if not self._room.is_set() and self.queued_parts < self._account.queue:
            self._room.set()
        if len(self._inbox) > self._account.unstored:
            for line in self._lines.values():
                line.pause_reading()
        if (when := self._exchange.next_expiry()) is not None and when < self._expiry_at:
            if self._expiry:
                self._expiry.cancel()
            self._expiry_at = when
            self._expiry = self._clock.call_at(when, self._expire_waiting)

    def _expire_waiting(self) -> None:
        self._expiry, self._expiry_at = None, float("inf")
        self._exchange.expire_waiting(self._clock.now())
        self._flush_lines()
        self._wake_waiters()


class _SmppProtocol(asyncio.Protocol):
    def __init__(
        self, gateway: SmppGateway, number: int, name: str, pace: TokenBucket, ended: "asyncio.Future[None]"
    ) -> None:
        self._gateway = gateway
        self._number = number
        self._ended = ended
        self._clock = gateway._clock
        self._paused = False
        self._alarm: TimerHandle | None = None
        self._alarm_at = float("inf")
        self._new_session: Callable[[], SmppSession] = lambda: SmppSession(
            gateway._exchange, pace, name, self._clock.now()
        )

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport
        self.session = self._new_session()
        self._gateway._lines[self._number] = self
        if self._gateway._stopping:
            self.session.stop_sending(self._clock.now())
        self.flush_output()

    def data_received(self, data: bytes) -> None:
        self.session.receive_data(data, self._clock.now())
        self.flush_output()

    def connection_lost(self, exc: Exception | None) -> None:
        now = self._clock.now()
        self.session.end_session(
            "stopped" if self.session.phase is SessionPhase.UNBINDING else "dropped", now
        )
        if self._alarm:
            self._alarm.cancel()
        del self._gateway._lines[self._number]
        self._gateway._wake_waiters()
        if not self._ended.done():
            self._ended.set_result(None)

    def flush_output(self) -> None:
        """Write what the session has to say, and see when it must be woken."""
        if output := self.session.take_output():
            self._transport.write(output)
        if self.session.is_closed:
            self._transport.close()
        else:
            self._set_alarm(self.session.next_timeout(self._clock.now()))
        self._gateway._wake_waiters()

    def pause_reading(self) -> None:
        """Read nothing more until the caller has taken what there is."""
        if not self._paused and not self._transport.is_closing():
            self._paused = True
            self._transport.pause_reading()

    def resume_reading(self) -> None:
        if self._paused:
            self._paused = False
            if not self._transport.is_closing():
                self._transport.resume_reading()

    def _set_alarm(self, when: float) -> None:
        """Only an earlier time needs a new alarm; one that rings too early looks again."""
        if when < self._alarm_at:
            if self._alarm:
                self._alarm.cancel()
            self._alarm_at = when
            self._alarm = self._clock.call_at(when, self._handle_alarm)

    def _handle_alarm(self) -> None:
        self._alarm, self._alarm_at = None, float("inf")
        now = self._clock.now()
        if self._paused:
            # Answers may lie unread: nothing is overdue before they are looked at.
            self._set_alarm(now + 1.0)
            return
        if now >= self.session.next_timeout(now):
            self.session.handle_timeouts(now)
        self.flush_output()
