"""An engine as a process, on the clock of the test: ``python -m tests.faults.engine NAME``."""

import os
import signal
import sys
import threading

from tests.faults.shared import FROZEN, SharedClock, die_with_parent
from tocsin.privacy.vault import Vault
from tocsin.runtime import logs
from tocsin.store import database
from tocsin.tracing.conversations.engine import Engine
from tocsin.tracing.conversations.engine_loop import run_engine_loop

if __name__ == "__main__":
    die_with_parent()
    logs.set_up_logging()
    stop, clock = threading.Event(), SharedClock.of_environment()
    signal.signal(signal.SIGTERM, lambda *_: stop.set())
    run_engine_loop(
        Engine(sys.argv[1], Vault.load(), machine=clock.now),
        database.open_connection,
        clock,
        stop,
        frozen=int(os.environ[FROZEN]),
    )
