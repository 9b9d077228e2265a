"""From the outbox to the phones and back: the ordinary day, and the days that are not."""

import asyncio
import json
from datetime import timedelta

import psycopg
import pytest

from tests.tracing.outbound.conftest import ALICE, BOB, LANE, NOON, QUICK, listening, number, running, until
from tocsin.sms.gateway import DeliveryState
from tocsin.sms.pdu import CommandId, CommandStatus, ShortMessage
from tocsin.tracing.outbound.batch_outcome import BatchOutcome, PartOutcome, SubmittedPart
from tocsin.tracing.outbound.gateway_store import WrongKeys
from tocsin.tracing.outbound.persistence import GatewayIdentity, persist_outcome
from tocsin_simulation.sms.handset import Handset, ScriptedReplies, StopReplies
from tocsin_simulation.sms.network import SimulatedNetwork
from tocsin_simulation.sms.network_profile import NetworkFaults, NetworkProfile
from tocsin_simulation.virtual_clock import VirtualClock


async def test_the_first_sms_reaches_its_phone_and_its_answer_comes_back(world):
    alice = Handset(ALICE, ScriptedReplies(("OUI",), after=0))
    case = world.case(world.phone(ALICE))
    message = world.message(ALICE, "Votre test est positif. OUI ou NON ?", case=case)
    async with listening(SimulatedNetwork([alice])) as port, running(world.carrier(port)):
        await until(lambda: world.row(message)["delivered_at"] and world.letters())
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
    assert world.letters() == [("undelivered:case-9.1", {"type": "undelivered", "message": "case-9.1"})]


async def test_a_number_that_nobody_holds_is_told_to_its_engine_once(world):
    phone = world.phone(ALICE)
    message = world.message(ALICE, key="case-17.1")
    network = SimulatedNetwork([Handset(ALICE, exists=False)], faults=NetworkFaults(answer_twice=True))
    async with listening(network) as port, running(world.carrier(port)):
        await until(lambda: world.row(message)["failed_at"])
    assert world.row(message)["failure"] == "undeliverable"
    assert world.letters() == [("undelivered:case-17.1", {"type": "undelivered", "message": "case-17.1"})]
    shard = world.vault.index("number", ALICE, NOON.date())[-1]
    assert world.all("select phone_id, shard from tracing_inbox") == [(phone, shard)]


async def test_what_is_worth_nothing_any_more_is_not_sent(world):
    message = world.message(ALICE, valid_until=NOON - timedelta(minutes=1))
    network = SimulatedNetwork()
    async with listening(network) as port, running(world.carrier(port)):
        await until(lambda: world.letters())
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
        await until(lambda: world.letters())
    assert world.row(message)["failure"] == "smpp_0x0000000b"
    assert world.letters()[0][1] == {"type": "undelivered", "message": "case-3.1"}


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
            world.db, world.vault, place, BatchOutcome(submitted={message: at}, news=[arrived]), late
        )
    assert world.all("select submitted_at, delivered_at from tracing_case") == [(early, early)]
    assert world.row(first)["submitted_at"] == early
    assert world.row(second)["submitted_at"] == late


def told(world, *news, taken=(), at=NOON):
    """One batch of a gateway, stored."""
    place = GatewayIdentity(gateway="one", account=LANE, lane=LANE, policy=QUICK)
    parts = {part.remote_id: part for part in taken}
    persist_outcome(world.db, world.vault, place, BatchOutcome(taken=parts, news=list(news)), at)


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
    assert world.letters() == []


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
        await until(lambda: world.letters() or world.row(message)["submitted_at"])
    assert bool(network.taken) is leaves


async def test_a_contact_has_its_own_moments(world):
    case = world.case(world.phone(ALICE))
    contact = world.contact(case, world.phone(BOB))
    world.message(BOB, case=case, contact=contact)
    async with listening(SimulatedNetwork()) as port, running(world.carrier(port)):
        await until(lambda: world.one("select delivered_at from tracing_contact"))
    assert world.all("select submitted_at, delivered_at from tracing_case") == [(None, None)]


# What people write


async def test_a_person_who_says_stop_is_heard(world):
    world.message(ALICE)
    async with (
        listening(SimulatedNetwork([Handset(ALICE, StopReplies(after=0))])) as port,
        running(world.carrier(port)),
    ):
        await until(lambda: world.letters())
    assert world.replies() == ["STOP"]


async def test_the_same_twice_from_the_network_is_one_and_the_same_word_minutes_later_is_two(world):
    world.phone(ALICE)
    network, line = SimulatedNetwork(faults=NetworkFaults(answer_twice=True)), VirtualClock()
    async with listening(network) as port, running(world.carrier(port, line_clock=line)) as carrying:
        await until(lambda: network.lines and network.lines[0].can_receive)
        network.send_from(ALICE, LANE, "oui")
        await until(lambda: world.replies())
        network.send_from(BOB, LANE, "qui êtes-vous ?")
        await until(lambda: world.count("stray"))
        assert world.replies() == ["oui"]
        line.advance(20)
        world.clock.pass_by(minutes=3)
        network.send_from(ALICE, LANE, "oui")
        await until(lambda: len(world.replies()) == 2)
        assert not carrying.done()
    keys = [key for key, _ in world.letters()]
    assert all(key.startswith("sms:") for key in keys)
    assert len(set(keys)) == 2


async def test_a_phone_that_nobody_wrote_to_is_kept_apart(world):
    network = SimulatedNetwork()
    async with listening(network) as port, running(world.carrier(port)):
        network.send_from(BOB, LANE, "c'est une arnaque ?")
        await until(lambda: world.count("stray"))
    assert world.letters() == []
    index, sealed = world.all("select number_index, int8send(id) || sealed from tracing_stray")[0]
    assert bytes(index) == world.vault.index("number", BOB, NOON.date())
    assert json.loads(world.vault.open(sealed, "stray.sealed")) == {
        "number": BOB,
        "text": "c'est une arnaque ?",
    }


async def test_what_people_write_stays_in_its_order(world):
    phones = [number(n) for n in range(5)]
    for phone in phones:
        world.phone(phone)
    network = SimulatedNetwork()
    async with listening(network) as port, running(world.carrier(port)):
        for n in range(40):
            network.send_from(phones[n % 5], LANE, f"message {n}")
        await until(lambda: world.count("inbox") == 40)
    assert world.replies() == [f"message {n}" for n in range(40)]


async def test_a_binary_message_is_known_to_have_come(world):
    world.phone(ALICE)
    network = SimulatedNetwork()
    async with listening(network) as port, running(world.carrier(port)):
        await until(lambda: network.lines and network.lines[0].can_receive)
        network._to_client.append(ShortMessage(
            command=CommandId.DELIVER_SM, sequence=0, source_ton=1, source_npi=1, source=ALICE[1:], dest=LANE,
            coding=4, payload=b"\x01\x02\x03",
        ))  # fmt: skip
        network.send_waiting()
        network.flush()
        await until(lambda: world.letters())
    assert world.replies() == ["…"]


async def test_nothing_personal_stands_in_clear(world):
    """Neither in the key of an event nor in any column that is not sealed."""
    world.message(ALICE)
    network = SimulatedNetwork([Handset(ALICE, ScriptedReplies(("je suis Alice Martin",), after=0))])
    async with listening(network) as port, running(world.carrier(port)):
        await until(lambda: world.letters())
        network.send_from(BOB, LANE, "je suis Bob Martin")
        await until(lambda: world.count("stray"))
    for table in ("inbox", "stray", "unconfirmed", "message", "phone", "part", "worker", "change"):
        written = repr(world.all(f"select * from tracing_{table}"))
        assert "Martin" not in written
        assert ALICE[1:] not in written
        assert ALICE[3:] not in written


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
