"""A process of chores that a test kills: ``python -m tests.jobs.child URL``."""

import asyncio
import signal
import sys

from tests.jobs.office import chore
from tocsin.jobs.scheduled_job import DailySchedule, JobResources, JobRunContext
from tocsin.jobs.worker import JobWorker
from tocsin.privacy.vault import Vault
from tocsin.runtime.clock import MachineClock
from tocsin.store import database as stores

GATE = 4321
"""An advisory lock: whoever holds it keeps the chore from ending."""


def gated(context: JobRunContext) -> None:
    """Says that it began, waits at the gate, and leaves a row; some of it is committed on the way."""
    context.connection.execute("notify began")
    context.connection.commit()
    context.connection.execute("select pg_advisory_xact_lock_shared(%s)", (GATE,))
    context.connection.execute(
        "insert into tracing_wording (template, version, lang, text) values ('done', %s, 'fr', '')",
        (context.now.strftime("%d%H%M%S"),),
    )


GATED = chore("gated", gated, DailySchedule(3))


async def work(url: str) -> None:
    """Until SIGTERM."""
    stop = asyncio.Event()
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, stop.set)
    resources = JobResources(Vault.for_tests(), connect=lambda: stores.open_connection(url))
    await JobWorker("chores-child", url, resources, MachineClock(), {"gated": GATED}).run(stop)


if __name__ == "__main__":
    asyncio.run(work(sys.argv[1]))
