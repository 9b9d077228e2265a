"""What people write to the gateway."""

import json

from tests.tracing.outbound.conftest import ALICE, BOB, LANE, NOON, listening, number, running, until
from tests.virtual_clock import VirtualClock
from tocsin.sms.pdu import CommandId, ShortMessage
from tocsin_simulation.sms.handset import Handset, ScriptedReplies, StopReplies
from tocsin_simulation.sms.network import SimulatedNetwork
from tocsin_simulation.sms.network_profile import NetworkFaults

# What people write


async def test_a_person_who_says_stop_is_heard(world):
    world.message(ALICE)
    async with (
        listening(SimulatedNetwork([Handset(ALICE, StopReplies(after=0))])) as port,
        running(world.carrier(port)),
    ):
        await until(lambda: world.events())
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
    keys = [key for key, _ in world.events()]
    assert all(key.startswith("sms:") for key in keys)
    assert len(set(keys)) == 2


async def test_a_phone_that_nobody_wrote_to_is_kept_apart(world):
    network = SimulatedNetwork()
    async with listening(network) as port, running(world.carrier(port)):
        network.send_from(BOB, LANE, "c'est une arnaque ?")
        await until(lambda: world.count("stray"))
    assert world.events() == []
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
        await until(lambda: world.events())
    assert world.replies() == ["…"]


async def test_nothing_personal_stands_in_clear(world):
    """Neither in the key of an event nor in any column that is not sealed."""
    world.message(ALICE)
    network = SimulatedNetwork([Handset(ALICE, ScriptedReplies(("je suis Alice Martin",), after=0))])
    async with listening(network) as port, running(world.carrier(port)):
        await until(lambda: world.events())
        network.send_from(BOB, LANE, "je suis Bob Martin")
        await until(lambda: world.count("stray"))
    for table in ("inbox", "stray", "unconfirmed", "message", "phone", "part", "worker", "change"):
        written = repr(world.all(f"select * from tracing_{table}"))
        assert "Martin" not in written
        assert ALICE[1:] not in written
        assert ALICE[3:] not in written
