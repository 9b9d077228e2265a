"""The SMPP gateway: sessions on sockets, kept up, fed from one queue.

The protocol itself is in ``session``; here are connections, reconnection, waiting and back-pressure.
"""

import asyncio
import random
import ssl
from collections.abc import Callable

from tocsin.sms import pdu
from tocsin.sms.account import Account, Tally
from tocsin.sms.backoff import Backoff
from tocsin.sms.clock import Alarm, Clock, RealClock
from tocsin.sms.exchange import Exchange
from tocsin.sms.gateway import Batch, Gateway, LinkChange, Outgoing, check, moment
from tocsin.sms.inbox import Inbox
from tocsin.sms.pace import Pace
from tocsin.sms.request import bind_transceiver
from tocsin.sms.session import Phase, Session


class SmppGateway(Gateway):
    """A ``Gateway`` to one SMPP account; ``pdu.FieldTooLong`` where SMPP cannot write its credentials."""

    def __init__(
        self,
        account: Account,
        *,
        clock: Clock | None = None,
        chance: random.Random | None = None,
        name: str = "smpp",
    ) -> None:
        pdu.encode(bind_transceiver(account, 1))
        self._account = account
        self._clock = clock or RealClock()
        self._chance = chance or random.SystemRandom()
        self._name = name
        self._exchange = Exchange(account, first_reference=self._chance.randrange(256))
        self._inbox = Inbox()
        self._inbox.waiting = self._exchange.events
        self._lines: dict[int, _Line] = {}
        self._keepers: list[asyncio.Task[None]] = []
        self._stopping = False
        self._stopped = asyncio.Event()
        self._pump_due = False
        self._room = asyncio.Event()
        self._expiry: Alarm | None = None
        self._expiry_at = float("inf")

    @property
    def tally(self) -> Tally:
        """Counts since the start."""
        return self._exchange.tally

    @property
    def waiting(self) -> int:
        """Parts in the queue."""
        return len(self._exchange.outbox)

    @property
    def in_flight(self) -> int:
        """Parts without an answer."""
        return sum(line.session.in_flight for line in self._lines.values())

    async def start(self) -> None:
        """Keep every bind up from now on."""
        self._keepers = [asyncio.create_task(self._keep(n)) for n in range(self._account.binds)]

    async def send(self, message: Outgoing) -> None:
        """Queue a message; waits while the queue is full. Raises if it can never be sent."""
        check(message)
        while len(self._exchange.outbox) >= self._account.queue:
            self._room.clear()
            await self._room.wait()
        self._exchange.outbox.add(message)
        if not self._pump_due:
            self._pump_due = True
            asyncio.get_running_loop().call_soon(self._pump)

    async def receive(self) -> Batch:
        """Wait for something to happen, and give everything that has."""
        batch = await self._inbox.receive(self._flush)
        for line in self._lines.values():
            line.resume()
        return batch

    async def stop(self) -> None:
        """Send nothing more, wait for what is in flight, unbind, close; what still waits is ``Refused``."""
        self._stopping = True
        self._stopped.set()
        for line in list(self._lines.values()):
            line.session.stop(self._clock.now())
            line.flush()
        await asyncio.gather(*self._keepers)
        if self._expiry:
            self._expiry.cancel()
        self._exchange.refuse_all(self._clock.now())
        self._room.set()
        self._inbox.close()

    # Keeping the binds up

    async def _keep(self, number: int) -> None:
        account, name = self._account, f"{self._name}-{number + 1}"
        backoff = Backoff(account.retry_first, account.retry_most, self._chance)
        pace = Pace(account.rate, account.burst, self._clock.now())
        while not self._stopping:
            up_since = self._clock.now()
            await self._hold(number, name, pace)
            if not self._lines:
                self._exchange.refuse_overdue(self._clock.now())
                self._moved()
            if self._clock.now() - up_since >= account.retry_most:
                backoff.reset()
            await self._rest(backoff.next())

    async def _hold(self, number: int, name: str, pace: Pace) -> None:
        """One connection, from the first try to its end."""
        loop = asyncio.get_running_loop()
        ended: asyncio.Future[None] = loop.create_future()
        context = self._tls()
        try:
            async with asyncio.timeout(self._account.answer_within):
                await loop.create_connection(
                    lambda: _Line(self, number, name, pace, ended),
                    self._account.host,
                    self._account.port,
                    ssl=context,
                    server_hostname=self._account.host if context else None,
                )
        except (OSError, TimeoutError) as error:
            reason = f"not_connected: {type(error).__name__}"
            self._exchange.tell(LinkChange(name, False, reason, moment(self._clock.now())))
            self._inbox.ring()
            return
        await ended

    def _tls(self) -> ssl.SSLContext | None:
        if not self._account.tls:
            return None
        return self._account.tls_context or ssl.create_default_context()

    async def _rest(self, seconds: float) -> None:
        """Wait for the clock, or for the end."""
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

    def _pump(self) -> None:
        """Something new waits in the queue."""
        self._pump_due = False
        now = self._clock.now()
        for line in list(self._lines.values()):
            line.session.fill(now)
            line.flush()

    def _flush(self) -> None:
        for line in list(self._lines.values()):
            line.flush()

    def _moved(self) -> None:
        """A session did something: tell who waits, on either side."""
        self._inbox.ring()
        if not self._room.is_set() and self.waiting < self._account.queue:
            self._room.set()
        if len(self._inbox) > self._account.unstored:
            for line in self._lines.values():
                line.pause()
        if (when := self._exchange.next_expiry()) is not None and when < self._expiry_at:
            if self._expiry:
                self._expiry.cancel()
            self._expiry_at = when
            self._expiry = self._clock.call_at(when, self._expire)

    def _expire(self) -> None:
        self._expiry, self._expiry_at = None, float("inf")
        self._exchange.expire(self._clock.now())
        self._flush()
        self._moved()


class _Line(asyncio.Protocol):
    """A session on a socket."""

    def __init__(
        self, gateway: SmppGateway, number: int, name: str, pace: Pace, ended: "asyncio.Future[None]"
    ) -> None:
        self._gateway = gateway
        self._number = number
        self._ended = ended
        self._clock = gateway._clock
        self._paused = False
        self._alarm: Alarm | None = None
        self._alarm_at = float("inf")
        self._new_session: Callable[[], Session] = lambda: Session(
            gateway._exchange, pace, name, self._clock.now()
        )

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport
        self.session = self._new_session()
        self._gateway._lines[self._number] = self
        if self._gateway._stopping:
            self.session.stop(self._clock.now())
        self.flush()

    def data_received(self, data: bytes) -> None:
        self.session.received(data, self._clock.now())
        self.flush()

    def connection_lost(self, exc: Exception | None) -> None:
        now = self._clock.now()
        self.session.end("stopped" if self.session.phase is Phase.UNBINDING else "dropped", now)
        if self._alarm:
            self._alarm.cancel()
        del self._gateway._lines[self._number]
        self._gateway._moved()
        if not self._ended.done():
            self._ended.set_result(None)

    def flush(self) -> None:
        """Write what the session has to say, and see when it must be woken."""
        if output := self.session.output():
            self._transport.write(output)
        if self.session.closed:
            self._transport.close()
        else:
            self._set_alarm(self.session.wake_at(self._clock.now()))
        self._gateway._moved()

    def pause(self) -> None:
        """Read nothing more until the caller has taken what there is."""
        if not self._paused and not self._transport.is_closing():
            self._paused = True
            self._transport.pause_reading()

    def resume(self) -> None:
        """Read again."""
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
            self._alarm = self._clock.call_at(when, self._ring)

    def _ring(self) -> None:
        self._alarm, self._alarm_at = None, float("inf")
        now = self._clock.now()
        if self._paused:
            # Answers may lie unread: nothing is overdue before they are looked at.
            self._set_alarm(now + 1.0)
            return
        if now >= self.session.wake_at(now):
            self.session.wake(now)
        self.flush()
