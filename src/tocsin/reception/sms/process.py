"""Between the desk and the network: one account, one lane, until SIGTERM.

The network is told that an SMS is safe only once it was decided on; what it hands over again is known. An
answer is registered before it leaves. A crash between the two costs an answer, and never sends two.
"""

import asyncio
import logging
from collections import Counter
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime
from typing import Any, Final

import psycopg
from msgspec import structs

from tocsin.reception.sms import statements as sql
from tocsin.reception.sms.desk import WORTH, Answered, Desk
from tocsin.sms.account import Account
from tocsin.sms.clock import Clock, RealClock
from tocsin.sms.gateway import (
    Accepted,
    Event,
    Gateway,
    Incoming,
    Receipt,
    Refused,
    State,
    Stopped,
    Uncertain,
    moment,
)
from tocsin.sms.smpp import SmppGateway
from tocsin.tracing.db import NoStore, connect
from tocsin.tracing.gateway.carry import Now
from tocsin.tracing.gateway.hearing import hear
from tocsin.tracing.gateway.outcome import Heard
from tocsin.tracing.gateway.policy import Policy
from tocsin.tracing.gateway.process import drawn_name
from tocsin.tracing.logs import event
from tocsin.tracing.queries import query
from tocsin.tracing.vault import Vault

FIRST: Final = 0.1
MOST: Final = 5.0
"""Seconds before the store is tried again: doubled each time."""
FORGET: Final = 600.0
"""Seconds between two looks for what is too old to be kept."""
_log = logging.getLogger("tocsin.checks")


class Line:
    """Answers what arrives on one lane."""

    def __init__(
        self,
        desk: Desk,
        vault: Vault,
        gateway: Gateway,
        url: str | None,
        clock: Now,
        line_clock: Clock | None = None,
    ) -> None:
        self.counts: Counter[str] = Counter()
        """Outcome -> how many SMS of people."""
        self._desk = desk
        self._vault = vault
        self._name = drawn_name()
        self._gateway = gateway
        self._url = url
        self._clock = clock
        self._line_clock = line_clock or RealClock()
        self._db: psycopg.Connection[Any] | None = None

    async def run(self, stop: asyncio.Event, ready: Callable[[], None] = lambda: None) -> None:
        """Answer until ``stop`` is set; what was decided on by then still leaves."""
        await self._gateway.start()
        ready()
        ending = asyncio.create_task(self._end(stop))
        forgetting = asyncio.create_task(self._forget(stop))
        try:
            while True:
                batch = await self._gateway.receive()
                for answered in await self._stored(batch.events, stop):
                    until = moment(self._line_clock.now()) + WORTH
                    await self._gateway.send(structs.replace(answered.outgoing, valid_until=until))
                batch.confirm()
        except Stopped:
            pass
        finally:
            stop.set()
            await asyncio.gather(ending, forgetting)
            if self._db is not None:
                self._db.close()

    async def _end(self, stop: asyncio.Event) -> None:
        await stop.wait()
        await self._gateway.stop()

    async def _forget(self, stop: asyncio.Event) -> None:
        """Now and then, take away what is older than a day."""
        while not stop.is_set():
            with suppress(NoStore, psycopg.OperationalError):
                await asyncio.to_thread(self.forget)
            with suppress(TimeoutError):
                await asyncio.wait_for(stop.wait(), FORGET)

    def forget(self) -> None:
        """Take away what is older than a day."""
        with connect(self._url, autocommit=True) as db:
            now = self._clock.now()
            db.execute(sql.FORGET, {"now": now})
            known = {"account": self._desk.lane, "since": now - Policy().repeats}
            db.execute(query("gateway.tidy_unconfirmed"), known)

    async def _stored(self, events: tuple[Event, ...], stop: asyncio.Event) -> list[Answered]:
        """What the store says to a batch; tried until it is there, for the network waits."""
        ready: list[Answered] = []
        wait = FIRST
        left = list(events)
        while left:
            try:
                await asyncio.to_thread(self._take, left, ready)
            except (NoStore, psycopg.OperationalError, psycopg.InterfaceError) as error:
                event(_log, "store away", level=logging.WARNING, error=type(error).__name__)
                self._db = None
                if stop.is_set():
                    return ready  # not confirmed: it comes again
                with suppress(TimeoutError):
                    await asyncio.wait_for(stop.wait(), wait)
                wait = min(wait * 2, MOST)
        return ready

    def _take(self, left: list[Event], ready: list[Answered]) -> None:
        """Decide on the events in order; those that are done leave ``left``, so that none is done twice."""
        db = self._connected()
        now = self._clock.now()
        while left:
            one = left[0]
            if isinstance(one, Incoming) and not self._desk.is_for_us(one):
                self._passed_on(db, one, now)
            elif isinstance(one, Incoming):
                found = self._desk.take(db, one, now)
                self.counts[found if isinstance(found, str) else "answered"] += 1
                if isinstance(found, Answered):
                    ready.append(found)
            else:
                _noted(db, one, now)
            del left[0]

    def _passed_on(self, db: psycopg.Connection[Any], one: Incoming, now: datetime) -> None:
        """An SMS to another number came in on our line: it goes where a gateway would have put it."""
        with db.transaction():
            since = now - Policy().repeats
            hear(db, self._vault, self._name, self._desk.lane, [Heard(one, now)], since, now)
        self.counts["elsewhere"] += 1
        event(_log, "for another number", level=logging.WARNING)

    def _connected(self) -> psycopg.Connection[Any]:
        if self._db is None:
            self._db = connect(self._url, autocommit=True)
        return self._db


def _noted(db: psycopg.Connection[Any], one: Event, now: datetime) -> None:
    """What became of an answer, in the register's table."""
    match one:
        case Accepted():
            db.execute(sql.SUBMITTED, {"code": one.id, "at": now})
        case Refused():
            db.execute(sql.FAILED, {"code": one.id, "at": now, "why": one.reason[:24]})
        case Uncertain():
            db.execute(sql.UNCERTAIN, {"code": one.id, "at": now})
        case Receipt(id=str(), state=State.DELIVERED):
            db.execute(sql.DELIVERED, {"code": one.id, "at": now})
        case Receipt(id=str()) if one.state.final:
            db.execute(sql.FAILED, {"code": one.id, "at": now, "why": one.state.value[:24]})


def prepared(
    url: str | None,
    desk: Desk,
    vault: Vault,
    account: Account,
    clock: Now,
    *,
    line_clock: Clock | None = None,
) -> Line:
    """A line that is ready to run over SMPP."""
    gateway = SmppGateway(account, clock=line_clock, name=desk.lane)
    return Line(desk, vault, gateway, url, clock, line_clock)
