"""One engine as a process: ``python -m tocsin.tracing.engine NAME``; SIGTERM ends it after its step."""

import signal
import sys
import threading

from tocsin.tracing import clock, db, logs, longlived
from tocsin.tracing.engine.loop import loop
from tocsin.tracing.engine.run import Engine
from tocsin.tracing.vault import Vault


def main(name: str) -> int:
    """Run until told to stop."""
    logs.set_up()
    stop = threading.Event()
    for what in (signal.SIGTERM, signal.SIGINT):
        signal.signal(what, lambda *_: stop.set())
    engine = Engine(name, Vault.load(serves=True))
    longlived.settle()
    loop(engine, db.connect, clock.from_environment(), stop)
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1]))
