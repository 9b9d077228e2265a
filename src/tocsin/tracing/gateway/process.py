"""One gateway, from its account to its end: what a worker runs, and what a process of its own is."""

import asyncio
import os
import signal
from datetime import UTC, datetime
from secrets import token_hex

from tocsin.sms.account import Account
from tocsin.sms.clock import Clock, RealClock
from tocsin.sms.smpp import SmppGateway
from tocsin.tracing.gateway.carry import Carrier, Now
from tocsin.tracing.gateway.keeping import Place
from tocsin.tracing.gateway.policy import Policy, paced
from tocsin.tracing.gateway.store import Store
from tocsin.tracing.vault import Vault


class SystemClock:
    """The machine's clock."""

    def now(self) -> datetime:
        """Date and time in UTC."""
        return datetime.now(UTC)


async def run(
    url: str | None,
    vault: Vault,
    account: Account,
    lane: str,
    clock: Now,
    stop: asyncio.Event,
    *,
    policy: Policy | None = None,
    name: str | None = None,
) -> None:
    """Carry messages of a lane to its network, and what comes back, until ``stop`` is set.

    ``name`` is that of this process among the workers; without it one is drawn.
    """
    carrier = prepared(url, vault, account, lane, clock, policy=policy, name=name)
    await carrier.run(stop)


def prepared(
    url: str | None,
    vault: Vault,
    account: Account,
    lane: str,
    clock: Now,
    *,
    policy: Policy | None = None,
    name: str | None = None,
    line_clock: Clock | None = None,
) -> Carrier:
    """A gateway that is ready to run; ``line_clock`` is that of the line: it paces, and notices silence."""
    policy = policy or paced(Policy(), getattr(clock, "speed", 1.0))
    place = Place(gateway=name or drawn_name(), account=lane, lane=lane, policy=policy)
    line_clock = line_clock or RealClock()
    return Carrier(
        Store(url, vault, place, clock.now()),
        SmppGateway(account, clock=line_clock, name=lane),
        policy,
        clock,
        window=account.window * account.binds,
        whole=account.long_texts == "payload",
        receipts_in=account.receipts_in,
        line_clock=line_clock,
    )


def drawn_name() -> str:
    """A name that no process had before: who is started anew is not who died."""
    return f"gateway-{os.uname().nodename[:32]}-{os.getpid()}-{token_hex(4)}"


def stopping_by_signal(loop: asyncio.AbstractEventLoop) -> asyncio.Event:
    """An event that SIGTERM and SIGINT set."""
    stop = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stop.set)
    return stop


def main(
    url: str | None,
    vault: Vault,
    account: Account,
    lane: str,
    *,
    clock: Now | None = None,
    policy: Policy | None = None,
    name: str | None = None,
) -> None:
    """A process that is one gateway, until SIGTERM."""

    async def whole() -> None:
        stop = stopping_by_signal(asyncio.get_running_loop())
        await run(url, vault, account, lane, clock or SystemClock(), stop, policy=policy, name=name)

    asyncio.run(whole())
