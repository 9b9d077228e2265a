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

from tocsin.sms.clock import Clock, RealClock
from tocsin.sms.gateway import Batch, Gateway, LinkChange, Stopped, moment
from tocsin.sms.receipt import Form
from tocsin.tracing.gateway.hand import Hand
from tocsin.tracing.gateway.outcome import Outcome
from tocsin.tracing.gateway.policy import Policy
from tocsin.tracing.gateway.store import Gone, Room, Store, Turn


class Now(Protocol):
    """The clock of the service: the real one, or that of a story."""

    def now(self) -> datetime:
        """Date and time in UTC."""


class Work(Protocol):
    """What one transaction does."""

    def __call__(self, db: psycopg.Connection[Any], *, first: bool) -> Turn:
        """``first`` is false where it is tried again."""
        ...


class Counts(Struct):
    """What one gateway did since it began."""

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


class Carrier:
    """One account between the store and its network."""

    def __init__(
        self,
        store: Store,
        gateway: Gateway,
        policy: Policy,
        clock: Now,
        *,
        window: int,
        whole: bool = False,
        receipts_in: Form = "same",
        line_clock: Clock | None = None,
        rest: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        self.counts = Counts()
        self.hand = Hand(receipts_in)
        self._store = store
        self._gateway = gateway
        self._policy = policy
        self._clock = clock
        self._window = window
        self._whole = whole
        """Whether a text takes one place in the window, whatever its length."""
        self._line_clock = line_clock or RealClock()
        self._rest = rest
        self._receiving: asyncio.Task[Batch] | None = None
        self._left = Outcome()
        """What the next turn stores beside its batch."""
        self._told: deque[tuple[float, tuple[int, ...]]] = deque()
        """Rows of SMS from people, and since when the network is told: it may not have read that yet."""
        self._more = True
        """Whether the outbox may hold more than was claimed last."""
        self._claim_at = self._tend_at = self._sweep_at = self._gather_until = 0.0
        self._stopping = False

    # Life

    async def run(self, stop: asyncio.Event) -> None:
        """Carry until ``stop`` is set; then send nothing more, and store what is still to be told."""
        await self._gateway.start()
        ends = asyncio.ensure_future(stop.wait())
        try:
            while not stop.is_set():
                await self.turn(ends)
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
            while await self.turn():
                pass
            await self._put_back()
        except Gone:
            pass  # what is not stored comes again, or is found in doubt when its lease ends
        await stopping

    async def turn(self, ends: "asyncio.Future[Any] | None" = None) -> bool:
        """One turn; waits for something to do. False once nothing can come any more."""
        try:
            batch = await self._next(ends)
        except Stopped:
            return False
        now, line = self._clock.now(), moment(self._line_clock.now())
        out = self.hand.fold(batch.events, partial(_when, now, line)) if batch else Outcome()
        self._add_left(out, dropped=batch is not None and _dropped(batch))
        turn = await self._stored(out, now)
        self._count(out, turn)
        if batch is not None:
            batch.confirm()
        if turn.kept.inbox:
            self._told.append((_real(), turn.kept.inbox))
        self._left = turn.unsendable
        for one in turn.claimed:
            self.hand.take(one.message_id, one.resent, 1 if self._whole else one.parts)
            await self._gateway.send(one.outgoing)
        return True

    # Waiting

    async def _next(self, ends: "asyncio.Future[Any] | None") -> Batch | None:
        """What the network has said; None where it is time for something else."""
        if self._receiving is None:
            await self._gather(ends)
            self._receiving = asyncio.create_task(self._gateway.receive())
        waits = {self._receiving} if ends is None else {self._receiving, ends}
        await asyncio.wait(waits, timeout=self._patience(), return_when=asyncio.FIRST_COMPLETED)
        if not self._receiving.done():
            return None
        received, self._receiving = self._receiving, None
        return received.result()

    async def _gather(self, ends: "asyncio.Future[Any] | None") -> None:
        """Let more come, if the last turn was just now."""
        left = self._gather_until - _real()
        if left > 0 and not self._stopping:
            if ends is None:
                await self._rest(left)
            else:
                await asyncio.wait({ends}, timeout=left)
        self._gather_until = _real() + self._policy.gather

    def _patience(self) -> float | None:
        """Seconds until there is something to do without the network."""
        if self._stopping:
            return None
        if self._left:
            return 0.0
        due = min(self._tend_at, self._sweep_at)
        if self._told:
            due = min(due, self._told[0][0] + self._policy.told)
        if self._room():
            due = min(due, 0.0 if self._more else self._claim_at)
        return max(0.0, due - _real())

    def _room(self) -> int:
        """Parts that may be claimed; nothing while it is too little to be worth a look, or no line is up."""
        if self._stopping or not self.hand.lines:
            return 0
        room = self._window - self.hand.parts
        return room if room * 8 >= self._window else 0

    # Storing

    def _add_left(self, out: Outcome, *, dropped: bool) -> None:
        out.failed |= self._left.failed
        if dropped:  # on a line that dropped, the network may not have been told
            self._told.clear()
        while self._told and (self._stopping or self._told[0][0] + self._policy.told <= _real()):
            out.confirmed += self._told.popleft()[1]

    async def _stored(self, out: Outcome, now: datetime) -> Turn:
        """One transaction, tried until it stands; events of the network gather meanwhile."""
        real = _real()
        tend, sweep = real >= self._tend_at, real >= self._sweep_at and not self._stopping
        room, alone, held = self._room(), not len(self.hand), self.hand.messages
        if real < self._claim_at and not self._more:
            room = 0
        self.counts.turns += 1

        def work(db: psycopg.Connection[Any], *, first: bool) -> Turn:
            turn = Turn()
            self._store.keep(db, turn, out, now)
            current = self._clock.now()  # the store may have been away for long
            if sweep and first:  # who was away renews before anybody judges
                self._store.sweep(db, turn, held, current)
            if tend or not first:
                self._store.tend(db, turn, held, current)
            if room:
                line = moment(self._line_clock.now())
                self._store.claim(db, turn, Room(room, alone, self._whole), current, line)
            return turn

        retries = self.counts.retries
        turn = await self._tried(work, now)
        took, real = _real() - real, _real()
        if tend:
            self._tend_at = real + self._policy.tend
        if sweep:
            self._sweep_at = real + self._policy.sweep
        if (
            self.counts.retries > retries
        ):  # others found the store away too: they renew before they are judged
            self._sweep_at = max(self._sweep_at, real + 2 * self._policy.retry_most)
        if room:
            self._more = turn.full
            # At night an outbox is long and nothing in it is due: to look is then not cheap.
            dear = 0.0 if turn.claimed else min(_DEAR * took, self._policy.longest)
            self._claim_at = real + max(self._policy.poll, dear)
        return turn

    async def _tried(self, work: Work, now: datetime) -> Turn:
        wait, tries = self._policy.retry_first, 0
        counts = structs.asdict(self.counts)
        while True:
            try:
                once = partial(work, first=not tries)
                return await asyncio.to_thread(self._store.turn, once, counts, now)
            except Gone:
                tries += 1
                self.counts.retries += 1
                if self._stopping and tries >= self._policy.give_up:
                    raise
            await self._rest(wait)
            wait = min(wait * 2, self._policy.retry_most)

    async def _put_back(self) -> None:
        def work(db: psycopg.Connection[Any], *, first: bool) -> Turn:
            turn = Turn(wrote=True)
            self._store.put_back(db, self.hand.messages)
            return turn

        with suppress(Gone):
            await self._tried(work, self._clock.now())

    def _count(self, out: Outcome, turn: Turn) -> None:
        counts, kept = self.counts, turn.kept
        counts.claimed += len(turn.claimed)
        counts.submitted += len(out.submitted)
        counts.receipts += len(out.news)
        counts.incoming += kept.heard
        counts.repeated += kept.repeated
        counts.strays += kept.strays
        counts.undelivered += kept.undelivered
        counts.uncertain += len(out.doubtful) + turn.flagged
        counts.resent += turn.resent
        counts.given_up += turn.given_up
        counts.early += kept.early


_AT_ONCE = timedelta(seconds=1)
_DEAR = 10
"""Looks that find nothing take no more than one part in so many of the time."""


def _when(now: datetime, line: datetime, at: datetime) -> datetime:
    """When something happened on the clock of the service, where the network's shows ``line`` now.

    What waited for the store happened earlier, also on the clock of a story.
    """
    waited = line - at
    return now if waited < _AT_ONCE else now - waited


def _dropped(batch: Batch) -> bool:
    return any(type(event) is LinkChange and not event.up for event in batch.events)


def _real() -> float:
    return asyncio.get_running_loop().time()
