"""Chores as a process: ``python -m tocsin.jobs NAME``; SIGTERM ends it after what it is doing."""

import asyncio
import logging
import sys

from tocsin.jobs.job_list import CHORES
from tocsin.jobs.scheduled_job import resources_from_environment
from tocsin.jobs.worker import JobWorker
from tocsin.privacy.vault import Vault
from tocsin.runtime import clock, logs
from tocsin.runtime.stop_signals import stop_event_on_signals
from tocsin.store import database


async def run_worker(name: str) -> None:
    """Run until told to stop."""
    stop = stop_event_on_signals()
    process = JobWorker(
        name,
        database.read_store_url(),
        resources_from_environment(Vault.load(serves=True)),
        clock.read_clock_from_environment(),
        CHORES,
    )
    await process.run(stop)


def main(name: str) -> int:
    logs.set_up_logging()
    # It logs each job with the words of its error; ours are logged without.
    logging.getLogger("procrastinate").setLevel(logging.CRITICAL)
    asyncio.run(run_worker(name))
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1]))
