"""The disk of the store is full at one step of a turn, whichever: the store and the network agree in the end.

A turn is one transaction, and a message leaves only once its claim stands. So a statement that fails, a commit
that fails, and a commit that stands while its answer is lost are all the orders that there are: before the
message left, between two of its parts, with its answer, with its receipt. Each is tried here, twice in a row.
"""

from contextlib import contextmanager

import psycopg
import pytest

from tests.tracing.outbound.conftest import ALICE, BOB, listening, number, running, until
from tocsin.store.queries import query
from tocsin.tracing.outbound import gateway_store
from tocsin_simulation.sms.handset import Handset, HandsetReply
from tocsin_simulation.sms.network import SimulatedNetwork
from tocsin_simulation.sms.network_profile import NetworkFaults

LONG = "é" * 200
"""Two parts."""
EVERY_TURN = ("alive", "claim", "renew", "crossed", "ended", "tidy_early", "tidy_unconfirmed")
WITH_ANSWERS = ("early", "keep_parts", "outcome", "leave", "settle")
WITH_REPLIES = ("known", "remember", "phones", "confirmed")
STATEMENTS = (*EVERY_TURN, *WITH_ANSWERS, *WITH_REPLIES)
UNMET = ("renew", "early", "keep_parts", "settle")
"""Where answer and receipt come in one turn, nothing is held for the other."""
COMMITS = ("commit fails", "commit stands, and its answer is lost")


class FullDisk:
    """Which step finds the disk full, and how often still."""

    def __init__(self, step, times=2):
        self.step, self.left, self.met = step, times, 0

    def meets(self, step):
        """Whether this step fails now."""
        if step != self.step or not self.left:
            return False
        self.left -= 1
        self.met += 1
        return True


class FullDiskConnection:
    """A connection on which one step fails, as PostgreSQL says it."""

    def __init__(self, real, disk):
        self._real, self._disk = real, disk

    def execute(self, statement, *given):
        self._check(statement)
        return self._real.execute(statement, *given)

    def cursor(self, **how):
        cursor, check = self._real.cursor(**how), self._check

        class Cursor:
            def execute(self, statement, *given):
                check(statement)
                return cursor.execute(statement, *given)

        return Cursor()

    @contextmanager
    def transaction(self):
        with self._real.transaction():
            yield
            if self._disk.meets("commit fails"):
                raise full()
        if self._disk.meets("commit stands, and its answer is lost"):
            raise psycopg.OperationalError("server closed the connection unexpectedly")

    def commit(self):
        self._real.commit()

    def close(self):
        self._real.close()

    def _check(self, statement):
        for name in STATEMENTS:
            if statement == query(f"gateway.{name}") and self._disk.meets(name):
                raise full()


def full():
    return psycopg.errors.DiskFull("could not extend file: No space left on device")


@pytest.fixture
def disk(monkeypatch):
    """Of every connection that a gateway opens."""
    found = FullDisk("")
    opened = gateway_store.open_connection
    monkeypatch.setattr(gateway_store, "open_connection", lambda url: FullDiskConnection(opened(url), found))
    return found


def say_yes(sms, nth, chance):
    return (HandsetReply("oui", 0.0),)


@pytest.mark.parametrize("early", [False, True], ids=["", "receipts come first"])
@pytest.mark.parametrize("step", [*STATEMENTS, *COMMITS])
async def test_whatever_step_finds_the_disk_full_store_and_network_agree(world, disk, step, early):
    disk.step = step
    handsets = [Handset(telephone, say_yes) for telephone in (ALICE, BOB, number(7))]
    for one in handsets:
        world.message(one.number, LONG + one.number, parts=2)
    network = SimulatedNetwork(handsets, faults=NetworkFaults(receipt_first=early))
    async with listening(network) as port, running(world.carrier(port)):
        await until(lambda: not world.count("outbox") and not world.count("part"))
        await until(lambda: len(world.replies()) == len(handsets) and not world.count("unconfirmed"))
        await until(lambda: not disk.left or step in (*UNMET, *WITH_ANSWERS, *WITH_REPLIES))
    assert [[sms.text for sms in one.inbox] for one in handsets] == [[LONG + one.number] for one in handsets]
    assert len(network.taken) == 2 * len(handsets)
    assert (
        world.count("message", "submitted_at is null or delivered_at is null or failed_at is not null") == 0
    )
    assert world.count("message", "uncertain_at is not null or resent > 0") == 0
    assert world.count("earlyreceipt") == 0
    assert disk.met or step in UNMET
