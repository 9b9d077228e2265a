"""kill -9 at any instant: nothing is lost; what may have gone twice is flagged, and at most the window."""

import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest

from tests.tracing.outbound.conftest import ALICE, LANE, NOON, listening, running, until
from tests.virtual_clock import VirtualClock
from tocsin_simulation.sms.handset import Handset
from tocsin_simulation.sms.network import SimulatedNetwork
from tocsin_simulation.sms.network_profile import NetworkFaults, NetworkProfile

ALONE = Path(__file__).with_name("alone.py")
WINDOW = 50


def start(world, port, name, at=NOON, window=WINDOW):
    command = [sys.executable, str(ALONE), world.store, str(port), str(window), at.isoformat(), name]
    return subprocess.Popen(command)


def arrivals(network):
    """Phone -> how many SMS the network was given for it."""
    return Counter("+" + sm.dest for sm in network.taken)


@pytest.mark.parametrize("killed_at", [1, 333])
async def test_a_gateway_is_killed_in_the_middle_of_a_thousand(world, killed_at):
    numbers, network = world.messages(1000), SimulatedNetwork()
    async with listening(network) as port:
        first = start(world, port, "first")
        try:
            await until(lambda: len(network.taken) >= killed_at)
        finally:
            first.kill()
            first.wait()
        left_behind = world.count("outbox", "leased_by = 'first'")
        assert left_behind <= WINDOW
        async with running(world.carrier(port, name="second")):
            # Nothing of the dead is touched before its lease is over.
            await until(lambda: world.count("outbox") == left_behind)
            assert world.count("message", "uncertain_at is not null") == 0
            world.clock.pass_by(minutes=1, seconds=1)
            await until(lambda: world.count("message", "uncertain_at is not null") == left_behind)
            assert world.count("outbox") == left_behind
            world.clock.pass_by(minutes=2, seconds=1)
            await until(lambda: not world.count("outbox") and not world.count("part"))
    arrived = arrivals(network)
    assert set(arrived) == set(numbers)  # nothing is lost
    twice = {phone for phone, count in arrived.items() if count > 1}
    assert max(arrived.values()) <= 2
    assert len(twice) <= left_behind <= WINDOW
    flagged = {
        world.vault.open(sealed, "phone.sealed").decode()
        for (sealed,) in world.all(
            "select int8send(p.id) || p.sealed from tracing_message m"
            " join tracing_phone p on p.id = m.phone_id"
            " where m.uncertain_at is not null and m.resent = 1"
        )
    }
    assert twice <= flagged  # never silently
    assert len(flagged) == left_behind
    assert (
        world.count("change", "subject = 'message' and what = 'resent' and why = 'lease_ended'")
        == left_behind
    )
    assert world.count("message", "delivered_at is null or failed_at is not null") == 0


LONG = "é" * 400
"""Three parts."""


async def sent_by_another(world, port, message):
    """Another gateway takes over what the first had claimed: flagged, and then sent once more."""
    async with running(world.carrier(port, name="second")):
        await until(lambda: world.clock.pass_by(seconds=61) or world.row(message)["uncertain_at"])
        assert world.row(message)["resent"] == 0
        await until(lambda: world.clock.pass_by(minutes=2, seconds=1) or world.row(message)["delivered_at"])
    assert world.row(message)["resent"] == 1
    assert world.count("outbox") == 0
    whys = world.all("select what, why from tracing_change where subject = 'message' order by id")
    assert whys == [("uncertain", "lease_ended"), ("resent", "lease_ended")]


async def test_a_gateway_is_killed_between_claiming_a_long_message_and_its_first_part(world):
    """Whether anything left cannot be known from the store; here nothing had."""
    alice = Handset(ALICE)
    network = SimulatedNetwork([alice])
    async with listening(network) as port:
        first = start(world, port, "first")
        try:
            await until(lambda: network.lines and network.lines[0].bound)
            network.lines[0]._handle_frame = lambda frame: None  # what comes from now on is never read
            message = world.message(ALICE, LONG, parts=3)
            await until(lambda: world.count("outbox", "leased_by = 'first'"))
        finally:
            first.kill()
            first.wait()
        await until(lambda: not network.lines)
        assert network.taken == []
        await sent_by_another(world, port, message)
    assert [sms.text for sms in alice.inbox] == [LONG]
    assert len(network.taken) == 3


async def test_a_gateway_is_killed_in_the_middle_of_a_long_message(world):
    """The network has the first of three parts: the person reads the message once, and whole."""
    alice = Handset(ALICE)
    network = SimulatedNetwork([alice], faults=NetworkFaults(hang=False))
    async with listening(network) as port:
        first = start(world, port, "first", window=1)
        try:
            await until(lambda: network.lines and network.lines[0].bound)
            network.faults.hang = True
            message = world.message(ALICE, LONG, parts=3)
            await until(lambda: network.taken)
        finally:
            first.kill()
            first.wait()
        network.faults.hang = False
        await until(lambda: not network.lines)
        assert alice.inbox == []
        await sent_by_another(world, port, message)
    assert [sms.text for sms in alice.inbox] == [LONG]
    assert len(network.taken) == 4


async def test_receipts_of_a_dead_gateway_find_their_messages(world):
    """It died with parts accepted and stored, their receipts still to come."""
    slow = VirtualClock()
    network = SimulatedNetwork(habits=NetworkProfile(delay=(60.0, 60.0)), clock=slow)
    message = world.message(ALICE)
    async with listening(network) as port:
        first = start(world, port, "first")
        await until(lambda: world.row(message)["submitted_at"])
        first.kill()
        first.wait()
        assert world.row(message)["delivered_at"] is None
        async with running(world.carrier(port, name="second")):
            slow.advance(61)
            await until(lambda: world.row(message)["delivered_at"])
    assert world.count("part") == world.count("earlyreceipt") == 0


async def test_an_answer_stored_and_not_confirmed_is_one_event(world):
    """The gateway dies between the store and the network: it hands the SMS over again, to another."""
    phone = world.phone(ALICE)
    network = SimulatedNetwork()
    async with listening(network) as port:
        network.send_from(ALICE, "38663", "oui")
        first = world.carrier(port, name="first")
        await first._gateway.start()
        while not world.count("inbox"):
            batch = await first._gateway.receive()
            out = first.in_flight.apply_events(batch.events, lambda at: NOON)
            await first._store_outcome(out, NOON)  # and never confirmed
        for keeper in first._gateway._keepers:
            keeper.cancel()
        for line in list(network.lines):
            line.drop()
        first._store.close()
        line = VirtualClock()
        async with running(world.carrier(port, name="second", line_clock=line)):
            await until(lambda: not world.count("unconfirmed"))
            line.advance(11)
            network.send_from(ALICE, "38663", "oui")  # the same word, in answer to the next question
            await until(lambda: world.count("inbox") == 2)
    assert world.replies() == ["oui", "oui"]
    assert world.count("inbox", f"phone_id = {phone}") == 2


async def test_a_network_that_had_not_read_that_an_sms_is_safe_hands_it_over_again(world):
    """The gateway told it, went on, and was killed; what it had said was lost on the way."""
    world.phone(ALICE)
    network = SimulatedNetwork()
    async with listening(network) as port:
        first = start(world, port, "first")
        try:
            await until(lambda: network.lines and network.lines[0].bound)
            network.lines[0]._handle_frame = lambda frame: None  # what comes from now on is never read
            network.send_from(ALICE, LANE, "oui")
            await until(lambda: world.count("inbox") == 1)
            turns = "select (counts->>'turns')::int from tracing_worker where name = 'first'"
            seen = world.one(turns)
            await until(lambda: world.one(turns) > seen + 2)
        finally:
            first.kill()
            first.wait()
        await until(lambda: not network.lines)
        async with running(world.carrier(port, name="second")):
            await until(lambda: not network._to_client and network.lines and not network.lines[0].unanswered)
            await until(lambda: not world.count("unconfirmed"))
    assert world.replies() == ["oui"]


async def test_a_line_drops_with_a_window_in_flight(world):
    """The network took twenty and answered none of them."""
    numbers = world.messages(100)
    network = SimulatedNetwork(faults=NetworkFaults(drop_at=20))
    async with listening(network) as port, running(world.carrier(port)):
        await until(lambda: world.count("outbox") == world.count("message", "uncertain_at is not null") > 0)
        doubtful = world.count("outbox")
        assert doubtful >= 20
        assert world.count("change", "what = 'uncertain' and why = 'line_dropped'") == doubtful
        world.clock.pass_by(minutes=3)
        await until(lambda: not world.count("outbox"))
    arrived = arrivals(network)
    assert set(arrived) == set(numbers)
    assert sum(arrived.values()) <= 100 + doubtful
    assert doubtful <= WINDOW
    assert world.count("message", "resent = 1 and uncertain_at is not null") == doubtful


async def test_the_network_is_killed_and_comes_back_counting_from_one(world):
    numbers, network = world.messages(600), SimulatedNetwork()
    server = await network.serve()
    port = server.sockets[0].getsockname()[1]
    async with running(world.carrier(port)):
        await until(lambda: len(network.taken) >= 200)
        server.close()
        for line in list(network.lines):
            line._cut()
        doubts = world.count("message", "uncertain_at is not null")
        again = SimulatedNetwork()
        await again.serve(port=port)
        await until(lambda: world.count("outbox") == world.count("message", "uncertain_at is not null"))
        doubts = world.count("outbox")
        world.clock.pass_by(minutes=3)
        await until(lambda: not world.count("outbox"))
    arrived = arrivals(network) + arrivals(again)
    assert set(arrived) == set(numbers)
    assert sum(count - 1 for count in arrived.values()) <= doubts <= WINDOW


async def test_a_gateway_that_is_told_to_stop_leaves_nothing_behind(world):
    """SIGTERM in the middle: what is in flight is stored, the rest is free for others."""
    numbers, network = world.messages(2000), SimulatedNetwork()
    async with listening(network) as port:
        first = start(world, port, "first")
        await until(lambda: len(network.taken) >= 300)
        first.terminate()
        await until(lambda: first.poll() is not None)
        assert first.returncode == 0
        assert world.count("outbox", "leased_by is not null") == 0
        assert world.count("outbox") == 2000 - len(network.taken)
        assert world.count("message", "uncertain_at is not null") == 0
        async with running(world.carrier(port, name="second")):
            await until(lambda: world.count("message", "delivered_at is null") == 0)
    assert sorted(arrivals(network).elements()) == sorted(numbers)
