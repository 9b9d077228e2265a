"""The answers by SMS with what a process of the service has: its keys, its charter, its accounts."""

import asyncio
from collections import Counter
from collections.abc import Callable

from tocsin.charter.load import load
from tocsin.reception.sms import ceilings
from tocsin.reception.sms.desk import Desk, check
from tocsin.reception.sms.process import prepared
from tocsin.tracing import logs
from tocsin.tracing.gateway.accounts import accounts
from tocsin.tracing.gateway.carry import Now
from tocsin.tracing.gateway.process import stopping_by_signal
from tocsin.tracing.vault import Vault
from tocsin.verdict.check import DEFAULT


async def run(
    url: str | None,
    lane: str,
    clock: Now,
    *,
    ready: Callable[[], None] = lambda: None,
    charter: str = DEFAULT,
) -> Counter[str]:
    """Answer what is forwarded to a lane until SIGTERM; what became of it.

    Raises Held, BadCeiling, KeyError.
    """
    logs.set_up()
    vault, rules = Vault.load(serves=True), load(charter)
    check(rules, lane, clock.now())
    desk = Desk(rules, vault, lane, ceilings.from_environment())
    line = prepared(url, desk, vault, accounts()[lane], clock)
    await line.run(stopping_by_signal(asyncio.get_running_loop()), ready)
    return line.counts
