"""A process of chores that a test kills: ``python -m tests.tracing.chores.child URL``."""

import asyncio
import signal
import sys

from tests.tracing.chores.office import chore
from tocsin.tracing import db as stores
from tocsin.tracing.chores.model import Desk, Means
from tocsin.tracing.chores.process import Process
from tocsin.tracing.chores.when import Daily
from tocsin.tracing.clock import RealClock
from tocsin.tracing.vault import Vault

GATE = 4321
"""An advisory lock: whoever holds it keeps the chore from ending."""


def gated(desk: Desk) -> None:
    """Says that it began, waits at the gate, and leaves a row; some of it is committed on the way."""
    desk.connection.execute("notify began")
    desk.connection.commit()
    desk.connection.execute("select pg_advisory_xact_lock_shared(%s)", (GATE,))
    desk.connection.execute(
        "insert into tracing_wording (template, version, lang, text) values ('done', %s, 'fr', '')",
        (desk.now.strftime("%d%H%M%S"),),
    )


GATED = chore("gated", gated, Daily(3))


async def work(url: str) -> None:
    """Until SIGTERM."""
    stop = asyncio.Event()
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, stop.set)
    means = Means(Vault.for_tests(), connect=lambda: stores.connect(url))
    await Process("chores-child", url, means, RealClock(), {"gated": GATED}).run(stop)


if __name__ == "__main__":
    asyncio.run(work(sys.argv[1]))
