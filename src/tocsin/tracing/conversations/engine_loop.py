"""The life of an engine process: steps as long as there is something to do, and a wait where there is not."""

import logging
import threading
import time
from collections.abc import Callable
from typing import Any, Final

import psycopg

from tocsin.runtime import logs
from tocsin.runtime.clock import ServiceClock
from tocsin.store.database import BY_KEY, NoStore
from tocsin.tracing.conversations.engine import BATCH, LEASE, Engine, LeaseLost, StepTotals

REST: Final = 0.05
"""Seconds of the machine between two looks at an empty inbox."""
GATHER: Final = 0.1
"""Seconds of the machine from one step to the next at least, where the last was small: what comes meanwhile
is taken together, at half the cost."""
SMALL: Final = BATCH // 4
"""Events of a step that is small."""
FROZEN: Final = 60_000
"""Milliseconds after which the server ends a step of which nothing more is heard: an engine that is frozen,
or whose machine is gone, holds the rows of its step no longer than that against who has its shards now."""
AWAY: Final = 1.0
"""Seconds of the machine before the store is tried again."""
ENOUGH: Final = 20
"""Events that fail one after the other: then it is not they, and the engine ends with what it saw."""
ONE_OF_THEM: Final = (
    psycopg.DataError, psycopg.IntegrityError,
    ValueError, TypeError, LookupError, ArithmeticError, AttributeError,
)  # fmt: skip
"""What one event can be the cause of; keys that are not ours, a schema that is not, a published text that
changed concern all of them, and end the engine."""
_log = logging.getLogger("tocsin.engine")

Connect = Callable[[], psycopg.Connection[Any]]


def run_engine_loop(
    engine: Engine, connect: Connect, clock: ServiceClock, stop: threading.Event, frozen: int = FROZEN
) -> None:
    """Take steps until ``stop`` is set.

    A store that is away is waited for, and a step that came to nothing (a lease lost, a deadlock) is taken
    again: whatever a step had done is undone with it. One that the server ended, because the machine is too
    slow for so much at once, is taken again with fewer events: else it might never come to its end.
    """
    care = AdaptiveBatchSize()
    while not stop.is_set():
        try:
            with connect() as connection:
                connection.execute(BY_KEY)
                connection.execute(f"set idle_in_transaction_session_timeout = {frozen:d}".encode())
                connection.commit()
                _take_steps(engine, connection, clock, stop, care)
                engine.release_shards(connection)
        except psycopg.errors.IdleInTransactionSessionTimeout:
            care.record_slow_step()
            logs.log_event(_log, "step too long", level=logging.WARNING, limit=care.limit)
        except (psycopg.OperationalError, NoStore) as error:
            logs.log_event(_log, "store away", level=logging.WARNING, error=type(error).__name__)
            stop.wait(AWAY)


class AdaptiveBatchSize:
    """How many events the next step takes: fewer after one that failed, until what fails is alone."""

    def __init__(self) -> None:
        self.limit = BATCH
        self.aside = 0
        """What was set aside since a step last did something."""

    def record_success(self, done: StepTotals) -> None:
        if done != StepTotals():
            self.limit, self.aside = min(BATCH, self.limit * 2), 0

    def record_slow_step(self) -> None:
        self.limit = max(1, self.limit // 2)

    def record_failure(self) -> bool:
        """A step does not stand; whether what it took was alone, and is to be set aside."""
        alone = self.limit == 1
        self.limit = max(1, self.limit // 8)
        self.aside += alone
        return alone


def _take_steps(
    engine: Engine,
    connection: psycopg.Connection[Any],
    clock: ServiceClock,
    stop: threading.Event,
    care: AdaptiveBatchSize | None = None,
) -> None:
    leased = 0.0
    care = care or AdaptiveBatchSize()
    while not stop.is_set():
        if time.monotonic() - leased > LEASE.total_seconds() / 4:
            engine.lease_shards(connection)
            leased = time.monotonic()
        began = time.monotonic()
        try:
            done = engine.take_step(connection, clock.now(), care.limit)
        except LeaseLost:
            logs.log_event(_log, "lease lost", level=logging.WARNING)
            leased = 0.0
            continue
        except psycopg.errors.DeadlockDetected:
            continue
        except ONE_OF_THEM as error:
            alone = care.record_failure()
            if care.aside > ENOUGH:
                raise
            logs.log_event(_log, "step failed", level=logging.ERROR, error=type(error).__name__, alone=alone)
            if alone:
                engine.set_event_aside(connection, clock.now())
            continue
        care.record_success(done)
        if done == StepTotals():
            stop.wait(REST)
        elif done.events < SMALL:
            stop.wait(max(0.0, GATHER - (time.monotonic() - began)))
