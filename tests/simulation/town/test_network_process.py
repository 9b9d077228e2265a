"""The town's network: in memory, and as the process that the service talks to."""

import asyncio
import subprocess
import sys

import pytest

from tests.virtual_clock import VirtualClock
from tocsin.sms.gateway import DeliveryReceipt, DeliveryState, IncomingSms, OutgoingSms
from tocsin.sms.smpp_account import SmppAccount
from tocsin.sms.smpp_gateway import SmppGateway
from tocsin_simulation.sms.network import SimulatedNetwork
from tocsin_simulation.town.network_process import build_network, handset_factory
from tocsin_simulation.town.people import Town
from tocsin_simulation.town.sms_replies import reply_habit

NOTICE = "Assurance Maladie : bonjour {0}. Un conseiller vous appellera. Est-ce bien {0} ? Réf. AAAA-BBBB"


@pytest.fixture(scope="module")
def town() -> Town:
    return Town(2_000, seed=3)


def test_a_number_that_nobody_holds_is_no_telephone(town: Town) -> None:
    telephone = handset_factory(town, began=0.0)
    assert not telephone("+33639989999999").exists
    assert not telephone("+33199001234").exists


def test_some_telephones_are_dead_some_are_off_and_most_ring(town: Town) -> None:
    telephone = handset_factory(town, began=1_000.0)
    phones = [telephone(p.number) for p in map(town.person, range(town.people)) if p.phone == "mobile"]
    dead = sum(not phone.exists for phone in phones) / len(phones)
    off = sum(phone.off_until is not None for phone in phones) / len(phones)
    assert 0.005 < dead < 0.03
    assert 0.02 < off < 0.06
    assert all(phone.is_on(1_000.0 + 40 * 3600) for phone in phones)


def test_the_same_number_is_the_same_telephone_in_any_process(town: Town) -> None:
    numbers = [town.person(i).number for i in range(200)]
    one, other = handset_factory(town, 0.0), handset_factory(Town(2_000, seed=3), 0.0)
    assert [one(n).off_until for n in numbers] == [other(n).off_until for n in reversed(numbers)][::-1]


def test_what_a_hundred_people_are_asked_is_delivered_and_answered_in_their_own_time(town: Town) -> None:
    time = VirtualClock()
    made: SimulatedNetwork = build_network(town, time)
    people = [p for p in map(town.person, range(400)) if p.phone == "mobile"][:100]
    got = asyncio.run(_ask(made, time, [(p.number, NOTICE.format(p.given)) for p in people]))
    states = [event.state for event in got if isinstance(event, DeliveryReceipt)]
    replies = {event.sender for event in got if isinstance(event, IncomingSms)}
    assert 85 < states.count(DeliveryState.DELIVERED) <= 100
    assert 70 < len(replies) < 98
    assert not replies & {"+" + p.number for p in people if reply_habit(town, p.number) == "silent"}


async def _ask(made: SimulatedNetwork, time: VirtualClock, texts: list[tuple[str, str]]) -> list[object]:
    server = await made.serve()
    gateway = SmppGateway(_account(server.sockets[0].getsockname()[1]))
    await gateway.start()
    events: list[object] = []
    for n, (number, text) in enumerate(texts):
        await gateway.send(OutgoingSms(id=f"m{n}", to=number, sender="38663", text=text))
    for _ in range(240):
        await asyncio.sleep(0)
        time.advance(120)
        while (batch := await _soon(gateway)) is not None:
            events.extend(batch.events)
            batch.confirm()
        if (
            len([e for e in events if isinstance(e, DeliveryReceipt)]) == len(texts)
            and time.next_due() is None
        ):
            break
    await gateway.stop()
    server.close()
    return events


async def _soon(gateway: SmppGateway):  # type: ignore[no-untyped-def]
    try:
        return await asyncio.wait_for(gateway.receive(), 0.02)
    except TimeoutError:
        return None


def _account(port: int) -> SmppAccount:
    return SmppAccount(
        host="127.0.0.1", port=port, system_id="tocsin", password="secret", rate=1e6, burst=1_000
    )


def test_the_process_says_its_port_serves_and_ends_when_its_input_closes(town: Town) -> None:
    command = [
        sys.executable,
        "-m",
        "tocsin_simulation.town.network_process",
        "--people",
        "2000",
        "--seed",
        "3",
    ]
    process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    assert process.stdin is not None
    assert process.stdout is not None
    port = int(process.stdout.readline())

    async def talk() -> str:
        gateway = SmppGateway(_account(port))
        await gateway.start()
        batch = await gateway.receive()
        batch.confirm()
        await gateway.stop()
        return type(batch.events[0]).__name__

    assert asyncio.run(talk())
    process.stdin.close()
    assert process.wait(300) == 0


def test_the_process_ends_when_it_is_told_to(town: Town) -> None:
    command = [sys.executable, "-m", "tocsin_simulation.town.network_process", "--people", "100"]
    process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    assert int(process.stdout.readline()) > 0
    process.terminate()
    assert process.wait(300) == 0
