"""Between the responder and the network: one account, one lane, until SIGTERM.

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

from tocsin.answering.sms.sms_responder import KEPT, WORTH, RegisteredAnswer, SmsResponder
from tocsin.privacy.vault import Vault
from tocsin.runtime.clock import ServiceClock
from tocsin.runtime.logs import log_event
from tocsin.sms.gateway import (
    DeliveryReceipt,
    DeliveryState,
    Event,
    GatewayStopped,
    IncomingSms,
    PartAccepted,
    PartRefused,
    PartUncertain,
    SmsGateway,
    utc_datetime,
)
from tocsin.sms.smpp_account import SmppAccount
from tocsin.sms.smpp_gateway import SmppGateway
from tocsin.sms.timer_clock import MonotonicClock, TimerClock
from tocsin.store.database import NoStore, open_connection
from tocsin.store.statements import execute_statement
from tocsin.tracing.outbound.batch_outcome import TimestampedSms
from tocsin.tracing.outbound.inbound_sms import store_inbound
from tocsin.tracing.outbound.lease_policy import GatewayPolicy
from tocsin.tracing.outbound.process import draw_process_name

FIRST: Final = 0.1
MOST: Final = 5.0
"""Seconds before the store is tried again: doubled each time."""
FORGET: Final = 600.0
"""Seconds between two looks for what is too old to be kept."""
_log = logging.getLogger("tocsin.checks")


class SmsAnswerWorker:
    """Answers what arrives on one lane."""

    def __init__(
        self,
        responder: SmsResponder,
        vault: Vault,
        gateway: SmsGateway,
        url: str | None,
        clock: ServiceClock,
        line_clock: TimerClock | None = None,
    ) -> None:
        self.counts: Counter[str] = Counter()
        """Outcome -> how many SMS of people."""
        self._responder = responder
        self._vault = vault
        self._name = draw_process_name()
        self._gateway = gateway
        self._url = url
        self._clock = clock
        self._line_clock = line_clock or MonotonicClock()
        self._db: psycopg.Connection[Any] | None = None

    async def run_until_stopped(self, stop: asyncio.Event, ready: Callable[[], None] = lambda: None) -> None:
        """Answer until ``stop`` is set; what was decided on by then still leaves."""
        await self._gateway.start()
        ready()
        ending = asyncio.create_task(self._stop_gateway(stop))
        forgetting = asyncio.create_task(self._forget_regularly(stop))
        try:
            while True:
                batch = await self._gateway.receive()
                for answered in await self._store_events(batch.events, stop):
                    until = utc_datetime(self._line_clock.now()) + WORTH
                    await self._gateway.send(structs.replace(answered.outgoing, valid_until=until))
                batch.confirm()
        except GatewayStopped:
            pass
        finally:
            stop.set()
            await asyncio.gather(ending, forgetting)
            if self._db is not None:
                self._db.close()

    async def _stop_gateway(self, stop: asyncio.Event) -> None:
        await stop.wait()
        await self._gateway.stop()

    async def _forget_regularly(self, stop: asyncio.Event) -> None:
        while not stop.is_set():
            with suppress(NoStore, psycopg.OperationalError):
                await asyncio.to_thread(self.forget_old)
            with suppress(TimeoutError):
                await asyncio.wait_for(stop.wait(), FORGET)

    def forget_old(self) -> None:
        """Take away what is older than a day."""
        with open_connection(self._url, autocommit=True) as db:
            now = self._clock.now()
            execute_statement(db, "answers.forget", until=now - KEPT)
            since = now - GatewayPolicy().repetition_for
            execute_statement(db, "gateway.tidy_unconfirmed", account=self._responder.lane, since=since)

    async def _store_events(self, events: tuple[Event, ...], stop: asyncio.Event) -> list[RegisteredAnswer]:
        """What the store says to a batch; tried until it is there, for the network waits."""
        ready: list[RegisteredAnswer] = []
        wait = FIRST
        left = list(events)
        while left:
            try:
                await asyncio.to_thread(self._handle_events, left, ready)
            except (NoStore, psycopg.OperationalError, psycopg.InterfaceError) as error:
                log_event(_log, "store away", level=logging.WARNING, error=type(error).__name__)
                self._db = None
                if stop.is_set():
                    return ready  # not confirmed: it comes again
                with suppress(TimeoutError):
                    await asyncio.wait_for(stop.wait(), wait)
                wait = min(wait * 2, MOST)
        return ready

    def _handle_events(self, left: list[Event], ready: list[RegisteredAnswer]) -> None:
        """Decide on the events in order; those that are done leave ``left``, so that none is done twice."""
        db = self._open_connection()
        now = self._clock.now()
        while left:
            one = left[0]
            if isinstance(one, IncomingSms) and not self._responder.is_for_us(one):
                self._pass_on(db, one, now)
            elif isinstance(one, IncomingSms):
                found = self._responder.answer_sms(db, one, now)
                self.counts[found if isinstance(found, str) else "answered"] += 1
                if isinstance(found, RegisteredAnswer):
                    ready.append(found)
            else:
                _record_outcome(db, one, now)
            del left[0]

    def _pass_on(self, db: psycopg.Connection[Any], one: IncomingSms, now: datetime) -> None:
        """An SMS to another number came in on our line: it goes where a gateway would have put it."""
        with db.transaction():
            since = now - GatewayPolicy().repetition_for
            store_inbound(
                db, self._vault, self._name, self._responder.lane, [TimestampedSms(one, now)], since, now
            )
        self.counts["elsewhere"] += 1
        log_event(_log, "for another number", level=logging.WARNING)

    def _open_connection(self) -> psycopg.Connection[Any]:
        if self._db is None:
            self._db = open_connection(self._url, autocommit=True)
        return self._db


def _record_outcome(db: psycopg.Connection[Any], one: Event, now: datetime) -> None:
    match one:
        case PartAccepted():
            execute_statement(db, "answers.submitted", code=one.id, at=now)
        case PartRefused():
            execute_statement(db, "answers.failed", code=one.id, at=now, why=one.reason[:24])
        case PartUncertain():
            execute_statement(db, "answers.uncertain", code=one.id, at=now)
        case DeliveryReceipt(id=str(), state=DeliveryState.DELIVERED):
            execute_statement(db, "answers.delivered", code=one.id, at=now)
        case DeliveryReceipt(id=str()) if one.state.is_final:
            execute_statement(db, "answers.failed", code=one.id, at=now, why=one.state.value[:24])


def build_answer_worker(
    url: str | None,
    responder: SmsResponder,
    vault: Vault,
    account: SmppAccount,
    clock: ServiceClock,
) -> SmsAnswerWorker:
    """A line that is ready to run over SMPP."""
    gateway = SmppGateway(account, name=responder.lane)
    return SmsAnswerWorker(responder, vault, gateway, url, clock)
