"""An engine as a process, on the clock of the test: ``python -m tests.tracing.faults.engine NAME``."""

import os
import signal
import sys
import threading

from tests.tracing.faults.shared import FROZEN, SharedClock, die_with_parent
from tocsin.tracing import db, logs
from tocsin.tracing.engine.loop import loop
from tocsin.tracing.engine.run import Engine
from tocsin.tracing.vault import Vault

if __name__ == "__main__":
    die_with_parent()
    logs.set_up()
    stop, clock = threading.Event(), SharedClock.of_environment()
    signal.signal(signal.SIGTERM, lambda *_: stop.set())
    loop(
        Engine(sys.argv[1], Vault.load(), machine=clock.now),
        db.connect,
        clock,
        stop,
        frozen=int(os.environ[FROZEN]),
    )
