"""From the outbox to a network and back, turn by turn.

A turn takes everything that the network has said (one snapshot, before anything is awaited), stores it in one
transaction, claims in the same one what there is room for, and only then tells the network that what it
handed over is safe. What is claimed and not answered for is never more than the window: should the process
be killed, no more than that can have been sent without a trace.
"""

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable
from contextlib import suppress
from datetime import datetime, timedelta
from functools import partial
from typing import Any, Protocol

import psycopg
from msgspec import Struct, structs

from tocsin.runtime.clock import ServiceClock
from tocsin.sms.gateway import EventBatch, GatewayStopped, LinkChange, SmsGateway, utc_datetime
from tocsin.sms.receipt_parsing import Form
from tocsin.sms.timer_clock import MonotonicClock, TimerClock
from tocsin.tracing.outbound.batch_outcome import BatchOutcome
from tocsin.tracing.outbound.gateway_store import ClaimCapacity, GatewayStore, StoreUnreachable, TurnResult
from tocsin.tracing.outbound.in_flight import InFlightMessages
from tocsin.tracing.outbound.lease_policy import GatewayPolicy


class TransactionWork(Protocol):
    def __call__(self, db: psycopg.Connection[Any], *, first: bool) -> TurnResult:
        """``first`` is false where it is tried again."""
        ...


class GatewayCounters(Struct):
    claimed: int = 0
    """Messages taken from the outbox."""
    submitted: int = 0
    """Messages of which the network has a part."""
    receipts: int = 0
    incoming: int = 0
    repeated: int = 0
    """SMS from people that were handed over again, and are one."""
    strays: int = 0
    undelivered: int = 0
    uncertain: int = 0
    """Messages that may have been sent, and nobody knows."""
    resent: int = 0
    given_up: int = 0
    early: int = 0
    turns: int = 0
    retries: int = 0
    """Turns that the store did not take, and that were taken again."""


class GatewayWorker:
    """One account between the store and its network."""

    def __init__(
        self,
        store: GatewayStore,
        gateway: SmsGateway,
        policy: GatewayPolicy,
        clock: ServiceClock,
        *,
        window: int,
        whole: bool = False,
        receipts_in: Form = "same",
        line_clock: TimerClock | None = None,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        self.counts = GatewayCounters()
        self.in_flight = InFlightMessages(receipts_in)
        self._store = store
        self._gateway = gateway
        self._policy = policy
        self._clock = clock
        self._window = window
        self._whole = whole
        """Whether a text takes one place in the window, whatever its length."""
        self._line_clock = line_clock or MonotonicClock()
        self._sleep = sleep
        self._receiving: asyncio.Task[EventBatch] | None = None
        self._unsendable = BatchOutcome()
        """What the next turn stores beside its batch."""
        self._confirmed: deque[tuple[float, tuple[int, ...]]] = deque()
        """Rows of SMS from people, and since when the network is told: it may not have read that yet."""
        self._outbox_has_more = True
        """Whether the outbox may hold more than was claimed last."""
        self._claim_at = self._renew_at = self._settle_at = self._batch_until = 0.0
        self._stopping = False

    # Life

    async def run(self, stop: asyncio.Event) -> None:
        """Carry until ``stop`` is set; then send nothing more, and store what is still to be told."""
        await self._gateway.start()
        ends = asyncio.ensure_future(stop.wait())
        try:
            while not stop.is_set():
                await self.poll(ends)
            await self.stop()
        except BaseException:
            if not self._stopping:  # the lines are closed, whatever it was that ended it
                await self._gateway.stop()
            raise
        finally:
            ends.cancel()
            if self._receiving is not None:
                self._receiving.cancel()
            self._store.close()

    async def stop(self) -> None:
        """Send nothing more, wait for what is in flight, store it, and give back what never left."""
        self._stopping = True
        stopping = asyncio.create_task(self._gateway.stop())
        try:
            while await self.poll():
                pass
            await self._return_unsent()
        except StoreUnreachable:
            pass  # what is not stored comes again, or is found in doubt when its lease ends
        await stopping

    async def poll(self, ends: "asyncio.Future[Any] | None" = None) -> bool:
        """One turn; waits for something to do. False once nothing can come any more."""
        try:
            batch = await self._next_batch(ends)
        except GatewayStopped:
            return False
        now, line = self._clock.now(), utc_datetime(self._line_clock.now())
        out = (
            self.in_flight.apply_events(batch.events, partial(_service_time, now, line))
            if batch
            else BatchOutcome()
        )
        self._add_leftovers(out, dropped=batch is not None and _has_dropped_line(batch))
        turn = await self._store_outcome(out, now)
        self._count_turn(out, turn)
        if batch is not None:
            batch.confirm()
        if turn.kept.inbox:
            self._confirmed.append((_loop_time(), turn.kept.inbox))
        self._unsendable = turn.unsendable
        for one in turn.claimed:
            self.in_flight.add_claimed(one.message_id, one.resent, 1 if self._whole else one.parts)
            await self._gateway.send(one.outgoing)
        return True

    # Waiting

    async def _next_batch(self, ends: "asyncio.Future[Any] | None") -> EventBatch | None:
        """What the network has said; None where it is time for something else."""
        if self._receiving is None:
            await self._gather_events(ends)
            self._receiving = asyncio.create_task(self._gateway.receive())
        waits = {self._receiving} if ends is None else {self._receiving, ends}
        await asyncio.wait(waits, timeout=self._seconds_to_wait(), return_when=asyncio.FIRST_COMPLETED)
        if not self._receiving.done():
            return None
        received, self._receiving = self._receiving, None
        return received.result()

    async def _gather_events(self, ends: "asyncio.Future[Any] | None") -> None:
        """Let more come, if the last turn was just now."""
        left = self._batch_until - _loop_time()
        if left > 0 and not self._stopping:
            if ends is None:
                await self._sleep(left)
            else:
                await asyncio.wait({ends}, timeout=left)
        self._batch_until = _loop_time() + self._policy.batch_for

    def _seconds_to_wait(self) -> float | None:
        """Seconds until there is something to do without the network."""
        if self._stopping:
            return None
        if self._unsendable:
            return 0.0
        due = min(self._renew_at, self._settle_at)
        if self._confirmed:
            due = min(due, self._confirmed[0][0] + self._policy.confirm_for)
        if self._claimable_parts():
            due = min(due, 0.0 if self._outbox_has_more else self._claim_at)
        return max(0.0, due - _loop_time())

    def _claimable_parts(self) -> int:
        """Parts that may be claimed; nothing while it is too little to be worth a look, or no line is up."""
        if self._stopping or not self.in_flight.links:
            return 0
        room = self._window - self.in_flight.parts
        return room if room * 8 >= self._window else 0

    # Storing

    def _add_leftovers(self, out: BatchOutcome, *, dropped: bool) -> None:
        out.failed |= self._unsendable.failed
        if dropped:  # on a line that dropped, the network may not have been told
            self._confirmed.clear()
        while self._confirmed and (
            self._stopping or self._confirmed[0][0] + self._policy.confirm_for <= _loop_time()
        ):
            out.confirmed_rows += self._confirmed.popleft()[1]

    async def _store_outcome(self, out: BatchOutcome, now: datetime) -> TurnResult:
        """One transaction, tried until it stands; events of the network gather meanwhile."""
        real = _loop_time()
        renew, settle = real >= self._renew_at, real >= self._settle_at and not self._stopping
        room, alone, held = (
            self._claimable_parts(),
            not len(self.in_flight),
            self.in_flight.waiting_message_ids,
        )
        if real < self._claim_at and not self._outbox_has_more:
            room = 0
        self.counts.turns += 1

        def work(db: psycopg.Connection[Any], *, first: bool) -> TurnResult:
            turn = TurnResult()
            self._store.persist(db, turn, out, now)
            current = self._clock.now()  # the store may have been away for long
            if settle and first:  # who was away renews before anybody judges
                self._store.settle_expired_leases(db, turn, held, current)
            if renew or not first:
                self._store.renew_leases(db, turn, held, current)
            if room:
                line = utc_datetime(self._line_clock.now())
                self._store.claim_messages(db, turn, ClaimCapacity(room, alone, self._whole), current, line)
            return turn

        retries = self.counts.retries
        turn = await self._retry_transaction(work, now)
        took, real = _loop_time() - real, _loop_time()
        if renew:
            self._renew_at = real + self._policy.renew_every
        if settle:
            self._settle_at = real + self._policy.settle_every
        if (
            self.counts.retries > retries
        ):  # others found the store away too: they renew before they are judged
            self._settle_at = max(self._settle_at, real + 2 * self._policy.retry_most)
        if room:
            self._outbox_has_more = turn.full
            # At night an outbox is long and nothing in it is due: to look is then not cheap.
            pause = 0.0 if turn.claimed else min(_LOOK_SHARE * took, self._policy.poll_at_most)
            self._claim_at = real + max(self._policy.poll_every, pause)
        return turn

    async def _retry_transaction(self, work: TransactionWork, now: datetime) -> TurnResult:
        wait, tries = self._policy.retry_first, 0
        counts = structs.asdict(self.counts)
        while True:
            try:
                once = partial(work, first=not tries)
                return await asyncio.to_thread(self._store.run_transaction, once, counts, now)
            except StoreUnreachable:
                tries += 1
                self.counts.retries += 1
                if self._stopping and tries >= self._policy.give_up:
                    raise
            await self._sleep(wait)
            wait = min(wait * 2, self._policy.retry_most)

    async def _return_unsent(self) -> None:
        def work(db: psycopg.Connection[Any], *, first: bool) -> TurnResult:
            turn = TurnResult(wrote=True)
            self._store.return_unsent(db, self.in_flight.waiting_message_ids)
            return turn

        with suppress(StoreUnreachable):
            await self._retry_transaction(work, self._clock.now())

    def _count_turn(self, out: BatchOutcome, turn: TurnResult) -> None:
        counts, kept = self.counts, turn.kept
        counts.claimed += len(turn.claimed)
        counts.submitted += len(out.submitted)
        counts.receipts += len(out.receipts)
        counts.incoming += kept.incoming
        counts.repeated += kept.repeated
        counts.strays += kept.strays
        counts.undelivered += kept.undelivered
        counts.uncertain += len(out.uncertain) + turn.flagged
        counts.resent += turn.resent
        counts.given_up += turn.given_up
        counts.early += kept.early


_AT_ONCE = timedelta(seconds=1)
_LOOK_SHARE = 10
"""Looks that find nothing take no more than one part in so many of the time."""


def _service_time(now: datetime, line: datetime, at: datetime) -> datetime:
    """When something happened on the clock of the service, where the network's shows ``line`` now.

    What waited for the store happened earlier, also on the clock of a story.
    """
    waited = line - at
    return now if waited < _AT_ONCE else now - waited


def _has_dropped_line(batch: EventBatch) -> bool:
    return any(type(event) is LinkChange and not event.up for event in batch.events)


def _loop_time() -> float:
    return asyncio.get_running_loop().time()
