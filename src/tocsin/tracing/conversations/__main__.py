"""One engine as a process: ``python -m tocsin.tracing.conversations NAME``; SIGTERM ends it after its
step."""

import signal
import sys
import threading

from tocsin.privacy.vault import Vault
from tocsin.runtime import clock, garbage_collection, logs
from tocsin.store import database
from tocsin.tracing.conversations.engine import Engine
from tocsin.tracing.conversations.engine_loop import run_engine_loop


def main(name: str) -> int:
    logs.set_up_logging()
    stop = threading.Event()
    for what in (signal.SIGTERM, signal.SIGINT):
        signal.signal(what, lambda *_: stop.set())
    engine = Engine(name, Vault.load(serves=True))
    garbage_collection.freeze_gc()
    run_engine_loop(engine, database.open_connection, clock.read_clock_from_environment(), stop)
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1]))
