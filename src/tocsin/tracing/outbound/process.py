"""One gateway, from its account to its end: what a worker runs, and what a process of its own is."""

import asyncio
import os
from secrets import token_hex

from tocsin.privacy.vault import Vault
from tocsin.runtime.clock import MachineClock, ServiceClock
from tocsin.runtime.stop_signals import stop_event_on_signals
from tocsin.sms.gateway import SmsGateway
from tocsin.sms.http_client import HttpClient
from tocsin.sms.rcs_gateway import RcsGateway
from tocsin.sms.smpp_account import SmppAccount
from tocsin.sms.smpp_gateway import SmppGateway
from tocsin.sms.timer_clock import MonotonicClock, TimerClock
from tocsin.tracing.outbound.gateway_store import GatewayStore
from tocsin.tracing.outbound.lease_policy import GatewayPolicy, scale_to_speed
from tocsin.tracing.outbound.persistence import GatewayIdentity
from tocsin.tracing.outbound.rcs_lane import RcsAccount, StoredReceipts, add_buttons
from tocsin.tracing.outbound.worker import GatewayWorker


async def run_gateway(
    url: str | None,
    vault: Vault,
    account: SmppAccount,
    lane: str,
    clock: ServiceClock,
    stop: asyncio.Event,
    *,
    policy: GatewayPolicy | None = None,
    name: str | None = None,
    rcs: RcsAccount | None = None,
) -> None:
    """Carry messages of a lane to its network, and what comes back, until ``stop`` is set.

    ``name`` is that of this process among the workers; without it one is drawn.
    """
    await build_worker(url, vault, account, lane, clock, policy=policy, name=name, rcs=rcs).run(stop)


def build_worker(
    url: str | None,
    vault: Vault,
    account: SmppAccount,
    lane: str,
    clock: ServiceClock,
    *,
    policy: GatewayPolicy | None = None,
    name: str | None = None,
    line_clock: TimerClock | None = None,
    rcs: RcsAccount | None = None,
    post: HttpClient | None = None,
) -> GatewayWorker:
    """A gateway that is ready to run; ``line_clock`` is that of the line: it paces, and notices silence.

    With ``rcs``, what a telephone can take goes by RCS first (``post`` makes its requests), the rest by SMPP.
    """
    policy = policy or scale_to_speed(GatewayPolicy(), clock.speed)
    place = GatewayIdentity(gateway=name or draw_process_name(), account=lane, lane=lane, policy=policy)
    line_clock = line_clock or MonotonicClock()
    window = account.window * account.binds
    gateway: SmsGateway = SmppGateway(account, clock=line_clock, name=lane)
    if rcs:
        window += int(rcs.provider.messages.rate * rcs.provider.patience)
        gateway = RcsGateway(
            rcs.provider, gateway, secrets=rcs.secrets, clock=line_clock, post=post,
            receipts=StoredReceipts(url, rcs.webhooks, clock, policy.early_receipt_for),
        )  # fmt: skip
    return GatewayWorker(
        GatewayStore(url, vault, place, clock.now(), add_buttons if rcs else None),
        gateway,
        policy,
        clock,
        window=window,
        whole=account.long_texts == "payload",
        receipts_in=account.receipts_in,
        line_clock=line_clock,
    )


def draw_process_name() -> str:
    """A name that no process had before: who is started anew is not who died."""
    return f"gateway-{os.uname().nodename[:32]}-{os.getpid()}-{token_hex(4)}"


def run_process(
    url: str | None,
    vault: Vault,
    account: SmppAccount,
    lane: str,
    *,
    clock: ServiceClock | None = None,
    policy: GatewayPolicy | None = None,
    name: str | None = None,
    rcs: RcsAccount | None = None,
) -> None:
    """A process that is one gateway: it carries messages of a lane to its network, and what comes back, until SIGTERM.

    ``name`` is that of this process among the workers; without it one is drawn.
    """

    async def whole() -> None:
        stop = stop_event_on_signals()
        now = clock or MachineClock()
        await run_gateway(url, vault, account, lane, now, stop, policy=policy, name=name, rcs=rcs)

    asyncio.run(whole())
