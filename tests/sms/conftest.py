"""Tests of the SMS room: coroutines are run, and the simulated network is at hand."""

import asyncio
import fcntl
from contextlib import asynccontextmanager, contextmanager
from pathlib import Path
from random import Random

import pytest

from tests.coroutines import pytest_pyfunc_call  # noqa: F401  # tests that are coroutines
from tests.virtual_clock import VirtualClock
from tocsin.sms.gateway import OutgoingSms
from tocsin.sms.smpp_account import SmppAccount
from tocsin.sms.smpp_gateway import SmppGateway
from tocsin_simulation.sms.network import SimulatedNetwork

ALICE = "+33639980001"
BOB = "+33639980002"
CAROLE = "+33639980003"


@pytest.fixture
def clock():
    return VirtualClock()


@contextmanager
def alone(name):
    """One process at a time: an installation that several test workers need."""
    folder = Path(__file__).parents[2] / ".dev"
    folder.mkdir(exist_ok=True)
    with (folder / f"{name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


class Story:
    """A gateway bound to a simulated network on a real socket, and everything that it told."""

    def __init__(self, network, gateway, clock):
        self.network = network
        self.gateway = gateway
        self.clock = clock
        self.told = []

    async def send(self, id, to=ALICE, text="Bonjour", **more):
        await self.gateway.send(OutgoingSms(id=id, to=to, sender="38663", text=text, **more))

    async def hear(self, kind, count=1, confirm=True):
        """Wait until ``count`` events of a kind have been told in all; gives them."""
        while len(self.all(kind)) < count:
            batch = await self.gateway.receive()
            self.told += batch.events
            if confirm:
                batch.confirm()
        return self.all(kind)

    def all(self, kind):
        return [event for event in self.told if isinstance(event, kind)]

    async def until(self, condition):
        """Let the sockets work until something is so, on either side of them."""
        while not condition():
            await asyncio.sleep(0)

    async def stop(self):
        """Stop cleanly, and gather what was still to be told."""
        await self.gateway.stop()
        await self.drain()

    async def drain(self):
        while len(self.gateway._inbox):
            batch = await self.gateway.receive()
            self.told += batch.events
            batch.confirm()


@asynccontextmanager
async def story(network, clock=None, **terms):
    """A story with a beginning (a bound gateway) and an end (a clean stop)."""
    server = await network.serve()
    port = server.sockets[0].getsockname()[1]
    usual = {"host": "127.0.0.1", "port": port, "system_id": "tocsin", "password": "secret"}
    account = SmppAccount(**(usual | {"rate": 10_000.0, "burst": 1_000, "window": 50} | terms))
    gateway = SmppGateway(account, clock=clock, chance=Random(7))
    told = Story(network, gateway, clock or network.clock)
    await gateway.start()
    try:
        yield told
        if not gateway._stopping:
            await gateway.stop()
    finally:
        for keeper in gateway._keepers:
            keeper.cancel()
        server.close()


def network_of(*handsets, **more):
    return SimulatedNetwork(handsets, **more)
