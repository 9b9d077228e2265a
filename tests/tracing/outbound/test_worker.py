"""From the outbox to the phones and back: the ordinary day, and the days that are not."""

import asyncio
from datetime import timedelta

import pytest

from tests.tracing.outbound.conftest import ALICE, BOB, LANE, NOON, QUICK, listening, running, until
from tests.virtual_clock import VirtualClock
from tocsin.sms.gateway import DeliveryState
from tocsin.sms.pdu import CommandStatus
from tocsin.tracing.outbound.batch_outcome import BatchOutcome, PartOutcome, SubmittedPart
from tocsin.tracing.outbound.persistence import GatewayIdentity, persist_outcome
from tocsin_simulation.sms.handset import Handset, ScriptedReplies
from tocsin_simulation.sms.network import SimulatedNetwork
from tocsin_simulation.sms.network_profile import NetworkFaults


async def test_the_first_sms_reaches_its_phone_and_its_answer_comes_back(world):
    alice = Handset(ALICE, ScriptedReplies(("OUI",), after=0))
    case = world.case(world.phone(ALICE))
    message = world.message(ALICE, "Votre test est positif. OUI ou NON ?", case=case)
    async with listening(SimulatedNetwork([alice])) as port, running(world.carrier(port)):
        await until(lambda: world.row(message)["delivered_at"] and world.events())
    assert [sms.text for sms in alice.inbox] == ["Votre test est positif. OUI ou NON ?"]
    assert [sms.sender for sms in alice.inbox] == ["38663"]
    assert world.all("select submitted_at, delivered_at from tracing_case") == [(NOON, NOON)]
    assert world.replies() == ["OUI"]
    assert world.count("outbox") == world.count("part") == 0


# The order in which they leave


async def test_the_earliest_deadline_goes_first_and_who_waits_before_all(world):
    late = world.message(ALICE, "tard", deadline=NOON + timedelta(hours=9))
    soon = world.message(ALICE, "bientôt", deadline=NOON + timedelta(hours=1))
    reply = world.message(ALICE, "réponse", deadline=NOON + timedelta(hours=20), priority=0)
    network = SimulatedNetwork([Handset(ALICE)])
    async with listening(network) as port, running(world.carrier(port)):
        await until(lambda: world.count("outbox") == 0)
    assert late < soon < reply
    assert [sms.text for sms in network.handsets[ALICE].inbox] == ["réponse", "bientôt", "tard"]


async def test_nothing_leaves_before_its_time(world):
    world.message(ALICE, "demain matin", not_before=NOON + timedelta(hours=20))
    network = SimulatedNetwork()
    async with listening(network) as port, running(world.carrier(port)):
        first = world.message(BOB)
        await until(lambda: world.row(first)["delivered_at"])
        assert len(network.taken) == 1
        world.clock.pass_by(hours=20)
        await until(lambda: world.count("outbox") == 0)
    assert len(network.taken) == 2


async def test_another_lane_is_left_to_its_own_gateway(world):
    other, ours = world.message(ALICE, sender="AMELI"), world.message(BOB)
    async with listening(SimulatedNetwork()) as port, running(world.carrier(port)):
        await until(lambda: world.row(ours)["delivered_at"])
    assert world.row(other)["submitted_at"] is None
    assert world.one("select leased_by from tracing_outbox") is None


# What becomes of them


@pytest.mark.parametrize("receipt_first", [False, True])
async def test_a_long_message_has_arrived_once_all_its_parts_have(world, receipt_first):
    message = world.message(ALICE, "é" * 400, parts=3)
    network = SimulatedNetwork(
        [Handset(ALICE)], faults=NetworkFaults(receipt_first=receipt_first, answer_twice=True)
    )
    async with listening(network) as port, running(world.carrier(port)):
        await until(lambda: world.row(message)["delivered_at"])
    assert [sms.text for sms in network.handsets[ALICE].inbox] == ["é" * 400]
    assert world.one("select arrived from tracing_message") == 0b111
    assert world.count("part") == world.count("outbox") == world.count("earlyreceipt") == 0


async def test_two_parts_of_three_are_not_a_message(world):
    """One part expires: the person never read the whole."""
    message = world.message(ALICE, "é" * 400, parts=3, key="case-9.1")
    network = SimulatedNetwork([Handset(ALICE, exists=True)])
    lost = iter([False, True, False])
    reach = network._try_handset
    network._try_handset = lambda held, now: (
        network._queue_receipt(held, DeliveryState.EXPIRED, now) if next(lost) else reach(held, now)
    )
    async with listening(network) as port, running(world.carrier(port)):
        await until(lambda: world.row(message)["failed_at"])
        await until(lambda: not world.count("part"))
    assert world.row(message)["failure"] == "expired"
    assert world.row(message)["delivered_at"] is None
    assert world.events() == [("undelivered:case-9.1", {"type": "undelivered", "message": "case-9.1"})]


async def test_a_number_that_nobody_holds_is_told_to_its_engine_once(world):
    phone = world.phone(ALICE)
    message = world.message(ALICE, key="case-17.1")
    network = SimulatedNetwork([Handset(ALICE, exists=False)], faults=NetworkFaults(answer_twice=True))
    async with listening(network) as port, running(world.carrier(port)):
        await until(lambda: world.row(message)["failed_at"])
    assert world.row(message)["failure"] == "undeliverable"
    assert world.events() == [("undelivered:case-17.1", {"type": "undelivered", "message": "case-17.1"})]
    shard = world.vault.index("number", ALICE, NOON.date())[-1]
    assert world.all("select phone_id, shard from tracing_inbox") == [(phone, shard)]


async def test_what_is_worth_nothing_any_more_is_not_sent(world):
    message = world.message(ALICE, valid_until=NOON - timedelta(minutes=1))
    network = SimulatedNetwork()
    async with listening(network) as port, running(world.carrier(port)):
        await until(lambda: world.events())
    assert world.row(message)["failure"] == "expired"
    assert network.taken == []
    assert world.count("outbox") == 0


async def test_the_network_keeps_it_no_longer_than_it_is_worth(world):
    world.message(ALICE, valid_until=NOON + timedelta(hours=2))
    network = SimulatedNetwork()
    async with listening(network) as port, running(world.carrier(port)):
        await until(lambda: network.taken)
    assert network.taken[0].validity in ("000000020000000R", "000000015959000R")


async def test_a_message_that_the_network_will_never_take_fails(world):
    message = world.message(ALICE, key="case-3.1")
    network = SimulatedNetwork(faults=NetworkFaults(refuse=0x0B))
    async with listening(network) as port, running(world.carrier(port)):
        await until(lambda: world.events())
    assert world.row(message)["failure"] == "smpp_0x0000000b"
    assert world.events()[0][1] == {"type": "undelivered", "message": "case-3.1"}


async def test_a_fault_of_the_network_is_tried_again_later(world):
    message = world.message(ALICE)
    network = SimulatedNetwork(faults=NetworkFaults(refuse=CommandStatus.SYSTEM_ERROR))
    line = VirtualClock()
    async with listening(network) as port, running(world.carrier(port, line_clock=line)):
        while not world.one("select not_before > %s from tracing_outbox", NOON):
            line.advance(1)
            await asyncio.sleep(0)
        assert world.row(message)["uncertain_at"] is None  # it was refused: there is no doubt
        network.faults.refuse = 0
        world.clock.pass_by(minutes=1)
        while not world.row(message)["delivered_at"]:
            line.advance(1)
            await asyncio.sleep(0)
    assert world.row(message)["resent"] == 0


async def test_throttling_slows_and_loses_nothing(world):
    numbers, network = world.messages(100), SimulatedNetwork(faults=NetworkFaults(throttle=5))
    line = VirtualClock()
    async with listening(network) as port, running(world.carrier(port, line_clock=line)):
        while world.count("outbox"):
            line.advance(1)
            await asyncio.sleep(0)
    assert sorted("+" + sm.dest for sm in network.taken) == sorted(numbers)
    assert world.count("message", "uncertain_at is not null") == 0


async def test_an_erased_person_is_not_written_to(world):
    message = world.message(ALICE)
    world.db.execute("update tracing_phone set sealed = null")
    other = world.message(BOB)
    network = SimulatedNetwork()
    async with listening(network) as port, running(world.carrier(port)):
        await until(lambda: world.row(other)["delivered_at"] and world.row(message)["failed_at"])
    assert world.row(message)["failure"] == "erased"
    assert len(network.taken) == 1


async def test_the_moments_of_a_case_are_those_of_its_first_message(world):
    case = world.case(world.phone(ALICE))
    world.message(ALICE, case=case)
    async with listening(SimulatedNetwork()) as port, running(world.carrier(port)):
        await until(lambda: world.one("select delivered_at from tracing_case"))
        world.clock.pass_by(hours=1)
        later = world.message(ALICE, case=case)
        await until(lambda: world.row(later)["delivered_at"])
    assert world.all("select submitted_at, delivered_at from tracing_case") == [(NOON, NOON)]
    assert world.row(later)["delivered_at"] == NOON + timedelta(hours=1)


async def test_what_happened_first_counts_also_where_it_is_stored_last(world):
    """A gateway that stood still stores the first SMS of a case after another has stored the second."""
    case = world.case(world.phone(ALICE))
    first, second = (world.message(ALICE, case=case) for _ in range(2))
    early, late = NOON + timedelta(minutes=1), NOON + timedelta(minutes=9)
    place = GatewayIdentity(gateway="one", account=LANE, lane=LANE, policy=QUICK)
    for message, at in ((second, late), (first, early), (first, late)):
        arrived = PartOutcome(message, 1, 1, "", DeliveryState.DELIVERED, at)
        persist_outcome(
            world.db, world.vault, place, BatchOutcome(submitted={message: at}, receipts=[arrived]), late
        )
    assert world.all("select submitted_at, delivered_at from tracing_case") == [(early, early)]
    assert world.row(first)["submitted_at"] == early
    assert world.row(second)["submitted_at"] == late


def told(world, *receipts, taken=(), at=NOON):
    """One batch of a gateway, stored."""
    place = GatewayIdentity(gateway="one", account=LANE, lane=LANE, policy=QUICK)
    parts = {part.remote_id: part for part in taken}
    persist_outcome(
        world.db, world.vault, place, BatchOutcome(accepted_parts=parts, receipts=list(receipts)), at
    )


@pytest.mark.parametrize("batches", [1, 2])
@pytest.mark.parametrize("order", [(1, 2), (2, 1)])
async def test_a_message_has_arrived_when_its_last_part_has_whatever_receipt_comes_first(
    world, order, batches
):
    message = world.message(ALICE, parts=2)
    early, late = NOON + timedelta(minutes=1), NOON + timedelta(minutes=9)
    moments = (late, early) if batches == 1 else (early, late)  # one batch may hold them in any order
    receipts = [
        PartOutcome(message, part, 2, "", DeliveryState.DELIVERED, at)
        for part, at in zip(order, moments, strict=True)
    ]
    for batch in [receipts] if batches == 1 else [[one] for one in receipts]:
        assert world.row(message)["delivered_at"] is None
        told(world, *batch)
    assert world.row(message)["delivered_at"] == late


@pytest.mark.parametrize("batches", [1, 2])
async def test_a_failure_that_comes_after_the_delivery_does_not_undo_it(world, batches):
    message = world.message(ALICE)
    arrived = PartOutcome(message, 1, 1, "", DeliveryState.DELIVERED, NOON)
    failed = PartOutcome(message, 1, 1, "", DeliveryState.UNDELIVERABLE, NOON + timedelta(minutes=1))
    for batch in [[arrived, failed]] if batches == 1 else [[arrived], [failed]]:
        told(world, *batch)
    assert world.row(message)["delivered_at"] == NOON
    assert world.row(message)["failed_at"] is None
    assert world.events() == []


@pytest.mark.parametrize("batches", [1, 2])
async def test_a_delivery_that_comes_after_a_failure_counts(world, batches):
    message = world.message(ALICE)
    failed = PartOutcome(message, 1, 1, "", DeliveryState.EXPIRED, NOON)
    arrived = PartOutcome(message, 1, 1, "", DeliveryState.DELIVERED, NOON + timedelta(minutes=1))
    for batch in [[failed, arrived]] if batches == 1 else [[failed], [arrived]]:
        told(world, *batch)
    assert world.row(message)["delivered_at"] == NOON + timedelta(minutes=1)


async def test_a_reference_that_the_network_uses_again_is_its_newest_parts(world):
    """The receipt of the first never came; the network was started anew and counts from one again."""
    old, new = world.message(ALICE), world.message(BOB)
    told(world, taken=[SubmittedPart(old, 1, 1, "7", NOON)])
    told(world, taken=[SubmittedPart(new, 1, 1, "7", NOON + timedelta(minutes=1))])
    assert world.count("part") == 1
    told(world, PartOutcome(None, 0, 0, "7", DeliveryState.DELIVERED, NOON + timedelta(minutes=2)))
    assert world.row(old)["delivered_at"] is None
    assert world.row(new)["delivered_at"] == NOON + timedelta(minutes=2)
    assert world.count("part") == world.count("earlyreceipt") == 0


@pytest.mark.parametrize(("seconds", "leaves"), [(-1, False), (0, False), (1, True)])
async def test_a_message_leaves_until_the_moment_at_which_it_is_worth_nothing(world, seconds, leaves):
    message = world.message(ALICE, valid_until=NOON + timedelta(seconds=seconds))
    network = SimulatedNetwork()
    async with listening(network) as port, running(world.carrier(port, line_clock=VirtualClock())):
        await until(lambda: world.events() or world.row(message)["submitted_at"])
    assert bool(network.taken) is leaves


async def test_a_contact_has_its_own_moments(world):
    case = world.case(world.phone(ALICE))
    contact = world.contact(case, world.phone(BOB))
    world.message(BOB, case=case, contact=contact)
    async with listening(SimulatedNetwork()) as port, running(world.carrier(port)):
        await until(lambda: world.one("select delivered_at from tracing_contact"))
    assert world.all("select submitted_at, delivered_at from tracing_case") == [(None, None)]
