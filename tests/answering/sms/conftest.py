"""A responder on a real PostgreSQL, a line of real SMPP, a simulated network with people behind it."""

import asyncio
from contextlib import asynccontextmanager
from datetime import UTC, datetime

import pytest

from tests.tracing.outbound.conftest import HandClock
from tocsin.answering.sms.answer_worker import build_answer_worker
from tocsin.answering.sms.sms_responder import SmsResponder
from tocsin.charter.loading import load_charter
from tocsin.sms.smpp_account import SmppAccount
from tocsin_simulation.sms.network import SimulatedNetwork

LANE = "38700"
ALICE = "+33639980001"
BOB = "+33639980002"
NOON = datetime(2026, 11, 26, 12, 0, tzinfo=UTC)
FRAUD = "AMELI : votre carte vitale expire, payez 0,99 euro : ameli-vitale.example"
GUARD = 180.0
"""Seconds after which a test that hangs is stopped: never what a test measures."""


class Service:
    """The answers of one lane, and the phones that write to it."""

    def __init__(self, store, vault, handsets=(), lane=LANE, **network):
        self.network_pseudonym = SimulatedNetwork(handsets, **network)
        self.clock = HandClock(NOON)
        self.responder = SmsResponder(load_charter("assurance_maladie"), vault, lane)
        self.vault = vault
        self.lane = lane
        self.line = None
        self._store = store

    @asynccontextmanager
    async def running(self):
        """The network listens, the line is up; in the end everything is stopped."""
        server = await self.network_pseudonym.serve()
        port = int(server.sockets[0].getsockname()[1])
        account = SmppAccount(host="127.0.0.1", port=port, system_id="tocsin", password="secret", rate=1e5,
                          burst=1000, retry_first=0.01, retry_most=0.05)  # fmt: skip
        self.line = build_answer_worker(self._store, self.responder, self.vault, account, self.clock)
        stop = asyncio.Event()
        running = asyncio.create_task(self.line.run_until_stopped(stop))
        try:
            yield self
        finally:
            stop.set()
            await running
            server.close()

    def write(self, text, number=ALICE):
        self.network_pseudonym.send_from(number, self.lane, text)

    async def decided(self, count):
        """Wait until so many SMS of people were decided on."""
        await happens(lambda: sum(self.line.counts.values()) >= count)

    async def answers(self, count, number=ALICE):
        """Wait until so many answers arrived on a phone; their texts."""
        await happens(lambda: len(self.inbox(number)) >= count)
        return self.inbox(number)

    def inbox(self, number=ALICE):
        handset = self.network_pseudonym.handsets.get(number)
        return [sms.text for sms in handset.inbox] if handset else []


async def happens(what):
    async with asyncio.timeout(GUARD):
        while not what():
            await asyncio.sleep(0.005)


@pytest.fixture
def service(store, vault):
    from tocsin_simulation.sms.handset import Handset

    return Service(store, vault, [Handset(ALICE), Handset(BOB)])


@pytest.fixture
def told(service):
    """Run a story, a coroutine of the service."""

    def run(story, of=None):
        async def whole():
            one = of or service
            async with asyncio.timeout(GUARD), one.running():
                return await story(one)

        return asyncio.run(whole())

    return run
