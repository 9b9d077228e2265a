"""A lane that writes by RCS where the telephone takes it, and by SMS where it does not arrive.

It is a ``SmsGateway`` over two others: the HTTP gateway to the RCS provider, and the way by SMS. Whoever uses it sees
one message that leaves once. Until it is known that a message arrived by RCS, nothing is told of it: it is in flight, so
that whoever stores what leaves knows after a crash that nobody knows, as of any SMS that was not answered for. Then
either the part is accepted and delivered, or the events are those of the SMS.

The text is the same in both, with the code by which a person can verify it. A touched button comes in as an
``IncomingSms`` with its ``postback``.
"""

import asyncio
from collections.abc import Callable, Coroutine, Mapping, Sequence
from typing import Any, Final, Protocol

from msgspec.structs import replace

from tocsin.sms.event_queue import EventQueue
from tocsin.sms.gateway import (
    DeliveryReceipt,
    DeliveryState,
    Event,
    EventBatch,
    GatewayStopped,
    OutgoingSms,
    PartAccepted,
    PartRefused,
    PartUncertain,
    SmsGateway,
    check_sendable,
    utc_datetime,
)
from tocsin.sms.http_client import (
    HttpClient,
    RequestNotSent,
    ResponseMissing,
    StandardHttpClient,
)
from tocsin.sms.http_gateway import HttpGateway
from tocsin.sms.rcs_fallback import (
    RcsArrived,
    RcsEvent,
    RcsProgress,
    RcsRefused,
    RcsRevoked,
    TimePassed,
    advance_rcs,
)
from tocsin.sms.rcs_provider import ProviderCall, RcsProvider, build_call, fill_suggestions
from tocsin.sms.receipt_parsing import ParsedReceipt
from tocsin.sms.timer_clock import MonotonicClock, TimerClock, TimerHandle

_ARRIVED: Final = (DeliveryState.DELIVERED,)
_GONE: Final = (404, 409)
"""Answers that say that a message cannot be taken back: it is on the telephone."""
ASKED_AT_ONCE: Final = 32
"""Telephones about which the provider is asked at the same time whether they take RCS."""
FETCH_EVERY: Final = 1.0
"""Seconds between two looks for receipts that came in elsewhere."""


class ReceiptSource(Protocol):
    """Receipts that came in elsewhere, because another process takes the provider's webhooks."""

    async def fetch_receipts(self, references: Sequence[str]) -> list[ParsedReceipt]:
        """Those about these references of the provider, each given once."""

    def close(self) -> None:
        """No more will be asked for."""


class RcsMessage:
    __slots__ = ("message", "progress", "remote_id")

    def __init__(self, message: OutgoingSms, progress: RcsProgress) -> None:
        self.message = message
        self.progress = progress
        self.remote_id = ""


class RcsGateway(SmsGateway):
    """A ``SmsGateway`` that tries RCS first."""

    def __init__(
        self,
        provider: RcsProvider,
        sms: SmsGateway,
        *,
        secrets: Mapping[str, str],
        receipts: ReceiptSource,
        clock: TimerClock | None = None,
        post: HttpClient | None = None,
    ) -> None:
        """``sms`` is the way for everybody else; ``secrets`` are those of the RCS provider, whose webhooks another
        process takes: ``receipts`` is asked while some are awaited."""
        self._provider = provider
        self._sms = sms
        self._secrets = secrets
        self._clock = clock or MonotonicClock()
        self._post = post or StandardHttpClient()
        self._receipts = receipts
        self._rcs = HttpGateway(
            provider.messages, secrets=secrets, clock=self._clock, post=self._post, name="rcs",
            fill_suggestions=lambda replies: fill_suggestions(provider, replies),
        )  # fmt: skip
        self._under_way: dict[str, RcsMessage] = {}
        self._asking = asyncio.Semaphore(ASKED_AT_ONCE)
        self._fetch_due: TimerHandle | None = None
        self._stopping = False
        self._inbox = EventQueue()
        self._pumps: list[asyncio.Task[None]] = []
        self._tasks: set[asyncio.Task[None]] = set()

    async def start(self) -> None:
        await self._sms.start()
        await self._rcs.start()
        self._pumps = [
            asyncio.create_task(self._pump(self._sms, lambda event: True)),
            asyncio.create_task(self._pump(self._rcs, self._keep_rcs_event)),
        ]

    async def send(self, message: OutgoingSms) -> None:
        """By RCS where the telephone takes it, else by SMS. Raises if it can never be sent.

        Does not wait for the provider's answer about the telephone: others leave meanwhile.
        """
        check_sendable(message)
        self._spawn(self._choose_way(message))

    async def receive(self) -> EventBatch:
        return await self._inbox.receive_batch(lambda: None)

    async def stop(self) -> None:
        """Finish what is under way. A message of which nobody knows whether it arrived by RCS is uncertain."""
        self._stopping = True
        if self._fetch_due:
            self._fetch_due.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        self._receipts.close()
        await self._rcs.stop()
        for id in list(self._under_way):
            one = self._under_way.pop(id)
            now = utc_datetime(self._clock.now())
            self._inbox.add_event(PartUncertain(id, 0, one.message.parts, "stopped", now))
        await self._sms.stop()
        await asyncio.gather(*self._pumps, return_exceptions=True)
        self._inbox.close()

    # ---- what happens

    async def _choose_way(self, message: OutgoingSms) -> None:
        async with self._asking:
            takes_rcs = not self._stopping and await self._takes_rcs(message)
        if self._stopping:
            self._inbox.add_event(
                PartRefused(message.id, 0, message.parts, "stopped", False, utc_datetime(self._clock.now()))
            )
        elif takes_rcs:
            await self._send_by_rcs(message)
        else:
            await self._sms.send(replace(message, replies=()))

    async def _send_by_rcs(self, message: OutgoingSms) -> None:
        until = message.valid_until
        progress = RcsProgress(
            falls_back_at=self._clock.now() + self._provider.patience,
            valid_until=until.timestamp() if until else None,
            revocable=self._provider.revoke is not None,
        )
        self._under_way[message.id] = RcsMessage(message, progress)
        self._clock.call_at(progress.falls_back_at, lambda: self._advance(message.id, TimePassed()))
        self._schedule_fetch()
        await self._rcs.send(message)

    def _schedule_fetch(self) -> None:
        if self._fetch_due is None and not self._stopping:
            due = self._clock.now() + FETCH_EVERY
            self._fetch_due = self._clock.call_at(due, lambda: self._spawn(self._fetch()))

    async def _fetch(self) -> None:
        """Take the receipts of what is under way that came in elsewhere."""
        awaited = {one.remote_id: id for id, one in self._under_way.items() if one.remote_id}
        if awaited:
            for receipt in await self._receipts.fetch_receipts(list(awaited)):
                self._apply_receipt(awaited[receipt.remote_id], receipt.state)
        self._fetch_due = None
        if self._under_way:
            self._schedule_fetch()

    def _apply_receipt(self, id: str, state: DeliveryState) -> None:
        if state in _ARRIVED:
            self._advance(id, RcsArrived())
        elif state.is_final and state is not DeliveryState.UNKNOWN:
            self._advance(id, RcsRefused())

    async def _pump(self, gateway: SmsGateway, keep: Callable[[Event], bool]) -> None:
        """Events of one way: those that are kept are the caller's, who confirms them; the others are done with."""
        while True:
            try:
                batch = await gateway.receive()
            except GatewayStopped:
                return
            kept = [event for event in batch.events if keep(event)]
            for event in kept[:-1]:
                self._inbox.add_event(event)
            if kept:
                self._inbox.add_event(kept[-1], batch.confirm)
            else:
                batch.confirm()

    def _keep_rcs_event(self, event: Event) -> bool:
        """Whether an event of the RCS provider is the caller's: what became of a message is known here alone."""
        match event:
            case PartAccepted(id=id) if id in self._under_way:
                self._under_way[id].remote_id = event.remote_id
            case PartRefused(id=id):
                self._advance(id, RcsRefused())
            case PartAccepted() | PartUncertain():
                pass  # what nobody answered for is taken back in its time
            case _:
                return True
        return False

    def _advance(self, id: str, event: RcsEvent) -> None:
        one = self._under_way.get(id)
        if one is None:
            return
        one.progress, steps = advance_rcs(one.progress, event, self._clock.now())
        for step in steps:
            if step == "revoke":
                self._spawn(self._revoke(one))
                continue
            del self._under_way[id]
            if step == "send_sms":
                self._spawn(self._sms.send(replace(one.message, replies=())))
            else:
                self._report(one, arrived=step == "report_arrived")

    def _report(self, one: RcsMessage, *, arrived: bool) -> None:
        id, parts, now = one.message.id, one.message.parts, utc_datetime(self._clock.now())
        if not arrived:
            self._inbox.add_event(PartRefused(id, 0, parts, "expired", True, now))
            return
        remote = one.remote_id or id
        self._inbox.add_event(PartAccepted(id, 0, parts, remote, now))
        self._inbox.add_event(DeliveryReceipt(id, 0, parts, remote, DeliveryState.DELIVERED, "", now))

    # ---- the provider's other calls

    async def _takes_rcs(self, message: OutgoingSms) -> bool:
        """Whether the telephone takes RCS messages; what is not known is no."""
        call = self._provider.capability
        return call is None or 200 <= await self._ask(call, message) < 300

    async def _revoke(self, one: RcsMessage) -> None:
        call = self._provider.revoke
        assert call is not None  # else it is not revocable
        status = await self._ask(call, one.message)
        self._advance(one.message.id, RcsRevoked(status not in _GONE))

    async def _ask(self, call: ProviderCall, message: OutgoingSms) -> int:
        """The status of an answer; 0 where there is none."""
        try:
            return (await self._post(build_call(call, message, self._secrets))).status
        except (RequestNotSent, ResponseMissing):
            return 0

    def _spawn(self, work: Coroutine[Any, Any, None]) -> None:
        task = asyncio.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
