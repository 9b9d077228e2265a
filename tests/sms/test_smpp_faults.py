"""Faults of a network, and what the gateway makes of them."""

import random

import pytest

from tests.examples import scaled
from tests.sms.conftest import ALICE, BOB, story
from tests.sms.gateway_sending import wake
from tests.virtual_clock import VirtualClock
from tocsin.sms import message_parts
from tocsin.sms.gateway import (
    DeliveryReceipt,
    DeliveryState,
    IncomingSms,
    LinkChange,
    PartAccepted,
    PartRefused,
    PartUncertain,
    SendPriority,
    utc_datetime,
)
from tocsin_simulation.sms.handset import Handset, ScriptedReplies
from tocsin_simulation.sms.network import SimulatedNetwork
from tocsin_simulation.sms.network_pdus import build_incoming_part
from tocsin_simulation.sms.network_profile import NetworkFaults, NetworkProfile

pytestmark = pytest.mark.filterwarnings("error")


# Faults


async def test_a_network_that_refuses_the_bind_is_tried_again_later_and_later():
    clock = VirtualClock()
    network = SimulatedNetwork(clock=clock, faults=NetworkFaults(refuse_binds=3))
    waits = []
    async with story(network, clock=clock) as told:
        for n in range(3):
            await told.hear(LinkChange, n + 1)
            await told.until(lambda: clock.next_due() is not None and not told.gateway._lines)
            waits.append(clock.next_due() - clock.now())
            await wake(told, waits[-1])
        await told.hear(LinkChange, 4)
    assert [change.up for change in told.all(LinkChange)] == [False, False, False, True]
    assert 0.5 <= waits[0] <= 1.0 <= waits[1] <= 2.0 <= waits[2] <= 4.0


async def test_nobody_listens():
    clock = VirtualClock()
    network = SimulatedNetwork(clock=clock)
    async with story(network, clock=clock, port=1) as told:
        (change,) = await told.hear(LinkChange)
        assert change.reason == "not_connected: ConnectionRefusedError"


async def test_what_is_overdue_while_no_line_is_up_is_told_so_that_somebody_calls():
    clock = VirtualClock()
    async with story(SimulatedNetwork(clock=clock), clock=clock, port=1) as told:
        await told.send("m1", valid_until=utc_datetime(clock.now() + 5))
        await told.send("m2")
        while not told.all(PartRefused):
            await wake(told, 1)
            await told.drain()
        assert told.gateway.queued_parts == 1
    assert [(event.id, event.reason) for event in told.all(PartRefused)] == [("m1", "expired")]


async def test_a_network_that_throttles_gets_everything_in_order():
    clock = VirtualClock()
    network = SimulatedNetwork(clock=clock)
    async with story(network, clock=clock, window=4) as told:
        await told.hear(LinkChange)
        network.faults.throttle = 6
        for n in range(20):
            await told.send(f"m{n:02}", priority=SendPriority.BULK)
        while len(told.all(PartAccepted)) < 20:
            await wake(told, 0.2)
            await told.drain()
    assert told.gateway.tally.throttled == 6
    assert told.gateway.tally.uncertain == 0
    assert sorted(event.id for event in told.all(PartAccepted)) == [f"m{n:02}" for n in range(20)]
    assert len(network.taken) == 20


async def test_a_network_that_hangs_leaves_a_window_uncertain_and_is_left():
    clock = VirtualClock()
    network = SimulatedNetwork(clock=clock)
    async with story(network, clock=clock, window=5) as told:
        await told.hear(LinkChange)
        network.faults.hang = True
        for n in range(12):
            await told.send(f"m{n}")
        await told.until(lambda: len(network.taken) == 5)
        await wake(told, 30)  # enquire_link, which hangs too
        await wake(told, 60)
        await told.hear(LinkChange, 2)
        assert told.all(LinkChange)[-1].reason == "silent"
        network.faults.hang = False
        while len(told.all(PartAccepted)) + len(told.all(PartUncertain)) < 12:
            await wake(told, 2)
            await told.drain()
    uncertain = [event.id for event in told.all(PartUncertain)]
    assert uncertain[:5] == [f"m{n}" for n in range(5)]
    assert {event.id for event in told.all(PartAccepted)}.isdisjoint(uncertain)


async def test_a_line_that_drops_with_a_full_window_loses_nothing_and_repeats_nothing():
    clock = VirtualClock()
    network = SimulatedNetwork(clock=clock)
    async with story(network, clock=clock, window=5) as told:
        await told.hear(LinkChange)
        network.faults.drop_at = 5
        for n in range(12):
            await told.send(f"m{n}", to=f"+3363998{n:04}")
        await told.hear(PartUncertain, 5)
        while len(told.all(PartAccepted)) < 7:
            await wake(told, 1)
            await told.drain()
        await told.stop()
    assert [event.id for event in told.all(PartUncertain)] == [f"m{n}" for n in range(5)]
    assert [event.id for event in told.all(PartAccepted)] == [f"m{n}" for n in range(5, 12)]
    assert sorted(sm.dest for sm in network.taken) == [f"3363998{n:04}" for n in range(12)]


async def test_receipts_of_what_was_uncertain_are_given_out_with_their_reference():
    """The answer was lost with the line, the receipt was not: the caller may match it by phone and time."""
    clock = VirtualClock()
    network = SimulatedNetwork(clock=clock)
    async with story(network, clock=clock, window=5) as told:
        await told.hear(LinkChange)
        network.faults.drop_at = 1
        await told.send("m1")
        await told.hear(PartUncertain)
        while not told.all(DeliveryReceipt):
            await wake(told, 5)
            await told.drain()
    (receipt,) = told.all(DeliveryReceipt)
    assert (receipt.id, receipt.remote_id, receipt.state) == (None, "1", DeliveryState.DELIVERED)


async def test_a_receipt_does_not_wait_for_what_waits_longer():
    """A piece of a long answer came before it, whose other pieces are waited for a quarter of an hour."""
    clock = VirtualClock()
    network = SimulatedNetwork(clock=clock)
    async with story(network, clock=clock, window=5, patience=1.0) as told:
        await told.hear(LinkChange)
        first, *_ = message_parts.split_into_parts("Léa et Karim " * 20, 9)
        network._to_client.append(build_incoming_part(network.habits, BOB, "38663", first))
        network.send_waiting()
        network.flush()
        await told.until(lambda: told.gateway._expiry is not None)
        network.faults.drop_at = 2
        await told.send("m1")
        await told.until(lambda: told.gateway._exchange.ledger.next_expiry() is not None)
        await wake(told, 2)
        await told.hear(DeliveryReceipt)
        network.lines[0].drop()
        await told.hear(PartUncertain)
    (receipt,) = told.all(DeliveryReceipt)
    assert (receipt.id, receipt.remote_id) == (None, "1")


async def test_a_network_that_answers_twice():
    network = SimulatedNetwork(
        [Handset(ALICE, ScriptedReplies(("oui",), after=0))], faults=NetworkFaults(answer_twice=True)
    )
    async with story(network) as told:
        await told.send("m1")
        await told.hear(IncomingSms, 2)
    assert [event.repeated for event in told.all(IncomingSms)] == [False, True]
    assert len(told.all(PartAccepted)) == len(told.all(DeliveryReceipt)) == 1
    assert told.gateway.tally.stray == 1


@pytest.mark.parametrize(
    "garbage", [b"\xff" * 64, b"\0" * 16, b"GET / HTTP/1.1\r\n\r\n", random.Random(1).randbytes(400)]
)
async def test_a_network_that_sends_garbage_is_left_and_found_again(garbage):
    clock = VirtualClock()
    network = SimulatedNetwork(clock=clock, faults=NetworkFaults(garbage=garbage))
    async with story(network, clock=clock) as told:
        for n in range(10):
            await told.send(f"m{n}")
        while len(told.all(PartAccepted)) + len(told.all(PartUncertain)) < 10:
            await wake(told, 1)
            await told.drain()
        await told.hear(LinkChange, 2)
    assert told.all(LinkChange)[1].reason == "garbage"
    assert told.gateway.tally.malformed == 1
    assert len(network.taken) == 10


async def test_half_a_pdu_then_silence():
    clock = VirtualClock()
    network = SimulatedNetwork(clock=clock)
    async with story(network, clock=clock) as told:
        await told.hear(LinkChange)
        network.faults.cut_pdu = True
        await told.send("m1")
        (event,) = await told.hear(PartUncertain)
    assert (event.id, event.reason) == ("m1", "line_dropped")
    assert len(network.taken) == 1


@pytest.mark.parametrize("seed", range(scaled(3)))
async def test_storms(seed):
    """Faults by chance, all at once; then the books are balanced."""
    chance = random.Random(seed)
    clock = VirtualClock()
    network = SimulatedNetwork(clock=clock, seed=seed, habits=NetworkProfile(delay=(0.0, 20.0), rate=200.0))
    async with story(network, clock=clock, binds=2, window=7, rate=500.0) as told:
        sent = 0
        for _ in range(60):
            for _ in range(chance.randrange(4)):
                await told.send(f"m{sent}", text="a" * chance.choice((20, 20, 400)), to=f"+3363998{sent:04}")
                sent += 1
            network.faults.throttle = chance.choice((0, 0, 0, 9))
            network.faults.hang = chance.random() < 0.1
            network.faults.drop_at = chance.choice((0, 0, 0, 0, 3))
            network.faults.garbage = chance.choice((b"", b"", b"", chance.randbytes(30)))
            network.faults.cut_pdu = chance.random() < 0.05
            await wake(told, chance.choice((0.1, 1.0, 40.0)))
            await told.drain()
        network.faults = NetworkFaults()
        while told.gateway.queued_parts or told.gateway.parts_in_flight:
            await wake(told, 10)
            await told.drain()
        await told.stop()
    fates = {}
    for event in told.told:
        if isinstance(event, PartAccepted | PartRefused | PartUncertain):
            fates.setdefault((event.id, event.part), []).append(event)
    assert {id for id, _ in fates} == {f"m{n}" for n in range(sent)}
    taken = [(sm.dest, sm.payload) for sm in network.taken]
    assert len(taken) == len(set(taken))
    assert told.gateway.tally.uncertain == sum(isinstance(fate[0], PartUncertain) for fate in fates.values())
