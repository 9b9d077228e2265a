"""The answers by SMS as a process: ``python -m tocsin.answering.sms NAME LANE``; SIGTERM ends it cleanly."""

import asyncio
import sys

from tocsin.answering.sms.answer_service import run_answer_service
from tocsin.runtime import clock
from tocsin.store import database

if __name__ == "__main__":
    asyncio.run(
        run_answer_service(database.read_store_url(), sys.argv[2], clock.read_clock_from_environment())
    )
