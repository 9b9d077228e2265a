"""Several gateways on one store, which goes away and comes back."""

import asyncio
from datetime import timedelta

import psycopg
import pytest

from tests.tracing.outbound.conftest import ALICE, LANE, NOON, listening, running, until
from tests.virtual_clock import VirtualClock
from tocsin.sms.pdu import CommandId, CommandStatus
from tocsin.tracing.outbound.gateway_store import WrongKeys
from tocsin_simulation.sms.handset import Handset, ScriptedReplies
from tocsin_simulation.sms.network import SimulatedNetwork
from tocsin_simulation.sms.network_profile import NetworkProfile

# Several gateways, and the store


async def test_a_receipt_that_came_to_another_gateway_waits_for_its_answer(world):
    """It is stored by one while the other has no answer yet: the part has nothing more to wait for then."""
    network = SimulatedNetwork()
    async with listening(network) as port, running(world.carrier(port, name="one")):
        await until(lambda: network.lines and network.lines[0].bound)
        sender = network.lines[0]
        sender.bound = CommandId.BIND_TRANSMITTER  # no receipts come to it
        network.faults.hang = True
        message = world.message(ALICE)
        await until(lambda: network.taken)
        (submitted,) = network.taken
        network.faults.hang = False
        async with running(world.carrier(port, name="two")):
            await until(lambda: world.count("earlyreceipt") == 1)
            assert world.row(message)["delivered_at"] is None
            sender._send_answer(submitted, CommandStatus.OK, network.format_answer_id(1))
            network.flush()
            await until(lambda: world.row(message)["delivered_at"])
    assert world.count("part") == world.count("earlyreceipt") == world.count("outbox") == 0


async def test_two_gateways_share_a_lane_and_nobody_is_written_to_twice(world):
    numbers, network = world.messages(1000), SimulatedNetwork()
    async with (
        listening(network) as port,
        running(world.carrier(port, name="one")),
        running(world.carrier(port, name="two")),
    ):
        # Receipts come to either of them, whoever sent the message.
        await until(lambda: world.count("message", "delivered_at is null") == 0)
        await until(lambda: len(network.lines) == 2)
    assert sorted("+" + sm.dest for sm in network.taken) == sorted(numbers)
    assert world.count("part") == world.count("outbox") == world.count("earlyreceipt") == 0
    counts = dict(world.all("select name, (counts->>'claimed')::int from tracing_worker"))
    assert counts.keys() == {"one", "two"}
    assert sum(counts.values()) == 1000


async def test_a_receipt_that_crossed_its_part_is_found(world):
    """Each of two processes stored its half before it could see the other."""
    message = world.message(ALICE)
    network = SimulatedNetwork(habits=NetworkProfile(receipts="none"))
    async with listening(network) as port, running(world.carrier(port)):
        await until(lambda: world.count("part"))
        world.db.execute(
            "insert into tracing_earlyreceipt (account, remote_id, state, at)"
            " select account, remote_id, 'delivered', %s from tracing_part",
            (NOON,),
        )
        await until(lambda: world.row(message)["delivered_at"])
    assert world.count("part") == world.count("earlyreceipt") == 0


async def test_the_store_goes_away_and_nothing_is_lost(world):
    """Connections are cut again and again while messages and answers are on their way."""
    numbers = world.messages(300)
    network = SimulatedNetwork(default=lambda number: Handset(number, ScriptedReplies(("oui",), after=0)))
    carrier = world.carrier(0)
    async with listening(network) as port:
        carrier = world.carrier(port)
        async with running(carrier):
            for share in (10, 60, 120, 200, 280):
                await until(lambda share=share: len(network.taken) >= share)
                world.db.execute(
                    "select pg_terminate_backend(pid) from pg_stat_activity"
                    " where datname = current_database() and pid <> pg_backend_pid()"
                )
            await until(lambda: world.count("message", "delivered_at is null") == 0)
            await until(lambda: world.count("inbox") == 300)
    assert sorted("+" + sm.dest for sm in network.taken) == sorted(numbers)
    assert world.replies() == ["oui"] * 300
    assert world.count("message", "uncertain_at is not null") == 0
    assert carrier.counts.retries > 0


async def test_a_lost_answer_to_a_commit_does_not_do_it_twice(world, monkeypatch):
    """The transaction stood, the connection broke before anybody knew, and the engine took the event."""
    world.phone(ALICE)
    network = SimulatedNetwork()
    carrier = world.carrier(0)
    async with listening(network) as port:
        carrier = world.carrier(port)
        store, once = carrier._store, carrier._store._run_once
        broken = []

        def breaks(work, counts, now):
            done = once(work, counts, now)
            if done.kept.inbox and not broken:
                broken.append(world.db.execute("delete from tracing_inbox").rowcount)
                store._doubt = done
                raise psycopg.OperationalError("server closed the connection unexpectedly")
            return done

        monkeypatch.setattr(store, "_run_once", breaks)
        async with running(carrier):
            network.send_from(ALICE, LANE, "oui")
            await until(lambda: carrier.counts.incoming)
    assert broken == [1]
    assert world.replies() == []


async def test_a_clean_stop_gives_back_what_never_left(world):
    world.messages(500)
    network, line = SimulatedNetwork(), VirtualClock()
    async with listening(network) as port:
        async with running(world.carrier(port, line_clock=line, rate=1.0, burst=7)):
            await until(lambda: len(network.taken) == 7)
        assert world.count("outbox", "leased_by is not null") == 0
        assert world.count("message", "uncertain_at is not null") == 0
        left = world.count("outbox")
        assert left == 500 - world.count("message", "submitted_at is not null")
        async with running(world.carrier(port)):
            await until(lambda: world.count("message", "delivered_at is null") == 0)
    assert len(network.taken) == 500


async def test_a_worker_says_that_it_lives_and_what_it_did(world):
    world.messages(20)
    async with listening(SimulatedNetwork()) as port, running(world.carrier(port, name="gateway-1")):
        await until(lambda: world.count("message", "delivered_at is null") == 0)
        world.clock.pass_by(minutes=5)
        await until(lambda: world.count("worker", "counts->>'receipts' = '20'"))
    row = world.all("select kind, started_at, seen_at, counts from tracing_worker")[0]
    assert row[:3] == ("gateway", NOON, NOON + timedelta(minutes=5))
    assert row[3]["claimed"] == row[3]["submitted"] == 20
    assert row[3]["uncertain"] == row[3]["resent"] == 0


async def test_wrong_keys_touch_no_message(world):
    from tocsin.privacy.vault import Vault

    world.messages(3)
    world.vault = Vault.for_tests()  # knows no key of that day
    async with listening(SimulatedNetwork()) as port:
        with pytest.raises(WrongKeys, match="TOCSIN_KEYS"):
            await world.carrier(port).run(asyncio.Event())
    assert world.count("outbox", "leased_by is null") == 3
    assert world.count("message", "failed_at is not null") == 0
