"""Chores as a process: ``python -m tocsin.tracing.chores NAME``; SIGTERM ends it after what it is doing."""

import asyncio
import logging
import signal
import sys

from tocsin.tracing import clock, db, logs
from tocsin.tracing.chores.model import means
from tocsin.tracing.chores.process import Process
from tocsin.tracing.chores.table import CHORES
from tocsin.tracing.vault import Vault


async def work(name: str) -> None:
    """Run until told to stop."""
    stop = asyncio.Event()
    for what in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(what, stop.set)
    process = Process(name, db.url(), means(Vault.load(serves=True)), clock.from_environment(), CHORES)
    await process.run(stop)


def main(name: str) -> int:
    """The process."""
    logs.set_up()
    # It logs each job with the words of its error; ours are logged without.
    logging.getLogger("procrastinate").setLevel(logging.CRITICAL)
    asyncio.run(work(name))
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1]))
