"""The answers by SMS as a process: ``python -m tocsin.reception.sms NAME LANE``; SIGTERM ends it cleanly."""

import asyncio
import sys

from tocsin.reception.sms.service import run
from tocsin.tracing import clock, db

if __name__ == "__main__":
    asyncio.run(run(db.url(), sys.argv[2], clock.from_environment()))
